#pragma once

#include "engine/ports/activity_store.h"
#include "engine/ports/desk.h"

#include <map>
#include <mutex>
#include <optional>
#include <set>

namespace wikivault {

/// Looks around for what needs a person and remembers it. Safe from any thread; blocks.
class ActivityWatch {
public:
    /// What was read of the spaces just now.
    struct Seen {
        std::vector<SpaceRow> rows;
        std::optional<std::vector<SettledSummary>> settled;  ///< nothing: not known; what stood there stands
    };
    /// `store` may be null: then nothing is remembered beyond this object.
    ActivityWatch(LedgerDesk &ledger, ActivityStore *store) : m_ledger(ledger), m_store(store) {}

    /// Keeps what it finds. A store that cannot be written is said in the log, once; the answer is right all the same.
    Result<ActivityChange> look(const Seen &seen, TimePoint now);
    /// The same for somebody who only reads: nothing is kept, so it stays news for others.
    Result<ActivityChange> glance(const Seen &seen, TimePoint now);

private:
    Result<ActivityChange> compare(const Seen &seen, TimePoint now);
    Result<std::vector<Activity>> find(const Seen &seen, TimePoint now);
    Result<> findInRuns(const SpaceRow &row, std::vector<Activity> &found);
    void keepKnown(const SpaceId &space, const std::set<ActivityKind> &kinds, std::vector<Activity> &found);
    Result<Activity> failureOf(const SpaceRow &row);
    Result<int> heldByGuard(const RunRecord &run);

    LedgerDesk &m_ledger;
    ActivityStore *const m_store;
    std::mutex m_mutex;
    std::optional<std::vector<Activity>> m_known;  // guarded by m_mutex, like all below
    /// By the last run of the space: what is read of it does not change.
    std::map<SpaceId, std::pair<RunId, int>> m_guarded;
    std::map<SpaceId, std::pair<RunId, Activity>> m_failures;
    bool m_isUnwritable = false;
};

}  // namespace wikivault
