#pragma once

#include "engine/core/markdown/node.h"

#include <cstddef>
#include <string>

namespace wikivault::markdown {

struct RenderLimits {
    std::size_t bytes = 2'000'000;  ///< of the result, about
    std::size_t depth = 24;         ///< containers in containers; what is deeper shows as plain text
    std::size_t cells = 20'000;     ///< of all tables together
};

/// A page as rich text for QTextDocument. Only structure, marks and checked colours: nothing in it can make a reader
/// load, run or fetch anything; images and files are named, not shown. Links keep http, https and mailto targets.
[[nodiscard]] std::string renderHtml(const Node &doc, const RenderLimits &limits = {});

}  // namespace wikivault::markdown
