#pragma once

#include "engine/core/conflict.h"
#include "models/commands.h"

#include <QStringList>

#include <memory>
#include <optional>

class QTemporaryDir;

namespace wikivault {

/// A merge program of this machine with the texts of one conflict, in a folder of this user alone.
struct MergeToolFiles {
    std::shared_ptr<QTemporaryDir> folder;  ///< goes with the last copy
    QString name, program, problem;         ///< a problem: nothing can be started
    QStringList arguments;
    QString result;       ///< where the program leaves its text
    QByteArray unedited;  ///< what stood there before
};

/// KDiff3 or Meld, whichever is installed; `text` is the result so far. Writes files: call it on a worker.
[[nodiscard]] MergeToolFiles prepareMergeTool(const ConflictDetail &detail, const QString &text);
/// What the program left.
[[nodiscard]] ToolAnswer readMergeTool(const MergeToolFiles &files);

}  // namespace wikivault
