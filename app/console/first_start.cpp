#include "app/console/first_start.h"

#include "app/console/probes.h"
#include "models/engine_text.h"

#include <QStandardPaths>

namespace wikivault {

namespace {

SetupActs::Environment realSetup(const std::map<std::string, std::string> &environment) {
    const auto setUp = [environment](const SetupOrder &order) { return setUpProfile(order, environment); };
    return {&probeConnection, &settingsFaults, &spacesOf, setUp};
}

}  // namespace

FirstStart::FirstStart(const SettingsSources &sources) : m_sources(sources), m_acts(realSetup(sources.environment)) {}

std::string FirstStart::profileFile(const std::string &profile) const {
    return profilePath(m_sources.environment, profile);
}

SetupWizard::Start FirstStart::startOf(const Settings &settings) const {
    SetupWizard::Start start;
    start.settings = settings;
    for (const auto *source : {&m_sources.commandLine, &m_sources.environment})
        for (const auto &[name, value] : *source)
            if (isKnownVariable(name) && !isSecretVariable(name) && !value.empty())
                start.overrides << QString::fromStdString(name);
    start.overrides.removeDuplicates();
    start.demoFolder =
        QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/wikivault-tour");
    start.profileFile = [this](const QString &profile) {
        return QString::fromStdString(profileFile(profile.toStdString()));
    };
    return start;
}

std::optional<SetupResult> FirstStart::run(const Theme &theme, const SettingsReading &reading) {
    SetupWizard::Start start = startOf(reading.settings);
    start.settings.unflagged = Unflagged::None;  // a wiki nobody has chosen spaces of yet
    if (reading.settings.databaseUrl == reading.settings.embeddedUrl()) start.settings.databaseUrl.clear();
    for (const SettingsProblem &problem : reading.problems)
        start.problems << engineText(problem.sentence());
    SetupWizard wizard(theme, m_acts, std::move(start));
    if (wizard.exec() != QDialog::Accepted) return std::nullopt;
    return wizard.result();
}

std::unique_ptr<SetupWizard> FirstStart::reopen(const Theme &theme, const Settings &settings, QWidget &parent) {
    return std::make_unique<SetupWizard>(theme, m_acts, startOf(settings), &parent);
}

}  // namespace wikivault
