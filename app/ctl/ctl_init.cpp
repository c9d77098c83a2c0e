#include "app/common/demo_story.h"
#include "app/common/doctor.h"
#include "app/common/json_output.h"
#include "app/common/settings_values.h"
#include "app/common/settings_writer.h"
#include "app/ctl/ctl.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <filesystem>

namespace wikivault::ctl {

namespace {

/// The settings the new profile gets; it has nothing of the old one.
Result<SettingsReading> readNew(const Context &context) {
    SettingsSources sources{context.arguments().settings, processEnvironment(), true};
    SettingsReading reading = readSettings(sources);
    std::error_code ignored;
    if (std::filesystem::exists(reading.profileFile, ignored) && !context.arguments().has("--replace"))
        return fail(ErrorCode::Invalid, "There is a profile already: " + reading.profileFile +
                                            ". Edit it, name another one (--profile NAME), or give --replace.");
    if (const std::string folder = context.arguments().option("--demo"); !folder.empty()) {
        TRY_ASSIGN(const DemoWorkspace demo, openDemo(std::filesystem::absolute(folder, ignored).string()));
        Settings settings = demoSettings(demo);
        settings.profile = reading.settings.profile;
        reading.settings = settings;
        return reading;
    }
    const SettingsValues given(sources, {});
    if (!given.value("DATABASE_URL") && !given.value("DOCMOST_API_URL"))
        return fail(ErrorCode::Invalid,
                    "Say which wiki: --set DATABASE_URL=postgresql://user@host/database, or "
                    "--set DOCMOST_API_URL=https://wiki.example.org/api with an account, or "
                    "--demo DIR for one to try things on.");
    // A wiki nobody has chosen spaces of yet.
    if (!given.value("WIKIVAULT_UNFLAGGED") && !reading.settings.databaseUrl.empty())
        reading.settings.unflagged = Unflagged::None;
    return reading;
}

bool hasSecret(const Settings &settings) {
    const auto variables = settingsVariables(settings);
    return std::any_of(variables.begin(), variables.end(), [](const auto &variable) {
        return (isSecretVariable(variable.first) && !variable.second.empty()) || hasPassword(variable.second);
    });
}

std::string nextSteps(const Context &context, const SettingsReading &reading, std::size_t enabled) {
    const Settings &settings = reading.settings;
    const std::string option = settings.profile == "default" ? "" : " --profile " + settings.profile;
    std::string text = "Wrote " + reading.profileFile + ".\n";
    if (hasSecret(settings))
        text += "Passwords and tokens were left out: keep giving them in the environment, or by a command.\n";
    if (enabled == 0 && !settings.databaseUrl.empty() && !context.arguments().has("--demo"))
        text += "\"wikivaultctl enable SPACE" + option + "\" enables a space.\n";
    return text + "\"wikivaultctl plan SPACE" + option + "\" shows what a run would do; nothing runs by itself until " +
           (settings.enabled ? "a driver is started (the window, or \"wikivaultctl serve\").\n"
                             : "GIT_SYNC_ENABLED is true.\n");
}

/// They were checked before.
void tellEnabled(const std::vector<Space> &spaces, std::vector<DoctorCheck> &checks) {
    std::string names;
    for (const Space &space : spaces)
        names += (names.empty() ? "" : ", ") + space.slug;
    for (DoctorCheck &check : checks)
        if (check.name == "spaces" && check.status == "warn")
            check = {"spaces", "ok", "Enabled now: " + names + ".", ""};
}

int writeAndReport(Context &context, const SettingsReading &reading, std::vector<DoctorCheck> checks) {
    const std::vector<std::string> names = context.arguments().list("--enable");
    const auto spaces = names.empty() ? Result<std::vector<Space>>() : namedSpaces(context, names);
    if (!spaces) return failedToName(context, spaces.error());
    if (const auto written = writeProfile(reading.settings, reading.profileFile); !written)
        return context.failed(written.error());
    for (const Space &space : *spaces)
        if (const auto done = context.desks().spaces.setEnabled(space.id, true); !done)
            return context.failed("The profile is saved, but " + space.slug +
                                  " was not enabled: " + done.error().detail);
    if (!spaces->empty()) tellEnabled(*spaces, checks);
    if (context.json())
        context.printJson(QJsonObject{{QStringLiteral("file"), QString::fromStdString(reading.profileFile)},
                                      {QStringLiteral("enabled"), int(spaces->size())},
                                      {QStringLiteral("checks"), toJsonArray(checks)}});
    else
        context.print(checkTable(checks) + nextSteps(context, reading, spaces->size()));
    return kDone;
}

int makeProfile(Context &context) {
    const auto reading = readNew(context);
    if (!reading) return failedBy(context, reading.error());
    if (!reading->problems.empty()) return reportProblems(context, reading->problems);
    context.use(std::make_unique<Composition>(reading->settings, "ctl"));
    std::vector<DoctorCheck> checks;
    if (!context.arguments().has("--untested")) checks = context.desks().ledger.doctor(context.stop());
    const bool failed = std::any_of(checks.begin(), checks.end(), [](const auto &c) { return c.status == "fail"; });
    if (!failed) return writeAndReport(context, *reading, checks);
    if (!context.json()) context.print(checkTable(checks));
    return context.failed("The profile was not written, because a check failed; --untested writes it all the same.");
}

}  // namespace

std::vector<Command> initCommands() {
    const OptionSpec demo{"--demo", "DIR", "of a demo workspace, made there unless it is there"};
    const OptionSpec enable{"--enable", "SPACE", "enable this space; may be given several times"};
    const OptionSpec replace{"--replace", "", "a profile of that name that is there"};
    const OptionSpec untested{"--untested", "", "write it although nothing answers yet"};
    return {{{"init",
              "[--profile NAME]",
              "check the settings given and keep them as a profile",
              0,
              0,
              {demo, enable, replace, untested},
              "What --set and the environment say is checked as \"doctor\" does, then written to the profile file, "
              "without secrets.\nA failed check writes nothing. In the window: the wizard of the first start."},
             &makeProfile,
             false}};
}

}  // namespace wikivault::ctl
