#pragma once

#include "engine/adapters/docmost/api_json.h"
#include "engine/core/page.h"

#include <optional>
#include <string>
#include <vector>

namespace wikivault::docmost {

/// A page as the API shows it.
struct ApiPage {
    PageRow row;
    SpaceId space;
    UserId creator;
    bool isTrashed = false;
    std::string deletedAt;
    std::optional<std::string> content;  ///< JSON; "" for an empty page; nothing when the answer has no body
};

/// Invalid: the answer is no page.
[[nodiscard]] Result<ApiPage> pageFrom(const Members &members);

/// The document in requests that the server takes: the first replaces the body, the others are appended to it.
/// Invalid: a single block is larger than a request may be.
[[nodiscard]] Result<std::vector<std::string>> partsOf(const std::string &content);
/// The document made of the first `count` parts.
[[nodiscard]] std::string joined(const std::vector<std::string> &parts, std::size_t count);
/// The same page for the wiki; what it adds and leaves out by itself does not count.
[[nodiscard]] bool isSameBody(const std::string &a, const std::string &b);
/// Conflict: the page is not what the plan saw.
[[nodiscard]] Result<> demandExpected(const ApiPage &page, const SpaceId &space, const PageState &expected);

inline constexpr const char *kEmptyDocument = R"({"type":"doc","content":[]})";

}  // namespace wikivault::docmost
