#pragma once

#include "models/console_models.h"

#include <QString>

namespace wikivault {

class WorkerPool;

/// What people choose in the window stands in the file `memory`: it is read now, and written by a worker as soon as it
/// changes. The workers outlive every change.
void keepChoices(ConsoleModels &models, WorkerPool &files, const QString &memory);

}  // namespace wikivault
