#include "engine/runtime/poller.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <utility>

namespace wikivault {

namespace {

/// Spread over 0 … 1, the same for a space in every process.
double jitterOf(const SpaceId &space) {
    return static_cast<double>(std::hash<SpaceId>{}(space) % 1000) / 1000.0;
}

bool failedAsAWhole(const RunReport &report) {
    return !report.ran && report.skipped == SkipReason::None && !report.cancelled;
}

}  // namespace

Poller::Poller(SpaceDesk &desk, const SchedulePolicy &policy, Surroundings surroundings)
    : m_desk(desk),
      m_surroundings(std::move(surroundings)),
      m_policy(policy) {}

void Poller::setPolicy(const SchedulePolicy &policy) {
    const std::lock_guard lock(m_mutex);
    m_policy = policy;
}

void Poller::note(const ChangeNews &news) {
    const std::lock_guard lock(m_mutex);
    if (news.source == kFromDatabase) m_notBefore.reset();  // whoever tells can be asked
    // A space nobody has heard of is new, or none of ours: the digests tell.
    if (news.anything) m_lookBecauseOf = news.source;
    for (const SpaceId &space : news.spaces) {
        const auto found = m_spaces.find(space);
        if (found == m_spaces.end()) {
            m_lookBecauseOf = news.source;
            m_toldEarly[space] = news.source;
            continue;
        }
        Watched &watched = found->second;
        const bool mayBeOwn = watched.running && news.source == kFromDatabase;
        watched.toldInRun = mayBeOwn && (watched.told.empty() || watched.toldInRun);
        watched.schedule.changed = true;
        watched.told = news.source;
    }
}

/// Time to ask the wiki what changed.
bool Poller::shouldAsk(TimePoint now) const {
    const bool told = m_surroundings.isTold && m_surroundings.isTold();
    const std::lock_guard lock(m_mutex);
    const bool isSeldom = told || m_policy.isLookDear;
    const auto period = isSeldom ? m_policy.interval : std::min(m_policy.debounce, m_policy.interval);
    return !m_lookBecauseOf.empty() || !m_askedAt || now - *m_askedAt >= period;
}

void Poller::tick(SyncService &service, TimePoint now) {
    if (!shouldAsk(now) && dueNow(service, now).empty()) return;
    Question question{now, {}};
    {
        const std::lock_guard lock(m_mutex);
        if (!m_policy.enabled || m_asking || (m_notBefore && now < *m_notBefore)) return;
        m_asking = true;
        question.told = std::exchange(m_lookBecauseOf, {});
        m_askedAt = now;
    }
    service.post([this, &service, question](const std::stop_token &stop) {
        // Nothing, not even an exception, may leave the poller asking for ever.
        const auto release = [this](const char *) {
            const std::lock_guard lock(m_mutex);
            m_asking = false;
        };
        const std::unique_ptr<const char, decltype(release)> asking("", release);
        const Result<> answer = ask(service, question, stop);
        const std::lock_guard lock(m_mutex);
        m_problem = answer ? std::string() : answer.error().detail;
        m_notBefore = answer ? std::nullopt : std::optional(question.now + m_policy.interval);
    });
}

bool Poller::onlyWatches() {
    const bool elsewhere = m_surroundings.elsewhere && m_surroundings.elsewhere();
    const std::lock_guard lock(m_mutex);
    m_watches = elsewhere;
    return elsewhere;
}

Result<> Poller::ask(SyncService &service, const Question &question, const std::stop_token &stop) {
    const TimePoint now = question.now;
    if (onlyWatches()) return {};
    TRY(look(question, stop));
    const std::vector<SpaceId> due = dueOrCalled(service, now);
    if (due.empty() || onlyWatches()) return {};  // the look took its time
    for (const SpaceId &space : due) {
        if (stop.stop_requested()) break;
        start(service, space);
    }
    return {};
}

/// An occasion makes a run begin also where none is due, so that it stands in the journal.
std::vector<SpaceId> Poller::dueOrCalled(const SyncService &service, TimePoint now) {
    std::vector<SpaceId> due = dueNow(service, now);
    std::string occasion = m_surroundings.occasion ? m_surroundings.occasion() : std::string();
    const std::lock_guard lock(m_mutex);
    if (!occasion.empty()) m_occasion = std::move(occasion);
    if (m_occasion.empty() || !due.empty()) return due;
    for (const auto &[space, watched] : m_spaces)
        if (watched.schedule.selected && !watched.schedule.paused) return {space};
    return due;
}

void Poller::start(SyncService &service, const SpaceId &space) {
    RunRequest request;
    {
        const std::lock_guard lock(m_mutex);
        Watched &watched = m_spaces[space];
        watched.digestAtStart = watched.digest;
        watched.schedule.changed = false;
        request.reason = std::exchange(watched.told, {});
        watched.toldInRun = false;
        request.trigger = request.reason.empty() ? "poll" : "event";
        if (!m_occasion.empty()) {
            request.trigger = "manual";  // a person is behind it; and it is kept even if there was nothing to do
            request.reason = std::exchange(m_occasion, {});
        }
    }
    request.space = space;
    request.named = false;
    service.submit(request);
}

Result<> Poller::look(const Question &question, const std::stop_token &stop) {
    EarlyNews early;
    if (const std::lock_guard lock(m_mutex); true) early.swap(m_toldEarly);
    const auto spaces = m_desk.watch(stop);
    const std::lock_guard lock(m_mutex);
    if (!spaces) {
        m_toldEarly.merge(early);
        return tl::unexpected<Error>(spaces.error());
    }
    std::set<SpaceId> live;
    for (const WatchedSpace &space : *spaces) {
        live.insert(space.digest.space.id);
        takeIn(space, question, early);
    }
    std::erase_if(m_spaces, [&live](const auto &entry) { return !live.contains(entry.first); });
    return {};  // what is left of the early news is of spaces that are gone, or none of ours
}

/// With the lock held.
void Poller::takeIn(const WatchedSpace &space, const Question &question, EarlyNews &early) {
    const SpaceId &id = space.digest.space.id;
    const auto [at, isNew] = m_spaces.try_emplace(id);
    Watched &watched = at->second;
    watched.digest = space.digest.text();
    if (isNew) {
        watched.schedule.space = id;
        watched.schedule.jitter = jitterOf(id);
        watched.digestAtStart = watched.digest;
        for (EarlyNews *news : {&early, &m_toldEarly})  // before this look, and while it was on
            if (const auto told = news->extract(id)) watched.told = std::move(told.mapped());
    }
    // The run read again what it had written: where just that stands, nobody else was there in between.
    const bool isSeen = watched.digest == watched.digestSeen;
    const bool moved = watched.digest != watched.digestAtStart && !isSeen;
    if (isSeen && std::exchange(watched.toldInRun, false)) watched.told.clear();
    if (moved && watched.told.empty()) {
        watched.told = question.told;
        watched.toldInRun = watched.running;
    }
    watched.schedule.changed = moved || !watched.told.empty();
    watched.slug = space.digest.space.slug;
    const bool isLeft = watched.schedule.selected && !space.digest.space.selected;
    if (isLeft) watched.schedule.failures = 0, watched.digestAtStart.clear();  // it begins anew when it comes back
    watched.schedule.selected = space.digest.space.selected;
    watched.schedule.paused = isPaused(space.pause, question.now);
    // Runs of another process count too: opening a window does not run everything again at once.
    if (!watched.schedule.lastEnd) watched.schedule.lastEnd = space.lastSuccess;
}

/// Others are asked before the lock is taken: whatever holds them up, the poller itself answers.
std::vector<SpaceId> Poller::dueNow(const SyncService &service, TimePoint now) {
    struct Standing {
        bool isBusy, isCovered;
    };
    std::map<SpaceId, Standing> asked;
    for (const SpaceSchedule &schedule : schedules()) {
        const bool isCovered = m_surroundings.isCovered && m_surroundings.isCovered(schedule.space);
        asked[schedule.space] = {service.isBusy(schedule.space), isCovered};
    }
    const std::lock_guard lock(m_mutex);
    std::vector<SpaceSchedule> schedules;
    for (auto &[space, watched] : m_spaces) {
        const auto standing = asked.find(space);
        if (standing == asked.end()) continue;  // the next tick asks about it
        watched.schedule.running = standing->second.isBusy;
        watched.schedule.resting = watched.quiet && standing->second.isCovered;
        schedules.push_back(watched.schedule);
    }
    return dueSpaces(std::move(schedules), m_policy, now);
}

void Poller::noteBegun(const RunRequest &request) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_spaces.find(request.space);
    if (found == m_spaces.end()) return;
    Watched &watched = found->second;
    watched.partial = request.order || request.onlyPage || !request.only.empty();
    watched.running = true;
    watched.digestSeen.clear();
}

void Poller::noteDropped(const RunRequest &request) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_spaces.find(request.space);
    if (found == m_spaces.end()) return;
    found->second.digestAtStart.clear();
    found->second.digestSeen.clear();
    found->second.schedule.changed = true;
    if (request.trigger == "event" && found->second.told.empty()) found->second.told = request.reason;
}

void Poller::noteFinished(const RunReport &report, TimePoint now) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_spaces.find(report.space);
    if (found == m_spaces.end()) return;
    SpaceSchedule &schedule = found->second.schedule;
    schedule.lastEnd = now;
    found->second.running = false;
    found->second.digestSeen = report.ran ? report.wikiSeen : std::string();
    found->second.quiet = report.isQuiet() && !found->second.partial;
    if (report.ran && report.attachmentsLeft > 0) {
        found->second.told = "attachments are left";
        found->second.toldInRun = false;
    }
    if (failedAsAWhole(report))
        ++schedule.failures;
    else if (report.ran)
        schedule.failures = 0;
}

void Poller::noteMended(const SpaceId &space) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_spaces.find(space);
    if (found == m_spaces.end()) return;
    found->second.schedule.failures = 0;
    found->second.schedule.changed = true;
    found->second.told = "a fix";
    found->second.toldInRun = false;
}

bool Poller::watches() const {
    const std::lock_guard lock(m_mutex);
    return m_watches;
}

std::string Poller::problem() const {
    const std::lock_guard lock(m_mutex);
    return m_problem;
}

std::string Poller::nameOf(const SpaceId &space) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_spaces.find(space);
    return found == m_spaces.end() || found->second.slug.empty() ? space.str() : found->second.slug;
}

SchedulePolicy Poller::policy() const {
    const std::lock_guard lock(m_mutex);
    return m_policy;
}

std::vector<SpaceSchedule> Poller::schedules() const {
    const std::lock_guard lock(m_mutex);
    std::vector<SpaceSchedule> schedules;
    schedules.reserve(m_spaces.size());
    for (const auto &[space, watched] : m_spaces)
        schedules.push_back(watched.schedule);
    return schedules;
}

std::optional<TimePoint> Poller::retryAt(const SpaceId &space) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_spaces.find(space);
    if (found == m_spaces.end() || found->second.schedule.failures == 0) return std::nullopt;
    SpaceSchedule schedule = found->second.schedule;
    schedule.running = false;
    return dueAt(schedule, m_policy, schedule.lastEnd.value_or(TimePoint()));
}

}  // namespace wikivault
