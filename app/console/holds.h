#pragma once

#include "engine/ports/lock_desk.h"

#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace wikivault {

/// Spaces held for maintenance, each on a thread of its own. Destroying it ends them and waits.
class Holds {
public:
    struct Events {
        std::function<void()> held;
        std::function<void(const Result<> &)> ended;
    };
    /// `events` are told on the hold's thread.
    void begin(LockDesk &desk, const HoldOrder &order, Events events) {
        m_threads.emplace_back(order.space, [&desk, order, events = std::move(events)](const std::stop_token &stop) {
            events.ended(desk.hold(order, events.held, stop));
        });
    }
    /// Returns at once.
    void end(const SpaceId &space) {
        for (auto &[of, thread] : m_threads)
            if (of == space) thread.request_stop();
    }

private:
    std::vector<std::pair<SpaceId, std::jthread>> m_threads;  ///< those that ended wait for the others
};

}  // namespace wikivault
