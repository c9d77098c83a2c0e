#pragma once

#include "engine/adapters/redis/redis_client.h"
#include "engine/adapters/redis/redis_lock.h"
#include "engine/core/holder_record.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace wikivault::redis {

/// A held lock with its heartbeat: own thread, own connection. Renews each third of the time to live while the worker
/// moves; without a confirmed renewal within two thirds, counted from before the last confirmed request was sent, the
/// lease is lost, which leaves the last third to stop before anybody else can lead.
class RedisLease final : public Lease {
public:
    struct Grant {
        RedisAddress address;
        RedisLockRequest request;
        HolderRecord record;
        std::chrono::milliseconds sentAt;  ///< since boot, before the granting command was sent
    };
    RedisLease(Grant grant, const Clock &clock);
    ~RedisLease() override;
    RedisLease(const RedisLease &) = delete;
    RedisLease &operator=(const RedisLease &) = delete;

    [[nodiscard]] std::stop_token lost() const override { return m_lost.get_token(); }
    void progress(const std::string &phase) override;
    [[nodiscard]] std::stop_token stopAsked() const override { return m_asked.get_token(); }

private:
    using Milliseconds = std::chrono::milliseconds;
    enum class Beat { Renewed, Lost, TryAgain };
    void keepAlive(const std::stop_token &stop);
    [[nodiscard]] Milliseconds nextWait(bool failing) const;
    Beat renew();
    [[nodiscard]] HolderRecord recordNow() const;
    [[nodiscard]] bool workerMoves() const;
    [[nodiscard]] bool isOverdue() const;
    void lose(const std::string &why);
    void giveUp();

    const RedisAddress m_address;
    const RedisLockRequest m_request;
    const Clock &m_clock;
    const HolderRecord m_record;
    std::stop_source m_lost, m_asked;

    mutable std::mutex m_mutex;  ///< guards the four below
    bool m_tellsNow = false;     ///< a renewal is due at once, for what it tells people
    std::string m_phase;
    Milliseconds m_lastProgress;
    Milliseconds m_confirmedAt;  ///< since boot, before the last confirmed command was sent

    std::condition_variable_any m_wake;
    std::optional<RedisClient> m_client;  ///< heartbeat thread only
    std::jthread m_heartbeat;             ///< last: joined before what it uses goes
};

}  // namespace wikivault::redis
