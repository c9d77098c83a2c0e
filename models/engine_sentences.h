#pragma once

#include <vector>

namespace wikivault {

/// What the engine says: `no page %1 here` for `"no page " + id + " here"`, `%n page(s) open` where a number has forms.
/// Gathered from the sources of engine/ and app/common while building (resources/sentences); the source texts of their
/// translations.
[[nodiscard]] const std::vector<const char *> &engineSentences();

}  // namespace wikivault
