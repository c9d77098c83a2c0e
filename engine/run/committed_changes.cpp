#include "engine/run/commits.h"
#include "engine/run/disk_changes.h"

#include <algorithm>
#include <iterator>

namespace wikivault {

namespace {

constexpr int kCommitsLookedAt = 500;

/// A new file that capture found is a person's, as if they had committed it: the engine never put it on disk.
Result<> leaveOutFound(Cycle &cycle, const CommitFacts &made, VaultTree &tree) {
    if (!isCapture(made.info) || made.parents.empty()) return {};
    TRY_ASSIGN(const VaultTree before, treeAt(cycle.ports.vault, made.parents.front()));
    std::vector<std::string> found;
    for (const auto &[path, entry] : tree) {
        if (!isPageFile(path, entry.mode) || before.contains(path)) continue;
        TRY_ASSIGN(const FileIdentity identity, cycle.files.identity(entry.blob));
        if (!identity.id) found.push_back(path);
    }
    for (const std::string &path : found)
        tree.erase(path);
    return {};
}

/// Main as the engine last made it, below whatever people have committed since; where a person took all its commits out
/// of main, what it left on disk.
Result<VaultTree> mainOfTheEngine(Cycle &cycle) {
    std::optional<CommitId> at = cycle.vault.mainTip;
    for (int i = 0; at && i < kCommitsLookedAt; ++i) {
        TRY_ASSIGN(const CommitFacts facts, cycle.ports.vault.commitFacts(*at));
        if (isMadeByEngine(facts)) {
            TRY_ASSIGN(VaultTree tree, cycle.ports.vault.tree(facts.tree));
            TRY(leaveOutFound(cycle, facts, tree));
            return tree;
        }
        at = firstParent(facts);
    }
    return cycle.vault.published;
}

using Texts = std::map<std::string, TreeEntry>;

/// Those that main has nowhere in its past: whoever rewrote its history took the text out.
Result<Texts> takenOutOfHistory(Cycle &cycle, Texts texts) {
    std::optional<CommitId> at = cycle.vault.mainTip;
    for (int i = 0; at && !texts.empty() && i < kCommitsLookedAt; ++i) {
        TRY_ASSIGN(const CommitFacts facts, cycle.ports.vault.commitFacts(*at));
        TRY_ASSIGN(const VaultTree tree, cycle.ports.vault.tree(facts.tree));
        std::erase_if(texts, [&](const auto &text) { return entryAt(tree, text.first) == text.second; });
        at = firstParent(facts);
    }
    return at ? Texts() : std::move(texts);
}

/// A person committed the file, and the next commit is a merge of the engine, which took it elsewhere.
Result<bool> hasMergeTaken(Cycle &cycle, const std::string &path, const TreeEntry &committed) {
    bool byMerge = false;
    std::optional<CommitId> at = cycle.vault.mainTip;
    for (int i = 0; at && i < kCutOffCommits; ++i) {
        TRY_ASSIGN(const CommitFacts facts, cycle.ports.vault.commitFacts(*at));
        TRY_ASSIGN(const VaultTree tree, cycle.ports.vault.tree(facts.tree));
        if (const auto there = entryAt(tree, path)) return byMerge && there == committed && !isMadeByEngine(facts);
        byMerge = isMadeByEngine(facts) && !isCapture(facts.info);
        at = firstParent(facts);
    }
    return false;
}

/// What people committed since the engine's last commit is what they began their further edits with.
class Committed {
public:
    Committed(Cycle &cycle, std::vector<DiskChange> changes)
        : m_cycle(cycle),
          m_state(cycle.vault),
          m_files(cycle.files) {
        for (DiskChange &change : changes)
            m_changes.emplace(change.path, std::move(change));
    }

    Result<std::vector<DiskChange>> begin(const VaultTree &engines, const VaultTree &index) {
        Texts replaced;
        for (const auto &[path, entry] : m_state.mainTree) {
            if (!isPageFile(path, entry.mode) || entryAt(index, path) != entry) continue;
            // In the index is also what the engine could not put on disk because somebody was writing there.
            bool began = entryAt(engines, path) != entry || onDisk(path) == entry || wentElsewhere(path, entry);
            if (!began) {
                TRY_ASSIGN(began, goesOnWithNew(path, entry));
            }
            const auto left = entryAt(m_state.published, path);
            if (began)
                beginAt(path, entry);
            else if (left && left != entry)
                replaced.emplace(path, *left);
        }
        TRY_ASSIGN(replaced, takenOutOfHistory(m_cycle, std::move(replaced)));
        for (const auto &[path, left] : replaced)
            beginAt(path, entryAt(m_state.mainTree, path));
        for (const auto &[path, entry] : engines)
            if (isPageFile(path, entry.mode) && !m_state.mainTree.contains(path) && !index.contains(path))
                beginAt(path, std::nullopt);
        for (const auto &[path, entry] : index) {
            const bool isElsewhere = !m_state.mainTree.contains(path) && !m_state.published.contains(path);
            if (!isElsewhere || !isPageFile(path, entry.mode) || !onDisk(path)) continue;
            TRY_ASSIGN(const bool goesOn, goesOnWith(path, entry));
            if (goesOn) beginAt(path, entry);
        }
        TRY(forgetOldPlaces(index));
        std::vector<DiskChange> changes;
        for (auto &[path, change] : m_changes)
            changes.push_back(std::move(change));
        return changes;
    }

private:
    /// A new file that its person committed and goes on writing in, and that a merge has taken elsewhere meanwhile.
    Result<bool> goesOnWith(const std::string &path, const TreeEntry &committed) {
        TRY_ASSIGN(const FileIdentity identity, m_files.identity(committed.blob));
        if (identity.id) return false;
        TRY_ASSIGN(const bool isAnew, isWrittenAnew(m_files, onDisk(path)->blob, committed.blob));
        return isAnew ? Result<bool>(false) : hasMergeTaken(m_cycle, path, committed);
    }
    /// A file the engine never left there, and that git has put there from main: its person goes on writing in it.
    Result<bool> goesOnWithNew(const std::string &path, const TreeEntry &entry) {
        const std::optional<TreeEntry> now = onDisk(path);
        if (m_state.published.contains(path) || !now) return false;
        TRY_ASSIGN(const bool isAnew, isWrittenAnew(m_files, now->blob, entry.blob));
        return !isAnew;
    }

    /// Git has put it there from main, and its person took that very file where none stood before.
    [[nodiscard]] bool wentElsewhere(const std::string &path, const TreeEntry &entry) const {
        return !onDisk(path) && std::any_of(m_changes.begin(), m_changes.end(), [&](const auto &change) {
            return !change.second.before && change.second.now == entry;
        });
    }

    /// Where git has taken a page's file away, and put it elsewhere: nobody moved it from here.
    Result<> forgetOldPlaces(const VaultTree &index) {
        std::vector<std::string> gone;
        for (const auto &[path, entry] : m_state.published)
            if (isPageFile(path, entry.mode) && !onDisk(path) && !m_state.mainTree.contains(path) &&
                !index.contains(path))
                gone.push_back(path);
        if (gone.empty()) return {};
        std::map<PageId, std::vector<std::string>> places;
        for (const auto &[path, entry] : m_state.published) {
            if (!isPageFile(path, entry.mode)) continue;
            TRY_ASSIGN(const FileIdentity identity, m_files.identity(entry.blob));
            const auto there = m_state.base.byPath.find(path);  // an editor may have dropped its id
            if (identity.id)
                places[*identity.id].push_back(path);
            else if (there != m_state.base.byPath.end())
                places[there->second].push_back(path);
        }
        for (const auto &[page, paths] : places)
            for (const std::string &path : paths)
                if (paths.size() > 1 && std::find(gone.begin(), gone.end(), path) != gone.end())
                    beginAt(path, std::nullopt);
        return {};
    }

    void beginAt(const std::string &path, const std::optional<TreeEntry> &committed) {
        const std::optional<TreeEntry> now = onDisk(path);
        setEntry(m_state.published, path, committed);
        if (now == committed)
            m_changes.erase(path);
        else
            m_changes.insert_or_assign(path, DiskChange{path, committed, now});
    }

    [[nodiscard]] std::optional<TreeEntry> onDisk(const std::string &path) const {
        const auto change = m_changes.find(path);
        return change == m_changes.end() ? entryAt(m_state.published, path) : change->second.now;
    }

    Cycle &m_cycle;
    VaultState &m_state;
    FileReader &m_files;
    std::map<std::string, DiskChange> m_changes;
};

}  // namespace

Result<> beginWithCommitted(Cycle &cycle, std::vector<DiskChange> &changes) {
    if (!cycle.vault.mainMoved) return {};
    TRY_ASSIGN(const VaultTree engines, mainOfTheEngine(cycle));
    TRY_ASSIGN(const VaultTree index, cycle.ports.workTree->indexed());
    TRY_ASSIGN(changes, Committed(cycle, std::move(changes)).begin(engines, index));
    return {};
}

}  // namespace wikivault
