#pragma once

#include "models/commands.h"
#include "models/console_models.h"
#include "ui/theme.h"

namespace wikivault {

/// What every part of the window is given.
struct UiContext {
    ConsoleModels &models;
    Commands commands;
    Theme &theme;
};

}  // namespace wikivault
