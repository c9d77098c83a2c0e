#include "app/common/engine_lock_desk.h"

#include "app/common/either_stop.h"
#include "app/common/nap.h"
#include "engine/core/holder_record.h"
#include "engine/core/sentence.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace wikivault {

namespace {

/// Between two signs of life to the lease, which wants one a minute.
constexpr std::chrono::seconds kSignEvery{1};

std::string phaseOf(const HoldOrder &order) {
    const std::string until = "held for maintenance until " + minuteOf(order.until);
    return order.reason.empty() ? until : until + ": " + order.reason;
}

/// Sleeps until the time is over, or one of the two fires.
void keepHold(const HoldOrder &order, Lease &lease, const Clock &clock, const std::stop_token &stop) {
    const EitherStop asked(stop, lease.stopAsked());
    const EitherStop either(asked.token(), lease.lost());
    const std::string phase = phaseOf(order);
    for (;;) {
        lease.progress(phase);
        const auto left = order.until - clock.now();
        if (left.count() <= 0 || either.token().stop_requested()) return;
        nap(either.token(), std::min<std::chrono::milliseconds>(left, kSignEvery));
    }
}

}  // namespace

Result<> EngineLockDesk::askToStop(const SpaceId &space, const std::string &expectedHolder) {
    TRY(m_ports.lock().askToStop(space, expectedHolder));
    spdlog::warn("Space {}: {} asked holder {} to stop.", space.str(), m_ports.actor(), expectedHolder);
    return {};
}

Result<> EngineLockDesk::hold(const HoldOrder &order, const std::function<void()> &held, std::stop_token stop) {
    // Taking the lock makes a folder: not where a vault should be and is not.
    TRY(m_ports.checkVault(order.space));
    TRY_ASSIGN(const auto lease, m_ports.lock().tryAcquire(order.space, {}));
    if (!lease) {
        const auto holders = m_ports.lock().holders({order.space});
        const bool isKnown = holders && !holders->empty();
        return fail(ErrorCode::Conflict, "The space is locked by " +
                                             (isKnown ? describeHolder(holders->front()) : "somebody else") +
                                             "; wait until it is free, or ask the holder to stop.");
    }
    spdlog::warn("Space {}: {} by {}.", order.space.str(), phaseOf(order), m_ports.actor());
    lease->progress(phaseOf(order));
    held();
    keepHold(order, *lease, m_ports.clock(), stop);
    if (lease->lost().stop_requested())
        return fail(ErrorCode::LostLease, "The lock was lost before its time; runs of the space may begin.");
    spdlog::info("Space {}: is no longer held for maintenance.", order.space.str());
    return {};
}

}  // namespace wikivault
