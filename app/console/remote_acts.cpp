#include "app/console/remote_acts.h"

#include "app/common/remote_runs.h"
#include "app/console/console_ask.h"
#include "engine/core/sentence.h"
#include "models/engine_text.h"
#include "models/error_text.h"
#include "models/words.h"

namespace wikivault {

void RemoteActs::refreshRemotes() {
    if (m_console.joinsQuestion(ConsoleCommands::Remotes)) return;
    if (!m_console.m_models.remotes.load().asOf) m_console.m_models.remotes.beginLoad();
    using Answer = Result<std::vector<RemoteRow>>;
    m_console.ask<Answer>(
        ConsoleCommands::Remotes,
        [](ConsoleSession &session, const std::stop_token &stop) { return session.remotes().remotes(stop); },
        [this](Answer answer) {
            if (!answer) return m_console.m_models.remotes.failLoad(answer.error());
            m_console.m_models.remotes.setRemotes(std::move(*answer), m_console.now());
        });
}

void RemoteActs::testRemote(const SpaceId &space, QObject *context, std::function<void(RemoteProblem)> answer) {
    using Answer = Result<RemoteProblem>;
    m_console.ask<Answer>(
        ConsoleCommands::OneRemote,
        [space](ConsoleSession &session, const std::stop_token &stop) { return session.remotes().test(space, stop); },
        [answer = std::move(answer), guard = QPointer<QObject>(context)](const Answer &tested) {
            if (!guard) return;
            answer(tested ? *tested : RemoteProblem{RemoteFault::Other, tested.error().detail, {}, {}});
        });
}

void RemoteActs::fetchRemote(const SpaceId &space, QObject *context, std::function<void(Result<RemoteNews>)> answer) {
    using Answer = Result<RemoteNews>;
    // What comes stands in the vault from then on.
    if (const QString why = m_console.m_models.state.whyReadOnly(); !why.isEmpty())
        return answer(fail(ErrorCode::Denied, why.toStdString()));
    m_console.ask<Answer>(
        ConsoleCommands::OneRemote,
        [space](ConsoleSession &session, const std::stop_token &stop) { return session.remotes().fetch(space, stop); },
        [this, answer = std::move(answer), guard = QPointer<QObject>(context)](const Answer &news) {
            if (guard) answer(news);
            refreshRemotes();
        });
}

void RemoteActs::transfer(const SpaceId &space, RemoteAct act, const QString &branch) {
    if (!m_console.m_models.state.mayWrite()) return;
    RunRequest request;
    request.space = space;
    request.remoteAct = act;
    request.remoteBranch = branch.toStdString();
    m_console.m_drive.serve().order(request);
}

void RemoteActs::moveTo(const SpaceId &space, const QString &branch) {
    if (!m_console.m_models.state.mayWrite()) return;
    m_moving[space] = branch.toStdString();
    transfer(space, RemoteAct::Push, branch);
}

/// The run that was to bring main there is over.
void RemoteActs::followMoved(const RunRequest &request, const RunReport &report) {
    const auto moving = m_moving.find(report.space);
    if (moving == m_moving.end() || request.remoteAct != RemoteAct::Push || request.remoteBranch != moving->second)
        return;
    const std::string branch = moving->second;
    m_moving.erase(moving);
    if (!isPushed(report)) return;
    Settings settings = m_console.m_models.state.settings();
    settings.spaceRemoteBranches[report.space.str()] = branch;
    m_console.useSettings(settings);  // that it is to be followed was said when the push was ordered
}

void RemoteActs::trustHost(const SpaceId &space, const QString &fingerprint) {
    if (!m_console.m_models.state.mayWrite()) return;
    m_console.ask<Result<>>(
        ConsoleCommands::OneRemote,
        [space, key = fingerprint.toStdString()](ConsoleSession &session, const std::stop_token &stop) {
            return session.remotes().trustHost(space, key, stop);
        },
        [this, fingerprint](const Result<> &done) {
            if (done)
                m_console.tell(Tone::Good, ConsoleCommands::tr("The key %1 is trusted from now on.").arg(fingerprint));
            else
                m_console.tell(Tone::Danger, errorText(done.error()));
            refreshRemotes();
        });
}

void RemoteActs::previewFollow(const SpaceId &space, QObject *context,
                               std::function<void(Result<FollowPreview>)> answer) {
    using Answer = Result<FollowPreview>;
    m_console.ask<Answer>(
        ConsoleCommands::OneRemote,
        [space](ConsoleSession &session, const std::stop_token &stop) {
            return session.remotes().previewFollow(space, stop);
        },
        whileThere(context, std::move(answer)));
}

void RemoteActs::tellTransfer(Notice &notice, const RunRequest &request, const RunReport &report) {
    followMoved(request, report);
    QStringList sentences;
    for (const Item &item : report.items) {
        if (item.action != Action::Fetch && item.action != Action::Push) continue;
        sentences << engineText(asSentence(item.detail));
        if (item.outcome == Outcome::Failed) notice.tone = Tone::Danger;
    }
    if (sentences.isEmpty()) return;
    const QString told = sentences.join(QLatin1Char(' '));
    if (request.remoteAct == RemoteAct::Push)  // nothing else was to happen
        notice.text = ConsoleCommands::tr("%1: %2").arg(m_console.m_models.spaces.nameOf(report.space), told);
    else
        notice.text += QStringLiteral(". ") + told;
}

}  // namespace wikivault
