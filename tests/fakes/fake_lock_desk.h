#pragma once

#include "engine/ports/lock_desk.h"
#include "tests/fakes/fake_desks.h"

#include <condition_variable>
#include <mutex>

namespace wikivault {

/// Holds and questions in the world of FakeDesks.
class FakeLockDesk final : public LockDesk {
public:
    explicit FakeLockDesk(FakeDesks &desks) : m_desks(desks) {}

    Result<> askToStop(const SpaceId &space, const std::string &expectedHolder) override {
        const std::lock_guard guard(m_mutex);
        m_asked.emplace_back(space, expectedHolder);
        return {};
    }
    Result<> hold(const HoldOrder &order, const std::function<void()> &held, std::stop_token stop) override {
        LockInfo lock;
        lock.space = order.space;
        lock.holder = "held-here";
        lock.user = "kim";
        lock.host = "adm1";
        lock.pid = 4121;
        lock.role = "console";
        lock.version = "0.1.0";
        lock.phase = std::string(kHeldForMaintenance) + " until 2026-11-24 15:03 UTC: " + order.reason;
        lock.ttlMs = 28000;
        lock.beatMs = 2000;
        lock.ours = true;
        m_desks.addLock(lock);
        held();
        std::unique_lock guard(m_mutex);
        m_moved.wait(guard, stop, [] { return false; });
        return m_desks.releaseLock(order.space, lock.holder);
    }
    [[nodiscard]] std::vector<std::pair<SpaceId, std::string>> asked() const {
        const std::lock_guard guard(m_mutex);
        return m_asked;
    }

private:
    FakeDesks &m_desks;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_moved;
    std::vector<std::pair<SpaceId, std::string>> m_asked;  // guarded by m_mutex
};

}  // namespace wikivault
