#include "engine/core/deletion_guard.h"
#include "engine/core/rig_hooks.h"
#include "engine/run/flip_pages.h"
#include "engine/run/merge_steps.h"
#include "engine/run/push_steps.h"

#include <algorithm>

namespace wikivault {

namespace {

/// How many pages stand above this one; `parentOf` gives null at the top. A circle ends the count.
template <class ParentOf>
int levelsAbove(const PageId &page, ParentOf parentOf) {
    constexpr int kDeepest = 1000;  // no page stands deeper
    int levels = 0;
    for (const PageId *above = parentOf(page); above && levels < kDeepest; above = parentOf(*above))
        ++levels;
    return levels;
}

bool isHeldBack(const Cycle &cycle, const PageId &page) {
    return cycle.merge.leftOut.contains(page) || cycle.merge.heldPages.contains(page);
}

void appendCreate(const Cycle &cycle, const PendingCreate &create, std::set<PageId> &seen,
                  std::vector<PushStep> &steps) {
    if (!seen.insert(create.id).second) return;
    const auto isParent = [&](const PendingCreate &other) { return create.parent == other.id; };
    const auto parent = std::find_if(cycle.merge.creates.begin(), cycle.merge.creates.end(), isParent);
    if (parent != cycle.merge.creates.end()) appendCreate(cycle, *parent, seen, steps);
    steps.push_back({PushKind::Create, create.id, &create});
}

std::vector<PushStep> trashSteps(const Cycle &cycle) {
    std::vector<PushStep> steps;
    for (const auto &[page, verdict] : cycle.merge.verdicts)
        if (verdict.fate == Fate::TrashInWiki && cycle.wiki.rows.contains(page))
            steps.push_back({PushKind::Trash, page, nullptr});
    // By the wiki's own tree: the layout's folders say nothing about a page whose parent has no file.
    const auto parentOf = [&](const PageId &page) {
        const auto row = cycle.wiki.rows.find(page);
        return row != cycle.wiki.rows.end() && row->second.parent ? &*row->second.parent : nullptr;
    };
    std::stable_sort(steps.begin(), steps.end(), [&](const PushStep &a, const PushStep &b) {
        return levelsAbove(a.page, parentOf) > levelsAbove(b.page, parentOf);
    });
    return steps;
}

Action actionOf(PushKind kind) {
    switch (kind) {
        case PushKind::Restore: return Action::Restore;
        case PushKind::Create: return Action::Create;
        case PushKind::Move: return Action::Move;
        case PushKind::Rename: return Action::Rename;
        case PushKind::Body: return Action::Update;
        case PushKind::Trash: break;
    }
    return Action::Delete;
}

/// Whether both sides had placed or named the page, and git's choice is what the step brings to the wiki.
bool isRuling(const Cycle &cycle, const PushStep &step) {
    const auto verdict = cycle.merge.verdicts.find(step.page);
    if (verdict == cycle.merge.verdicts.end()) return false;
    return (step.kind == PushKind::Move && verdict->second.parentSettledByRule) ||
           (step.kind == PushKind::Rename && verdict->second.nameSettledByRule);
}

}  // namespace

bool isRestored(const Cycle &cycle, const PageId &page) {
    const auto verdict = cycle.merge.verdicts.find(page);
    return verdict != cycle.merge.verdicts.end() && verdict->second.fate == Fate::RestoreInWiki &&
           !isHeldBack(cycle, page);
}

std::vector<PushStep> planRestores(const Cycle &cycle) {
    std::vector<PushStep> steps;
    std::set<PageId> seen;
    for (const auto &[page, verdict] : cycle.merge.verdicts) {
        std::vector<PageId> chain;  // parents before their children
        for (std::optional<PageId> at = page; at && isRestored(cycle, *at) && seen.insert(*at).second;) {
            chain.push_back(*at);
            at = cycle.merge.parents.at(*at);
        }
        for (auto at = chain.rbegin(); at != chain.rend(); ++at)
            steps.push_back({PushKind::Restore, *at, nullptr});
    }
    return steps;
}

bool willLive(const Cycle &cycle, const PageId &page, std::set<PageId> seen) {
    if (cycle.wiki.rows.contains(page) || cycle.wiki.basePages.contains(page)) return true;
    if (!seen.insert(page).second) return false;
    const auto &creates = cycle.merge.creates;
    const auto create = std::find_if(creates.begin(), creates.end(), [&](const auto &one) { return one.id == page; });
    if (create == creates.end() && !isRestored(cycle, page)) return false;
    const std::optional<PageId> parent = create != creates.end() ? create->parent : cycle.merge.parents.at(page);
    return !parent || willLive(cycle, *parent, std::move(seen));
}

TreeOfPush::TreeOfPush(const Cycle &cycle) : m_cycle(cycle) {
    for (const auto &[page, row] : cycle.wiki.rows)
        m_parents.emplace(page, row.parent);
}

void TreeOfPush::take(const PushStep &step) {
    if (step.create)
        m_parents[step.page] = step.create->parent;
    else if (step.kind == PushKind::Move)
        m_parents[step.page] = m_cycle.merge.parents.at(step.page);
}

std::string TreeOfPush::obstacleOf(const PushStep &step) const {
    if (step.kind != PushKind::Create && step.kind != PushKind::Move && step.kind != PushKind::Restore) return {};
    const std::optional<PageId> parent = step.create ? step.create->parent : m_cycle.merge.parents.at(step.page);
    if (!parent) return {};
    if (!willLive(m_cycle, *parent)) return "its parent page is not in the wiki; it waits until that is settled";
    if (step.kind != PushKind::Move) return {};
    std::set<PageId> seen;
    for (std::optional<PageId> above = parent; above && seen.insert(*above).second;) {
        if (*above == step.page) return "it would stand below itself; it waits until the page above it has moved";
        const auto next = m_parents.find(*above);
        above = next == m_parents.end() ? std::nullopt : next->second;
    }
    return {};
}

bool isCreated(const Cycle &cycle, const std::optional<PageId> &page) {
    const auto &creates = cycle.merge.creates;
    return std::any_of(creates.begin(), creates.end(), [&](const auto &create) { return create.id == page; });
}

namespace {

/// Whoever would stand below himself goes right after the move that takes the page above him away.
std::vector<PushStep> asTheyCan(const Cycle &cycle, const std::vector<PushStep> &before, std::vector<PushStep> moves) {
    TreeOfPush tree(cycle);
    for (const PushStep &step : before)
        tree.take(step);
    std::vector<PushStep> ordered, waiting;
    for (bool isStuck = false; !isStuck; moves.swap(waiting), waiting.clear()) {
        isStuck = true;
        for (PushStep &move : moves) {
            const bool goes = tree.obstacleOf(move).empty();
            if (goes) tree.take(move);
            isStuck = isStuck && !goes;
            (goes ? ordered : waiting).push_back(move);
        }
    }
    ordered.insert(ordered.end(), moves.begin(), moves.end());
    return ordered;
}

}  // namespace

std::vector<PushStep> planWrites(const Cycle &cycle) {
    std::vector<PushStep> steps, moves, renames, bodies;
    std::set<PageId> seen;
    for (const PendingCreate &create : cycle.merge.creates)
        appendCreate(cycle, create, seen, steps);
    for (const auto &[page, blob] : cycle.merge.mainBlobs) {
        const auto row = cycle.wiki.rows.find(page);
        const auto verdict = cycle.merge.verdicts.find(page);
        if (row == cycle.wiki.rows.end() || isHeldBack(cycle, page) || verdict == cycle.merge.verdicts.end()) continue;
        if (verdict->second.parent == Side::Git && cycle.merge.parents.at(page) != row->second.parent)
            moves.push_back({PushKind::Move, page, nullptr});
        if (verdict->second.name == Side::Git && cycle.merge.titles.at(page) != row->second.title)
            renames.push_back({PushKind::Rename, page, nullptr});
        if (cycle.merge.pushBodies.contains(page)) bodies.push_back({PushKind::Body, page, nullptr});
    }
    // From the top down: a page never goes below one that still has to leave its own subtree.
    std::map<PageId, const std::optional<PageId> *> made;
    for (const PendingCreate &create : cycle.merge.creates)
        made.emplace(create.id, &create.parent);
    const auto parentOf = [&](const PageId &page) {
        const auto at = cycle.merge.parents.find(page);
        const auto create = made.find(page);
        const auto *parent = at != cycle.merge.parents.end() ? &at->second
                             : create != made.end()          ? create->second
                                                             : nullptr;
        return parent && *parent ? &**parent : nullptr;
    };
    std::stable_sort(moves.begin(), moves.end(), [&](const PushStep &a, const PushStep &b) {
        return levelsAbove(a.page, parentOf) < levelsAbove(b.page, parentOf);
    });
    moves = asTheyCan(cycle, steps, std::move(moves));
    if (PLANTED("moves-bottom-up")) std::reverse(moves.begin(), moves.end());
    if (PLANTED("delete-before-move")) steps = trashSteps(cycle);
    const auto append = [&](const std::vector<PushStep> &more) { steps.insert(steps.end(), more.begin(), more.end()); };
    append(moves);
    append(renames);
    append(bodies);
    append(trashSteps(cycle));
    return steps;
}

Item itemFor(const Cycle &cycle, const PushStep &step) {
    Item item;
    item.page = step.page;
    item.direction = Direction::GitToWiki;
    if (step.create) {
        item.action = Action::Create;
        item.path = step.create->path.empty() ? step.create->folder : step.create->path;
        item.after = step.create->blob;
        if (step.create->fromPath != item.path) item.fromPath = step.create->fromPath;
        if (cycle.merge.approved.contains(step.page)) item.detail = kApproved;
        return item;
    }
    const auto mainPath = cycle.merge.mainPaths.find(step.page);
    const auto wikiPath = cycle.wiki.paths.find(step.page);
    item.path = mainPath != cycle.merge.mainPaths.end() ? mainPath->second
                : wikiPath != cycle.wiki.paths.end()    ? wikiPath->second
                                                        : std::string();
    const auto wikiBlob = cycle.wiki.blobs.find(step.page);
    const auto mainBlob = cycle.merge.mainBlobs.find(step.page);
    const bool showsTexts =
        step.kind == PushKind::Body || step.kind == PushKind::Restore || step.kind == PushKind::Trash;
    if (showsTexts && wikiBlob != cycle.wiki.blobs.end()) item.before = wikiBlob->second;
    if (showsTexts && mainBlob != cycle.merge.mainBlobs.end()) item.after = mainBlob->second;
    item.action = actionOf(step.kind);
    if (step.kind == PushKind::Trash) {
        item.detail = "goes to the wiki's trash; public shares of the page go with it";
        if (cycle.merge.approved.contains(step.page)) item.detail = std::string(kApproved) + "; " + item.detail;
    }
    if (step.kind == PushKind::Body) item.detail = overwriteNote(cycle, step.page, Direction::GitToWiki);
    if (isRuling(cycle, step)) {
        item.reason = Reason::SettledByRule;
        item.detail = "both sides renamed or moved the page differently; by rule git's choice stands";
    }
    const auto row = cycle.wiki.rows.find(step.page);
    if (const std::string note = flipNote(cycle, step.page); !note.empty()) item.detail = note;
    if (step.kind == PushKind::Rename && row != cycle.wiki.rows.end()) item.fromTitle = row->second.title;
    if ((step.kind == PushKind::Move || step.kind == PushKind::Rename) && wikiPath != cycle.wiki.paths.end())
        item.fromPath = wikiPath->second;
    return item;
}

}  // namespace wikivault
