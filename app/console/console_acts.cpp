#include "app/console/console_ask.h"
#include "app/console/console_commands.h"
#include "engine/core/merge/merge_text.h"
#include "engine/core/page_file.h"
#include "models/error_text.h"
#include "models/words.h"

namespace wikivault {

namespace {

std::string bodyOf(const std::optional<std::string> &file) {
    return file ? parsePageFile(*file).body : std::string();
}

merge::Settle settleOf(Take take) {
    switch (take) {
        case Take::Wiki: return merge::Settle::Wiki;
        case Take::Git: return merge::Settle::Git;
        case Take::Both: return merge::Settle::Both;
        case Take::Base: return merge::Settle::Base;
    }
    return merge::Settle::Git;
}

/// What the engine will make of the decision (engine/run, settleOverlap).
std::string composed(const ConflictDetail &detail, Take take) {
    const bool wholeText =
        detail.summary.kind == ConflictKind::Existence || detail.summary.kind == ConflictKind::Markers;
    if (wholeText) return bodyOf(take == Take::Wiki ? detail.wiki : take == Take::Base ? detail.base : detail.git);
    return merge::mergeBodies(bodyOf(detail.base), bodyOf(detail.wiki), bodyOf(detail.git), settleOf(take)).text;
}

ThreeWay comparedTexts(const ConflictDetail &detail) {
    const std::string base = bodyOf(detail.base), wiki = bodyOf(detail.wiki), git = bodyOf(detail.git);
    ThreeWay texts = threeWay({wiki, base, git});
    texts.hasBase = detail.base.has_value();
    texts.hasWiki = detail.wiki.has_value();
    texts.hasGit = detail.git.has_value();
    return texts;
}

}  // namespace

void ConsoleCommands::compose(const ConflictDetail &detail, Take take, QObject *context,
                              std::function<void(QString)> answer) {
    think<QString>([detail, take] { return words::text(composed(detail, take)); }, context, std::move(answer));
}

void ConsoleCommands::compare(const ConflictDetail &detail, QObject *context, std::function<void(ThreeWay)> answer) {
    think<ThreeWay>([detail] { return comparedTexts(detail); }, context, std::move(answer));
}

void ConsoleCommands::sideBySide(const std::string &left, const std::string &right, QObject *context,
                                 std::function<void(SideBySide)> answer) {
    think<SideBySide>([left, right] { return wikivault::sideBySide(left, right); }, context, std::move(answer));
}

void ConsoleCommands::probe(Probe probe, const Settings &settings, QObject *context,
                            std::function<void(ProbeAnswer)> answer) {
    think<ProbeAnswer>([ask = m_environment.probe, probe, settings] { return ask(probe, settings); }, context,
                       std::move(answer));
}

void ConsoleCommands::check(const Settings &settings, QObject *context,
                            std::function<void(std::vector<SettingsFault>)> answer) {
    think<std::vector<SettingsFault>>([ask = m_environment.check, settings] { return ask(settings); }, context,
                                      std::move(answer));
}

void ConsoleCommands::setEnabled(const SpaceId &space, bool enabled) {
    act<Result<>>([space, enabled](ConsoleSession &session) { return session.spaces().setEnabled(space, enabled); },
                  [this, space, enabled](const Result<> &done) {
                      const QString name = m_models.spaces.nameOf(space);
                      if (!done)
                          tell(Tone::Danger, tr("%1 was not changed. %2").arg(name, errorText(done.error())));
                      else
                          tell(Tone::Good, enabled ? tr("%1 is opted in. The next run syncs it.").arg(name)
                                                   : tr("%1 is opted out. Its vault stays as it is.").arg(name));
                      refreshSpaces();
                  });
}

void ConsoleCommands::decide(const Decision &decision, const SpaceId &space) {
    act<Result<>>([decision](ConsoleSession &session) { return session.review().decide(decision); },
                  [this, decision, space](const Result<> &done) {
                      if (!done) {
                          tell(Tone::Danger, tr("The decision was not recorded. %1").arg(errorText(done.error())));
                          return openConflict(decision.page);
                      }
                      m_models.conflicts.markDecided(decision.page);
                      Notice notice;
                      notice.tone = Tone::Good;
                      notice.text =
                          tr("Decision recorded. The next run of %1 writes it.").arg(m_models.spaces.nameOf(space));
                      notice.runNext = space;
                      m_models.state.tell(notice);
                      openConflict(decision.page);
                  });
}

void ConsoleCommands::releaseLock(const SpaceId &space, const std::string &expectedHolder) {
    act<Result<>>(
        [space, expectedHolder](ConsoleSession &session) {
            return session.ledger().releaseLock(space, expectedHolder);
        },
        [this, space](const Result<> &done) {
            const QString name = m_models.spaces.nameOf(space);
            if (done)
                tell(Tone::Good, tr("The lock of %1 is released.").arg(name));
            else if (done.error().code == ErrorCode::Conflict)
                tell(Tone::Attention, tr("The lock changed hands, nothing was deleted."));
            else
                tell(Tone::Danger, tr("The lock of %1 was not released. %2").arg(name, errorText(done.error())));
            refreshLocks();
            refreshSpaces();
        });
}

void ConsoleCommands::setMasterSwitch(bool on) {
    Settings settings = m_models.state.settings();
    settings.enabled = on;
    saveSettings(settings);
}

void ConsoleCommands::saveSettings(const Settings &settings) {
    if (settings == m_models.state.settings()) return;
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
