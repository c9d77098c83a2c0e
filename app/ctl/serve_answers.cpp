#include "app/ctl/serve_session.h"

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

QJsonObject ServeSession::statusOf(const std::vector<SpaceRow> &rows) {
    QJsonArray spaces;
    for (const SpaceRow &row : rows) {
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
    status.insert(QStringLiteral("problem"), jsonText(m_driver.poller().problem()));
    status.insert(QStringLiteral("feeds"), feedsOf(m_driver.feeds()));
    status.insert(QStringLiteral("spaces"), spaces);
    return status;
}

void ServeSession::answerStatus(const ControlServer::Reply &reply) {
    m_driver.service().post([this, reply](const std::stop_token &stop) {
        const auto rows = m_desk.spaces(stop);
        reply(rows ? statusOf(*rows) : errorObjectOf(rows.error()));
    });
}

/// The space that a request names.
Result<SpaceRow> ServeSession::rowNamed(const QJsonObject &request, const std::stop_token &stop) {
    TRY_ASSIGN(std::vector<SpaceRow> rows, m_desk.spaces(stop));
    std::vector<Space> spaces;
    for (const SpaceRow &row : rows)
        spaces.push_back(row.space);
    TRY_ASSIGN(const Space space, spaceNamed(requestText(request, "space"), spaces));
    return std::move(*std::find_if(rows.begin(), rows.end(),
                                   [&](const SpaceRow &candidate) { return candidate.space.id == space.id; }));
}

void ServeSession::answerTrigger(const QJsonObject &request, const ControlServer::Reply &reply) {
    m_driver.service().post([this, reply, request](const std::stop_token &stop) {
        const auto row = rowNamed(request, stop);
        if (!row) return reply(errorObjectOf(row.error()));
        if (const std::string obstacle = obstacleOf(*row); !obstacle.empty()) return reply(refusalOf(obstacle));
        RunRequest run;
        run.trigger = "control";
        run.reason = requestText(request, "reason");
        run.space = row->space.id;
        const bool busy = m_driver.service().isBusy(run.space);
        m_driver.service().submit(run);
        reply({{QStringLiteral("spaceId"), jsonText(run.space.str())},
               {QStringLiteral("slug"), jsonText(row->space.slug)},
               {QStringLiteral("wasRunning"), busy}});
    });
}

/// The page at hand is finished; what was asked for meanwhile is forgotten.
void ServeSession::answerStop(const QJsonObject &request, const ControlServer::Reply &reply) {
    m_driver.service().post([this, reply, request](const std::stop_token &stop) {
        const auto row = rowNamed(request, stop);
        if (!row) return reply(errorObjectOf(row.error()));
        const bool wasRunning = m_driver.service().isBusy(row->space.id);
        m_driver.service().cancel(row->space.id);
        reply({{QStringLiteral("spaceId"), jsonText(row->space.id.str())},
               {QStringLiteral("slug"), jsonText(row->space.slug)},
               {QStringLiteral("wasRunning"), wasRunning}});
    });
}

void ServeSession::answerPause(const QJsonObject &request, bool pauses, const ControlServer::Reply &reply) {
    Pause pause{{}, requestText(request, "reason"), {}};
    const std::string until = requestText(request, "until");
    if (!until.empty()) pause.until = fromIso8601(until);
    if (!until.empty() && !pause.until)
        return reply(
            errorObjectOf({ErrorCode::Invalid, "until " + until + ": expected a time such as 2026-11-23T23:43:00Z."}));
    m_driver.service().post([this, reply, request, pauses, pause](const std::stop_token &stop) {
        const auto row = rowNamed(request, stop);
        if (!row) return reply(errorObjectOf(row.error()));
        const auto set = m_desk.setPause(row->space.id, pauses ? std::optional(pause) : std::nullopt);
        if (!set) return reply(errorObjectOf(set.error()));
        reply({{QStringLiteral("spaceId"), jsonText(row->space.id.str())},
               {QStringLiteral("slug"), jsonText(row->space.slug)},
               {QStringLiteral("paused"), pauses},
               {QStringLiteral("until"),
                pauses && pause.until ? QJsonValue(jsonText(toIso8601(*pause.until))) : QJsonValue()}});
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
