#pragma once

#include "engine/core/support_file.h"
#include "engine/ports/fix_desk.h"

#include <QString>

#include <functional>
#include <string>
#include <vector>

class QObject;

namespace wikivault {

/// What a view may ask of the doctor; the rules of models/commands.h hold.
class DoctorCommands {
public:
    virtual ~DoctorCommands() = default;
    /// Checks everything a run needs; changes nothing.
    virtual void refreshDoctor() = 0;
    /// What the fix of this name would do; changes nothing.
    virtual void lookAtFix(const std::string &word, QObject *context,
                           std::function<void(Result<DoctorFix>)> answer) = 0;
    virtual void makeFix(const DoctorFix &fix) = 0;
    /// What goes into a support bundle, secrets masked; writes nothing.
    virtual void collectSupport(QObject *context, std::function<void(std::vector<SupportFile>)> answer) = 0;
    virtual void saveSupport(std::vector<SupportFile> files, const QString &path) = 0;
};

}  // namespace wikivault
