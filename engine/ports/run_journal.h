#pragma once

#include "engine/core/report.h"
#include "engine/core/result.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace wikivault {

/// Why runs begin.
inline constexpr const char *kRunTriggers[] = {"manual",   "poll",  "event", "control",
                                               "conflict", "apply", "undo",  "restore"};

struct RunRecord {
    RunId id;
    SpaceId space;
    std::string trigger;  ///< one of kRunTriggers
    std::string reason;   ///< what the person gave, may be empty
    std::string actor;    ///< user@host
    TimePoint startedAt{};
    std::optional<TimePoint> endedAt;
    std::string outcome;  ///< `running` `done` `problems` `failed` `skipped` `cancelled` `interrupted`
    std::string error;
    std::string mainBefore, mainAfter;      ///< hex, may be empty
    std::string agreedBefore, agreedAfter;  ///< mirror commits both sides agreed on, hex; what an undo goes back to
    std::string planHash;                   ///< of the plan this run carried out, or ""
    std::string undoOf;                     ///< number of the run this one took back, or ""
    PullCounts pull;
    PushCounts push;
    SkipReason skipped = SkipReason::None;
    int conflicts = 0;
};

struct RunFilter {
    std::optional<SpaceId> space;
    int limit = 500;
    std::string trigger = {};             ///< RunRecord::trigger; "": any
    std::optional<TimePoint> since = {};  ///< begun then or later
    friend bool operator==(const RunFilter &, const RunFilter &) = default;
};

/// Where a space stands by all of its runs that are kept. Skipped ones and those under way say nothing about it.
struct RunStanding {
    std::optional<RunRecord> newest, newestReal;  ///< of any outcome; of those that say something
    std::optional<TimePoint> lastSuccess;         ///< end of the newest that was `done`, with or without problems
    int failures = 0;                             ///< since then
    std::optional<TimePoint> failingSince;        ///< begin of the first of these
};

/// Survives a crash in the middle of a run. Safe from any thread (each call opens what it needs or is serialised).
class RunJournal {
public:
    virtual ~RunJournal() = default;
    virtual Result<RunId> begin(const RunRecord &record) = 0;
    /// Writes the end, the counts and the items in one transaction.
    virtual Result<> finish(const RunRecord &record, const std::vector<Item> &items) = 0;
    /// Forgets a run that was begun and had nothing to do.
    virtual Result<> discard(const RunId &id) = 0;
    virtual Result<std::vector<RunRecord>> runs(const RunFilter &filter) = 0;  ///< newest first
    /// When the newest run that was `done`, with or without problems, ended: of those of `spaces` that had one, in one
    /// query.
    virtual Result<std::map<SpaceId, TimePoint>> lastSuccesses(const std::vector<SpaceId> &spaces) = 0;
    /// Of those of `spaces` that had a run, in two queries.
    virtual Result<std::map<SpaceId, RunStanding>> standings(const std::vector<SpaceId> &spaces) = 0;
    virtual Result<RunRecord> run(const RunId &id) = 0;
    virtual Result<std::vector<Item>> items(const RunId &id) = 0;
    /// Marks runs of this space that are still `running` as `interrupted`; called while holding the space's lock.
    virtual Result<int> closeInterrupted(const SpaceId &space, const RunId &except, TimePoint now) = 0;
    /// Items done since `since`, by action: what the sliding guard counts. What a person approved is not counted.
    virtual Result<int> countDone(const SpaceId &space, Direction direction, Action action, TimePoint since) = 0;
    /// Pages whose whole text was replaced since `since`; where a person approved it, they are not counted.
    virtual Result<std::set<PageId>> replacedPages(const SpaceId &space, Direction direction, TimePoint since) = 0;
    /// Files set aside as ` ~git` that became pages since `since`; what a person approved is not counted.
    virtual Result<int> countSetAside(const SpaceId &space, TimePoint since) = 0;
};

}  // namespace wikivault
