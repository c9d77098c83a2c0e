#include "engine/core/merge/merge_text.h"
#include "engine/run/page_sides.h"
#include "engine/run/settled_records.h"
#include "engine/run/undo.h"

namespace wikivault {

namespace {

void noteNotPutBack(Cycle &cycle, const SettledRecord &record, Reason reason, const std::string &why) {
    Item item;
    item.page = record.page;
    item.path = record.path;
    item.direction = record.loser == "wiki" ? Direction::WikiToGit : Direction::GitToWiki;
    item.outcome = reason == Reason::LeftOut ? Outcome::Skipped : Outcome::Held;
    item.reason = reason;
    item.detail = why;
    cycle.note(item);
    cycle.merge.leftOut.insert(record.page);
}

Result<std::string> bodyOf(Cycle &cycle, const std::optional<BlobId> &blob) {
    if (!blob) return std::string();
    return cycle.files.body(*blob);
}

/// The place that lost, where the page still stands where the other choice put it.
void putBackPlace(Cycle &cycle, const SettledRecord &record, PageSide &side) {
    if (!record.lostPlace || !record.keptPlace) return;
    if (side.parent == record.keptPlace->parent) side.parent = record.lostPlace->parent;
    if (side.name != record.keptPlace->name) return;
    side.name = record.lostPlace->name;
    if (record.loser == "wiki") cycle.merge.exactTitles.emplace(record.page, record.title);
}

/// Recorded by the run that puts it back, together with its commit.
void markPutBack(Cycle &cycle, const SettledRecord &record) {
    SettledRecord &marked = cycle.merge.settled.emplace_back(record);
    marked.seen = marked.putBack = true;
}

/// The page as the other choice would have left it, with what was written since.
Result<> putBackText(Cycle &cycle, const SettledRecord &record, const PageSides &now) {
    TRY_ASSIGN(const std::string base, bodyOf(cycle, record.base));
    TRY_ASSIGN(const std::string wiki, bodyOf(cycle, record.wiki));
    TRY_ASSIGN(const std::string git, bodyOf(cycle, record.git));
    TRY_ASSIGN(const std::string kept, bodyOf(cycle, record.kept));
    const auto other = record.loser == "wiki" ? merge::Settle::Wiki : merge::Settle::Git;
    const std::string wanted = merge::mergeBodies(base, wiki, git, other).text;
    TRY_ASSIGN(const std::string file, cycle.files.text(now.git->blob));
    const merge::MergedBody merged = merge::mergeBodies(kept, wanted, parsePageFile(file).body);
    if (!merged.isClean()) {
        noteNotPutBack(cycle, record, Reason::ChangedSince,
                       "the same text was changed again since the rule chose; put it back by hand");
        return {};
    }
    PageSide side = *now.git;
    TRY_ASSIGN(side.blob, cycle.ports.vault.storeText(withBody(file, merged.text)));
    putBackPlace(cycle, record, side);
    if (side == *now.git) {
        noteNotPutBack(cycle, record, Reason::LeftOut, "the text stands there already");
        return {};
    }
    cycle.merge.wanted.emplace(record.page, side);
    markPutBack(cycle, record);
    return {};
}

/// A rule kept a page that one side had removed; the other choice is that it goes.
Result<> putBackRemoval(Cycle &cycle, const SettledRecord &record, const PageSides &now) {
    TRY_ASSIGN(const bool same, cycle.files.equalBodies(record.kept.value_or(now.git->blob), now.git->blob));
    if (!same) {
        noteNotPutBack(cycle, record, Reason::ChangedSince, "the page was changed again since the rule kept it");
        return {};
    }
    cycle.merge.wanted.emplace(record.page, std::nullopt);
    markPutBack(cycle, record);
    return {};
}

}  // namespace

Result<> putBackSettled(Cycle &cycle) {
    TRY_ASSIGN(const auto settled, loadSettled(cycle.ports.vault));
    const auto found = settled.records.find(cycle.request.restore);
    if (found == settled.records.end())
        return fail(ErrorCode::NotFound, "No page settled by a rule has the id " + cycle.request.restore +
                                             "; `wikivaultctl conflicts --settled` lists them.");
    const SettledRecord &record = found->second;
    if (record.loser.empty()) {
        noteNotPutBack(cycle, record, Reason::LeftOut,
                       "a person wrote the text himself, so there is no other choice to put back; both texts are kept");
        return {};
    }
    const PageSides now = sidesOf(cycle, FolderOwners(cycle), record.page);
    if (!now.wiki || !now.git) {
        noteNotPutBack(cycle, record, Reason::ChangedSince, "the page was removed since the rule chose");
        return {};
    }
    return record.kind == ConflictKind::Existence ? putBackRemoval(cycle, record, now)
                                                  : putBackText(cycle, record, now);
}

}  // namespace wikivault
