#pragma once

#include "app/common/settings_reader.h"
#include "app/console/setup_acts.h"
#include "ui/setup_wizard.h"

#include <memory>
#include <optional>

namespace wikivault {

/// The wizard with the engine behind it, and what it begins with.
class FirstStart {
public:
    explicit FirstStart(const SettingsSources &sources);

    /// Before there is a window: waits for the answer. Nothing: it was cancelled, nothing was written.
    [[nodiscard]] std::optional<SetupResult> run(const Theme &theme, const SettingsReading &reading);
    /// Beside the window, beginning with its settings.
    [[nodiscard]] std::unique_ptr<SetupWizard> reopen(const Theme &theme, const Settings &settings, QWidget &parent);
    [[nodiscard]] std::string profileFile(const std::string &profile) const;

private:
    [[nodiscard]] SetupWizard::Start startOf(const Settings &settings) const;

    const SettingsSources m_sources;
    SetupActs m_acts;
};

}  // namespace wikivault
