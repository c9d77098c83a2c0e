#include "app/common/serve_link.h"

#include "app/common/control_socket.h"
#include "app/common/nap.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace wikivault {

namespace {

constexpr std::chrono::milliseconds kLookAgain{1000};

std::string text(const QJsonObject &object, const char *name) {
    return object.value(QLatin1String(name)).toString().toStdString();
}

int number(const QJsonObject &object, const char *name) {
    return object.value(QLatin1String(name)).toInt();
}

PullCounts pullOf(const QJsonObject &pull) {
    PullCounts counts;
    counts.written = number(pull, "written");
    counts.deleted = number(pull, "deleted");
    counts.moved = number(pull, "moved");
    counts.conflict = pull.value(QLatin1String("conflict")).toBool();
    return counts;
}

PushCounts pushOf(const QJsonObject &push) {
    PushCounts counts;
    counts.mode = fromWord<PushMode>(text(push, "mode")).value_or(PushMode::Apply);
    counts.created = number(push, "created");
    counts.updated = number(push, "updated");
    counts.deleted = number(push, "deleted");
    counts.moved = number(push, "moved");
    counts.renamed = number(push, "renamed");
    counts.failures = number(push, "failures");
    return counts;
}

RunRequest requestOf(const QJsonObject &started) {
    RunRequest request;
    request.space = SpaceId(text(started, "spaceId"));
    request.trigger = text(started, "trigger");
    if (request.trigger.empty()) request.trigger = "poll";  // it began before anybody listened
    return request;
}

RunProgress progressOf(const QJsonObject &event) {
    RunProgress progress;
    progress.space = SpaceId(text(event, "spaceId"));
    progress.phase = text(event, "phase");
    progress.page = text(event, "page");
    progress.done = number(event, "done");
    progress.total = number(event, "total");
    return progress;
}

}  // namespace

RunReport reportOf(const QJsonObject &finished) {
    RunReport report;
    report.space = SpaceId(text(finished, "spaceId"));
    report.run = RunId(text(finished, "runId"));
    report.ran = finished.value(QLatin1String("ran")).toBool();
    report.skipped = fromWord<SkipReason>(text(finished, "skipped")).value_or(SkipReason::None);
    report.pull = pullOf(finished.value(QLatin1String("pull")).toObject());
    report.push = pushOf(finished.value(QLatin1String("push")).toObject());
    report.conflicts.resize(static_cast<std::size_t>(finished.value(QLatin1String("conflicts")).toArray().size()));
    report.cancelled = finished.value(QLatin1String("cancelled")).toBool();
    report.error = text(finished, "error");
    return report;
}

ServeLink::ServeLink(std::function<std::string()> socket, Ears ears)
    : m_socket(std::move(socket)),
      m_ears(std::move(ears)),
      m_thread([this](const std::stop_token &stop) { follow(stop); }) {}

ServeLink::~ServeLink() {
    m_thread.request_stop();
    m_thread.join();
}

void ServeLink::follow(const std::stop_token &stop) {
    while (!stop.stop_requested()) {
        m_state = {};
        // Nobody there, or not any more: the same to whoever waits for one.
        const auto ended = followDriver(
            m_socket(), [this](const QByteArray &line) { hear(line); }, stop);
        m_isAttached = false;
        if (stop.stop_requested() || ended) return;
        if (m_state.pid != 0) m_ears.state({});
        nap(stop, kLookAgain);
    }
}

void ServeLink::hearState(const QJsonObject &event) {
    m_state.pid = event.value(QLatin1String("pid")).toInteger();
    m_state.drives = text(event, "mode") == wordOf(DriveState::Mode::Driver);
    m_state.problem = text(event, "problem");
    m_isAttached = m_state.drives;
    m_ears.state(m_state);
}

void ServeLink::hear(const QByteArray &line) {
    const QJsonObject event = QJsonDocument::fromJson(line).object();
    const std::string kind = text(event, "event");
    if (kind == "listening" || kind == "driver") hearState(event);
    if (kind == "listening") {
        for (const QJsonValue run : event.value(QLatin1String("running")).toArray())
            m_ears.runs.started(requestOf(run.toObject()));
        m_ears.changed();
    }
    if (kind == "space") m_ears.changed();
    if (kind == "started") m_ears.runs.started(requestOf(event));
    if (kind == "progress") m_ears.runs.progress(progressOf(event));
    if (kind == "finished") m_ears.runs.finished(reportOf(event));
}

}  // namespace wikivault
