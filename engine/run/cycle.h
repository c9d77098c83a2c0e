#pragma once

#include "engine/core/plan.h"
#include "engine/ports/desk.h"
#include "engine/ports/leader_lock.h"
#include "engine/run/cycle_ports.h"
#include "engine/run/cycle_request.h"
#include "engine/run/cycle_state.h"
#include "engine/run/file_reader.h"
#include "engine/run/remote_state.h"

#include <map>
#include <string>

/// The values one cycle of one space works on. Phases are free functions over them.
namespace wikivault {

/// Stands before every durable write: cancelled or without lease, nothing more is written.
class Checkpoint {
public:
    Checkpoint(std::stop_token cancel, Lease *lease, ProgressSink sink, SpaceId space, RunId run)
        : m_cancel(std::move(cancel)),
          m_lease(lease),
          m_sink(std::move(sink)),
          m_space(std::move(space)),
          m_run(std::move(run)) {}
    Result<> pass(const std::string &phase, const std::string &page = {}, int done = 0, int total = 0) const;
    [[nodiscard]] std::stop_token cancel() const { return m_cancel; }

private:
    /// LostLease: another process may lead the space by now.
    [[nodiscard]] Result<> leads() const;

    std::stop_token m_cancel;
    Lease *m_lease;
    ProgressSink m_sink;
    SpaceId m_space;
    RunId m_run;
};

struct Cycle {
    Cycle(const CyclePorts &ports_, CycleRequest request_, const Checkpoint &checkpoint_)
        : ports(ports_),
          request(std::move(request_)),
          checkpoint(checkpoint_),
          files(ports_.vault) {}

    CyclePorts ports;
    CycleRequest request;
    const Checkpoint &checkpoint;
    FileReader files;
    VaultState vault;
    WikiState wiki;
    MergeState merge;
    EditingState editing;
    RemoteState remote;
    RunReport report;
    std::vector<Item> attachments;  ///< of a preview: what a run would carry
    std::map<PageId, BackOff> backOffs;
    bool quiet = false;  ///< nothing moved on either side since the last quiet cycle

    /// Something of the space is none of this cycle's business.
    [[nodiscard]] bool isPartial() const;
    [[nodiscard]] bool takesBack() const { return request.undo || !request.restore.empty(); }
    [[nodiscard]] bool touches(const PageId &page, const std::string &path) const;
    void note(Item item) { report.items.push_back(std::move(item)); }
    [[nodiscard]] std::int64_t nowSeconds() const;
};

/// `*` and `?` stay within one segment, `**` crosses them.
[[nodiscard]] bool matchesGlob(std::string_view glob, std::string_view path);

// The phases.
Result<> openTips(Cycle &cycle);     ///< refs; heals what it can
Result<> openState(Cycle &cycle);    ///< trees, records
Result<> captureDisk(Cycle &cycle);  ///< work-tree edits become a commit on main
/// What people did to the files is on main, and known to be on disk, before the merge lays anything out: when a crash
/// makes the next run look at the same files again, it finds nothing new in them.
Result<> recordCapture(Cycle &cycle);
Result<> readWiki(Cycle &cycle);         ///< list, layout, changed bodies
Result<> mergePages(Cycle &cycle);       ///< verdicts, bodies, conflicts, trees
Result<> mergeAsOrdered(Cycle &cycle);   ///< the same, with everything left out that is not in the order
Result<> recordMerge(Cycle &cycle);      ///< mirror, main, records: refs move; files are written
Result<> pushPages(Cycle &cycle);        ///< writes to the wiki, or plans them
Result<> recordMeanwhile(Cycle &cycle);  ///< the same as recordPush, while the push goes on
Result<> recordPush(Cycle &cycle);       ///< ids into files, mirror, main
Result<> settleMemory(Cycle &cycle);     ///< keys, tips, back-off
Result<> loadEditing(Cycle &cycle);      ///< since when pages wait for their editors
Result<> storeEditing(Cycle &cycle);

// In the vault's cache: when the last run that looked at every body ended; layoutStamp() of a list whose pages lie as
// the mirror has them.
inline constexpr const char *kFullPass = "full-pass", *kLaidOut = "laid-out";
/// Moves whenever the page's body must be read again.
[[nodiscard]] std::string exportKeyOf(const PageRow &row);

/// Something was held, failed or left out, so git's side is not wholly in the wiki.
[[nodiscard]] bool hasHeldItems(const RunReport &report);
/// A person is at work in the vault: main, index and files wait.
[[nodiscard]] Item waitingItem(HeadState head);

/// The whole story of one cycle. Errors that stop the space are in `report.error`.
void runCycle(Cycle &cycle);
[[nodiscard]] Plan planOf(const Cycle &cycle);
/// The sides of those of `pages` that the cycle has looked at.
[[nodiscard]] std::map<PageId, PageSides> expectationsOf(const Cycle &cycle, const std::set<PageId> &pages);

}  // namespace wikivault
