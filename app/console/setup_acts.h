#pragma once

#include "app/common/settings_reader.h"
#include "app/console/thinkers.h"
#include "models/setup_commands.h"

#include <QObject>

#include <string>

namespace wikivault {

/// Answers the wizard of the first start. Every call goes to a worker; destroying it waits for them.
class SetupActs : public QObject, public SetupCommands {
    Q_OBJECT

public:
    struct Environment {
        std::function<ProbeAnswer(Probe, const Settings &)> probe;
        std::function<std::vector<SettingsFault>(const Settings &)> check;
        std::function<Result<std::vector<Space>>(const Settings &)> spaces;
        std::function<Result<SetupResult>(const SetupOrder &)> setUp;
    };
    explicit SetupActs(Environment environment);

    void check(const Settings &settings, QObject *context,
               std::function<void(std::vector<SettingsFault>)> answer) override;
    void probe(Probe probe, const Settings &settings, QObject *context,
               std::function<void(ProbeAnswer)> answer) override;
    void spaces(const Settings &settings, QObject *context,
                std::function<void(Result<std::vector<Space>>)> answer) override;
    void setUp(const SetupOrder &order, QObject *context, std::function<void(Result<SetupResult>)> answer) override;

private:
    const Environment m_environment;
    Thinkers m_thinkers{*this, 2};
};

/// There is no wiki to open: the settings have problems, or they name none and no embedded one lies where it would be.
[[nodiscard]] bool needsSetup(const SettingsReading &reading);
/// The spaces of that wiki. Blocks, reads only.
[[nodiscard]] Result<std::vector<Space>> spacesOf(const Settings &settings);
/// Makes the demo if it is asked for, writes the profile file below `configHome` of the environment, sets the flags.
/// Blocks. Denied, Invalid, Unavailable: which of them failed, and why; nothing after it was done.
[[nodiscard]] Result<SetupResult> setUpProfile(const SetupOrder &order,
                                               const std::map<std::string, std::string> &environment);

}  // namespace wikivault
