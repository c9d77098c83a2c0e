#include "app/console/setup_acts.h"

#include "app/common/demo_story.h"
#include "app/common/port_factory.h"
#include "app/common/secret_command.h"
#include "app/common/settings_writer.h"
#include "app/console/probes.h"

#include <algorithm>
#include <filesystem>

namespace wikivault {

namespace {

Result<Settings> demoProfile(const SetupOrder &order) {
    TRY_ASSIGN(const DemoWorkspace demo, openDemo(order.demoFolder));
    Settings settings = demoSettings(demo);
    settings.profile = order.settings.profile;
    settings.environment = order.settings.environment;
    settings.pollIntervalMs = 600'000;  // what waits in the demo is there to be seen
    return settings;
}

Result<> checkProfile(const Settings &settings) {
    std::string sentences;
    for (const SettingsFault &fault : settingsFaults(settings))
        sentences +=
            (sentences.empty() ? "" : " ") + fault.variable.toStdString() + ": " + fault.sentence.toStdString();
    if (sentences.empty()) return {};
    return fail(ErrorCode::Invalid, sentences);
}

struct KeptSecret {
    const std::string &profile;
    const char *variable;
    std::string &secret, &command;
};

/// From the settings into the keyring.
Result<> keepSecret(KeptSecret kept) {
    if (kept.secret.empty()) return {};
    TRY(storeInKeyring(kept.profile, kept.variable, kept.secret));
    kept.secret.clear();
    kept.command = kKeyringCommand;
    return {};
}

Result<> optIn(const Settings &settings, const std::vector<SpaceId> &spaces) {
    if (spaces.empty()) return {};
    PortFactory ports(settings, "console");
    TRY_ASSIGN(const auto wiki, ports.openWiki(false));
    for (const SpaceId &space : spaces)
        if (const auto done = wiki->catalog().setEnabled(space, true); !done)
            return fail(done.error().code, "The profile is saved, but a space was not enabled: " + done.error().detail);
    return {};
}

}  // namespace

SetupActs::SetupActs(Environment environment) : m_environment(std::move(environment)) {}

void SetupActs::check(const Settings &settings, QObject *context,
                      std::function<void(std::vector<SettingsFault>)> answer) {
    m_thinkers.think<std::vector<SettingsFault>>([this, settings] { return m_environment.check(settings); }, context,
                                                 std::move(answer));
}

void SetupActs::probe(Probe probe, const Settings &settings, QObject *context,
                      std::function<void(ProbeAnswer)> answer) {
    m_thinkers.think<ProbeAnswer>([this, probe, settings] { return m_environment.probe(probe, settings); }, context,
                                  std::move(answer));
}

void SetupActs::spaces(const Settings &settings, QObject *context,
                       std::function<void(Result<std::vector<Space>>)> answer) {
    m_thinkers.think<Result<std::vector<Space>>>([this, settings] { return m_environment.spaces(settings); }, context,
                                                 std::move(answer));
}

void SetupActs::setUp(const SetupOrder &order, QObject *context, std::function<void(Result<SetupResult>)> answer) {
    m_thinkers.think<Result<SetupResult>>([this, order] { return m_environment.setUp(order); }, context,
                                          std::move(answer));
}

bool needsSetup(const SettingsReading &reading) {
    if (!reading.problems.empty()) return true;
    const Settings &settings = reading.settings;
    std::error_code ignored;
    return settings.databaseUrl == settings.embeddedUrl() && !std::filesystem::exists(reading.sqlitePath, ignored);
}

Result<std::vector<Space>> spacesOf(const Settings &settings) {
    PortFactory ports(settings, "console");
    TRY_ASSIGN(const auto wiki, ports.openWiki(true));
    return wiki->catalog().spaces();
}

Result<SetupResult> setUpProfile(const SetupOrder &order, const std::map<std::string, std::string> &environment) {
    SetupResult result{order.settings, {}};
    if (!order.demoFolder.empty()) {
        TRY_ASSIGN(result.settings, demoProfile(order));
    }
    Settings &settings = result.settings;
    if (order.keepApiPassword)
        TRY(keepSecret({settings.profile, "DOCMOST_PASSWORD", settings.apiPassword, settings.apiPasswordCommand}));
    if (order.keepDatabasePassword)
        TRY(keepSecret(
            {settings.profile, "DATABASE_PASSWORD", settings.databasePassword, settings.databasePasswordCommand}));
    TRY(checkProfile(result.settings));
    TRY(writeProfile(result.settings, profilePath(environment, result.settings.profile)));
    TRY(optIn(result.settings, order.optIn));
    // A wiki that does not answer yet is no reason to forget what was told: the window says so.
    for (const Space &space : spacesOf(result.settings).value_or(std::vector<Space>()))
        if (space.selected) result.look.push_back(space.id);
    return result;
}

}  // namespace wikivault
