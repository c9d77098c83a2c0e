#include "tests/rig/mem_git.h"

#include "tests/rig/mem_merge.h"

namespace wikivault::rig {

namespace {

constexpr const char *kSideRef = "refs/heads/side", *kStash = "refs/stash";
const CommitInfo kPerson{{"Person", "person@example.org"}, "a person's commit\n", 0};

}  // namespace

const char *MemGit::branch() const {
    return m_disk.head == HeadState::OtherBranch ? kSideRef : refs::kMain;
}

std::optional<CommitId> MemGit::parentOfHead() const {
    const auto &parents = m_repo.commits.at(*head()).parents;
    return parents.empty() ? std::nullopt : std::optional(parents.front());
}

bool MemGit::isAPersons(const CommitId &commit) const {
    const CommitFacts &facts = m_repo.commits.at(commit);
    return facts.info.author.email == kPerson.author.email && facts.parents.size() == 1;
}

VaultTree MemGit::treeOnDisk() {
    VaultTree tree;
    for (const auto &[path, text] : m_disk.files)
        tree[path] = TreeEntry{m_repo.addBlob(text)};
    return tree;
}

VaultTree MemGit::tracked(const VaultTree &onDisk) const {
    VaultTree tree;
    for (const auto &[path, entry] : onDisk)
        if (m_disk.index.contains(path)) tree.emplace(path, entry);
    return tree;
}

CommitId MemGit::newCommit(const VaultTree &tree, const std::vector<CommitId> &parents) {
    CommitInfo info = kPerson;
    info.seconds = std::chrono::duration_cast<std::chrono::seconds>(m_clock.now().time_since_epoch()).count();
    return m_repo.addCommit(tree, parents, info);
}

void MemGit::commit(const VaultTree &tree, std::vector<CommitId> parents) {
    m_repo.moveRef(branch(), newCommit(tree, parents));
}

void MemGit::commitAll() {
    if (!isFree()) return;
    const VaultTree tree = treeOnDisk();
    m_disk.index = tree;
    if (tree != m_repo.treeAt(head())) commit(tree, {*head()});
}

void MemGit::revertLast() {
    if (!isFree()) return;
    commitAll();
    if (const auto before = parentOfHead()) commit(m_repo.treeAt(before), {*head()}), checkOut();
}

void MemGit::resetLast() {
    if (!isFree()) return;
    commitAll();
    if (const auto before = parentOfHead()) m_repo.moveRef(branch(), before), checkOut();
}

void MemGit::squash() {
    if (!isFree()) return;
    commitAll();
    const std::vector<CommitId> local = localCommits();
    if (local.size() < 2) return;
    commit(m_repo.treeAt(local.front()), m_repo.commits.at(local[1]).parents);
}

void MemGit::checkOut() {
    m_disk.index = m_repo.treeAt(head());
    std::erase_if(m_disk.files, [](const auto &file) { return isPageFile(file.first); });
    for (const auto &[path, entry] : m_disk.index)
        m_disk.files[path] = m_repo.blobs.at(entry.blob);
}

bool MemGit::switchTree(const VaultTree &from, const VaultTree &to) {
    const VaultTree onDisk = treeOnDisk();
    VaultTree files = onDisk, index = m_disk.index;
    for (const std::string &path : changedPaths(from, to)) {
        const auto was = entryAt(from, path), will = entryAt(to, path);
        const bool isThere = entryAt(onDisk, path) == will && entryAt(index, path) == will;
        if (!isThere && (entryAt(onDisk, path) != was || entryAt(index, path) != was)) return false;
        setEntry(files, path, will);
        setEntry(index, path, will);
    }
    if (!isPossible(files)) return false;
    m_disk.index = index;
    m_disk.files.clear();
    for (const auto &[path, entry] : files)
        m_disk.files[path] = m_repo.blobs.at(entry.blob);
    return true;
}

void MemGit::leaveMain(Uncommitted what, bool anew) {
    if (isAway() || !isFree()) return;
    if (what != Uncommitted::Carry) commitAll();
    const VaultTree from = m_repo.treeAt(head());
    if (anew || !m_repo.tip(kSideRef)) {
        m_repo.moveRef(kSideRef, head());
    } else if (const VaultTree to = m_repo.treeAt(m_repo.tip(kSideRef)); !switchTree(from, to)) {
        commitAll();
        if (!switchTree(m_repo.treeAt(head()), to)) return;
    }
    m_disk.head = HeadState::OtherBranch;
}

void MemGit::backToMain(Uncommitted what) {
    if (m_disk.head != HeadState::OtherBranch || !isFree()) return;
    if (what == Uncommitted::Commit) commitAll();
    const VaultTree to = m_repo.treeAt(m_repo.tip(refs::kMain));
    if (what != Uncommitted::Drop && !switchTree(m_repo.treeAt(head()), to)) {
        commitAll();
        if (!switchTree(m_repo.treeAt(head()), to)) return;
    }
    m_disk.head = HeadState::OnMain;
    if (what == Uncommitted::Drop) checkOut();
}

bool MemGit::mergeOnce(const Merging &merging) {
    const std::string ref = merging.branch == kSide ? kSideRef : refs::kMirror;
    const auto theirs = m_repo.tip(ref), ours = head();
    if (!theirs || ref == branch() || m_repo.ancestors(*ours).contains(*theirs)) return true;
    const VaultTree before = m_repo.treeAt(ours);
    if (merging.fastForward && !merging.leaveOpen && m_repo.ancestors(*theirs).contains(*ours)) {
        if (!switchTree(before, m_repo.treeAt(theirs))) return false;
        m_repo.moveRef(branch(), theirs);
        return true;
    }
    const auto base = MemVault(m_repo).mergeBase(*ours, *theirs).value();
    if (!base) return true;
    const auto merged = mergeTrees(m_repo, {m_repo.treeAt(base), before, m_repo.treeAt(theirs)}, merging.take);
    if (!merged) return true;
    if (!switchTree(before, *merged)) return false;
    if (merging.leaveOpen) {
        m_merging = theirs;
        m_staged = *merged;
        m_disk.head = HeadState::OperationPending;
    } else {
        commit(*merged, {*ours, *theirs});
    }
    return true;
}

void MemGit::merge(const Merging &merging) {
    if (isAway() || !isFree()) return;
    if (!mergeOnce(merging)) commitAll(), mergeOnce(merging);
    const auto side = m_repo.tip(kSideRef);
    if (merging.branch == kSide && side && m_repo.ancestors(*head()).contains(*side)) m_repo.moveRef(kSideRef, {});
}

void MemGit::endMerge(bool finish) {
    if (!m_merging || m_disk.indexLocked) return;
    const CommitId theirs = *m_merging;
    const VaultTree onDisk = treeOnDisk(), main = m_repo.treeAt(m_repo.tip(refs::kMain));
    m_merging.reset();
    m_disk.head = HeadState::OnMain;
    if (finish) {
        m_disk.index = onDisk;
        commit(onDisk, {*head(), theirs});
    } else if (!switchTree(m_staged, main)) {
        checkOut();
    }
    const auto side = m_repo.tip(kSideRef);
    if (side && m_repo.ancestors(*head()).contains(*side)) m_repo.moveRef(kSideRef, {});
}

std::vector<CommitId> MemGit::localCommits() const {
    std::vector<CommitId> local;
    for (CommitId at = *head(); isAPersons(at); at = m_repo.commits.at(at).parents.front())
        local.push_back(at);
    return local;
}

void MemGit::rebase(Take take) {
    if (isAway() || !isFree()) return;
    commitAll();
    std::vector<CommitId> local = localCommits();
    if (local.empty()) return;
    std::optional<CommitId> onto = m_repo.tip(kSideRef);
    const auto &upstream = m_repo.commits.at(m_repo.commits.at(local.back()).parents.front());
    if (!onto && !upstream.parents.empty()) onto = upstream.parents.front();
    if (!onto) return;
    CommitId tip = *onto;
    for (auto at = local.rbegin(); at != local.rend(); ++at) {
        const CommitId parent = m_repo.commits.at(*at).parents.front();
        const auto tree = mergeTrees(m_repo, {m_repo.treeAt(parent), m_repo.treeAt(tip), m_repo.treeAt(*at)}, take);
        if (!tree) return;
        if (*tree != m_repo.treeAt(tip)) tip = newCommit(*tree, {tip});
    }
    m_repo.moveRef(refs::kMain, tip);
    checkOut();
    if (m_repo.tip(kSideRef)) m_repo.moveRef(kSideRef, {});
}

void MemGit::stash(bool withUntracked) {
    if (!isFree() || m_repo.tip(kStash)) return;
    const VaultTree onDisk = treeOnDisk(), kept = withUntracked ? onDisk : tracked(onDisk),
                    main = m_repo.treeAt(head());
    if (kept == main) return;
    VaultTree left = main;
    for (const auto &[path, entry] : onDisk)
        if (!kept.contains(path)) left.emplace(path, entry);
    if (!isPossible(left)) return;
    m_repo.moveRef(kStash, newCommit(kept, {*head()}));
    m_disk.index = main;
    m_disk.files.clear();
    for (const auto &[path, entry] : left)
        m_disk.files[path] = m_repo.blobs.at(entry.blob);
}

void MemGit::unstash(Take take) {
    const auto stashed = m_repo.tip(kStash);
    if (!stashed || !isFree()) return;
    const VaultTree now = m_repo.treeAt(head()), index = m_disk.index;
    const VaultTree base = m_repo.treeAt(m_repo.commits.at(*stashed).parents.front());
    const auto merged =
        mergeTrees(m_repo, {base, now, m_repo.treeAt(stashed)}, take == Take::Nothing ? Take::Ours : take);
    if (!merged || !switchTree(now, *merged)) return;
    m_disk.index = index;
    m_repo.moveRef(kStash, {});
}

bool MemGit::followWithMirror() {
    const auto main = m_repo.tip(refs::kMain), mirror = m_repo.tip(refs::kMirror);
    if (!main || !mirror || !m_repo.ancestors(*main).contains(*mirror)) return false;
    m_repo.moveRef(refs::kMirror, main);
    m_repo.moveRef(refs::kLastPushed, main);
    return true;
}

std::vector<CommitId> MemGit::shelved() const {
    std::vector<CommitId> tips;
    for (const auto &tip : {m_repo.tip(kSideRef), m_repo.tip(kStash), m_merging})
        if (tip) tips.push_back(*tip);
    return tips;
}

}  // namespace wikivault::rig
