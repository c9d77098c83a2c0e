#pragma once

#include <cstdint>

namespace wikivault::markdown {

/// Whose editor the pages of a wiki are for (`schema.h` holds what it accepts).
enum class WikiSchema : std::uint8_t { Docmost, Gitmost };

}  // namespace wikivault::markdown
