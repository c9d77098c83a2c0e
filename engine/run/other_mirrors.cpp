#include "engine/run/advance.h"
#include "engine/run/remote_steps.h"

#include <deque>
#include <set>
#include <utility>

/// Several consoles, one wiki, one branch: what another console took from the wiki, or wrote to it, comes with its
/// commits. It is no edit of git's. Without that knowledge a text the wiki had a moment ago would look like one that
/// somebody changed in git, and whoever goes on typing, or takes something back, would be in conflict with himself.
namespace wikivault {

namespace {

/// Where main took in a mirror, and the mirror: the wiki as that console had read it.
struct TakenIn {
    CommitFacts merge, mirror;
};

class NewestMirror {
public:
    explicit NewestMirror(Cycle &cycle) : m_cycle(cycle), m_vault(cycle.ports.vault) {}

    /// Of another console, and made by one that knew all our own mirror knows; nothing: there is none.
    Result<std::optional<TakenIn>> find() {
        constexpr int kCommitsLookedAt = 500;
        TRY(readLastMain());
        m_ahead.push_back(*m_cycle.vault.mainTip);
        for (int i = 0; !m_ahead.empty() && i < kCommitsLookedAt; ++i) {
            const CommitId commit = m_ahead.front();
            m_ahead.pop_front();
            if (!m_met.insert(toHex(commit)).second) continue;
            TRY_ASSIGN(const CommitFacts facts, m_vault.commitFacts(commit));
            TRY_ASSIGN(const bool known, isKnown(commit, facts));
            if (known) continue;
            TRY_ASSIGN(const auto found, takenInBy(facts));
            if (found) return found;
            m_ahead.insert(m_ahead.end(), facts.parents.begin(), facts.parents.end());
        }
        return std::optional<TakenIn>();
    }

private:
    Result<> readLastMain() {
        const auto bytes = fromHex(m_cycle.vault.memory.mainTip);
        if (!bytes) return {};
        m_last = CommitId{*bytes};
        const auto facts = m_vault.commitFacts(*m_last);
        m_lastSeconds = facts ? facts->info.seconds : 0;
        if (!facts) m_last.reset();
        return {};
    }

    /// It was part of main when our last run ended.
    Result<bool> isKnown(const CommitId &commit, const CommitFacts &facts) {
        if (!m_last || facts.info.seconds > m_lastSeconds) return false;
        return m_vault.isAncestor(commit, *m_last);
    }

    Result<std::optional<TakenIn>> takenInBy(const CommitFacts &merge) {
        const std::optional<TakenIn> none;
        if (merge.parents.size() != 2 || !isMadeByEngine(merge)) return none;
        TRY_ASSIGN(const CommitFacts mirror, m_vault.commitFacts(merge.parents[1]));
        if (!isOfTheWiki(mirror.info)) return none;
        TRY_ASSIGN(const bool isOurs, m_vault.isAncestor(merge.parents[1], *m_cycle.vault.mirrorTip));
        if (isOurs) return none;
        TRY_ASSIGN(const bool isLater, m_vault.isAncestor(*m_cycle.vault.agreed, merge.parents[0]));
        return isLater ? std::optional(TakenIn{merge, mirror}) : none;
    }

    Cycle &m_cycle;
    Vault &m_vault;
    std::optional<CommitId> m_last;
    std::int64_t m_lastSeconds = 0;
    std::deque<CommitId> m_ahead;
    std::set<std::string> m_met;
};

std::optional<IndexedPage> pageIn(const PageIndex &index, const PageId &page) {
    const auto found = index.pages.find(page);
    return found == index.pages.end() ? std::nullopt : std::optional(found->second);
}

bool same(const std::optional<IndexedPage> &a, const std::optional<IndexedPage> &b) {
    return a.has_value() == b.has_value() && (!a || (a->path == b->path && a->blob == b->blob));
}

void setBase(PageIndex &base, const PageId &page, const std::optional<IndexedPage> &now) {
    if (const auto before = base.pages.find(page); before != base.pages.end()) {
        base.byPath.erase(before->second.path);
        base.pages.erase(before);
    }
    if (!now) return;
    base.pages.emplace(page, *now);
    base.byPath.insert_or_assign(now->path, page);
}

}  // namespace

Result<> takeOtherMirrors(Cycle &cycle) {
    VaultState &vault = cycle.vault;
    if (!cycle.ports.remote || !vault.mainTip || !vault.mirrorTip || !vault.agreed) return {};
    if (vault.memory.mainTip == toHex(*vault.mainTip)) return {};
    TRY_ASSIGN(const auto found, NewestMirror(cycle).find());
    if (!found) return {};
    Vault &store = cycle.ports.vault;
    TRY_ASSIGN(const VaultTree before, treeAt(store, found->merge.parents[0]));
    TRY_ASSIGN(const VaultTree mirrorTree, store.tree(found->mirror.tree));
    TRY_ASSIGN(const VaultTree afterTree, store.tree(found->merge.tree));
    TRY_ASSIGN(const PageIndex was, indexPages(before, nullptr, cycle.files));
    TRY_ASSIGN(const PageIndex mirror, indexPages(mirrorTree, nullptr, cycle.files));
    TRY_ASSIGN(const PageIndex after, indexPages(afterTree, nullptr, cycle.files));
    std::set<PageId> pages;
    for (const PageIndex *index : {&was, &mirror, &std::as_const(vault.base)})
        for (const auto &[page, at] : index->pages)
            pages.insert(page);
    for (const PageId &page : pages) {
        // A page held back there stands in the mirror as it was before: main took nothing in for it.
        const auto held = pageIn(mirror, page), now = pageIn(after, page);
        if (same(now, pageIn(was, page)) && !same(now, held)) continue;
        if (!same(held, pageIn(vault.base, page))) setBase(vault.base, page, held);
    }
    return {};
}

}  // namespace wikivault
