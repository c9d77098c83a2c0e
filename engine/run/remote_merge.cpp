#include "engine/run/capture_files.h"
#include "engine/run/commits.h"
#include "engine/run/quiet.h"
#include "engine/run/remote_steps.h"

#include <utility>

namespace wikivault {

namespace {

constexpr std::uint32_t kFile = 0100644, kProgram = 0100755;

bool isRegular(const std::optional<TreeEntry> &entry) {
    return !entry || entry->mode == kFile || entry->mode == kProgram;
}

/// Links and submodules are left where they are and never followed; they take no page's place.
Item leftLink(const std::string &path) {
    Item item;
    item.action = Action::Fetch;
    item.path = path;
    item.direction = Direction::GitToWiki;
    item.outcome = Outcome::Skipped;
    item.reason = Reason::NotSynced;
    item.detail = "a link or submodule came with the remote's commits; it is left alone and never followed";
    return item;
}

std::vector<DiskChange> changesBetween(Cycle &cycle, const VaultTree &base, const VaultTree &theirs) {
    std::vector<DiskChange> changes;
    const auto consider = [&](const std::string &path) {
        const auto before = entryAt(base, path), now = entryAt(theirs, path);
        if (before == now) return;
        if (isRegular(before) && isRegular(now)) {
            changes.push_back({path, before, now});
            return;
        }
        if (now) cycle.remote.items.push_back(leftLink(path));
        if (!isRegular(now) && !cycle.vault.mainTree.contains(path)) setEntry(cycle.vault.mainTree, path, now);
    };
    for (const auto &[path, entry] : base)
        consider(path);
    for (const auto &[path, entry] : theirs)
        if (!base.contains(path)) consider(path);
    return changes;
}

/// While the remote's files stand in for those on disk, what is known of the disk is put away.
class InPlaceOfTheDisk {
public:
    InPlaceOfTheDisk(Cycle &cycle, const VaultTree &base) : m_vault(cycle.vault) {
        m_published = std::exchange(m_vault.published, base);
        m_lastPublished = std::exchange(m_vault.lastPublished, base);
        m_leftOnDisk = std::exchange(m_vault.leftOnDisk, base);
        m_workTreeTip = m_vault.workTreeTip;
        // Whatever is not there was deleted by somebody: nothing of it is a file that was never written.
        m_vault.workTreeTip = cycle.remote.seen;
        m_vault.setBack.clear();
        m_vault.notYetReplaced.clear();
    }
    ~InPlaceOfTheDisk() {
        m_vault.published = std::move(m_published);
        m_vault.lastPublished = std::move(m_lastPublished);
        m_vault.leftOnDisk = std::move(m_leftOnDisk);
        m_vault.workTreeTip = m_workTreeTip;
    }
    InPlaceOfTheDisk(const InPlaceOfTheDisk &) = delete;
    InPlaceOfTheDisk &operator=(const InPlaceOfTheDisk &) = delete;

private:
    VaultState &m_vault;
    VaultTree m_published, m_lastPublished, m_leftOnDisk;
    std::optional<CommitId> m_workTreeTip;
};

/// Without a common past: only pages of this space, and none that says something else here, may come in by themselves.
Result<std::string> whatIsForeign(Cycle &cycle, const VaultTree &theirs) {
    TRY(listPages(cycle));
    std::set<PageId> known;
    for (const PageRow &row : cycle.wiki.list.pages)
        known.insert(row.id);
    TRY_ASSIGN(const PageIndex index, indexPages(theirs, nullptr, cycle.files));
    if (!index.loose.empty()) return index.loose.front().path + ", which is no page of this space";
    for (const auto &[page, file] : index.pages) {
        const auto ours = cycle.vault.main.pages.find(page);
        if (ours == cycle.vault.main.pages.end() && !known.contains(page))
            return file.path + ", which is no page of this space";
        if (ours == cycle.vault.main.pages.end()) continue;
        TRY_ASSIGN(const bool same, cycle.files.equalBodies(ours->second.blob, file.blob));
        if (!same || ours->second.path != file.path) return file.path + ", which differs from the page here";
    }
    return std::string();
}

Result<CommitId> commitMerge(Cycle &cycle) {
    CommitFacts facts;
    TRY_ASSIGN(facts.tree, cycle.ports.vault.storeTree(cycle.vault.mainTree));
    // A rewritten history is not brought back by a merge with what it was rewritten from.
    const bool keepsOurs = !cycle.request.followRemote || !cycle.remote.agreed;
    if (keepsOurs && cycle.vault.mainTip) facts.parents.push_back(*cycle.vault.mainTip);
    facts.parents.push_back(*cycle.remote.seen);
    facts.info = engineCommit(cycle, "Merge branch '" + cycle.ports.remote->spec().branch + "' of the remote");
    return cycle.ports.vault.storeCommit(facts);
}

/// Another console's merge that says the very same is taken as it is, or two of them would merge each other for ever.
Result<bool> isTakenAsItIs(Cycle &cycle, const VaultTree &theirs) {
    if (cycle.vault.mainTree != theirs || !cycle.vault.mainTip) return false;
    TRY_ASSIGN(const CommitFacts facts, cycle.ports.vault.commitFacts(*cycle.remote.seen));
    if (!isMadeByEngine(facts)) return false;
    return cycle.ports.vault.isAncestor(*cycle.vault.mainTip, *cycle.remote.seen);
}

Result<> takeOver(Cycle &cycle, const VaultTree &base, const VaultTree &theirs) {
    VaultState &vault = cycle.vault;
    TRY(readCommonPast(cycle));
    {
        const InPlaceOfTheDisk stand(cycle, base);
        TRY(captureFiles(cycle, changesBetween(cycle, base, theirs)));
    }
    cycle.remote.past.reset();
    TRY_ASSIGN(const bool asItIs, isTakenAsItIs(cycle, theirs));
    if (asItIs) {
        vault.captured = cycle.remote.seen;
    } else {
        TRY_ASSIGN(vault.captured, commitMerge(cycle));
    }
    TRY_ASSIGN(vault.main, indexPages(vault.mainTree, &vault.base, cycle.files));
    setBaseBack(vault);
    TRY_ASSIGN(const CommitFacts facts, cycle.ports.vault.commitFacts(*cycle.remote.seen));
    vault.mainAuthor = facts.info.author.name;
    vault.mainTime = toIso8601(TimePoint(std::chrono::seconds(facts.info.seconds)));
    return recordCapture(cycle);
}

struct Trees {
    VaultTree base, theirs;
};

/// Nothing: they cannot be merged; the problem says why.
Result<std::optional<Trees>> readTrees(Cycle &cycle) {
    const std::optional<Trees> none;
    RemoteState &remote = cycle.remote;
    const RemoteSpec &spec = cycle.ports.remote->spec();
    const auto refuse = [&](RemoteFault fault, const std::string &why) {
        remote.problem = {fault, "the branch " + spec.branch + " of " + maskedUrl(spec.url.text) + why, {}, {}};
        return none;
    };
    auto theirs = treeAt(cycle.ports.vault, remote.seen);
    if (!theirs && theirs.error().code != ErrorCode::Unavailable)
        return refuse(RemoteFault::Hostile, " may not stand in a vault, so nothing of it was taken: " +
                                                theirs.error().detail + "; have it repaired there");
    if (!theirs) return tl::unexpected<Error>(theirs.error());
    std::optional<CommitId> base;
    if (cycle.vault.mainTip) {
        TRY_ASSIGN(base, cycle.ports.vault.mergeBase(*cycle.vault.mainTip, *remote.seen));
    }
    if (cycle.request.followRemote && remote.agreed) base = remote.agreed;
    if (!base && !cycle.request.followRemote) {
        TRY_ASSIGN(const std::string foreign, whatIsForeign(cycle, *theirs));
        if (!foreign.empty())
            return refuse(RemoteFault::Unrelated,
                          " has no history in common with this vault, and holds " + foreign +
                              "; follow it (its files come in), push ours to another branch, or give the space another "
                              "remote");
    }
    TRY_ASSIGN(VaultTree common, treeAt(cycle.ports.vault, base));
    return std::optional(Trees{std::move(common), std::move(*theirs)});
}

}  // namespace

Result<> mergeRemote(Cycle &cycle) {
    if (!cycle.remote.hasNews || cycle.vault.head != HeadState::OnMain || cycle.vault.captured) return {};
    TRY(cycle.checkpoint.pass("merging what the remote has"));
    TRY_ASSIGN(const auto trees, readTrees(cycle));
    if (!trees) return {};
    const std::optional<CommitId> before = cycle.vault.mainTip;
    TRY(takeOver(cycle, trees->base, trees->theirs));
    cycle.remote.hasNews = cycle.vault.mainTip == before;
    if (cycle.remote.hasNews || !cycle.request.followRemote || !before) return {};
    // What main was is kept: its commits are on no branch any more.
    TRY(cycle.checkpoint.pass("merging what the remote has"));
    return cycle.ports.vault.moveRefs({{"refs/wikivault/rescue/" + std::to_string(cycle.nowSeconds()), {}, before}});
}

}  // namespace wikivault
