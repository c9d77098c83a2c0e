#include "app/common/driver.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace wikivault {

namespace {

SchedulePolicy policyOf(const Settings &settings, bool polls) {
    SchedulePolicy policy;
    policy.enabled = settings.enabled && polls;
    policy.interval = std::chrono::milliseconds(settings.pollIntervalMs);
    policy.debounce = std::chrono::milliseconds(settings.debounceMs);
    policy.quiet = settings.quietHours;
    policy.isLookDear = settings.databaseUrl.empty();  // an API has no digests
    return policy;
}

}  // namespace

Driver::Driver(SpaceDesk &desk, const Settings &settings, const Clock &clock, SyncEvents events, Polling polling)
    : m_clock(clock),
      m_hasRemotes(settings.hasRemotes()),
      m_feeds(settings.enabled && polling.on ? std::move(polling.feeds) : ChangeFeeds()),
      m_elsewhere(std::move(polling.elsewhere)),
      m_poller(desk, policyOf(settings, polling.on),
               {m_elsewhere, [this] { return isTold(); }, [this](const SpaceId &space) { return isCovered(space); },
                std::move(polling.occasion)}),
      // Runs that wait for a lane may wait for long; what a person asked for runs all the same.
      m_service(desk, SyncService::kMaxLanes, withPoller(std::move(events)),
                [this](const RunRequest &request) { return request.named || !m_elsewhere || !m_elsewhere(); }) {
    for (const auto &feed : m_feeds)
        feed->start([this](const ChangeNews &news) { take(news); });
}

/// The feeds wake the service, and the service's workers tell the feeds: silence first.
Driver::~Driver() {
    for (const auto &feed : m_feeds)
        feed->stop();
}

void Driver::take(const ChangeNews &news) {
    if (news.source == kFromRedis && isTold()) return;  // a hint at what the database tells anyway
    m_poller.note(news);
    tick();
}

bool Driver::isCovered(const SpaceId &space) const {
    return !m_hasRemotes &&
           std::any_of(m_feeds.begin(), m_feeds.end(), [&](const auto &feed) { return feed->covers(space); });
}

bool Driver::isTold() const {
    return std::any_of(m_feeds.begin(), m_feeds.end(), [](const auto &feed) { return feed->tellsAll(); });
}

std::vector<FeedStatus> Driver::feeds() const {
    std::vector<FeedStatus> all;
    for (const auto &feed : m_feeds)
        all.push_back(feed->status());
    return all;
}

void Driver::drop(const RunRequest &request) {
    spdlog::info("Space {}: the run that waited was dropped, because another program drives these spaces now.",
                 m_poller.nameOf(request.space));
    m_poller.noteDropped(request);
}

SyncEvents Driver::withPoller(SyncEvents events) {
    events.started = [this, started = std::move(events.started)](const RunRequest &request) {
        for (const auto &feed : m_feeds)
            feed->runBegins(request.space);
        m_poller.noteBegun(request);
        if (started) started(request);
    };
    events.dropped = [this, dropped = std::move(events.dropped)](const RunRequest &request) {
        drop(request);
        if (dropped) dropped(request);
    };
    events.finished = [this, finished = std::move(events.finished)](const RunReport &report) {
        m_poller.noteFinished(report, m_clock.now());
        for (const auto &feed : m_feeds)
            feed->runEnded(report.space, report.isQuiet());
        finished(report);
    };
    return events;
}

}  // namespace wikivault
