#include "app/console/console_commands.h"

#include "app/console/console_ask.h"
#include "models/drive_words.h"
#include "models/engine_text.h"
#include "models/error_text.h"
#include "models/words.h"

#include <QTimer>

#include <spdlog/spdlog.h>

namespace wikivault {

namespace {
constexpr int kTickMs = 1000;
constexpr std::chrono::seconds kRefreshEvery{10};
}  // namespace

ConsoleCommands::ConsoleCommands(ConsoleModels &models, ConsoleEnvironment environment, const Settings &settings)
    : m_models(models),
      m_environment(std::move(environment)),
      m_timer(new QTimer(this)),
      m_driverTimer(new QTimer(this)) {
    connect(&m_bridge, &EventBridge::progressed, this, [this](const RunProgress &progress) {
        if (!m_models.state.isRunning(progress.space)) return;
        m_models.state.setProgress(progress);
        m_models.spaces.setProgress(progress);
    });
    connect(m_timer, &QTimer::timeout, this, &ConsoleCommands::tick);
    connect(m_driverTimer, &QTimer::timeout, this, [this] { m_session->driver().tick(); });
    openSession(settings);
    tick();
    m_timer->start(kTickMs);
    m_driverTimer->start(Driver::kTickMs);
    refreshAll();
}

ConsoleCommands::~ConsoleCommands() {
    m_session.reset();  // cancels the runs and waits for every worker that knows this object
    m_thinkers.workers().shutDown();
}

Commands ConsoleCommands::commands() {
    return {*this, m_plans, m_review,  m_review,  m_runs,  m_locks, m_doctor,
            *this, *this,   m_remotes, m_compare, m_drive, m_open};
}

void ConsoleCommands::openSession(const Settings &settings) {
    ++m_sessionNumber;
    const Settings &before = m_models.state.settings();
    const bool isSameWiki = before.databaseUrl == settings.databaseUrl && before.apiUrl == settings.apiUrl;
    if (m_sessionNumber == 1 || !isSameWiki || before.dataDir != settings.dataDir) m_models.spaces.setSession(now());
    const SeatKeeper::Start start = m_drive.startOf(settings);
    m_models.state.setSettings(settings, m_environment.readOnly);
    m_session = std::make_shared<ConsoleSession>(m_environment, SessionStart{settings, start}, events(),
                                                 m_drive.serve().link(settings));
}

/// Waiting for its workers is left to a worker.
void ConsoleCommands::retireSession() {
    for (Asked &asked : m_asked) {
        ++asked.number;
        asked.waiting = asked.again = false;
    }
    const auto runs = m_models.state.runs();
    for (const ActiveRun &run : runs) {
        m_models.state.endRun(run.space);
        m_models.spaces.clearProgress(run.space);
    }
    m_requests.clear();
    m_locks.forget();
    m_plans.forgetPeeks();
    m_drive.serve().forget();
    m_thinkers.workers().post([session = std::move(m_session)](const std::stop_token &) mutable { session.reset(); });
}

SyncEvents ConsoleCommands::events() {
    const int number = m_sessionNumber;
    SyncEvents events;
    events.started = [this, number](const RunRequest &request) {
        onGuiThread(number, [this, request] { runStarted(request); });
    };
    events.progress = [this](const RunProgress &progress) { m_bridge.publish(progress); };
    events.finished = [this, number](const RunReport &report) {
        onGuiThread(number, [this, report] { runFinished(report); });
    };
    events.problem = [](const std::string &sentence) { spdlog::error("{}", sentence); };
    return events;
}

bool ConsoleCommands::joinsQuestion(Topic topic) {
    if (!m_asked[topic].waiting) return false;
    m_asked[topic].again = true;
    return true;
}

void ConsoleCommands::reread(Topic topic) {
    if (topic == Spaces) refreshSpaces();
    if (topic == Conflicts) m_review.refreshConflicts();
    if (topic == Settled) m_review.refreshSettled();
    if (topic == Runs) m_runs.refreshRuns();
    if (topic == Locks) refreshLocks();
    if (topic == Remotes) m_remotes.refreshRemotes();
    if (topic == Around) refreshActivity();
}

void ConsoleCommands::refreshAll() {
    refreshSpaces();
    m_review.refreshConflicts();
    m_review.refreshSettled();
    m_runs.refreshRuns();
    refreshLocks();
    // It opens every vault that has a remote; without any there is nothing to count until somebody looks.
    if (m_models.remotes.load().asOf || m_models.state.settings().hasRemotes()) m_remotes.refreshRemotes();
}

void ConsoleCommands::tick() {
    const TimePoint time = now();
    m_models.state.tick(time);
    for (TableModel *model :
         {static_cast<TableModel *>(&m_models.spaces), static_cast<TableModel *>(&m_models.conflicts),
          static_cast<TableModel *>(&m_models.settled), static_cast<TableModel *>(&m_models.runs),
          static_cast<TableModel *>(&m_models.locks), static_cast<TableModel *>(&m_models.remotes),
          static_cast<TableModel *>(&m_models.activity)})
        model->setNow(time);
    const auto since = m_environment.clock.sinceBoot();
    // Whoever polls here tells when something is new.
    if (since - m_lastRefresh >= kRefreshEvery && !m_drive.serve().isAttached()) {
        m_lastRefresh = since;
        refreshSpaces();
        refreshLocks();
    } else if (m_locks.isWaiting()) {
        refreshLocks();
    }
    m_drive.look();
    tickPoll();
}

namespace {

/// When the first of the spaces is due. Where none is, as things stand, the wiki is asked all the same.
TimePoint nextLook(const Poller &poller, TimePoint now) {
    const SchedulePolicy policy = poller.policy();
    std::optional<TimePoint> next;
    for (const SpaceSchedule &space : poller.schedules())
        if (const auto due = dueAt(space, policy, now); due && (!next || *due < *next)) next = due;
    return std::max(next.value_or(now + policy.interval), now);
}

}  // namespace

void ConsoleCommands::tickPoll() {
    const Settings &settings = m_models.state.settings();
    const Poller &poller = m_session->driver().poller();
    if (m_models.spaces.load().phase == Load::Phase::Ready)
        m_models.schedule.setDrive({poller.policy(), poller.schedules(), poller.watches(),
                                    words::whoDrives(m_models.state), m_environment.readOnly},
                                   m_models.spaces.rows(), now());
    const bool asks = settings.enabled && !m_environment.readOnly;
    const std::string problem = asks ? poller.problem() : std::string();
    const auto &serve = m_models.state.serve();
    const bool isFollowed =
        m_drive.serve().isAttached() ? serve->problem.empty() : !poller.watches() && problem.empty();
    m_models.spaces.setFollowed(asks && isFollowed);
    if (!asks) return m_models.state.setNextPoll({});
    if (!problem.empty()) m_models.state.setDatabase({Health::State::Lost, engineText(problem)});
    m_models.state.setNextPoll(nextLook(poller, now()));
}

void ConsoleCommands::run(const RunOrder &order) {
    if (!m_models.state.mayWrite()) return;
    for (const SpaceId &space : order.spaces) {
        RunRequest request;
        request.space = space;
        request.reason = order.reason.toStdString();
        m_drive.serve().run(request);
    }
}

void ConsoleCommands::stop(const SpaceId &space) {
    m_models.state.markStopping(space);
    if (!m_drive.serve().stop(space)) m_session->service().cancel(space);
}

void ConsoleCommands::runStarted(const RunRequest &request) {
    m_requests[request.space] = request;
    if (m_models.state.isRunning(request.space)) return;
    RunProgress progress;
    progress.space = request.space;
    m_models.state.beginRun({request.space, m_models.spaces.nameOf(request.space), progress, now()});
    m_models.spaces.setProgress(progress);
}

void ConsoleCommands::runFinished(const RunReport &report) {
    m_models.state.endRun(report.space);
    m_models.spaces.clearProgress(report.space);
    m_models.spaces.forgetPending(report.space);
    m_plans.forgetPeek(report.space);
    const RunRequest request = std::move(m_requests[report.space]);
    m_requests.erase(report.space);
    tellFinished(report, request);
    m_locks.noteFinished(report);
    refreshAll();
}

void ConsoleCommands::tellFinished(const RunReport &report, const RunRequest &request) {
    const QString name = m_models.spaces.nameOf(report.space);
    Notice notice;
    notice.showRun = words::text(report.run.str());
    if (!report.error.empty() && !report.cancelled) {
        notice.tone = Tone::Danger;
        notice.text = tr("%1: the run failed. %2").arg(name, engineText(report.error));
        notice.failed = report.space;
        return m_models.state.tell(notice);
    }
    if (report.ran && !report.cancelled) m_models.state.noteRecovered(report.space);
    if (request.isAutomatic()) return;
    if (report.skipped != SkipReason::None) {
        notice.tone = Tone::Attention;
        notice.text = tr("%1 was not run. %2").arg(name, words::skip(report.skipped));
    } else if (report.cancelled) {
        notice.tone = Tone::Attention;
        notice.text = tr("%1 was stopped; the page at hand was finished.").arg(name);
    } else if (request.order) {
        notice = m_plans.carriedOut(*request.order, report);
        if (!request.order->plan.restoreOf.empty()) m_review.markSeen(request.order->plan.restoreOf);
    } else {
        notice.tone = report.conflicts.empty() ? Tone::Good : Tone::Conflict;
        notice.text = tr("%1: %2").arg(name, words::counts(report.pull, report.push));
        if (!report.conflicts.empty())
            notice.text = tr("%1. %n conflict(s) to review", nullptr, int(report.conflicts.size())).arg(notice.text);
        m_remotes.tellTransfer(notice, request, report);
    }
    m_models.state.tell(notice);
}

}  // namespace wikivault
