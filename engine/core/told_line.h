#pragma once

#include "engine/core/ids.h"
#include "engine/core/space.h"

#include <optional>
#include <string>

/// What a line of the log is about. Pure.
namespace wikivault {

/// The line was written about the space.
[[nodiscard]] bool isAboutSpace(const std::string &line, const Space &space);
/// The run that the line names; nothing: none.
[[nodiscard]] std::optional<RunId> runToldIn(const std::string &line);

}  // namespace wikivault
