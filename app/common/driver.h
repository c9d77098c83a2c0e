#pragma once

#include "engine/core/settings.h"
#include "engine/ports/clock.h"
#include "engine/runtime/poller.h"
#include "engine/runtime/sync_service.h"

namespace wikivault {

/// The engine at work on the spaces of one profile: what is due is run, whoever asks is served. Destroying it cancels
/// its runs and waits for its workers.
class Driver {
public:
    struct Polling {
        bool on = true;                              ///< false: only what is asked for is run
        std::function<bool()> elsewhere = {};        ///< see Poller
        ChangeFeeds feeds = {};                      ///< started by the driver
        std::function<std::string()> occasion = {};  ///< see Poller
    };
    /// How often tick() is to be called: often enough that a space runs soon after its debounce is over.
    static constexpr int kTickMs = 200;
    /// `desk`, `clock` and what `events` refer to must outlive it.
    Driver(SpaceDesk &desk, const Settings &settings, const Clock &clock, SyncEvents events, Polling polling);

    ~Driver();
    Driver(const Driver &) = delete;
    Driver &operator=(const Driver &) = delete;

    /// Looks for what is due. Returns at once.
    void tick() { m_poller.tick(m_service, m_clock.now()); }
    [[nodiscard]] std::vector<FeedStatus> feeds() const;
    [[nodiscard]] Poller &poller() { return m_poller; }
    [[nodiscard]] const Poller &poller() const { return m_poller; }
    [[nodiscard]] SyncService &service() { return m_service; }

private:
    SyncEvents withPoller(SyncEvents events);
    void drop(const RunRequest &request);
    [[nodiscard]] bool isTold() const;
    [[nodiscard]] bool isCovered(const SpaceId &space) const;
    void take(const ChangeNews &news);

    const Clock &m_clock;
    const bool m_hasRemotes;    ///< nobody tells what is pushed elsewhere
    const ChangeFeeds m_feeds;  ///< told by the service's workers
    const std::function<bool()> m_elsewhere;
    Poller m_poller;
    SyncService m_service;
};

}  // namespace wikivault
