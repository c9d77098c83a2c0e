#include "engine/run/disk_changes.h"

#include "engine/run/commits.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>
#include <string_view>

namespace wikivault {

namespace {

std::multiset<std::string> wordsOf(const std::string &text) {
    std::istringstream in(text);
    return {std::istream_iterator<std::string>(in), std::istream_iterator<std::string>()};
}

std::size_t wordsApart(const std::multiset<std::string> &a, const std::multiset<std::string> &b) {
    std::vector<std::string> apart;
    std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(apart));
    return apart.size();
}

struct Version {
    FileIdentity identity;
    std::multiset<std::string> words;
};

Result<Version> versionOf(FileReader &files, const std::optional<TreeEntry> &entry) {
    Version version;
    if (!entry) return version;
    TRY_ASSIGN(version.identity, files.identity(entry->blob));
    TRY_ASSIGN(const std::string body, files.body(entry->blob));
    version.words = wordsOf(body);
    return version;
}

/// Who writes anew keeps no line of what was there.
Result<bool> isWrittenAnew(FileReader &files, const BlobId &now, const BlobId &before) {
    TRY_ASSIGN(const std::string text, files.body(now));
    TRY_ASSIGN(const std::string old, files.body(before));
    return likeness(proseLines(text), proseLines(old)) == 0;
}

/// Not one line that the publish was to add is there: who had them would have taken all of them out again.
Result<bool> hasNoneOfTheNew(FileReader &files, const BlobId &now, const BlobId &before, const BlobId &after) {
    TRY_ASSIGN(const std::string text, files.body(now));
    TRY_ASSIGN(const std::string old, files.body(before));
    TRY_ASSIGN(const std::string left, files.body(after));
    const auto here = proseLines(text), then = proseLines(old), since = proseLines(left);
    const auto isNew = [&](const std::string &line) { return !then.contains(line); };
    return std::any_of(since.begin(), since.end(), isNew) &&
           std::none_of(since.begin(), since.end(),
                        [&](const std::string &line) { return isNew(line) && here.contains(line); });
}

/// The person began with what the publish left there, nothing perhaps, and not with what stood there before: told by
/// the page, and by the nearer text where that does not tell.
Result<bool> beganWith(FileReader &files, const DiskChange &change, const std::optional<TreeEntry> &left) {
    TRY_ASSIGN(const Version now, versionOf(files, change.now));
    TRY_ASSIGN(const Version before, versionOf(files, change.before));
    TRY_ASSIGN(const Version after, versionOf(files, left));
    const std::optional<PageId> &page = now.identity.id;
    if (before.identity.id != after.identity.id && !left && page) return page != before.identity.id;
    if (before.identity.id != after.identity.id && left && (page || change.before)) return page == after.identity.id;
    if (left && change.before) {
        TRY_ASSIGN(const bool hasNone, hasNoneOfTheNew(files, change.now->blob, change.before->blob, left->blob));
        if (hasNone) return false;
    }
    const std::size_t fromAfter = wordsApart(now.words, after.words), fromBefore = wordsApart(now.words, before.words);
    if (left || !change.before) return fromAfter <= fromBefore;
    TRY_ASSIGN(const bool isAnew, isWrittenAnew(files, change.now->blob, change.before->blob));
    return fromAfter < fromBefore || isAnew;
}

/// A publish removes first: where it had put the page's file at its new place, the old one was empty.
Result<bool> hadLeft(FileReader &files, const DiskScan &scan, const DiskChange &change) {
    if (!change.before || !change.now) return false;
    TRY_ASSIGN(const FileIdentity was, files.identity(change.before->blob));
    for (const auto &[path, put] : scan.finished) {
        if (!put || path == change.path || !isPageFile(path, put->mode)) continue;
        TRY_ASSIGN(const FileIdentity there, files.identity(put->blob));
        if (was.id && there.id == was.id) return true;
    }
    return false;
}

/// The publish did put it there: its person took that very file elsewhere, and nobody removed what stood there before.
bool isElsewhere(const DiskScan &scan, const std::optional<TreeEntry> &left) {
    return left && std::any_of(scan.changes.begin(), scan.changes.end(),
                               [&](const DiskChange &other) { return other.now && other.now->blob == left->blob; });
}

/// A publish removes first and writes then, each path by path: where something is left to remove it wrote nothing.
bool beganToWrite(const DiskScan &scan, const std::set<std::string_view> &changed) {
    return std::none_of(scan.interrupted.begin(), scan.interrupted.end(),
                        [&](const auto &state) { return !state.second && !changed.contains(state.first); });
}

/// What it did put there, as far as it came, and its person took elsewhere: the same text is there. The index does not
/// tell, it also has what could not be put.
void addTakenElsewhere(const DiskScan &scan, VaultTree &published, std::vector<DiskChange> &changes) {
    std::set<std::string_view> changed;
    for (const DiskChange &change : scan.changes)
        changed.insert(change.path);
    if (!beganToWrite(scan, changed)) return;
    for (const auto &[path, put] : scan.interrupted) {
        if (!put || changed.contains(path) || published.contains(path) || !isPageFile(path, put->mode)) continue;
        if (!isElsewhere(scan, put)) return;
        published.emplace(path, *put);
        changes.push_back({path, put, std::nullopt});
    }
}

/// Whose file somebody removed there, or put another page's over, nobody can tell: no page is taken for removed.
Result<bool> mayHaveGone(FileReader &files, const DiskChange &change, const std::optional<TreeEntry> &after) {
    if (!change.before || !after) return false;
    TRY_ASSIGN(const FileIdentity was, files.identity(change.before->blob));
    TRY_ASSIGN(const FileIdentity is, files.identity(after->blob));
    if (was.id == is.id || !change.now) return was.id != is.id;
    TRY_ASSIGN(const FileIdentity now, files.identity(change.now->blob));
    return now.id && now.id != was.id;
}

}  // namespace

Result<std::vector<DiskChange>> settleInterruptedPublish(Cycle &cycle, const DiskScan &scan, const VaultTree &index) {
    VaultTree &published = cycle.vault.published;
    for (const auto &[path, state] : scan.finished)
        setEntry(published, path, state);
    std::vector<DiskChange> changes;
    for (DiskChange change : scan.changes) {
        const auto cutOff = scan.interrupted.find(change.path);
        const bool wasCutOff = cutOff != scan.interrupted.end();
        bool began = wasCutOff && cutOff->second && entryAt(index, change.path) == cutOff->second;
        if (wasCutOff && !began && change.now) {
            TRY_ASSIGN(began, beganWith(cycle.files, change, cutOff->second));
        }
        if (wasCutOff && !began && !cutOff->second) {
            TRY_ASSIGN(began, hadLeft(cycle.files, scan, change));
        }
        if (wasCutOff && !began && !change.now) began = isElsewhere(scan, cutOff->second);
        if (wasCutOff && !began) {
            TRY_ASSIGN(const bool mayBeGone, mayHaveGone(cycle.files, change, cutOff->second));
            if (mayBeGone) setEntry(published, change.path, std::nullopt);
        }
        if (began) setEntry(published, change.path, cutOff->second);
        change.before = entryAt(published, change.path);
        if (change.before != change.now) changes.push_back(std::move(change));
    }
    addTakenElsewhere(scan, published, changes);
    return changes;
}

namespace {

/// A new file that capture found is a person's, as if they had committed it: the engine never put it on disk.
Result<> leaveOutFound(Cycle &cycle, const CommitFacts &made, VaultTree &tree) {
    if (!isCapture(made.info) || made.parents.empty()) return {};
    TRY_ASSIGN(const VaultTree before, treeAt(cycle.ports.vault, made.parents.front()));
    for (auto it = tree.begin(); it != tree.end();) {
        bool found = isPageFile(it->first, it->second.mode) && !before.contains(it->first);
        if (found) {
            TRY_ASSIGN(const FileIdentity identity, cycle.files.identity(it->second.blob));
            found = !identity.id;
        }
        it = found ? tree.erase(it) : std::next(it);
    }
    return {};
}

/// Main as the engine last made it, below whatever people have committed since.
Result<VaultTree> mainOfTheEngine(Cycle &cycle) {
    constexpr int kCommitsLookedAt = 500;
    std::optional<CommitId> at = cycle.vault.mainTip;
    for (int i = 0; at && i < kCommitsLookedAt; ++i) {
        TRY_ASSIGN(const CommitFacts facts, cycle.ports.vault.commitFacts(*at));
        if (isMadeByEngine(facts)) {
            TRY_ASSIGN(VaultTree tree, cycle.ports.vault.tree(facts.tree));
            TRY(leaveOutFound(cycle, facts, tree));
            return tree;
        }
        at = facts.parents.empty() ? std::nullopt : std::optional(facts.parents.front());
    }
    return VaultTree();
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
        at = facts.parents.empty() ? std::nullopt : std::optional(facts.parents.front());
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
        for (const auto &[path, entry] : m_state.mainTree) {
            if (!isPageFile(path, entry.mode) || entryAt(index, path) != entry) continue;
            // In the index is also what the engine could not put on disk because somebody was writing there.
            if (entryAt(engines, path) != entry || onDisk(path) == entry) beginAt(path, entry);
        }
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
