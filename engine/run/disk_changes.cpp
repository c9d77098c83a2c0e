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

/// The person began with what the publish put there, not with what stood there before: told by the page, and by the
/// nearer text where both are the same page.
Result<bool> beganWith(FileReader &files, const DiskChange &change, const TreeEntry &placed) {
    if (!change.before) return true;
    TRY_ASSIGN(const FileIdentity now, files.identity(change.now->blob));
    TRY_ASSIGN(const FileIdentity before, files.identity(change.before->blob));
    TRY_ASSIGN(const FileIdentity after, files.identity(placed.blob));
    if (before.id != after.id) return now.id == after.id;
    TRY_ASSIGN(const std::string nowText, files.text(change.now->blob));
    TRY_ASSIGN(const std::string beforeText, files.text(change.before->blob));
    TRY_ASSIGN(const std::string afterText, files.text(placed.blob));
    const auto words = wordsOf(nowText);
    return wordsApart(words, wordsOf(afterText)) < wordsApart(words, wordsOf(beforeText));
}

}  // namespace

Result<PeoplesChanges> settleInterruptedPublish(const DiskScan &scan, VaultTree &published, FileReader &files) {
    for (const auto &[path, state] : scan.finished)
        setEntry(published, path, state);
    PeoplesChanges found;
    for (DiskChange change : scan.changes) {
        const auto cutOff = scan.interrupted.find(change.path);
        if (cutOff != scan.interrupted.end() && !change.now) {
            found.unproven.insert(change.path);
        } else if (cutOff != scan.interrupted.end() && cutOff->second) {
            TRY_ASSIGN(const bool began, beganWith(files, change, *cutOff->second));
            if (began) setEntry(published, change.path, cutOff->second);
        }
        change.before = entryAt(published, change.path);
        if (change.before != change.now) found.changes.push_back(std::move(change));
    }
    return found;
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

}  // namespace

Result<> beginWithCommitted(Cycle &cycle, PeoplesChanges &found) {
    VaultState &state = cycle.vault;
    if (!state.mainMoved) return {};
    TRY_ASSIGN(const VaultTree engines, mainOfTheEngine(cycle));
    TRY_ASSIGN(const VaultTree index, cycle.ports.workTree->indexed());
    std::map<std::string, DiskChange> changes;
    for (DiskChange &change : found.changes) {
        if (!change.now && !state.mainTree.contains(change.path))
            state.published.erase(change.path);  // gone on both sides
        else
            changes.emplace(change.path, std::move(change));
    }
    for (const auto &[path, entry] : state.mainTree) {
        if (!isPageFile(path, entry.mode)) continue;
        const auto left = entryAt(state.published, path);
        // In the index is also what the engine could not put on disk because somebody was writing there.
        if (left == entry || entryAt(engines, path) == entry || entryAt(index, path) != entry) continue;
        const auto change = changes.find(path);
        if (change == changes.end() && left) continue;  // as the engine left it; the commit is put there again
        state.published.insert_or_assign(path, entry);
        if (change == changes.end())
            changes.emplace(path, DiskChange{path, entry, std::nullopt});
        else if (change->second.now == entry)
            changes.erase(change);
        else
            change->second.before = entry;
    }
    found.changes.clear();
    for (auto &[path, change] : changes)
        found.changes.push_back(std::move(change));
    return {};
}

}  // namespace wikivault
