#include "engine/core/markdown/converter.h"
#include "engine/core/page_path.h"
#include "engine/core/rig_hooks.h"
#include "engine/run/merge_steps.h"
#include "engine/run/push_steps.h"

#include <algorithm>

namespace wikivault {

namespace {

/// A little Markdown can be a lot of JSON: from here on a body may need more than one request.
constexpr std::size_t kMayBeParted = kWholeBody / 64;

constexpr const char *kOpenNow = "somebody has the page open in the wiki's editor";

/// Only for people to know; a preview does without when nobody can tell.
bool isOpenNow(Cycle &cycle, const PushStep &step) {
    if (!cycle.ports.presence || (step.kind != PushKind::Body && step.kind != PushKind::Trash)) return false;
    return cycle.ports.presence->isBeingEdited(step.page).value_or(false);
}

void noteUnwritten(Cycle &cycle, const std::vector<PushStep> &steps) {
    TreeOfPush tree(cycle);
    for (const PushStep &step : steps) {
        Item item = itemFor(cycle, step);
        const std::string obstacle = tree.obstacleOf(step);
        if (obstacle.empty()) tree.take(step);
        if (cycle.report.push.mode == PushMode::Held || cycle.request.holdsPushes) {
            item.outcome = Outcome::Held;
            item.reason = Reason::NoWriter;
            item.detail =
                "no account of the wiki's API is configured (DOCMOST_API_URL with DOCMOST_EMAIL and DOCMOST_PASSWORD); "
                "the change waits in the vault";
        } else if (!obstacle.empty()) {
            item.outcome = Outcome::Held;
            item.reason = Reason::ParentMissing;
            item.detail = obstacle;
        } else if (isOpenNow(cycle, step)) {
            item.detail += (item.detail.empty() ? "" : "; ") + std::string(kOpenNow) +
                           (cycle.request.openPages == OpenPages::MergeNow
                                ? "; what they write meanwhile is merged"
                                : "; it is written once they have closed it, or after ten minutes");
        }
        cycle.note(item);
    }
}

/// Creates are stored as intents before the first of them is sent.
/// Bodies that a writer may have to send in parts are stored as well.
Result<> storePushIntents(Cycle &cycle, const std::vector<PushStep> &writes) {
    if (PLANTED("intent-not-stored")) return {};
    CreateIntents intents = unfinishedCreates(cycle);
    const CreateIntents &known = cycle.vault.intents.records;
    // Which page it became is told by what was sent, and by a whole list alone.
    const bool waits = cycle.ports.writer->namesPages() && !cycle.wiki.list.complete;
    for (const PendingCreate &create : cycle.merge.creates) {
        const std::string key = create.path.empty() ? create.folder + "/" : create.path;
        const auto first = known.find(create.id);
        const bool isSent = first != known.end() && !first->second.ofBody;
        if (waits && isSent) continue;
        // What a run that was cut off may have made the page with: whatever its file became since are edits of it.
        const CreateIntent intent{create.id,   key,           isSent ? first->second.blob : create.blob,
                                  create.name, create.parent, namesakesOf(cycle, create.name, create.parent)};
        intents.insert_or_assign(create.id, intent);
    }
    for (const PushStep &step : writes) {
        if (step.kind != PushKind::Body) continue;
        const BlobId &blob = cycle.merge.mainBlobs.at(step.page);
        TRY_ASSIGN(const std::string body, cycle.files.body(blob));
        const std::string &path = cycle.merge.mainPaths.at(step.page);
        CreateIntent intent{step.page, path, blob, {}, {}};
        intent.ofBody = true;
        if (body.size() > kMayBeParted) intents.insert_or_assign(step.page, intent);
    }
    TRY_ASSIGN(const auto move, storeIntents(cycle.ports.vault, cycle.vault.intents, intents, cycle.ports.clock.now()));
    if (!move) return {};
    TRY(cycle.checkpoint.pass("writing pages to the wiki"));
    TRY(cycle.ports.vault.moveRefs({*move}));
    cycle.vault.intents = {move->to, intents};
    return {};
}

/// A page that came back as its file has it needs no further write.
Result<> compareRestored(Cycle &cycle, const std::vector<PageId> &restored) {
    TRY_ASSIGN(const std::vector<PageBody> bodies,
               cycle.ports.pages.bodies(cycle.request.space.id, restored, cycle.checkpoint.cancel()));
    for (const PageBody &body : bodies) {
        const auto row = cycle.wiki.rows.find(body.id);
        const Result<markdown::Node> doc = markdown::fromJson(body.content);
        if (!doc || row == cycle.wiki.rows.end()) continue;
        const BlobId &blob = cycle.merge.mainBlobs.at(body.id);
        TRY_ASSIGN(const std::string file, cycle.files.body(blob));
        if (!sameInWiki(file, bodyTextOf(*doc), cycle.request.space.schema)) continue;
        cycle.merge.pushBodies.erase(body.id);
        cycle.wiki.blobs[body.id] = blob;
        cycle.wiki.keys[body.id] = {exportKeyOf(row->second), blob};
    }
    return {};
}

/// Restored pages are live again: their rows and bodies are read so that the edits of their files can follow.
Result<> readRestored(Cycle &cycle, const std::vector<PushStep> &restores) {
    std::vector<PageId> restored;
    for (const PushStep &step : restores)
        restored.push_back(step.page);
    TRY_ASSIGN(const PageList list,
               cycle.ports.pages.rows(cycle.request.space.id, restored, cycle.checkpoint.cancel()));
    for (const PageRow &row : list.pages) {
        cycle.wiki.rows[row.id] = row;
        // The file's name is no reason to change a title that reads the same as a file name.
        std::string &title = cycle.merge.titles[row.id];
        if (!cycle.wiki.slugs.contains(row.id)) title = withoutOwnSuffix(title, row);  // else it is off already
        if (fileNameOf(row.title) == title) title = row.title;
        cycle.wiki.list.pages.push_back(row);
        if (const auto held = cycle.wiki.trashed.find(row.id); held != cycle.wiki.trashed.end())
            cycle.wiki.blobs[row.id] = held->second;
    }
    return compareRestored(cycle, restored);
}

/// Consoles that do not share a lock may both have fetched a file that is to become a page. Whoever comes second leaves
/// it for the next run, which finds the id in the file, or the page by its name.
Result<> leaveMadeMeanwhile(Cycle &cycle, std::vector<PushStep> &writes) {
    if (!cycle.ports.remote || cycle.merge.creates.empty()) return {};
    TRY(cycle.checkpoint.pass("writing pages to the wiki"));
    TRY_ASSIGN(PageList now, cycle.ports.pages.list(cycle.request.space.id, cycle.checkpoint.cancel()));
    std::erase_if(now.pages, [&](const PageRow &row) { return cycle.wiki.rows.contains(row.id); });
    const auto isMade = [&](const PushStep &step) {
        return step.create && std::any_of(now.pages.begin(), now.pages.end(), [&](const PageRow &row) {
                   return row.title == step.create->name && row.parent == step.create->parent;
               });
    };
    for (const PushStep &step : writes) {
        if (!isMade(step)) continue;
        Item item = itemFor(cycle, step);
        item.outcome = Outcome::Held;
        item.reason = Reason::Stale;
        item.detail = "a page of this name was made in the wiki meanwhile; the next run tells whether it is this one";
        cycle.note(item);
    }
    std::erase_if(writes, isMade);
    return {};
}

}  // namespace

Result<> pushPages(Cycle &cycle) {
    RunReport &report = cycle.report;
    report.push.mode = cycle.request.preview ? PushMode::DryRun
                       : !cycle.ports.writer ? PushMode::Held
                                             : PushMode::Apply;
    if (cycle.vault.head != HeadState::OnMain) return {};
    const std::vector<PushStep> restores = planRestores(cycle);
    if (report.push.mode != PushMode::Apply) {
        noteUnwritten(cycle, restores);
        noteUnwritten(cycle, planWrites(cycle));
        return {};
    }
    SentBodies sent;
    if (!restores.empty()) {
        TRY(executeSteps(cycle, restores, sent));
        TRY(readRestored(cycle, restores));
    }
    std::vector<PushStep> writes = planWrites(cycle);
    TRY(leaveMadeMeanwhile(cycle, writes));
    if (restores.empty() && writes.empty()) return {};
    TRY(storePushIntents(cycle, writes));
    TRY(executeSteps(cycle, writes, sent));
    return takeOverWrites(cycle, sent);
}

}  // namespace wikivault
