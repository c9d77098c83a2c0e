#include "engine/adapters/git/leftover_merge.h"

#include "engine/adapters/git/commit_text.h"
#include "engine/adapters/git/disk_contents.h"
#include "engine/adapters/git/file_call.h"
#include "engine/adapters/git/index_file.h"
#include "engine/adapters/git/living_process.h"
#include "engine/adapters/git/tree_text.h"
#include "engine/core/rig_hooks.h"

#include <fcntl.h>
#include <algorithm>
#include <ctime>

namespace wikivault::git {

namespace {

std::string utcStamp(std::time_t now) {
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    char text[32];
    const std::size_t length = std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts);
    return {text, length};
}

std::optional<CommitId> commitIn(const std::string &path) {
    auto text = readFile(path, 4096);
    if (!text) return std::nullopt;
    return parseObjectId<CommitId>(std::string_view(*text).substr(0, text->find_first_of("\n ")));
}

Result<CommitId> storeCommit(ObjectStore &store, const CommitFacts &facts) {
    TRY_ASSIGN(const ObjectKey id, store.store(GIT_OBJECT_COMMIT, printCommit(facts)));
    return CommitId{id.bytes};
}

// As git does it: the new content goes into the lock, which then becomes HEAD.
Result<bool> writeHead(const std::string &gitDir, const std::string &text) {
    const std::string lock = gitDir + "/HEAD.lock";
    const Fd file(::open(lock.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (!file) return false;
    TRY(writeAll(file.value(), text, lock));
    if (::fsync(file.value()) != 0) return failErrno("syncing", lock);
    FAILPOINT("heal.head-in-lock");
    if (::rename(lock.c_str(), (gitDir + "/HEAD").c_str()) != 0) return failErrno("replacing", gitDir + "/HEAD");
    TRY(syncDirectory(gitDir));
    return true;
}

}  // namespace

Result<VaultTree> treeOfCommit(ObjectStore &store, const CommitId &commit) {
    TRY_ASSIGN(const OdbObject object, store.read(ObjectKey{commit.bytes}, GIT_OBJECT_COMMIT));
    TRY_ASSIGN(const CommitFacts facts, parseCommit({static_cast<const char *>(git_odb_object_data(object.get())),
                                                     git_odb_object_size(object.get())}));
    return TreeReader(store).read(facts.tree);
}

Result<VaultTree> LeftoverMerge::stagedFiles() const {
    VaultTree files;
    TRY_ASSIGN(const Index index, openIndex(m_store.place().gitDir + "/index"));
    for (std::size_t i = 0; i < git_index_entrycount(index.get()); ++i) {
        const git_index_entry *entry = git_index_get_byindex(index.get(), i);
        const int stage = git_index_entry_stage(entry);
        // Of a conflict, our side; the other one is in docmost and the mixture is in the file.
        if (stage == 0 || stage == 2) files[entry->path] = {fromOid<BlobId>(entry->id), entry->mode};
    }
    return files;
}

Result<> LeftoverMerge::storeRescue(const CommitId &main, const VaultTree &staged, Rescue &rescue) {
    VaultTree onDisk = rescue.head;
    for (const DiskChange &change : rescue.disk.changes) {
        onDisk.erase(change.path);
        if (change.now) onDisk[change.path] = *change.now;
    }
    const std::time_t now = std::time(nullptr);
    const Signature engine{"Docmost Sync", "docmost-sync@local"};
    TRY_ASSIGN(const TreeId stagedTree, writeTree(m_store, staged));
    TRY_ASSIGN(const TreeId diskTree, writeTree(m_store, onDisk));
    TRY_ASSIGN(const CommitId index, storeCommit(m_store, {stagedTree, {main}, {engine, "rescue: index", now}}));
    TRY_ASSIGN(const CommitId disk,
               storeCommit(m_store, {diskTree, {main, index}, {engine, "rescue: files as they stood", now}}));
    TRY(m_store.flush());
    rescue.ref = "refs/wikivault/rescue/" + utcStamp(now);
    TRY_ASSIGN(const auto taken, m_refs.tip(rescue.ref));
    if (taken) rescue.ref += "-" + toHex(disk).substr(0, 10);
    TRY(m_refs.move({{rescue.ref, std::nullopt, disk}}));
    FAILPOINT("heal.rescued");
    return {};
}

Result<LeftoverMerge::Rescue> LeftoverMerge::rescue(const CommitId &main) {
    Rescue rescue;
    TRY_ASSIGN(rescue.head, treeOfCommit(m_store, main));
    TRY_ASSIGN(rescue.disk, m_workTree.scan(rescue.head, {}));
    TRY_ASSIGN(const VaultTree staged, stagedFiles());
    if (!rescue.disk.changes.empty() || staged != rescue.head) TRY(storeRescue(main, staged, rescue));
    return rescue;
}

Result<bool> LeftoverMerge::isNodeLeftover(std::int64_t ageNs, const CommitId &main) {
    const std::string path = m_store.place().gitDir + "/MERGE_HEAD";
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0 || wallClockNs() - stampOf(status).mtimeNs <= ageNs) return false;
    const auto head = readFile(m_store.place().gitDir + "/HEAD", 4096);
    if (!head || !head->starts_with(std::string("ref: ") + refs::kMain)) return false;
    const auto merging = commitIn(path);
    TRY_ASSIGN(const auto mirror, m_refs.tip(refs::kMirror));
    if (!merging || !mirror || *merging == main) return false;
    if (*merging != *mirror && !isDescendant(m_store.repository(), *mirror, *merging).value_or(false)) return false;
    return !isGitAtWork(m_store.place().vaultDir);
}

/// The files as `main` has them; what the merge brought goes, what a person added stays.
Result<bool> LeftoverMerge::restoreFiles(const Rescue &rescue, const VaultTree &merged) {
    TRY_ASSIGN(auto guard, m_workTree.lockIndex());
    if (!guard) return false;
    VaultTree onDisk = rescue.head;
    VaultTree target = rescue.head;
    for (const DiskChange &change : rescue.disk.changes) {
        const auto brought = merged.find(change.path);
        const bool isMerges = brought != merged.end() && change.now && brought->second.blob == change.now->blob;
        if (!change.before && !isMerges) continue;
        onDisk.erase(change.path);
        if (change.now) onDisk[change.path] = *change.now;
        // A file the person deleted stays deleted: the next scan captures that.
        if (!change.now) target.erase(change.path);
    }
    TRY(m_workTree.publish(onDisk, target, std::move(guard)));
    return true;
}

Result<std::string> LeftoverMerge::endNodeMerge(std::int64_t ageNs) {
    TRY_ASSIGN(const auto main, m_refs.tip(refs::kMain));
    if (!main) return std::string();
    TRY_ASSIGN(const bool leftover, isNodeLeftover(ageNs, *main));
    if (!leftover) return std::string();
    const std::string &gitDir = m_store.place().gitDir;
    TRY_ASSIGN(const VaultTree merged, treeOfCommit(m_store, *commitIn(gitDir + "/MERGE_HEAD")));
    TRY_ASSIGN(const Rescue kept, rescue(*main));
    TRY_ASSIGN(const bool restored, restoreFiles(kept, merged));
    if (!restored) return std::string();
    FAILPOINT("heal.restored");
    for (const char *name : {"MERGE_MSG", "MERGE_MODE", "AUTO_MERGE", "MERGE_HEAD"})
        ::unlink((gitDir + "/" + name).c_str());
    TRY(syncDirectory(gitDir));
    const std::string where =
        kept.ref.empty() ? " (nothing had to be kept)" : "; files and index are kept in " + kept.ref;
    return "a merge of docmost that another engine left unfinished was ended" + where;
}

Result<std::string> LeftoverMerge::attachHead() {
    TRY_ASSIGN(const auto main, m_refs.tip(refs::kMain));
    const std::string &gitDir = m_store.place().gitDir;
    const auto head = commitIn(gitDir + "/HEAD");
    if (!main || head != main) return std::string();
    TRY_ASSIGN(const HeadState state, m_workTree.headState());
    if (state == HeadState::OperationPending || isGitAtWork(m_store.place().vaultDir)) return std::string();
    TRY_ASSIGN(const Rescue kept, rescue(*main));
    TRY_ASSIGN(const bool written, writeHead(gitDir, std::string("ref: ") + refs::kMain + "\n"));
    if (!written) return std::string();
    return "HEAD was detached at main and is on main again" +
           (kept.ref.empty() ? std::string() : "; files and index are kept in " + kept.ref);
}

}  // namespace wikivault::git
