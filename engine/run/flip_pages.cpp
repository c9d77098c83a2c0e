#include "engine/run/flip_pages.h"

#include "engine/run/hold_conflict.h"

namespace wikivault {

namespace {

bool cameOut(const MergeState &merge, const PageId &page) {
    return merge.mainBlobs.contains(page) && !merge.leftOut.contains(page) && !merge.heldPages.contains(page) &&
           !merge.heldBodies.contains(page);
}

void keepPlaces(SettledRecord &record, const PageSide &lost, const PageSide &kept) {
    if (lost.name == kept.name && lost.parent == kept.parent) return;
    record.lostPlace = SettledPlace{lost.name, lost.parent};
    record.keptPlace = SettledPlace{kept.name, kept.parent};
}

}  // namespace

void turnRound(Cycle &cycle, const std::map<PageId, Side> &flips) {
    cycle.merge.winners = flips;
    for (const auto &[page, winner] : flips)
        if (const auto known = cycle.wiki.storedKeys.find(page); known != cycle.wiki.storedKeys.end())
            cycle.merge.exactTitles.emplace(page, known->second.title);
}

std::string flipNote(const Cycle &cycle, const PageId &page) {
    const auto winner = cycle.merge.winners.find(page);
    if (winner == cycle.merge.winners.end()) return {};
    return winner->second == Side::Git ? "turned round by a person: git's side stands, the wiki's is kept in the inbox"
                                       : "turned round by a person: the wiki's side stands, git's is kept in the inbox";
}

void keepFlipped(Cycle &cycle) {
    for (const auto &[page, winner] : cycle.merge.winners) {
        if (!cameOut(cycle.merge, page)) continue;
        const PageSides &sides = cycle.merge.sides.at(page);
        const auto &lost = winner == Side::Git ? sides.wiki : sides.git;
        const auto &kept = winner == Side::Git ? sides.git : sides.wiki;
        ConflictRecord record = recordOf(cycle, page, sides, lost ? ConflictKind::Body : ConflictKind::Existence);
        record.decision = winner == Side::Git ? "git" : "wiki";
        keepDecided(cycle, page, record);
        if (lost && kept) keepPlaces(cycle.merge.settled.back(), *lost, *kept);
    }
    for (Item &item : cycle.report.items)
        if (item.page && isAction(item) && cycle.merge.winners.contains(*item.page))
            item.detail = flipNote(cycle, *item.page);
}

}  // namespace wikivault
