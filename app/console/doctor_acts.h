#pragma once

#include "models/doctor_commands.h"

namespace wikivault {

class ConsoleCommands;

/// The doctor: asked, told to mend, quoted in a support bundle.
class DoctorActs final : public DoctorCommands {
public:
    explicit DoctorActs(ConsoleCommands &console) : m_console(console) {}

    void refreshDoctor() override;
    void lookAtFix(const std::string &word, QObject *context, std::function<void(Result<DoctorFix>)> answer) override;
    void makeFix(const DoctorFix &fix) override;
    void collectSupport(QObject *context, std::function<void(std::vector<SupportFile>)> answer) override;
    void saveSupport(std::vector<SupportFile> files, const QString &path) override;

private:
    void tellMended(const std::string &done, const std::optional<SpaceId> &space);

    ConsoleCommands &m_console;
};

}  // namespace wikivault
