#pragma once

#include "ui/ui_context.h"

class QPushButton;
class QWidget;

namespace wikivault {

/// Another program can poll as well, and this console may.
[[nodiscard]] bool canChangeDriver(const ConsoleState &state);
/// Whether this console shall poll although others do: says what was seen of them, in numbers.
void askToDrive(const UiContext &ui, QWidget &parent);
/// This console only watches from now on; nothing is asked.
void stopDriving(const UiContext &ui);
/// Whichever of the two changes something.
void changeDriver(const UiContext &ui, QWidget &parent);
/// What the button for that says, and whether it can be pressed; hidden where it never can.
void labelDriverButton(QPushButton &button, const ConsoleState &state);

}  // namespace wikivault
