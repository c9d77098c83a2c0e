#pragma once

#include "engine/core/page.h"
#include "engine/core/plan.h"
#include "engine/core/reconcile.h"
#include "engine/core/settings.h"
#include "engine/core/space.h"
#include "engine/ports/clock.h"
#include "engine/ports/desk.h"
#include "engine/ports/leader_lock.h"
#include "engine/ports/page_store.h"
#include "engine/ports/run_journal.h"
#include "engine/ports/space_memory.h"
#include "engine/ports/vault.h"
#include "engine/ports/work_tree.h"
#include "engine/run/page_index.h"
#include "engine/run/vault_records.h"

#include <map>
#include <set>
#include <string>
#include <vector>

/// The values one cycle of one space works on. Phases are free functions over them, in the order of engine.md section 3.
namespace wikivault {

struct CyclePorts {
    PageStore &pages;
    PageWriter *writer = nullptr;  ///< null: pushes are planned and held
    Vault &vault;
    WorkTree *workTree = nullptr;  ///< null: a preview of a vault that does not exist yet
    VaultCache &cache;
    SpaceMemory &memory;
    RunJournal &journal;
    const Clock &clock;
};

struct CycleRequest {
    Space space;
    RunId run;
    bool preview = false;
    bool full = false;
    bool automatic = false;  ///< the poll: pages in back-off wait
    std::string only;        ///< path glob, empty = everything
    std::optional<PageId> onlyPage;
    ConflictPolicy policy = ConflictPolicy::Review;
};

/// Stands before every durable write: cancelled or without lease, nothing more is written.
class Checkpoint {
public:
    Checkpoint(std::stop_token cancel, Lease *lease, ProgressSink sink, SpaceId space, RunId run)
        : m_cancel(std::move(cancel)), m_lease(lease), m_sink(std::move(sink)), m_space(std::move(space)),
          m_run(std::move(run)) {}
    Result<> pass(const std::string &phase, const std::string &page = {}, int done = 0, int total = 0) const;
    [[nodiscard]] std::stop_token cancel() const { return m_cancel; }

private:
    std::stop_token m_cancel;
    Lease *m_lease;
    ProgressSink m_sink;
    SpaceId m_space;
    RunId m_run;
};

/// The vault as the cycle found it, after capture.
struct VaultState {
    HeadState head = HeadState::OnMain;
    std::optional<CommitId> mainTip, mirrorTip, agreed, workTreeTip, lastPushed, epoch;
    std::optional<CommitId> captured;  ///< the `local: working-tree changes` commit, not yet on a ref
    VaultTree lastPublished;           ///< the tree of refs/wikivault/worktree
    VaultTree published;               ///< the same, plus what capture found on disk
    VaultTree mainTree, mirrorTree, agreedTree;
    PageIndex main, base;
    Recorded<ConflictRecords> conflicts;
    Recorded<CreateIntents> intents;
    std::string mainAuthor, mainTime;  ///< of main's tip: who changed git's side last
};

/// The wiki as this cycle reads it.
struct WikiState {
    PageList list;
    std::map<PageId, PageRow> rows;          ///< live pages without bases
    std::map<PageId, std::string> basePages;  ///< Docmost databases: id → title
    std::map<PageId, BlobId> blobs;          ///< page file each page stands for
    std::map<PageId, std::string> paths;     ///< where the layout puts it
    std::map<PageId, Absence> absences;      ///< of pages the vault knows and the list does not
    std::map<PageId, ExportKey> oldKeys, keys;
    std::map<std::string, PageId> baseFolders;  ///< bare folder of a Docmost database → its id
    bool restoredBackup = false;
};

/// A page that exists on main but not in the wiki yet.
struct PendingCreate {
    PageId id;
    std::string path;             ///< of its file on main; "" for a bare folder that gets a page
    std::string fromPath;         ///< where the file stood before the merge laid it out
    std::string folder;           ///< that bare folder
    std::optional<BlobId> blob;
    std::string name;
    std::optional<PageId> parent;
    bool alreadyIntended = false;
};

/// What the merge decided, before anything is written.
struct MergeState {
    std::map<PageId, PageSides> sides;
    std::map<PageId, PageVerdict> verdicts;
    std::map<PageId, BlobId> mainBlobs;           ///< page files of the merged main
    std::map<PageId, std::string> titles;         ///< final title of pages on the merged main
    std::map<PageId, std::optional<PageId>> parents;
    std::map<PageId, std::string> mainPaths;      ///< final paths on main
    std::set<PageId> heldBodies, heldPages;       ///< conflicts: body only, or the whole page
    std::set<PageId> leftOut;                     ///< outside --only, guarded, unreadable: as they are on both sides
    std::set<PageId> pushBodies;
    std::set<PageId> written;      ///< pages this run wrote in the wiki
    std::set<PageId> parentsKept;  ///< pages without a file that pages on main still stand under
    std::vector<PendingCreate> creates;
    ConflictRecords conflicts;
    CreateIntents intents;  ///< creates that are still unfinished
    VaultTree mainTree, agreedTree, heldTree;
    std::map<PageId, std::string> agreedPaths;
};

struct Cycle {
    Cycle(const CyclePorts &ports_, CycleRequest request_, const Checkpoint &checkpoint_)
        : ports(ports_), request(std::move(request_)), checkpoint(checkpoint_), files(ports_.vault) {}

    CyclePorts ports;
    CycleRequest request;
    const Checkpoint &checkpoint;
    FileReader files;
    VaultState vault;
    WikiState wiki;
    MergeState merge;
    RunReport report;
    std::map<PageId, BackOff> backOffs;
    bool quiet = false;  ///< nothing moved on either side since the last quiet cycle

    [[nodiscard]] bool touches(const PageId &page, const std::string &path) const;
    void note(Item item) { report.items.push_back(std::move(item)); }
    [[nodiscard]] std::int64_t nowSeconds() const;
};

/// `*` and `?` stay within one segment, `**` crosses them.
[[nodiscard]] bool matchesGlob(std::string_view glob, std::string_view path);

// The phases.
Result<> openState(Cycle &cycle);     ///< refs, trees, records; heals what it can
Result<> captureDisk(Cycle &cycle);   ///< work-tree edits become a commit on main
Result<> readWiki(Cycle &cycle);      ///< list, layout, changed bodies
Result<> mergePages(Cycle &cycle);    ///< verdicts, bodies, conflicts, trees
Result<> recordMerge(Cycle &cycle);   ///< mirror, main, records: refs move; files are written
Result<> pushPages(Cycle &cycle);     ///< writes to the wiki, or plans them
Result<> recordPush(Cycle &cycle);    ///< ids into files, mirror, main
Result<> settleMemory(Cycle &cycle);  ///< keys, tips, back-off

/// Moves main's and the mirror's refs together with the records and the epoch, then writes the files out.
struct Advance {
    std::optional<CommitId> main, mirror;
    VaultTree mainTree;
    std::vector<RefMove> records;
};
Result<> advanceVault(Cycle &cycle, const Advance &advance);

/// Everything a cycle depends on when nothing is held; equal fingerprints mean there is nothing to do.
[[nodiscard]] std::string quietFingerprint(const Cycle &cycle);
/// Moves whenever the page's body must be read again.
[[nodiscard]] std::string exportKeyOf(const PageRow &row);

/// Something was held, failed or left out, so git's side is not wholly in the wiki.
[[nodiscard]] bool hasHeldItems(const RunReport &report);

/// The whole story of one cycle. Errors that stop the space are in `report.error`.
void runCycle(Cycle &cycle);
[[nodiscard]] Plan planOf(const Cycle &cycle);

}  // namespace wikivault
