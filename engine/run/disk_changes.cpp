#include "engine/run/disk_changes.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>

namespace wikivault {

namespace {

std::optional<TreeEntry> entryAt(const VaultTree &tree, const std::string &path) {
    const auto at = tree.find(path);
    return at == tree.end() ? std::nullopt : std::optional(at->second);
}

void setEntry(VaultTree &tree, const std::string &path, const std::optional<TreeEntry> &entry) {
    if (entry)
        tree.insert_or_assign(path, *entry);
    else
        tree.erase(path);
}

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

/// The person began with what the publish left there, nothing perhaps, and not with what stood there before: told by
/// the page, and by the nearer text where that does not tell.
Result<bool> beganWith(FileReader &files, const DiskChange &change, const std::optional<TreeEntry> &left) {
    TRY_ASSIGN(const Version now, versionOf(files, change.now));
    TRY_ASSIGN(const Version before, versionOf(files, change.before));
    TRY_ASSIGN(const Version after, versionOf(files, left));
    const std::optional<PageId> &page = now.identity.id;
    if (before.identity.id != after.identity.id && !left && page) return page != before.identity.id;
    if (before.identity.id != after.identity.id && left && (page || change.before)) return page == after.identity.id;
    return wordsApart(now.words, after.words) < wordsApart(now.words, before.words);
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
        if (began) setEntry(published, change.path, cutOff->second);
        change.before = entryAt(published, change.path);
        if (change.before != change.now) changes.push_back(std::move(change));
    }
    return changes;
}

namespace {

/// Main as the engine last made it, below whatever people have committed since.
Result<VaultTree> mainOfTheEngine(Cycle &cycle) {
    constexpr int kCommitsLookedAt = 500;
    std::optional<CommitId> at = cycle.vault.mainTip;
    for (int i = 0; at && i < kCommitsLookedAt; ++i) {
        TRY_ASSIGN(const CommitFacts facts, cycle.ports.vault.commitFacts(*at));
        const std::string &email = facts.info.author.email;
        if (email == kEngineSignature.email || email == kLocalSignature.email)
            return cycle.ports.vault.tree(facts.tree);
        at = facts.parents.empty() ? std::nullopt : std::optional(facts.parents.front());
    }
    return VaultTree();
}

/// What people committed since the engine's last commit is what they began their further edits with.
class Committed {
public:
    Committed(Cycle &cycle, std::vector<DiskChange> changes) : m_state(cycle.vault) {
        for (DiskChange &change : changes)
            m_changes.emplace(change.path, std::move(change));
    }

    std::vector<DiskChange> begin(const VaultTree &engines, const VaultTree &index) {
        for (const auto &[path, entry] : m_state.mainTree) {
            // In the index is also what the engine could not put on disk because somebody was writing there.
            if (isPageFile(path, entry.mode) && entryAt(engines, path) != entry && entryAt(index, path) == entry)
                beginAt(path, entry);
        }
        for (const auto &[path, entry] : engines)
            if (isPageFile(path, entry.mode) && !m_state.mainTree.contains(path) && !index.contains(path))
                beginAt(path, std::nullopt);
        std::vector<DiskChange> changes;
        for (auto &[path, change] : m_changes)
            changes.push_back(std::move(change));
        return changes;
    }

private:
    void beginAt(const std::string &path, const std::optional<TreeEntry> &committed) {
        const auto change = m_changes.find(path);
        const auto onDisk = change == m_changes.end() ? entryAt(m_state.published, path) : change->second.now;
        setEntry(m_state.published, path, committed);
        if (onDisk == committed)
            m_changes.erase(path);
        else
            m_changes.insert_or_assign(path, DiskChange{path, committed, onDisk});
    }

    VaultState &m_state;
    std::map<std::string, DiskChange> m_changes;
};

}  // namespace

Result<> beginWithCommitted(Cycle &cycle, std::vector<DiskChange> &changes) {
    if (!cycle.vault.mainMoved) return {};
    TRY_ASSIGN(const VaultTree engines, mainOfTheEngine(cycle));
    TRY_ASSIGN(const VaultTree index, cycle.ports.workTree->indexed());
    changes = Committed(cycle, std::move(changes)).begin(engines, index);
    return {};
}

}  // namespace wikivault
