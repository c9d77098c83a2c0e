#include "engine/run/merge_bodies.h"

#include "engine/core/merge/merge_text.h"
#include "engine/core/page_path.h"
#include "engine/core/rig_hooks.h"
#include "engine/run/hold_conflict.h"
#include "engine/run/merge_steps.h"

namespace wikivault {

namespace {

using merge::MergedBody;
using merge::Settle;

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
    if (!sameInWiki(body, bodies.wiki, cycle.request.space.schema)) cycle.merge.pushBodies.insert(page);
    return {};
}

void noteSettledByRule(Cycle &cycle, const PageId &page, const PageSides &sides) {
    Item item;
    item.page = page;
    item.path = pathForPeople(cycle, page);
    const bool gitWins = cycle.request.policy == ConflictPolicy::GitWins;
    item.direction = gitWins ? Direction::GitToWiki : Direction::WikiToGit;
    item.reason = Reason::SettledByRule;
    item.before = blobOfSide(gitWins ? sides.wiki : sides.git);
    item.after = blobOfSide(gitWins ? sides.git : sides.wiki);
    item.detail = gitWins ? "both sides changed the same text; by rule git's stands, the wiki's is kept in the inbox"
                          : "both sides changed the same text; by rule the wiki's stands, git's is kept in the inbox";
    cycle.note(item);
}

Result<> settleOverlap(Cycle &cycle, const PageId &page, const PageSides &sides, const Bodies &bodies) {
    const ConflictKind kind = sides.base ? ConflictKind::Body : ConflictKind::NoBase;
    const ConflictRecord record = carryOver(cycle, page, recordOf(cycle, page, sides, kind));
    const auto merged = [&](Settle settle) {
        return merge::mergeBodies(bodies.base, bodies.wiki, bodies.git, settle).text;
    };
    if (!record.decision.empty()) {
        const bool stands = record.result && record.result == sides.git->blob;
        const auto settle = settleOf(record.decision);
        const std::string text = stands   ? bodies.git
                                 : settle ? merged(*settle)
                                          : parsePageFile(record.decisionText).body;
        TRY(useBody(cycle, page, bodies, text));
        if (!stands) keepDecided(cycle, page, record);
        if (cycle.merge.pushBodies.contains(page)) keepUntilPushed(cycle, page, record);
        return {};
    }
    if (cycle.request.policy != ConflictPolicy::Review) {
        const bool gitWins = cycle.request.policy == ConflictPolicy::GitWins;
        noteSettledByRule(cycle, page, sides);
        TRY(useBody(cycle, page, bodies, merged(gitWins ? Settle::Git : Settle::Wiki)));
        keepLoser(cycle, page, record, gitWins ? "wiki" : "git");
        return {};
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
BodyFate refined(const PageSides &sides, const Bodies &bodies, markdown::WikiSchema schema) {
    if (sameInWiki(bodies.git, bodies.wiki, schema)) return BodyFate::Equal;
    if (!sides.base) return BodyFate::NoBase;
    if (equalBodyTexts(bodies.git, bodies.base)) return BodyFate::TakeWiki;
    if (equalBodyTexts(bodies.wiki, bodies.base)) return BodyFate::KeepGit;
    return BodyFate::Merge;
}

/// An edit always beats a removal; the removal can still be put back.
void noteKeptByRule(Cycle &cycle, const PageId &page, const ConflictRecord &record) {
    Item item;
    item.page = page;
    item.path = record.path;
    item.direction = record.git ? Direction::GitToWiki : Direction::WikiToGit;
    item.action = Action::Restore;
    item.reason = Reason::SettledByRule;
    item.after = cycle.merge.mainBlobs.at(page);
    item.detail = record.git ? "removed in the wiki and edited in git; by rule an edit beats a removal"
                             : "removed in git and edited in the wiki; by rule an edit beats a removal";
    cycle.note(item);
    keepLoser(cycle, page, record, record.git ? "wiki" : "git");
}

}  // namespace

Result<> mergeBody(Cycle &cycle, const PageId &page, const PageSides &sides, PageVerdict &verdict) {
    cycle.merge.mainBlobs[page] = sides.git->blob;
    if (verdict.body == BodyFate::Equal) return {};
    TRY_ASSIGN(const Bodies bodies, readBodies(cycle, sides));
    const BodyFate found = refined(sides, bodies, cycle.request.space.schema);
    if (found == BodyFate::Equal || !cycle.merge.winners.contains(page)) verdict.body = found;
    if (verdict.body == BodyFate::Equal) return {};
    if (verdict.body != BodyFate::TakeWiki && hasConflictMarkers(bodies.git)) {
        const ConflictRecord record = recordOf(cycle, page, sides, ConflictKind::Markers);
        const ConflictRecord *known = knownRecord(cycle, page, record);
        if (known && known->decision == "text")
            return useBody(cycle, page, bodies, parsePageFile(known->decisionText).body);
        if (known && known->decision == "wiki") return useBody(cycle, page, bodies, bodies.wiki);
        if (known && known->decision == "base") return useBody(cycle, page, bodies, bodies.base);
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

/// Without a common past the file that was put back is what its person wants; somebody may have written in the page
/// before it was trashed.
Result<> keepTextOfTrash(Cycle &cycle, const PageId &page, PageSides sides, const BlobId &trashed) {
    TRY_ASSIGN(const std::string body, cycle.files.body(trashed));
    if (body.empty() || cycle.takesBack()) return {};
    sides.wiki = PageSide{sides.git->name, sides.git->parent, trashed};
    keepLoser(cycle, page, recordOf(cycle, page, sides, ConflictKind::NoBase), "wiki");
    cycle.merge.settled.back().rule = kFilePutBack;
    return {};
}

/// The page lives on in the space it was moved to; what git made of it stays here as a page of its own.
Result<> becomeNewPage(Cycle &cycle, const PageId &page, PageVerdict &verdict) {
    const IndexedPage &file = cycle.vault.main.pages.at(page);
    TRY_ASSIGN(PendingCreate create, createFrom(cycle, file.path, file.blob));
    cycle.merge.creates.push_back(std::move(create));
    verdict.fate = Fate::DropFile;
    return {};
}

}  // namespace

Result<> mergeRestored(Cycle &cycle, const PageId &page, PageSides sides, PageVerdict &verdict) {
    cycle.merge.pushBodies.insert(page);
    const auto trashed = cycle.wiki.trashed.find(page);
    if (trashed == cycle.wiki.trashed.end() || PLANTED("trash-overwritten")) return {};
    TRY_ASSIGN(const bool equal, cycle.files.equalBodies(trashed->second, cycle.merge.mainBlobs.at(page)));
    if (!equal && !sides.base) return keepTextOfTrash(cycle, page, sides, trashed->second);
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
    if (!record.decision.empty() && (*keep == gitHasIt)) keepUntilPushed(cycle, page, record);
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
    if (record.decision.empty()) noteKeptByRule(cycle, page, record);
    return {};
}

}  // namespace wikivault
