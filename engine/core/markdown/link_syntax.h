#pragma once

#include "engine/core/markdown/inline_token.h"

#include <optional>
#include <string_view>

/// The parts of link syntax that inline links and reference definitions share.
namespace wikivault::markdown {

/// A link destination at `at`; the position after it, or npos. `out` is its source without angle brackets.
[[nodiscard]] std::size_t scanDestination(std::string_view text, std::size_t at, std::string_view &out);
/// A link title at `at` (a quote or a parenthesis); the position after it, or npos. `out` is its source.
[[nodiscard]] std::size_t scanTitle(std::string_view text, std::size_t at, std::string_view &out);
/// A link label that begins after its bracket at `at`; the position of its `]`, or npos.
[[nodiscard]] std::size_t scanLabel(std::string_view text, std::size_t at);
/// White space with at most one line end.
[[nodiscard]] std::size_t skipLinkSpace(std::string_view text, std::size_t at);
/// `(destination "title")` that begins at `at`; with `sizes`, ` =100x200` may follow the destination.
[[nodiscard]] std::optional<ParsedTarget> scanTarget(std::string_view text, std::size_t at, bool sizes);
/// `100x200`, `100x`, `x200` or `100` as width and height; false: something else.
[[nodiscard]] bool readImageSize(std::string_view text, ParsedTarget &target);

/// Length of the bare URL (`https://…`, `www.…`) at `at`, trimmed as GitHub does, or 0.
[[nodiscard]] std::size_t bareUrlLength(std::string_view text, std::size_t at, std::size_t afterScheme);
/// Length of the domain of a bare mail address at `at` (after the `@`), or 0.
[[nodiscard]] std::size_t mailDomainLength(std::string_view text, std::size_t at);
/// The inside of `<…>` is an absolute URI.
[[nodiscard]] bool isAbsoluteUri(std::string_view text);
[[nodiscard]] bool isMailAddress(std::string_view text);

}  // namespace wikivault::markdown
