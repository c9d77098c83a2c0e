#include "engine/core/rival_watch.h"

#include "engine/core/holder_record.h"

#include <algorithm>

namespace wikivault {

/// A command that a person or cron runs once, and a space held still, are no pollers.
bool RivalWatch::isRival(const LockInfo &lock) const {
    const bool isThisProcess = lock.ours || (lock.host == m_host && lock.pid == m_pid);
    return !isThisProcess && lock.role != "ctl" && !lock.isMaintenance();
}

void RivalWatch::note(const std::vector<LockInfo> &locks, TimePoint now) {
    std::set<Key> held;
    for (const LockInfo &lock : locks) {
        Key key{lock.space, lock.holder};
        held.insert(key);
        if (!m_held.contains(key)) {
            m_takes.push_back({std::move(key), now, lock});
            continue;
        }
        // A holder tells who it is only after it has the lock.
        const auto take =
            std::find_if(m_takes.rbegin(), m_takes.rend(), [&key](const Take &one) { return one.key == key; });
        if (take != m_takes.rend()) take->lock = lock;
    }
    m_held = std::move(held);
    while (!m_takes.empty() && now - m_takes.front().at >= kSpan)
        m_takes.pop_front();
}

void RivalWatch::forget(const LockInfo &process) {
    std::erase_if(m_takes, [&process](const Take &take) {
        return take.lock.pid && take.lock.host == process.host && take.lock.pid == process.pid;
    });
}

RivalSighting RivalWatch::seen(TimePoint now) const {
    RivalSighting sighting;
    for (const Take &take : m_takes) {
        if (now - take.at >= kSpan || !isRival(take.lock)) continue;
        ++sighting.takes;
        sighting.last = take.lock;
        sighting.lastAt = take.at;
    }
    return sighting;
}

std::string describeRival(const LockInfo &lock) {
    if (lock.host.empty() && lock.user.empty()) return "the wiki's own server (holder " + lock.holder + ")";
    return describeHolder(lock);
}

}  // namespace wikivault
