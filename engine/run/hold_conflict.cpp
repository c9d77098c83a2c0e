#include "engine/run/hold_conflict.h"

namespace wikivault {

namespace {

/// A decision about texts that are there no more becomes a draft: nothing a person wrote is thrown away.
void keepAsDraft(ConflictRecord &now, const ConflictRecord &old) {
    now.draft = old.draft;
    now.draftBlocks = old.draftBlocks;
    now.draftState = old.draftState;
    const bool heldInBlocks = !old.draftBlocks.empty();
    if (old.decisionText.empty() || !now.decision.empty() || heldInBlocks) return;
    now.draft = old.decisionText;
    now.draftState = stateOf(old);
}

/// Says so when a person decided about texts that have moved on; "" otherwise.
std::string droppedDecision(const Cycle &cycle, const PageId &page, const ConflictRecord &now) {
    const auto found = cycle.vault.conflicts.records.find(page);
    if (found == cycle.vault.conflicts.records.end() || found->second.decision.empty() || !now.decision.empty())
        return {};
    const bool wiki = found->second.wiki != now.wiki;
    const bool git = found->second.git != now.git;
    const std::string what = wiki && git          ? "both sides changed"
                             : git                ? "git's side changed"
                             : now.wikiBy.empty() ? "the wiki's side changed"
                                                  : "the wiki's side changed by " + now.wikiBy;
    return what + " after the decision was made, so it was not carried out; look again and decide";
}

}  // namespace

std::optional<BlobId> blobOfSide(const std::optional<PageSide> &side) {
    return side ? std::optional(side->blob) : std::nullopt;
}

std::string pathForPeople(const Cycle &cycle, const PageId &page) {
    if (const auto git = cycle.vault.main.pages.find(page); git != cycle.vault.main.pages.end())
        return git->second.path;
    if (const auto wiki = cycle.wiki.paths.find(page); wiki != cycle.wiki.paths.end()) return wiki->second;
    const auto base = cycle.vault.base.pages.find(page);
    return base == cycle.vault.base.pages.end() ? std::string() : base->second.path;
}

ConflictRecord recordOf(const Cycle &cycle, const PageId &page, const PageSides &sides, ConflictKind kind) {
    ConflictRecord record;
    record.kind = kind;
    record.path = pathForPeople(cycle, page);
    record.base = blobOfSide(sides.base);
    record.wiki = blobOfSide(sides.wiki);
    record.git = blobOfSide(sides.git);
    record.since = cycle.ports.clock.now();
    if (const auto row = cycle.wiki.rows.find(page); row != cycle.wiki.rows.end()) {
        record.title = row->second.title;
        record.wikiBy = row->second.updatedBy;
        record.wikiAt = row->second.updatedAt;
    }
    if (record.title.empty() && sides.base) record.title = sides.base->name;
    record.gitBy = cycle.vault.mainAuthor;
    record.gitAt = cycle.vault.mainTime;
    return record;
}

const ConflictRecord *knownRecord(const Cycle &cycle, const PageId &page, const ConflictRecord &now) {
    const auto found = cycle.vault.conflicts.records.find(page);
    if (found == cycle.vault.conflicts.records.end()) return nullptr;
    const ConflictRecord &old = found->second;
    const bool sameGit = old.git == now.git || (old.result && old.result == now.git);
    return old.kind == now.kind && old.wiki == now.wiki && sameGit ? &old : nullptr;
}

ConflictRecord carryOver(const Cycle &cycle, const PageId &page, ConflictRecord now) {
    const auto found = cycle.vault.conflicts.records.find(page);
    if (found == cycle.vault.conflicts.records.end()) return now;
    const ConflictRecord &old = found->second;
    now.since = old.since;
    if (old.wiki == now.wiki) now.wikiBy = old.wikiBy, now.wikiAt = old.wikiAt;
    if (old.git == now.git) now.gitBy = old.gitBy, now.gitAt = old.gitAt;
    if (knownRecord(cycle, page, now)) {
        now.decision = old.decision;
        now.decisionText = old.decisionText;
        now.result = old.result;
    }
    keepAsDraft(now, old);
    return now;
}

void keepUntilPushed(Cycle &cycle, const PageId &page, ConflictRecord record) {
    const auto blob = cycle.merge.mainBlobs.find(page);
    if (blob != cycle.merge.mainBlobs.end()) record.result = blob->second;
    cycle.merge.decided.insert_or_assign(page, std::move(record));
}

void holdConflict(Cycle &cycle, const PageId &page, const ConflictRecord &record) {
    Item item;
    item.page = page;
    item.path = record.path;
    item.direction = Direction::GitToWiki;
    item.action = record.kind == ConflictKind::Existence && !record.git ? Action::Delete : Action::Update;
    item.outcome = Outcome::Held;
    item.reason = record.kind == ConflictKind::Markers ? Reason::Markers : Reason::Conflict;
    item.before = record.wiki;
    item.after = record.git;
    const std::string dropped = droppedDecision(cycle, page, record);
    item.detail = !dropped.empty()                       ? dropped
                  : record.kind == ConflictKind::Markers ? "the file holds conflict markers; settle them in the file"
                  : record.kind == ConflictKind::Existence
                      ? "one side edited the page, the other removed it; decide in the conflict review"
                      : "both sides changed the same text; decide in the conflict review";
    cycle.note(item);
    cycle.merge.conflicts.emplace(page, record);
    cycle.report.conflicts.push_back(summaryOf(cycle.request.space.id, page, record));
}

void placeConflicts(Cycle &cycle) {
    const auto &paths = cycle.merge.mainPaths;
    const auto place = [&](const PageId &page, std::string &path) {
        if (const auto at = paths.find(page); at != paths.end()) path = at->second;
    };
    for (auto *records : {&cycle.merge.conflicts, &cycle.merge.decided})
        for (auto &[page, record] : *records)
            place(page, record.path);
    for (ConflictSummary &summary : cycle.report.conflicts)
        place(summary.page, summary.path);
}

void keepLoser(Cycle &cycle, const PageId &page, const ConflictRecord &conflict, const std::string &loser) {
    SettledRecord record;
    record.page = page;
    record.kind = conflict.kind;
    record.rule = cycle.request.policy == ConflictPolicy::GitWins ? "git-wins" : "wiki-wins";
    record.loser = loser;
    record.title = conflict.title;
    record.path = conflict.path;
    record.run = cycle.request.run.str();
    record.lostBy = loser == "wiki" ? conflict.wikiBy : conflict.gitBy;
    record.lostAt = loser == "wiki" ? conflict.wikiAt : conflict.gitAt;
    record.at = cycle.ports.clock.now();
    record.base = conflict.base;
    record.wiki = conflict.wiki;
    record.git = conflict.git;
    record.kept = cycle.merge.mainBlobs.at(page);
    cycle.merge.settled.push_back(std::move(record));
}

void keepDecided(Cycle &cycle, const PageId &page, const ConflictRecord &conflict) {
    const std::string &taken = conflict.decision;
    keepLoser(cycle, page, conflict, taken == "wiki" ? "git" : taken == "git" ? "wiki" : "");
    SettledRecord &record = cycle.merge.settled.back();
    record.rule = "person";
    record.seen = true;
    if (record.loser.empty()) record.lostBy = record.lostAt = {};
}

Result<> keepWhatAnotherEngineLeftOut(Cycle &cycle) {
    if (!cycle.vault.otherEngine) return {};
    for (const auto &[page, record] : cycle.vault.conflicts.records) {
        const auto now = cycle.merge.mainBlobs.find(page);
        const bool settled = !cycle.merge.conflicts.contains(page) && now != cycle.merge.mainBlobs.end();
        if (!settled || !record.wiki || !record.git || !record.decision.empty()) continue;
        TRY_ASSIGN(const bool gitStands, cycle.files.equalBodies(now->second, *record.git));
        TRY_ASSIGN(const bool wikiStands, cycle.files.equalBodies(now->second, *record.wiki));
        if (gitStands == wikiStands) continue;
        keepLoser(cycle, page, record, gitStands ? "wiki" : "git");
        cycle.merge.settled.back().rule = "another-engine";
    }
    return {};
}

void keepConflictBases(VaultState &vault) {
    if (vault.agreed == vault.mirrorTip) return;
    for (const auto &[page, record] : vault.conflicts.records) {
        const auto file = vault.main.pages.find(page);
        const auto base = vault.base.pages.find(page);
        if (record.kind != ConflictKind::Body || !record.base || base == vault.base.pages.end()) continue;
        // A file that went since took nothing of the wiki's text with it: main never had that.
        if (file == vault.main.pages.end() || file->second.blob == record.git)
            vault.base.pages[page].blob = *record.base;
    }
}

}  // namespace wikivault
