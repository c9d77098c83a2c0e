#pragma once

#include "engine/core/ids.h"
#include "engine/core/settings.h"

#include <optional>
#include <string>

namespace wikivault {

/// Where people read a page in a browser, or the space without one: in the wiki that the settings name and nowhere
/// else. Nothing: they name no web address. `slug`: of the space.
[[nodiscard]] std::optional<std::string> wikiAddress(const Settings &settings, const std::optional<PageId> &page,
                                                     const std::string &slug);

}  // namespace wikivault
