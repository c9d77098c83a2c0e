#include "app/ctl/serve_session.h"

#include "app/common/json_output.h"

#include <QJsonArray>

#include <spdlog/spdlog.h>

#include <unistd.h>

namespace wikivault::ctl {

namespace {

QJsonObject eventOf(const SpaceSchedule &schedule) {
    return {{QStringLiteral("event"), QStringLiteral("space")},
            {QStringLiteral("spaceId"), jsonText(schedule.space.str())},
            {QStringLiteral("selected"), schedule.selected},
            {QStringLiteral("paused"), schedule.paused},
            {QStringLiteral("changed"), schedule.changed}};
}

}  // namespace

/// Whether this driver drives, and how well.
QJsonObject ServeSession::self() const {
    return {{QStringLiteral("event"), QStringLiteral("driver")},
            {QStringLiteral("pid"), static_cast<qint64>(::getpid())},
            {QStringLiteral("mode"), jsonText(wordOf(drive().mode))},
            {QStringLiteral("problem"), jsonText(m_driver.poller().problem())}};
}

/// What somebody has to know who follows from now on.
QJsonObject ServeSession::greeting() const {
    QJsonArray running;
    for (const SpaceId &space : m_watch.running())
        running.append(QJsonObject{{QStringLiteral("spaceId"), jsonText(space.str())}});
    QJsonObject greeting = self();
    greeting.insert(QStringLiteral("running"), running);
    return greeting;
}

void ServeSession::tellChanges() {
    if (const QJsonObject now = self(); now != m_toldSelf) m_server.publish(m_toldSelf = now);
    for (const SpaceSchedule &schedule : m_driver.poller().schedules()) {
        QJsonObject &told = m_toldSpaces[schedule.space];
        if (const QJsonObject now = eventOf(schedule); now != told) m_server.publish(told = now);
    }
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
    events.dropped = [this](const RunRequest &request) {
        m_server.publish({{QStringLiteral("event"), QStringLiteral("dropped")},
                          {QStringLiteral("spaceId"), jsonText(request.space.str())},
                          {QStringLiteral("trigger"), jsonText(request.trigger)}});
    };
    events.problem = [](const std::string &sentence) { spdlog::error("{}", sentence); };
    return events;
}

}  // namespace wikivault::ctl
