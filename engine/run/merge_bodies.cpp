#include "engine/run/merge_bodies.h"

#include "engine/core/merge/merge_text.h"
#include "engine/core/page_path.h"
#include "engine/core/rig_hooks.h"
#include "engine/run/merge_steps.h"

namespace wikivault {

namespace {

using merge::MergedBody;
using merge::Settle;

std::string pathForPeople(const Cycle &cycle, const PageId &page) {
    if (const auto git = cycle.vault.main.pages.find(page); git != cycle.vault.main.pages.end())
        return git->second.path;
    if (const auto wiki = cycle.wiki.paths.find(page); wiki != cycle.wiki.paths.end()) return wiki->second;
    const auto base = cycle.vault.base.pages.find(page);
    return base == cycle.vault.base.pages.end() ? std::string() : base->second.path;
}

std::optional<BlobId> blobOf(const std::optional<PageSide> &side) {
    return side ? std::optional(side->blob) : std::nullopt;
}

ConflictRecord recordOf(const Cycle &cycle, const PageId &page, const PageSides &sides, ConflictKind kind) {
    ConflictRecord record;
    record.kind = kind;
    record.path = pathForPeople(cycle, page);
    record.base = blobOf(sides.base);
    record.wiki = blobOf(sides.wiki);
    record.git = blobOf(sides.git);
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

/// The stored record when it is about this very state of both sides.
const ConflictRecord *knownRecord(const Cycle &cycle, const PageId &page, const ConflictRecord &now) {
    const auto found = cycle.vault.conflicts.records.find(page);
    if (found == cycle.vault.conflicts.records.end()) return nullptr;
    const ConflictRecord &old = found->second;
    return old.kind == now.kind && old.wiki == now.wiki && old.git == now.git ? &old : nullptr;
}

/// Keeps since-when, who and the draft of a conflict that was known before.
ConflictRecord carryOver(const Cycle &cycle, const PageId &page, ConflictRecord now) {
    const auto found = cycle.vault.conflicts.records.find(page);
    if (found == cycle.vault.conflicts.records.end()) return now;
    const ConflictRecord &old = found->second;
    now.since = old.since;
    if (old.wiki == now.wiki) now.wikiBy = old.wikiBy, now.wikiAt = old.wikiAt;
    if (old.git == now.git) now.gitBy = old.gitBy, now.gitAt = old.gitAt;
    if (knownRecord(cycle, page, now)) now.decision = old.decision, now.decisionText = old.decisionText;
    return now;
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
    item.detail = record.kind == ConflictKind::Markers ? "the file holds conflict markers; settle them in the file"
                  : record.kind == ConflictKind::Existence
                      ? "one side edited the page, the other removed it; decide in the conflict review"
                      : "both sides changed the same text; decide in the conflict review";
    cycle.note(item);
    cycle.merge.conflicts.emplace(page, record);
    cycle.report.conflicts.push_back(summaryOf(cycle.request.space.id, page, record));
}

std::optional<Settle> settleOf(const std::string &decision) {
    if (decision == "wiki") return Settle::Wiki;
    if (decision == "git") return Settle::Git;
    if (decision == "both") return Settle::Both;
    if (decision == "base") return Settle::Base;
    return std::nullopt;
}

struct Bodies {
    std::string base, wiki, git, gitFile;
};

Result<Bodies> readBodies(Cycle &cycle, const PageSides &sides) {
    Bodies bodies;
    if (sides.base) {
        TRY_ASSIGN(bodies.base, cycle.files.body(sides.base->blob));
    }
    TRY_ASSIGN(bodies.wiki, cycle.files.body(sides.wiki->blob));
    TRY_ASSIGN(bodies.gitFile, cycle.files.text(sides.git->blob));
    bodies.git = parsePageFile(bodies.gitFile).body;
    return bodies;
}

Result<> useBody(Cycle &cycle, const PageId &page, const Bodies &bodies, const std::string &body) {
    TRY_ASSIGN(cycle.merge.mainBlobs[page], cycle.ports.vault.storeText(withBody(bodies.gitFile, body)));
    cycle.files.remember(cycle.merge.mainBlobs[page], page);
    if (!equalBodyTexts(body, bodies.wiki)) cycle.merge.pushBodies.insert(page);
    return {};
}

void noteSettledByRule(Cycle &cycle, const PageId &page, const PageSides &sides) {
    Item item;
    item.page = page;
    item.path = pathForPeople(cycle, page);
    const bool gitWins = cycle.request.policy == ConflictPolicy::GitWins;
    item.direction = gitWins ? Direction::GitToWiki : Direction::WikiToGit;
    item.reason = Reason::SettledByRule;
    item.before = blobOf(gitWins ? sides.wiki : sides.git);
    item.after = blobOf(gitWins ? sides.git : sides.wiki);
    item.detail = gitWins
                      ? "both sides changed the same text; by rule git's stands, the wiki's is in the mirror's history"
                      : "both sides changed the same text; by rule the wiki's stands, git's is in main's history";
    cycle.note(item);
}

Result<> settleOverlap(Cycle &cycle, const PageId &page, const PageSides &sides, const Bodies &bodies) {
    const ConflictKind kind = sides.base ? ConflictKind::Body : ConflictKind::NoBase;
    const ConflictRecord record = carryOver(cycle, page, recordOf(cycle, page, sides, kind));
    const auto merged = [&](Settle settle) {
        return merge::mergeBodies(bodies.base, bodies.wiki, bodies.git, settle).text;
    };
    if (record.decision == "text") return useBody(cycle, page, bodies, parsePageFile(record.decisionText).body);
    if (const auto settle = settleOf(record.decision)) return useBody(cycle, page, bodies, merged(*settle));
    if (cycle.request.policy != ConflictPolicy::Review) {
        noteSettledByRule(cycle, page, sides);
        return useBody(cycle, page, bodies,
                       merged(cycle.request.policy == ConflictPolicy::GitWins ? Settle::Git : Settle::Wiki));
    }
    cycle.merge.mainBlobs[page] = sides.git->blob;
    cycle.merge.heldBodies.insert(page);
    holdConflict(cycle, page, record);
    return {};
}

Result<> holdMarkers(Cycle &cycle, const PageId &page, const PageSides &sides) {
    cycle.merge.mainBlobs[page] = sides.git->blob;
    cycle.merge.heldBodies.insert(page);
    holdConflict(cycle, page, carryOver(cycle, page, recordOf(cycle, page, sides, ConflictKind::Markers)));
    return {};
}

/// Takes the wiki's text where it differs and keeps the bytes of the file elsewhere.
Result<> takeWiki(Cycle &cycle, const PageId &page, const PageSides &sides, const Bodies &bodies) {
    const std::string body = merge::adoptBlocks(bodies.git, bodies.wiki);
    const std::string file = withBody(bodies.gitFile, body);
    TRY_ASSIGN(const std::string wikiFile, cycle.files.text(sides.wiki->blob));
    if (file == wikiFile) {
        cycle.merge.mainBlobs[page] = sides.wiki->blob;
        return {};
    }
    TRY_ASSIGN(cycle.merge.mainBlobs[page], cycle.ports.vault.storeText(file));
    cycle.files.remember(cycle.merge.mainBlobs[page], page);
    return {};
}

/// What really changed, once texts that differ only in style are seen as equal.
BodyFate refined(const PageSides &sides, const Bodies &bodies) {
    if (equalBodyTexts(bodies.git, bodies.wiki)) return BodyFate::Equal;
    if (!sides.base) return BodyFate::NoBase;
    if (equalBodyTexts(bodies.git, bodies.base)) return BodyFate::TakeWiki;
    if (equalBodyTexts(bodies.wiki, bodies.base)) return BodyFate::KeepGit;
    return BodyFate::Merge;
}

}  // namespace

Result<> mergeBody(Cycle &cycle, const PageId &page, const PageSides &sides, PageVerdict &verdict) {
    cycle.merge.mainBlobs[page] = sides.git->blob;
    if (verdict.body == BodyFate::Equal) return {};
    TRY_ASSIGN(const Bodies bodies, readBodies(cycle, sides));
    verdict.body = refined(sides, bodies);
    if (verdict.body == BodyFate::Equal) return {};
    if (verdict.body != BodyFate::TakeWiki && hasConflictMarkers(bodies.git)) {
        const ConflictRecord record = recordOf(cycle, page, sides, ConflictKind::Markers);
        const ConflictRecord *known = knownRecord(cycle, page, record);
        if (known && known->decision == "text")
            return useBody(cycle, page, bodies, parsePageFile(known->decisionText).body);
        if (known && known->decision == "wiki") return useBody(cycle, page, bodies, bodies.wiki);
        return holdMarkers(cycle, page, sides);
    }
    if (verdict.body == BodyFate::TakeWiki) return takeWiki(cycle, page, sides, bodies);
    if (verdict.body == BodyFate::KeepGit) {
        cycle.merge.pushBodies.insert(page);
        return {};
    }
    const MergedBody merged = merge::mergeBodies(bodies.base, bodies.wiki, bodies.git);
    if (verdict.body == BodyFate::NoBase || !merged.isClean()) return settleOverlap(cycle, page, sides, bodies);
    return useBody(cycle, page, bodies, merged.text);
}

namespace {

/// The page lives on in the space it was moved to; what git made of it stays here as a page of its own.
Result<> becomeNewPage(Cycle &cycle, const PageId &page, PageVerdict &verdict) {
    const IndexedPage &file = cycle.vault.main.pages.at(page);
    PendingCreate create;
    create.id = idForCreate(cycle, file.path);
    create.path = file.path;
    create.blob = file.blob;
    create.name = pageNameOf(file.path);
    cycle.merge.creates.push_back(create);
    verdict.fate = Fate::DropFile;
    return {};
}

}  // namespace

Result<> mergeRestored(Cycle &cycle, const PageId &page, PageSides sides, PageVerdict &verdict) {
    cycle.merge.pushBodies.insert(page);
    const auto trashed = cycle.wiki.trashed.find(page);
    if (trashed == cycle.wiki.trashed.end() || PLANTED("trash-overwritten")) return {};
    TRY_ASSIGN(const bool equal, cycle.files.equalBodies(trashed->second, cycle.merge.mainBlobs.at(page)));
    // Without a common past the file that was put back is what its person wants; the trash's text stays in the mirror's
    // history.
    if (!equal && !sides.base) return {};
    cycle.merge.pushBodies.erase(page);
    if (equal) return {};
    sides.git->blob = cycle.merge.mainBlobs.at(page);
    sides.wiki = PageSide{sides.git->name, sides.git->parent, trashed->second};
    verdict.body = BodyFate::Merge;
    return mergeBody(cycle, page, sides, verdict);
}

Result<> settleExistence(Cycle &cycle, const PageId &page, const PageSides &sides, PageVerdict &verdict) {
    const ConflictRecord record = carryOver(cycle, page, recordOf(cycle, page, sides, ConflictKind::Existence));
    const bool gitHasIt = sides.git.has_value();
    std::optional<bool> keep;
    if (!record.decision.empty())
        keep = (record.decision == "wiki" && gitHasIt) || (record.decision == "git" && !gitHasIt) ? false : true;
    else if (verdict.winner != Side::Base)
        keep = true;
    if (!keep) {
        if (gitHasIt) cycle.merge.mainBlobs[page] = sides.git->blob;
        cycle.merge.heldPages.insert(page);
        holdConflict(cycle, page, record);
        return {};
    }
    verdict.name = verdict.parent = gitHasIt ? Side::Git : Side::Wiki;
    if (*keep && gitHasIt && sides.absence == Absence::OtherSpace) return becomeNewPage(cycle, page, verdict);
    if (!*keep) {
        verdict.fate = gitHasIt ? Fate::DropFile : Fate::TrashInWiki;
        return {};
    }
    verdict.fate = gitHasIt ? Fate::RestoreInWiki : Fate::Keep;
    verdict.body = gitHasIt ? BodyFate::KeepGit : BodyFate::TakeWiki;
    TRY_ASSIGN(std::string file, cycle.files.text(gitHasIt ? sides.git->blob : sides.wiki->blob));
    if (record.decision == "text") file = withBody(file, parsePageFile(record.decisionText).body);
    if (record.decision == "base" && sides.base) {
        TRY_ASSIGN(const std::string base, cycle.files.body(sides.base->blob));
        file = withBody(file, base);
    }
    TRY_ASSIGN(cycle.merge.mainBlobs[page], cycle.ports.vault.storeText(file));
    cycle.files.remember(cycle.merge.mainBlobs[page], page);
    if (!gitHasIt && cycle.merge.mainBlobs[page] != sides.wiki->blob) cycle.merge.pushBodies.insert(page);
    return {};
}

}  // namespace wikivault
