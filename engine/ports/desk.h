#pragma once

#include "engine/core/conflict.h"
#include "engine/core/lock.h"
#include "engine/core/plan.h"
#include "engine/core/plan_order.h"
#include "engine/core/result.h"
#include "engine/core/space.h"
#include "engine/ports/run_journal.h"
#include "engine/ports/space_memory.h"
#include "engine/ports/space_row.h"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

/// What front ends (window and command line) ask of the engine. Every call blocks, opens what it needs on the calling
/// thread and closes it again; every call is safe from any thread.
namespace wikivault {

/// What a run is to do about the space's remote.
enum class RemoteAct {
    Sync,    ///< the ordinary cycle
    Push,    ///< main goes there as it stands, and nothing else happens
    Follow,  ///< the ordinary cycle, and what the remote has counts whatever it replaced
};

struct RunRequest {
    SpaceId space;
    std::string trigger = "manual";
    std::string reason;
    bool full = false;  ///< ignore what is remembered
    std::string only;   ///< path glob; empty = all pages
    bool named = true;  ///< false: `--all` or the poll
    std::optional<PageId> onlyPage;
    std::optional<PlanOrder> order;  ///< carry out this plan and nothing else
    RemoteAct remoteAct = RemoteAct::Sync;
    std::string remoteBranch;  ///< of a push: another branch than the space's own
    /// Nobody asked for it: the driver did, by its clock or because something changed.
    [[nodiscard]] bool isAutomatic() const { return trigger == "poll" || trigger == "event"; }
};

/// What a preview is asked for: the next cycle, or the plan that takes a run or a rule's choice back.
struct PlanRequest {
    SpaceId space;
    std::optional<RunId> undoOf;
    std::string restoreOf;  ///< SettledSummary::id
};

struct RunProgress {
    SpaceId space;
    RunId run;
    std::string phase;  ///< `reading the wiki`, `writing pages to wiki` …
    std::string page;   ///< path of the page at hand, may be empty
    int done = 0, total = 0;
};
/// Called on the run's thread; must not block.
using ProgressSink = std::function<void(const RunProgress &)>;

class SpaceDesk {
public:
    virtual ~SpaceDesk() = default;
    virtual Result<std::vector<SpaceRow>> spaces(std::stop_token stop) = 0;
    virtual Result<> setEnabled(const SpaceId &space, bool enabled) = 0;
    virtual Result<> setPause(const SpaceId &space, const std::optional<Pause> &pause) = 0;  ///< the actor is added
    /// One cycle with all its gates. Never an exception, never an Error: every outcome is in the report.
    virtual RunReport sync(const RunRequest &request, const ProgressSink &progress, std::stop_token stop) = 0;
    /// Writes nothing on either side.
    virtual Result<Plan> preview(const PlanRequest &request, std::stop_token stop) = 0;
    /// Live spaces, by one question to the wiki and two to the journal however many there are; opens no vault.
    virtual Result<std::vector<WatchedSpace>> watch(std::stop_token stop) = 0;
};

class ReviewDesk {
public:
    virtual ~ReviewDesk() = default;
    virtual Result<std::vector<ConflictSummary>> conflicts(const std::optional<SpaceId> &space) = 0;
    virtual Result<ConflictDetail> conflict(const PageId &page) = 0;
    virtual Result<bool> isBeingEdited(const PageId &page) = 0;  ///< in the wiki's editor; false where nobody can tell
    /// Records the decision; the next cycle of the space carries it out. Invalid: the text holds conflict markers.
    /// Conflict: a side moved since Decision::seen; nothing was recorded, the sentence says which and by whom.
    virtual Result<> decide(const Decision &decision) = 0;
    /// Keeps a review beside the conflict without deciding anything; an empty one is forgotten.
    virtual Result<> saveDraft(const PageId &page, const ConflictDraft &draft) = 0;
    /// Pages where a rule or a person chose between two texts, newest first.
    virtual Result<std::vector<SettledSummary>> settled(const std::optional<SpaceId> &space) = 0;
    virtual Result<SettledDetail> settledDetail(const std::string &id) = 0;
    /// A person has looked at it.
    virtual Result<> markSeen(const std::string &id) = 0;
};

struct DoctorCheck {
    std::string name;          ///< `database`, `redis`, `data directory`, `vault handbook` …
    std::string status;        ///< `ok` `warn` `fail` `unknown`
    std::string detail;        ///< a sentence with numbers
    std::string advice;        ///< what to do; empty when ok
    std::string command = {};  ///< a command line that does it or shows more, to be copied; may be empty
};

class LedgerDesk {
public:
    virtual ~LedgerDesk() = default;
    virtual Result<std::vector<RunRecord>> runs(const RunFilter &filter) = 0;
    virtual Result<RunRecord> run(const RunId &id) = 0;
    virtual Result<std::vector<Item>> items(const RunId &id) = 0;
    virtual Result<std::vector<LockInfo>> locks() = 0;
    virtual Result<> releaseLock(const SpaceId &space, const std::string &expectedHolder) = 0;
    virtual std::vector<DoctorCheck> doctor(std::stop_token stop) = 0;
};

/// The desks of one profile.
struct Desks {
    SpaceDesk &spaces;
    ReviewDesk &review;
    LedgerDesk &ledger;
};

}  // namespace wikivault
