#pragma once

#include "models/console_state.h"

#include <QString>

namespace wikivault::words {

/// `Observer (kim@adm1, pid 4121 (console) polls and runs)`
[[nodiscard]] QString driveMode(const ConsoleState &state);
/// What an observer does, and because of whom, in a sentence or two; "" for a driver.
[[nodiscard]] QString whyObserver(const ConsoleState &state);
/// What was seen of others who poll, in numbers.
[[nodiscard]] QString rivalsSeen(const DriveState &drive);
/// Who else drives or polls; "" when nobody was seen.
[[nodiscard]] QString otherDriver(const DriveState &drive);
/// Who drives the spaces instead of this console; "" when it does, or nobody knows.
[[nodiscard]] QString whoDrives(const ConsoleState &state);

}  // namespace wikivault::words
