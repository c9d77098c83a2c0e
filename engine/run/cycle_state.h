#pragma once

#include "engine/core/page.h"
#include "engine/core/reconcile.h"
#include "engine/core/time.h"
#include "engine/ports/space_memory.h"
#include "engine/ports/work_tree.h"
#include "engine/run/known_layout.h"
#include "engine/run/page_index.h"
#include "engine/run/settled_records.h"
#include "engine/run/vault_records.h"

#include <map>
#include <set>
#include <string>
#include <vector>

/// What the phases of a cycle hand on to each other.
namespace wikivault {

/// The vault as the cycle found it, after capture.
struct VaultState {
    HeadState head = HeadState::OnMain;
    std::optional<CommitId> mainTip, mirrorTip, agreed, workTreeTip, lastPushed, epoch;
    bool mainMoved = false;    ///< somebody committed since our last run
    VaultMemory memory;        ///< as that run left it
    bool otherEngine = false;  ///< somebody else's engine moved the mirror since our last run
    std::optional<CommitId> mainAtStart, agreedAtStart;
    std::optional<CommitId> captured;  ///< the `local: working-tree changes` commit, not yet on a ref
    /// Pages whose file was edited over a text that main, and the wiki, have replaced since: what the agreed mirror
    /// goes back to, so that the two edits meet in an ordinary conflict.
    std::map<PageId, IndexedPage> setBack;
    bool diskClean = false;   ///< capture found every file as it was left
    std::string diskAtRest;   ///< the files' stamp from before that, where nothing else had moved
    bool indexOwed = false;   ///< a capture is on main and the index does not say so yet
    VaultTree lastPublished;  ///< the tree of refs/wikivault/worktree
    VaultTree leftOnDisk;     ///< the same, with what an interrupted run had put there by then
    /// Files a cut-off publish was still to replace, as it found them; it had put their pages elsewhere: none any more.
    std::map<std::string, TreeEntry> notYetReplaced;
    VaultTree published;  ///< the same, plus what capture found on disk
    VaultTree mainTree, mirrorTree, agreedTree;
    PageIndex main, base;
    Recorded<ConflictRecords> conflicts;
    Recorded<CreateIntents> intents;
    std::string mainAuthor, mainTime;  ///< of main's tip: who changed git's side last
};

/// The wiki as this cycle reads it.
struct WikiState {
    PageList list;
    bool isListed = false, isInSnapshot = false, restoredBackup = false;
    std::map<PageId, PageRow> rows;               ///< live pages without bases
    std::map<PageId, std::string> basePages;      ///< Docmost databases: id → title
    std::map<PageId, BlobId> blobs;               ///< page file each page stands for
    std::map<PageId, std::string> paths, heldAt;  ///< where the layout puts it; where the mirror has what main has not
    KnownLayout layout;                           ///< of those, and of the mirror
    std::string listStamp, laidOut;               ///< of the list as read; of one that lies as the mirror has it
    std::map<PageId, Absence> absences;           ///< of pages the vault knows and the list does not
    std::map<PageId, std::string> slugs;          ///< of those that still have a row somewhere
    std::map<PageId, BlobId> trashed;             ///< what trashed pages hold whose files are on main
    std::map<PageId, ExportKey> storedKeys;       ///< as the cache has them
    std::map<PageId, ExportKey> oldKeys, keys;    ///< those of them this run trusts; as they are now
    std::map<std::string, PageId> baseFolders;    ///< bare folder of a Docmost database → its id
    std::set<PageId> unlisted;                    ///< of the wiki, though the list does not show them
    std::set<PageId> askedFor;  ///< pages of an undo: where they are is asked even if the vault knows them no more
};

/// How long a page that somebody has open is waited for, under OpenPages::Wait.
inline constexpr std::chrono::minutes kLongestWaitForEditors{10};

/// Pages whose write waits until somebody closes them, since when.
struct EditingState {
    std::map<PageId, TimePoint> before, now;  ///< as the cycle before left it; as this one leaves it
};

/// A page that exists on main but not in the wiki yet.
struct PendingCreate {
    PageId id;
    std::string path;      ///< of its file on main; "" for a bare folder that gets a page
    std::string fromPath;  ///< where the file stood before the merge laid it out
    std::string folder;    ///< that bare folder
    std::optional<BlobId> blob;
    std::string name;
    std::optional<PageId> parent;
};

/// What the merge decided, before anything is written.
struct MergeState {
    /// In place of what main holds, by order of an undo or a restore; nothing = the page is to go.
    std::map<PageId, std::optional<PageSide>> wanted;
    std::map<PageId, Side> winners;             ///< a person's word on a plan's pages, against what they would become
    std::map<PageId, std::string> exactTitles;  ///< of pages that get an earlier name back; file names only come near
    std::set<std::string> filesLeftOut;         ///< files and bare folders that become no page in this cycle
    std::map<PageId, PageSides> sides;
    std::map<PageId, PageVerdict> verdicts;
    std::map<PageId, BlobId> mainBlobs;    ///< page files of the merged main
    std::map<PageId, std::string> titles;  ///< final title of pages on the merged main
    std::map<PageId, std::optional<PageId>> parents;
    std::map<PageId, std::string> mainPaths;  ///< final paths on main
    std::set<PageId> heldBodies, heldPages;   ///< conflicts: body only, or the whole page
    bool isEditsOnly = false;                 ///< nothing but texts differ: of the pages only those are in here
    bool passedOver = false;                  ///< a page outside the cycle's part has something to do
    std::set<PageId> leftOut;                 ///< outside --only, guarded, unreadable: as they are on both sides
    std::set<PageId> pushBodies;
    std::set<PageId> approved;                            ///< what the guard would have held and a person allowed
    std::set<PageId> filesOverwritten, pagesOverwritten;  ///< little is left of their texts
    std::set<PageId> written;                             ///< pages this run wrote in the wiki
    std::map<PageId, PageId> givenIds;     ///< what the wiki calls the pages this run created, by their planned id
    std::set<PageId> parentsKept;          ///< pages without a file that pages on main still stand under
    std::map<PageId, std::string> pinned;  ///< left-out files in folders that belong to no page: they stay there
    std::vector<PendingCreate> creates;
    ConflictRecords conflicts;
    ConflictRecords decided;             ///< carried out on main; kept until the wiki has followed
    std::vector<SettledRecord> settled;  ///< a rule chose between two texts
    CreateIntents intents;               ///< creates that are still unfinished
    VaultTree mainTree, agreedTree, heldTree;
    std::map<PageId, std::string> agreedPaths;
};

}  // namespace wikivault
