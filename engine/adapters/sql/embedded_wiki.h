#pragma once

#include "engine/core/page.h"
#include "engine/core/result.h"
#include "engine/core/time.h"

#include <string>
#include <vector>

namespace wikivault::sql {

struct EmbeddedUser {
    UserId id;
    std::string name, email, role = "member";
};
struct EmbeddedSpace {
    SpaceId id;
    std::string slug, name, description;
};
struct EmbeddedPage {
    PageId id;
    SpaceId space;
    std::optional<PageId> parent;
    std::string slugId;
    std::optional<std::string> title;
    std::string icon, position, content, textContent;
    UserId createdBy, updatedBy;
    TimePoint createdAt{}, updatedAt{};
    std::optional<TimePoint> trashedAt;
};
/// What a new embedded wiki holds; parents stand before their children.
struct EmbeddedContent {
    WorkspaceId workspace;
    std::string workspaceName;
    std::vector<EmbeddedUser> users;  ///< the first one created the spaces
    std::vector<EmbeddedSpace> spaces;
    std::vector<EmbeddedPage> pages;
    TimePoint createdAt{};
};

/// Creates an embedded wiki that holds `content`. Invalid: the file exists.
[[nodiscard]] Result<> createEmbeddedWiki(const std::string &path, const EmbeddedContent &content);

}  // namespace wikivault::sql
