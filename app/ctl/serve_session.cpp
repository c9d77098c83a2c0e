#include "app/ctl/serve_session.h"

#include "app/common/idle_settings.h"
#include "app/common/json_output.h"
#include "app/common/secret_command.h"
#include "app/ctl/ctl.h"
#include "engine/core/sentence.h"

#include <QJsonArray>

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace wikivault::ctl {

namespace {

constexpr int kIdleCheckMs = 50;

QJsonObject errorOf(const Error &error) {
    return {{QStringLiteral("error"), jsonText(error.detail)}};
}

/// A run that its space's state forbids, not a word that is wrong.
QJsonObject refusal(const std::string &sentence) {
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

Result<std::string> httpToken(const Settings &settings) {
    if (!settings.httpToken.empty()) return settings.httpToken;
    const std::string variable = "WIKIVAULT_HTTP_TOKEN_COMMAND";
    if (settings.httpTokenCommand.empty())
        return fail(ErrorCode::Invalid,
                    "WIKIVAULT_HTTP_PORT opens no port without a token; set WIKIVAULT_HTTP_TOKEN, or " + variable +
                        " to a command that prints it");
    TRY_ASSIGN(std::string token, secretFrom({settings.httpTokenCommand, variable, settings.profile}));
    if (token.size() < kShortestHttpToken)
        return fail(ErrorCode::Invalid, variable + ": the command printed " + std::to_string(token.size()) +
                                            " characters; a token has at least 16");
    return token;
}

}  // namespace

ServeSession::ServeSession(Composition &composition)
    : m_ports(composition.ports()),
      m_desk(composition.desks().spaces),
      m_settings(composition.settings()),
      m_startedAt(m_ports.clock().now()),
      m_server([this](const QJsonObject &request, const ControlServer::Reply &reply) { answer(request, reply); }),
      m_driver(m_desk, m_settings, m_ports.clock(), events(), {true, {}, m_ports.changeFeeds()}) {
    m_tick.setInterval(Driver::kTickMs);
    QObject::connect(&m_tick, &QTimer::timeout, &m_tick, [this] { m_driver.tick(); });
    m_idle.setInterval(kIdleCheckMs);
    QObject::connect(&m_idle, &QTimer::timeout, &m_idle, [this] { answerWaiting(); });
}

Result<> ServeSession::open() {
    TRY_ASSIGN(m_lock, becomeDriver(m_settings));
    TRY(m_server.listen(controlSocketPath(m_settings)));
    if (m_settings.httpPort != 0) TRY(openHttp());
    m_driver.tick();
    m_tick.start();
    m_driver.service().post([this](const std::stop_token &stop) { warnOfIdleSettings(stop); });
    return {};
}

Result<> ServeSession::openHttp() {
    TRY_ASSIGN(std::string token, httpToken(m_settings));
    const auto workspace = [this](const std::stop_token &stop) -> Result<std::optional<WorkspaceId>> {
        TRY_ASSIGN(const auto wiki, m_ports.openWiki(true, stop));
        return wiki->catalog().workspace();
    };
    m_http = std::make_unique<HttpControl>(HttpControl::Parts{m_desk, m_driver, m_watch, workspace}, m_settings,
                                           std::move(token));
    if (const auto listens = m_http->listen(); !listens)
        return fail(listens.error().code, listens.error().detail + " WIKIVAULT_HTTP_PORT names another one, or off.");
    spdlog::info("HTTP control on http://127.0.0.1:{}/api/git-sync", m_settings.httpPort);
    return {};
}

void ServeSession::warnOfIdleSettings(const std::stop_token &stop) {
    const auto rows = m_desk.spaces(stop);
    if (!rows) return;  // the first poll says why
    std::vector<Space> spaces;
    for (const SpaceRow &row : *rows)
        spaces.push_back(row.space);
    for (const std::string &sentence : idleSettings(m_settings, spaces))
        spdlog::warn("{}", sentence);
}

SyncEvents ServeSession::events() {
    SyncEvents events;
    events.started = [this](const RunRequest &request) {
        m_watch.noteBegun(request.space, m_ports.clock().now());
        m_server.publish({{QStringLiteral("event"), QStringLiteral("started")},
                          {QStringLiteral("spaceId"), jsonText(request.space.str())},
                          {QStringLiteral("trigger"), jsonText(request.trigger)}});
    };
    events.progress = [this](const RunProgress &progress) {
        m_server.publish({{QStringLiteral("event"), QStringLiteral("progress")},
                          {QStringLiteral("spaceId"), jsonText(progress.space.str())},
                          {QStringLiteral("phase"), jsonText(progress.phase)},
                          {QStringLiteral("page"), jsonText(progress.page)},
                          {QStringLiteral("done"), progress.done},
                          {QStringLiteral("total"), progress.total}});
    };
    events.finished = [this](const RunReport &report) {
        m_watch.noteFinished(report, m_ports.clock().now());
        QJsonObject event = toJson(report);
        event.insert(QStringLiteral("event"), QStringLiteral("finished"));
        m_server.publish(event);
    };
    events.problem = [](const std::string &sentence) { spdlog::error("{}", sentence); };
    return events;
}

void ServeSession::answer(const QJsonObject &request, const ControlServer::Reply &reply) {
    const QString command = request.value(QStringLiteral("cmd")).toString();
    if (command == QStringLiteral("status")) return answerStatus(reply);
    if (command == QStringLiteral("trigger")) return answerTrigger(request, reply);
    if (command == QStringLiteral("wait-idle")) {
        m_waiting.push_back(reply);
        m_idle.start();
        return;
    }
    reply(
        {{QStringLiteral("error"),
          QStringLiteral("There is no request \"%1\"; there is status, trigger, wait-idle and events.").arg(command)}});
}

QJsonObject ServeSession::statusOf(const std::vector<SpaceRow> &rows) {
    QJsonArray spaces;
    for (const SpaceRow &row : rows) {
        QJsonObject space = liveSpace(row, m_watch, m_driver.poller());
        space.insert(QStringLiteral("running"), m_driver.service().isBusy(row.space.id));
        spaces.append(space);
    }
    return {{QStringLiteral("program"), QStringLiteral("serve")},
            {QStringLiteral("version"), QStringLiteral(WIKIVAULT_VERSION)},
            {QStringLiteral("pid"), static_cast<qint64>(::getpid())},
            {QStringLiteral("profile"), jsonText(m_settings.profile)},
            {QStringLiteral("dataDir"), jsonText(m_settings.dataDir)},
            {QStringLiteral("startedAt"), jsonText(toIso8601(m_startedAt))},
            {QStringLiteral("pollIntervalMs"), m_settings.pollIntervalMs},
            {QStringLiteral("problem"), jsonText(m_driver.poller().problem())},
            {QStringLiteral("feeds"), feedsOf(m_driver.feeds())},
            {QStringLiteral("spaces"), spaces}};
}

void ServeSession::answerStatus(const ControlServer::Reply &reply) {
    m_driver.service().post([this, reply](const std::stop_token &stop) {
        const auto rows = m_desk.spaces(stop);
        reply(rows ? statusOf(*rows) : errorOf(rows.error()));
    });
}

void ServeSession::answerTrigger(const QJsonObject &request, const ControlServer::Reply &reply) {
    RunRequest run;
    run.trigger = "control";
    run.reason = request.value(QStringLiteral("reason")).toString().toStdString();
    const std::string name = request.value(QStringLiteral("space")).toString().toStdString();
    m_driver.service().post([this, reply, run, name](const std::stop_token &stop) mutable {
        const auto rows = m_desk.spaces(stop);
        if (!rows) return reply(errorOf(rows.error()));
        std::vector<Space> spaces;
        for (const SpaceRow &row : *rows)
            spaces.push_back(row.space);
        const auto space = spaceNamed(name, spaces);
        if (!space) return reply(errorOf(space.error()));
        const auto row = std::find_if(rows->begin(), rows->end(),
                                      [&](const SpaceRow &candidate) { return candidate.space.id == space->id; });
        if (const std::string obstacle = obstacleOf(*row); !obstacle.empty()) return reply(refusal(obstacle));
        run.space = space->id;
        const bool busy = m_driver.service().isBusy(space->id);
        m_driver.service().submit(run);
        reply({{QStringLiteral("spaceId"), jsonText(space->id.str())},
               {QStringLiteral("slug"), jsonText(space->slug)},
               {QStringLiteral("wasRunning"), busy}});
    });
}

void ServeSession::answerWaiting() {
    if (!m_driver.service().isIdle()) return;
    m_idle.stop();
    for (const ControlServer::Reply &reply : std::exchange(m_waiting, {}))
        reply({{QStringLiteral("idle"), true}});
}

}  // namespace wikivault::ctl
