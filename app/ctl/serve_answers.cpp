#include "app/ctl/serve_session.h"

#include "app/common/acting_user.h"
#include "app/common/json_output.h"
#include "app/ctl/ctl.h"
#include "engine/core/sentence.h"

#include <QJsonArray>

#include <unistd.h>

#include <algorithm>
#include <utility>

namespace wikivault::ctl {

namespace {

QJsonObject errorObjectOf(const Error &error) {
    return {{QStringLiteral("error"), jsonText(error.detail)}};
}

/// A run that its space's state forbids, not a word that is wrong.
QJsonObject refusalOf(const std::string &sentence) {
    return {{QStringLiteral("error"), jsonText(sentence)}, {QStringLiteral("refused"), true}};
}

/// Why a run of the space would be skipped at once, or "".
std::string obstacleOf(const SpaceRow &row) {
    const std::string &slug = row.space.slug;
    if (!row.space.selected)
        return "Space " + slug + " is not enabled; \"wikivaultctl enable " + slug + "\" does that.";
    if (row.pause)
        return "Space " + slug + " is paused" + (row.pause->actor.empty() ? std::string() : " by " + row.pause->actor) +
               "; \"wikivaultctl resume " + slug + "\" ends that.";
    return {};
}

QJsonArray feedsOf(const std::vector<FeedStatus> &feeds) {
    QJsonArray list;
    for (const FeedStatus &feed : feeds)
        list.append(QJsonObject{{QStringLiteral("source"), jsonText(feed.source)},
                                {QStringLiteral("listening"), feed.listening},
                                {QStringLiteral("detail"), jsonText(asSentence(feed.detail))}});
    return list;
}

/// The row of the space with that id or slug.
Result<SpaceRow> rowNamed(const std::string &name, const SpaceBoard::Rows &known) {
    std::vector<Space> spaces;
    for (const SpaceRow &row : known.spaces)
        spaces.push_back(row.space);
    TRY_ASSIGN(const Space space, spaceNamed(name, spaces));
    const auto isIt = [&space](const SpaceRow &row) { return row.space.id == space.id; };
    return *std::find_if(known.spaces.begin(), known.spaces.end(), isIt);
}

QJsonObject answerAbout(const Space &space, QJsonObject more) {
    more.insert(QStringLiteral("spaceId"), jsonText(space.id.str()));
    more.insert(QStringLiteral("slug"), jsonText(space.slug));
    return more;
}

std::string requestText(const QJsonObject &request, const char *name) {
    return request.value(QLatin1String(name)).toString().toStdString();
}

}  // namespace

void ServeSession::answer(const QJsonObject &request, const ControlServer::Reply &reply) {
    const QString command = request.value(QStringLiteral("cmd")).toString();
    if (command == QStringLiteral("status")) return answerStatus(reply);
    if (command == QStringLiteral("trigger")) return answerTrigger(request, reply);
    if (command == QStringLiteral("stop")) return answerStop(request, reply);
    if (command == QStringLiteral("wait-idle")) {
        m_waiting.push_back(reply);
        m_idle.start();
        return;
    }
    if (command == QStringLiteral("pause")) return answerPause(request, true, reply);
    if (command == QStringLiteral("resume")) return answerPause(request, false, reply);
    if (command.startsWith(QStringLiteral("driver"))) return answerDriver(command, reply);
    reply({{QStringLiteral("error"),
            QStringLiteral("There is no request \"%1\"; there is status, trigger, stop, pause, resume, "
                           "wait-idle, driver, driver-take, driver-leave and events.")
                .arg(command)}});
}

QJsonObject ServeSession::statusOf(const SpaceBoard::Rows &known) {
    QJsonArray spaces;
    for (const SpaceRow &row : known.spaces) {
        QJsonObject space = liveSpace(row, m_watch, m_driver.poller());
        space.insert(QStringLiteral("running"), m_driver.service().isBusy(row.space.id));
        spaces.append(space);
    }
    QJsonObject status = toJson(drive());
    status.insert(QStringLiteral("program"), QStringLiteral("serve"));
    status.insert(QStringLiteral("version"), QStringLiteral(WIKIVAULT_VERSION));
    status.insert(QStringLiteral("pid"), static_cast<qint64>(::getpid()));
    status.insert(QStringLiteral("profile"), jsonText(m_settings.profile));
    status.insert(QStringLiteral("dataDir"), jsonText(m_settings.dataDir));
    status.insert(QStringLiteral("startedAt"), jsonText(toIso8601(m_startedAt)));
    status.insert(QStringLiteral("pollIntervalMs"), m_settings.pollIntervalMs);
    status.insert(QStringLiteral("actorProblem"), jsonText(nobodyToActAs(m_settings)));
    status.insert(QStringLiteral("problem"), jsonText(m_driver.poller().problem()));
    status.insert(QStringLiteral("feeds"), feedsOf(m_driver.feeds()));
    status.insert(QStringLiteral("spacesProblem"), jsonText(known.problem));
    if (!known.asOf) return status;  // nobody knows is not the same as none
    status.insert(QStringLiteral("spacesAsOf"), jsonText(toIso8601(*known.asOf)));
    status.insert(QStringLiteral("spaces"), spaces);
    return status;
}

void ServeSession::answerStatus(const ControlServer::Reply &reply) {
    m_board.ask([this, reply](const Result<SpaceBoard::Rows> &known) {
        reply(known ? statusOf(*known) : errorObjectOf(known.error()));
    });
}

/// Only the wiki knows a name that is new, so that one waits for it.
void ServeSession::withSpace(const QJsonObject &request, const ControlServer::Reply &reply, const Act &act) {
    const std::string name = requestText(request, "space");
    m_board.ask([this, reply, name, act](const Result<SpaceBoard::Rows> &known) {
        if (!known || known->problem.empty() || rowNamed(name, *known)) return actOn(name, known, reply, act);
        m_board.askPatiently([reply, name, act](const Result<SpaceBoard::Rows> &now) { actOn(name, now, reply, act); });
    });
}

void ServeSession::actOn(const std::string &name, const Result<SpaceBoard::Rows> &known,
                         const ControlServer::Reply &reply, const Act &act) {
    if (!known) return reply(errorObjectOf(known.error()));
    const auto row = rowNamed(name, *known);
    if (row) return act(*row, !known->problem.empty());
    if (known->problem.empty()) return reply(errorObjectOf(row.error()));
    reply(refusalOf("Space \"" + name + "\" is not known. " + known->problem));
}

/// What is old forbids nothing: the run looks for itself.
void ServeSession::answerTrigger(const QJsonObject &request, const ControlServer::Reply &reply) {
    withSpace(request, reply, [this, reply, request](const SpaceRow &row, bool isOld) {
        const std::string nobody = nobodyToActAs(m_settings);
        if (!nobody.empty()) return reply(refusalOf(nobody + " Set one and start serve again."));
        const std::string obstacle = isOld ? std::string() : obstacleOf(row);
        if (!obstacle.empty()) return reply(refusalOf(obstacle));
        RunRequest run;
        run.trigger = "control";
        run.reason = requestText(request, "reason");
        run.space = row.space.id;
        const bool busy = m_driver.service().isBusy(run.space);
        m_driver.service().submit(run);
        reply(answerAbout(row.space, {{QStringLiteral("wasRunning"), busy}}));
    });
}

/// The page at hand is finished; what was asked for meanwhile is forgotten. Not here, as ending a query may take its
/// time.
void ServeSession::answerStop(const QJsonObject &request, const ControlServer::Reply &reply) {
    withSpace(request, reply, [this, reply](const SpaceRow &row, bool) {
        m_acts.post([this, reply, space = row.space](const std::stop_token &) {
            const bool wasRunning = m_driver.service().isBusy(space.id);
            m_driver.service().cancel(space.id);
            reply(answerAbout(space, {{QStringLiteral("wasRunning"), wasRunning}}));
        });
    });
}

void ServeSession::answerPause(const QJsonObject &request, bool pauses, const ControlServer::Reply &reply) {
    Pause pause{{}, requestText(request, "reason"), {}};
    const std::string until = requestText(request, "until");
    if (!until.empty()) pause.until = fromIso8601(until);
    if (!until.empty() && !pause.until)
        return reply(
            errorObjectOf({ErrorCode::Invalid, "until " + until + ": expected a time such as 2026-11-23T23:43:00Z."}));
    withSpace(request, reply, [this, reply, pauses, pause](const SpaceRow &row, bool) {
        m_acts.post([this, reply, pauses, pause, space = row.space](const std::stop_token &) {
            const auto set = m_desk.setPause(space.id, pauses ? std::optional(pause) : std::nullopt);
            if (!set) return reply(errorObjectOf(set.error()));
            const bool hasEnd = pauses && pause.until.has_value();
            reply(answerAbout(space, {{QStringLiteral("paused"), pauses},
                                      {QStringLiteral("until"),
                                       hasEnd ? QJsonValue(jsonText(toIso8601(*pause.until))) : QJsonValue()}}));
        });
    });
}

void ServeSession::answerDriver(const QString &command, const ControlServer::Reply &reply) {
    const bool asks = command == QStringLiteral("driver");
    if (!asks && !m_keeper)
        return reply(
            refusalOf("Without REDIS_URL nobody else can drive these spaces: there is nothing to take or leave."));
    if (command == QStringLiteral("driver-take")) m_keeper->takeOver();
    if (command == QStringLiteral("driver-leave")) m_keeper->giveUp();
    reply(toJson(drive()));
}

void ServeSession::answerWaiting() {
    if (!m_driver.service().isIdle()) return;
    m_idle.stop();
    for (const ControlServer::Reply &reply : std::exchange(m_waiting, {}))
        reply({{QStringLiteral("idle"), true}});
}

}  // namespace wikivault::ctl
