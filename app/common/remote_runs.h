#pragma once

#include "engine/core/report.h"
#include "engine/core/result.h"

#include <stop_token>

/// What a run does when others push to its space's remote at the same time.
namespace wikivault {

inline constexpr int kTriesWhenRemoteMoved = 6;  ///< the first, and five more

/// The settings of the remote cannot be; wiki and vault went on.
void noteRemoteSetting(RunReport &report, const Error &error);
void noteRemoteBusy(RunReport &report);
/// The others have their turn: two consoles must not meet at every try.
void waitForOthers(const std::stop_token &stop);
/// Main reached the server.
[[nodiscard]] bool isPushed(const RunReport &report);
/// A further try of a run that had done everything but the push: both count.
[[nodiscard]] RunReport continued(const RunReport &before, RunReport after);

}  // namespace wikivault
