#pragma once

#include "ui/ui_context.h"

class QWidget;

namespace wikivault {

/// Another program can poll as well, and this console may.
[[nodiscard]] bool canChangeDriver(const ConsoleState &state);
/// Whether this console shall poll although others do: says what was seen of them, in numbers.
void askToDrive(const UiContext &ui, QWidget &parent);
/// This console only watches from now on; nothing is asked.
void stopDriving(const UiContext &ui);
/// What the button says that changes it, and whether it can be pressed.
struct DriverVerb {
    QString text, toolTip;
    bool isPossible = false;
    bool drives = false;  ///< this console does now
};
[[nodiscard]] DriverVerb driverVerb(const ConsoleState &state);

}  // namespace wikivault
