#pragma once

#include "ui/ui_context.h"

#include <functional>

class QWidget;

namespace wikivault {

class MessageBar;

/// Opens the settings. What is saved there is used at once, and the bar offers to take it back.
void editSettings(const UiContext &ui, QWidget &parent, std::function<MessageBar &()> bar);

}  // namespace wikivault
