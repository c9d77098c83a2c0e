#pragma once

#include "engine/core/lock.h"

#include <chrono>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace wikivault {

/// Locks that other pollers were seen to take.
struct RivalSighting {
    int takes = 0;
    LockInfo last;  ///< the latest of them, with what its holder told
    TimePoint lastAt{};
    friend bool operator==(const RivalSighting &a, const RivalSighting &b) {
        return a.takes == b.takes && a.lastAt == b.lastAt && a.last.holder == b.last.holder;
    }
};

/// Tells from looks at the locks, however far apart, whether somebody else polls these spaces. What happens between two
/// looks is not seen, so there were at least as many takes as it counts.
class RivalWatch {
public:
    static constexpr std::chrono::minutes kSpan{10};
    /// So many takes in the span are no chance.
    static constexpr int kMany = 3;

    /// `host` and `pid`: this process, whose own locks are nobody else's.
    RivalWatch(std::string host, std::int64_t pid) : m_host(std::move(host)), m_pid(pid) {}

    /// All locks that are held on the spaces now.
    void note(const std::vector<LockInfo> &locks, TimePoint now);
    /// What was seen so far does not count any more.
    void forget() { m_takes.clear(); }
    /// Nor what that process was seen to take.
    void forget(const LockInfo &process);
    /// In the last kSpan.
    [[nodiscard]] RivalSighting seen(TimePoint now) const;

private:
    using Key = std::pair<SpaceId, std::string>;
    struct Take {
        Key key;
        TimePoint at;
        LockInfo lock;
    };
    [[nodiscard]] bool isRival(const LockInfo &lock) const;

    const std::string m_host;
    const std::int64_t m_pid;
    std::set<Key> m_held;  ///< at the last look
    std::deque<Take> m_takes;
};

/// Who that is, for people: a wiki's own server leaves nothing but the lock's value.
[[nodiscard]] std::string describeRival(const LockInfo &lock);

}  // namespace wikivault
