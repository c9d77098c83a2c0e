#pragma once

#include "engine/core/ids.h"

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace wikivault {

/// One live page as the wiki lists it, without its body.
struct PageRow {
    PageId id;
    std::string slugId;
    std::string title;  ///< NULL in the wiki reads as ""
    std::optional<PageId> parent;
    std::string position;
    std::string updatedAt;  ///< verbatim, compared only for equality
    std::string updatedBy;  ///< display name of the last editor, may be empty
    bool isBase = false;    ///< a Docmost database page: listed, never exported
    friend bool operator==(const PageRow &, const PageRow &) = default;
};

struct PageList {
    std::vector<PageRow> pages;  ///< every live page of one space
    bool complete = true;        ///< false: absence from `pages` proves nothing
    std::string newestUpdate;    ///< newest updated_at of the workspace, ISO 8601; a restored backup moves it back
};

struct PageBody {
    PageId id;
    std::string content;  ///< ProseMirror JSON, verbatim as stored; "" for NULL
};

/// Where a page that is not in a space's list is.
enum class Standing { LiveHere, Trashed, OtherSpace, Gone };

struct PageStanding {
    PageId id;
    Standing standing = Standing::Gone;
    std::string slugId;  ///< "" when it is gone
};

/// What a write expects to find; every field is compared by the store in the writing statement.
struct PageState {
    std::string title;
    std::optional<PageId> parent;
    std::string content;  ///< verbatim as read
};

struct CreatePage {
    PageId id;  ///< chosen by the caller, so that a repeated create is recognised
    std::optional<PageId> parent;
    std::string title;
    std::string content;
    std::set<PageId> namesakes = {};  ///< live pages of that parent and title which the caller knows already
};
struct UpdateBody {
    PageId id;
    PageState expected;
    std::string content;
};
struct MovePage {
    PageId id;
    PageState expected;
    std::optional<PageId> parent;  ///< the page goes last among the new siblings
};
struct RenamePage {
    PageId id;
    PageState expected;
    std::string title;
};
struct TrashPage {
    PageId id;
    PageState expected;
};
struct RestorePage {
    PageId id;
    std::optional<PageId> parent;
};
using PageChange = std::variant<CreatePage, UpdateBody, MovePage, RenamePage, TrashPage, RestorePage>;

}  // namespace wikivault
