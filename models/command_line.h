#pragma once

#include "engine/core/conflict.h"

#include <QString>
#include <QStringList>

/// What the window does, as a line for a shell: `wikivaultctl …`, quoted where it has to be.
namespace wikivault::command_line {

[[nodiscard]] QString preview(const QString &space);
[[nodiscard]] QString sync(const QStringList &spaces, const QString &reason);
[[nodiscard]] QString resolve(const QString &page, Take take);
[[nodiscard]] QString showRemote(const QString &space);
[[nodiscard]] QString release(const QString &space, const QString &holder);
[[nodiscard]] QString stopHolder(const QString &space, const QString &holder);

}  // namespace wikivault::command_line
