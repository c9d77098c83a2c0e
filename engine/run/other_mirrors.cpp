#include "engine/core/merge/merge_text.h"
#include "engine/run/commits.h"
#include "engine/run/remote_steps.h"

#include <deque>
#include <set>
#include <utility>

/// Several consoles, one wiki, one branch: what another console took from the wiki, or wrote to it, comes with its
/// commits. It is no edit of git's. Without that knowledge a text the wiki had a moment ago would look like one that
/// somebody changed in git, and whoever goes on typing, or takes something back, would be in conflict with himself.
namespace wikivault {

namespace {

constexpr std::size_t kBasesLookedAt = 4;

/// Where a main took in a mirror, and the mirror: the wiki as that console had read it.
struct TakenIn {
    CommitFacts merge, mirror;
    bool isLater = false;  ///< than our own mirror
};

class NewestMirror {
public:
    /// `known`: a commit whose history is old news.
    NewestMirror(Cycle &cycle, std::optional<CommitId> known)
        : m_cycle(cycle),
          m_vault(cycle.ports.vault),
          m_known(std::move(known)) {}

    /// Of another console, in the history of `tip`; nothing: there is none.
    Result<std::optional<TakenIn>> find(const CommitId &tip) {
        constexpr int kCommitsLookedAt = 500;
        std::optional<TakenIn> newest;
        TRY(readKnown());
        m_ahead.push_back(tip);
        for (int i = 0; !m_ahead.empty() && i < kCommitsLookedAt; ++i) {
            const CommitId commit = m_ahead.front();
            m_ahead.pop_front();
            if (!m_met.insert(toHex(commit)).second) continue;
            TRY_ASSIGN(const CommitFacts facts, m_vault.commitFacts(commit));
            TRY_ASSIGN(const bool known, isKnown(commit, facts));
            if (known) m_common.push_back(commit);
            if (known) continue;
            if (!newest) {
                TRY_ASSIGN(newest, takenInBy(facts));
            }
            m_ahead.insert(m_ahead.end(), facts.parents.begin(), facts.parents.end());
        }
        return newest;
    }
    /// After find(): the newest commits that both histories hold. There are several where people and consoles merged
    /// each other crosswise.
    Result<std::vector<CommitId>> common() const {
        std::vector<CommitId> newest;
        for (const CommitId &one : m_common) {
            bool isOlder = false;
            for (const CommitId &other : m_common) {
                if (isOlder || other == one) continue;
                TRY_ASSIGN(isOlder, m_vault.isAncestor(one, other));
            }
            if (!isOlder) newest.push_back(one);
        }
        return newest;
    }

private:
    Result<> readKnown() {
        if (!m_known) return {};
        const auto facts = m_vault.commitFacts(*m_known);
        m_knownSeconds = facts ? facts->info.seconds : 0;
        if (!facts) m_known.reset();
        return {};
    }

    Result<bool> isKnown(const CommitId &commit, const CommitFacts &facts) {
        if (!m_known || facts.info.seconds > m_knownSeconds) return false;
        return m_vault.isAncestor(commit, *m_known);
    }

    Result<std::optional<TakenIn>> takenInBy(const CommitFacts &merge) {
        const std::optional<TakenIn> none;
        if (merge.parents.size() != 2 || !isMadeByEngine(merge)) return none;
        TRY_ASSIGN(const CommitFacts mirror, m_vault.commitFacts(merge.parents[1]));
        if (!isOfTheWiki(mirror.info)) return none;
        TRY_ASSIGN(const bool isOurs, m_vault.isAncestor(merge.parents[1], *m_cycle.vault.mirrorTip));
        if (isOurs) return none;
        // Made by a console that knew all our own mirror knows. Where our push was refused it could not know: then it
        // is the clocks that tell, and consoles that share a lock take turns.
        TRY_ASSIGN(bool isLater, m_vault.isAncestor(*m_cycle.vault.agreed, merge.parents[0]));
        if (!isLater) {
            TRY_ASSIGN(const CommitFacts ours, m_vault.commitFacts(*m_cycle.vault.agreed));
            isLater = mirror.info.seconds >= ours.info.seconds;
        }
        return std::optional(TakenIn{merge, mirror, isLater});
    }

    Cycle &m_cycle;
    Vault &m_vault;
    std::optional<CommitId> m_known;
    std::int64_t m_knownSeconds = 0;
    std::deque<CommitId> m_ahead;
    std::set<std::string> m_met;
    std::vector<CommitId> m_common;
};

std::optional<IndexedPage> pageIn(const PageIndex &index, const PageId &page) {
    const auto found = index.pages.find(page);
    return found == index.pages.end() ? std::nullopt : std::optional(found->second);
}

bool same(const std::optional<IndexedPage> &a, const std::optional<IndexedPage> &b) {
    return a.has_value() == b.has_value() && (!a || (a->path == b->path && a->blob == b->blob));
}

Result<PageIndex> pagesIn(Cycle &cycle, const TreeId &id) {
    TRY_ASSIGN(const VaultTree tree, cycle.ports.vault.tree(id));
    return indexPages(tree, nullptr, cycle.files);
}

/// What several common ancestors have of a page, merged, as git does it; nothing: that cannot be told.
Result<std::optional<std::string>> mergedBases(Cycle &cycle, const RemoteState::CommonPast &past, const PageId &page) {
    std::optional<std::string> merged;
    for (const auto &base : past.bases) {
        const auto now = pageIn(base.pages, page), before = pageIn(base.before, page);
        if (!now) continue;
        TRY_ASSIGN(std::string text, cycle.files.body(now->blob));
        if (!merged) {
            merged = std::move(text);
            continue;
        }
        if (!before) continue;
        TRY_ASSIGN(const std::string began, cycle.files.body(before->blob));
        const merge::MergedBody both = merge::mergeBodies(began, *merged, text);
        if (both.isClean()) merged = both.text;
    }
    return merged;
}

}  // namespace

Result<> readCommonPast(Cycle &cycle) {
    const VaultState &vault = cycle.vault;
    RemoteState::CommonPast past;
    if (!vault.mainTip || !vault.mirrorTip || !vault.agreed) return {};
    NewestMirror history(cycle, vault.mainTip);
    TRY_ASSIGN(const auto found, history.find(*cycle.remote.seen));
    TRY_ASSIGN(const std::vector<CommitId> common, history.common());
    for (const CommitId &commit : common) {
        if (past.bases.size() == kBasesLookedAt) break;
        RemoteState::CommonPast::Base base;
        TRY_ASSIGN(base.pages, pagesAt(cycle, commit));
        if (!past.bases.empty()) {
            TRY_ASSIGN(const auto before, cycle.ports.vault.mergeBase(common.front(), commit));
            if (!before) continue;
            TRY_ASSIGN(base.before, pagesAt(cycle, *before));
        }
        past.bases.push_back(std::move(base));
    }
    if (found) {
        TRY_ASSIGN(past.mirror, pagesIn(cycle, found->mirror.tree));
        past.isMirrorLater = found->isLater;
    }
    cycle.remote.past = std::move(past);
    return {};
}

Result<std::vector<std::string>> commonTexts(Cycle &cycle, const PageId &page) {
    std::vector<std::string> texts;
    if (!cycle.remote.past) return texts;
    const RemoteState::CommonPast &past = *cycle.remote.past;
    TRY_ASSIGN(const auto crosswise, mergedBases(cycle, past, page));
    if (crosswise) texts.push_back(*crosswise);
    const auto ours = pageIn(cycle.vault.base, page), theirs = pageIn(past.mirror, page);
    // The older of two states of the wiki is what both have in common.
    for (const auto &one : {past.isMirrorLater ? ours : theirs, past.isMirrorLater ? theirs : ours}) {
        if (!one) continue;
        TRY_ASSIGN(std::string text, cycle.files.body(one->blob));
        texts.push_back(std::move(text));
    }
    return texts;
}

Result<> takeOtherMirrors(Cycle &cycle) {
    VaultState &vault = cycle.vault;
    if (!cycle.ports.remote || !vault.mainTip || !vault.mirrorTip || !vault.agreed) return {};
    if (vault.memory.mainTip == toHex(*vault.mainTip)) return {};
    TRY_ASSIGN(const auto found,
               NewestMirror(cycle, parseObjectId<CommitId>(vault.memory.mainTip)).find(*vault.mainTip));
    if (!found || !found->isLater) return {};
    TRY_ASSIGN(const PageIndex was, pagesAt(cycle, found->merge.parents[0]));
    TRY_ASSIGN(const PageIndex mirror, pagesIn(cycle, found->mirror.tree));
    TRY_ASSIGN(const PageIndex after, pagesIn(cycle, found->merge.tree));
    std::set<PageId> pages;
    for (const PageIndex *index : {&was, &mirror, &std::as_const(vault.base)})
        for (const auto &[page, at] : index->pages)
            pages.insert(page);
    for (const PageId &page : pages) {
        // A page held back there stands in the mirror as it was before: main took nothing in for it.
        const auto held = pageIn(mirror, page), now = pageIn(after, page);
        if (same(now, pageIn(was, page)) && !same(now, held)) continue;
        if (!same(held, pageIn(vault.base, page))) setPage(vault.base, page, held);
    }
    return {};
}

}  // namespace wikivault
