#include "app/console/console_ask.h"
#include "app/console/console_commands.h"
#include "models/error_text.h"
#include "models/words.h"

namespace wikivault {

void ConsoleCommands::sideBySide(const std::string &left, const std::string &right, QObject *context,
                                 std::function<void(SideBySide)> answer) {
    think<SideBySide>([left, right] { return wikivault::sideBySide(left, right); }, context, std::move(answer));
}

void ConsoleCommands::render(const std::vector<std::string> &files, QObject *context,
                             std::function<void(Rendered)> answer) {
    think<Rendered>([files] { return renderFiles(files); }, context, std::move(answer));
}

void ConsoleCommands::probe(Probe probe, const Settings &settings, QObject *context,
                            std::function<void(ProbeAnswer)> answer) {
    think<ProbeAnswer>([ask = m_environment.probe, probe, settings] { return ask(probe, settings); }, context,
                       std::move(answer));
}

void ConsoleCommands::keepSecret(const SecretOrder &order, QObject *context, std::function<void(Result<>)> answer) {
    think<Result<>>([keep = m_environment.keepSecret, order] { return keep(order); }, context, std::move(answer));
}

void ConsoleCommands::check(const Settings &settings, QObject *context,
                            std::function<void(std::vector<SettingsFault>)> answer) {
    think<std::vector<SettingsFault>>([ask = m_environment.check, settings] { return ask(settings); }, context,
                                      std::move(answer));
}

void ConsoleCommands::setEnabled(const SpaceId &space, bool enabled) {
    if (!m_models.state.mayWrite()) return;
    act<Result<>>([space, enabled](ConsoleSession &session) { return session.spaces().setEnabled(space, enabled); },
                  [this, space, enabled](const Result<> &done) {
                      const QString name = m_models.spaces.nameOf(space);
                      if (!done)
                          tell(Tone::Danger, tr("%1 was not changed. %2").arg(name, errorText(done.error())));
                      else
                          tell(Tone::Good, enabled ? tr("%1 is enabled. The next run syncs it.").arg(name)
                                                   : tr("%1 is disabled. Its vault stays as it is.").arg(name));
                      refreshSpaces();
                  });
}

/// What makes less happen needs no unlocking.
void ConsoleCommands::pause(const std::vector<SpaceId> &spaces, const std::optional<Pause> &pause) {
    if ((!pause || m_models.state.isStartedReadOnly()) && !m_models.state.mayWrite()) return;
    act<Result<>>(
        [spaces, pause](ConsoleSession &session) -> Result<> {
            for (const SpaceId &space : spaces)
                TRY(session.spaces().setPause(space, pause));
            return {};
        },
        [this, spaces, pause](const Result<> &done) {
            const QString name = m_models.spaces.namesOf(spaces);
            if (!done)
                tell(Tone::Danger, tr("%1 was not changed. %2").arg(name, errorText(done.error())));
            else if (!pause)
                tell(Tone::Good, tr("Runs of %1 may begin again.").arg(name));
            else
                tell(
                    Tone::Good,
                    pause->until
                        ? tr("%1 is paused until %2.").arg(name, words::timeOfDay(*pause->until, m_models.spaces.now()))
                        : tr("%1 is paused until somebody resumes it.").arg(name));
            refreshSpaces();
        });
}

void ConsoleCommands::setMasterSwitch(bool on) {
    if ((on || m_models.state.isStartedReadOnly()) && !m_models.state.mayWrite()) return;
    Settings settings = m_models.state.settings();
    settings.enabled = on;
    useSettings(settings);
}

void ConsoleCommands::saveSettings(const Settings &settings) {
    if (settings != m_models.state.settings() && m_models.state.mayWrite()) useSettings(settings);
}

void ConsoleCommands::useSettings(const Settings &settings) {
    retireSession();
    openSession(settings);
    think<Result<>>([save = m_environment.saveProfile, settings] { return save(settings); }, this,
                    [this](const Result<> &saved) {
                        if (!saved)
                            tell(
                                Tone::Danger,
                                tr("The settings are in use but could not be saved. %1").arg(errorText(saved.error())));
                    });
    refreshAll();
    tickPoll();
}

}  // namespace wikivault
