#include "app/common/driver.h"

#include <algorithm>

namespace wikivault {

namespace {

SchedulePolicy policyOf(const Settings &settings, bool polls) {
    return {settings.enabled && polls, std::chrono::milliseconds(settings.pollIntervalMs),
            std::chrono::milliseconds(settings.debounceMs)};
}

}  // namespace

Driver::Driver(SpaceDesk &desk, const Settings &settings, const Clock &clock, SyncEvents events, Polling polling)
    : m_clock(clock),
      m_poller(desk, policyOf(settings, polling.on), {std::move(polling.elsewhere), [this] { return isTold(); }}),
      m_service(desk, SyncService::kMaxLanes, withPoller(std::move(events))),
      m_feeds(settings.enabled && polling.on ? std::move(polling.feeds) : ChangeFeeds()) {
    for (const auto &feed : m_feeds)
        feed->start([this](const ChangeNews &news) { take(news); });
}

void Driver::take(const ChangeNews &news) {
    if (news.source == kFromRedis && isTold()) return;  // a hint at what the database tells anyway
    m_poller.note(news);
    tick();
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

SyncEvents Driver::withPoller(SyncEvents events) {
    events.finished = [this, finished = std::move(events.finished)](const RunReport &report) {
        m_poller.noteFinished(report, m_clock.now());
        finished(report);
    };
    return events;
}

}  // namespace wikivault
