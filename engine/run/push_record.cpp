#include "engine/core/markdown/converter.h"
#include "engine/core/page_digest.h"
#include "engine/core/page_path.h"
#include "engine/core/rig_hooks.h"
#include "engine/run/merge_steps.h"
#include "engine/run/push_steps.h"
#include "engine/run/quiet.h"

#include <algorithm>

namespace wikivault {

namespace {

/// A file of somebody else that stands where a page's own is to come.
Result<> makeRoomFor(Cycle &cycle, const PageId &page, const std::string &path) {
    VaultTree &tree = cycle.merge.mainTree;
    const std::optional<TreeEntry> there = entryAt(tree, path);
    if (!there) return {};
    TRY_ASSIGN(const FileIdentity file, cycle.files.identity(there->blob));
    if (file.id != page) tree[freeSidePath(tree, path)] = *there;
    return {};
}

/// A created page's file gets its id; a bare folder's page gets a file.
Result<> writeIds(Cycle &cycle) {
    MergeState &merge = cycle.merge;
    for (const PendingCreate &create : merge.creates) {
        if (!merge.written.contains(create.id)) continue;
        std::string text = printPageFile(create.id, {});
        if (create.blob) {
            TRY_ASSIGN(text, cycle.files.text(*create.blob));
            if (!PLANTED("ids-not-written")) text = withId(text, create.id);
        }
        TRY_ASSIGN(const BlobId blob, cycle.ports.vault.storeText(text));
        cycle.files.remember(blob, create.id);
        std::string path = create.path;
        if (path.empty()) {
            path = merge.mainPaths.at(create.id);
            TRY(makeRoomFor(cycle, create.id, path));
        }
        merge.mainTree[path] = TreeEntry{blob};
        merge.mainPaths[create.id] = path;
        merge.mainBlobs[create.id] = blob;
        cycle.wiki.blobs[create.id] = blob;
    }
    return {};
}

struct WikiNow {
    std::map<PageId, PageRow> rows;
    std::map<PageId, std::string> contents;
};

Result<WikiNow> rereadWritten(Cycle &cycle) {
    TRY(cycle.ports.pages.beginSnapshot());
    const auto read = [&]() -> Result<WikiNow> {
        WikiNow now;
        const std::vector<PageId> pages(cycle.merge.written.begin(), cycle.merge.written.end());
        TRY_ASSIGN(const PageList list,
                   cycle.ports.pages.rows(cycle.request.space.id, pages, cycle.checkpoint.cancel()));
        for (const PageRow &row : list.pages)
            now.rows.emplace(row.id, row);
        cycle.wiki.list.newestUpdate = std::max(cycle.wiki.list.newestUpdate, list.newestUpdate);
        TRY_ASSIGN(std::vector<PageBody> bodies,
                   cycle.ports.pages.bodies(cycle.request.space.id, pages, cycle.checkpoint.cancel()));
        for (PageBody &body : bodies)
            now.contents.emplace(body.id, std::move(body.content));
        return now;
    };
    Result<WikiNow> now = read();
    TRY(cycle.ports.pages.endSnapshot());
    return now;
}

/// The wiki holds what this page's file says: sent and stored as sent, or not touched by the push at all.
Result<bool> holdsWhatWasSent(Cycle &cycle, const PageId &page, const std::string &content, const SentBodies &sent) {
    const Result<markdown::Node> doc = markdown::fromJson(content);
    if (!doc) return false;
    if (const auto it = sent.find(page); it != sent.end()) return markdown::isSamePage(*doc, it->second);
    const auto key = cycle.wiki.keys.find(page);
    const auto blob = cycle.wiki.blobs.find(page);
    if (key == cycle.wiki.keys.end() || blob == cycle.wiki.blobs.end() || key->second.blob != blob->second)
        return false;
    TRY_ASSIGN(const std::string body, cycle.files.body(blob->second));
    return sameInWiki(body, bodyTextOf(*doc), cycle.request.space.schema);
}

/// The page with the title and parent this run knows or gave it. What somebody changed of them since is news for the
/// next run; taken for agreed it would look like an edit of git's that has to be pushed.
PageRow asWritten(const Cycle &cycle, PageRow row) {
    const auto &creates = cycle.merge.creates;
    const auto create = std::find_if(creates.begin(), creates.end(), [&](const auto &one) { return one.id == row.id; });
    if (const auto known = cycle.wiki.rows.find(row.id); known != cycle.wiki.rows.end()) {
        row.title = known->second.title;
        row.parent = known->second.parent;
    } else if (create != creates.end()) {
        row.title = create->name;
        row.parent = create->parent;
    }
    return row;
}

void takeOverRow(Cycle &cycle, const PageRow &row) {
    const bool isNew = !cycle.wiki.rows.contains(row.id);
    cycle.wiki.rows[row.id] = row;
    const auto same = [&](const PageRow &other) { return other.id == row.id; };
    auto &list = cycle.wiki.list.pages;
    const auto listed = std::find_if(list.begin(), list.end(), same);
    if (listed != list.end())
        *listed = row;
    else if (isNew)
        list.push_back(row);
}

/// A page this run made and somebody trashed at once: made it was, so that the next run sees a removal.
void takeOverGone(Cycle &cycle, const WikiNow &now) {
    for (const PendingCreate &create : cycle.merge.creates) {
        if (!cycle.merge.written.contains(create.id) || now.rows.contains(create.id)) continue;
        PageRow row;
        row.id = create.id;
        takeOverRow(cycle, asWritten(cycle, row));
    }
}

void layOutMirror(Cycle &cycle) {
    if (cycle.merge.isEditsOnly) return patchMirrorTrees(cycle);
    std::map<PageId, std::string> current = placesInMirror(cycle);
    for (const auto &[page, path] : cycle.merge.mainPaths)
        if (cycle.wiki.rows.contains(page) && !cycle.merge.leftOut.contains(page)) current[page] = path;
    buildMirrorTrees(cycle, std::move(current));
}

}  // namespace

Result<> takeOverWrites(Cycle &cycle, const SentBodies &sent) {
    TRY(writeIds(cycle));
    TRY_ASSIGN(const WikiNow now, rereadWritten(cycle));
    std::erase_if(cycle.wiki.list.pages, [&](const PageRow &row) {
        return !row.isBase && !cycle.wiki.rows.contains(row.id) && !now.rows.contains(row.id);
    });
    takeOverGone(cycle, now);
    for (const auto &[page, current] : now.rows) {
        const PageRow row = asWritten(cycle, current);
        takeOverRow(cycle, row);
        const auto content = now.contents.find(page);
        bool known = content != now.contents.end() && row == current;
        if (known) {
            TRY_ASSIGN(known, holdsWhatWasSent(cycle, page, content->second, sent));
        }
        if (sent.contains(page) && known) cycle.wiki.blobs[page] = cycle.merge.mainBlobs.at(page);
        if (known)
            cycle.wiki.keys[page] = {exportKeyOf(row), cycle.wiki.blobs.at(page), row.title};
        else
            cycle.wiki.keys.erase(page);
    }
    layOutMirror(cycle);
    return {};
}

Result<> settleMemory(Cycle &cycle) {
    const auto hexOf = [](const std::optional<CommitId> &tip) { return tip ? toHex(*tip) : std::string(); };
    TRY(cycle.checkpoint.pass("remembering what was done"));
    TRY(cycle.ports.cache.setExportKeys(cycle.wiki.storedKeys, cycle.wiki.keys));
    // What people committed while the space waited for them has not been looked at.
    const bool looked = cycle.vault.head == HeadState::OnMain;
    // A restored backup is one until somebody works on in it.
    const std::string &newest = cycle.wiki.list.newestUpdate;
    const bool isNewest = cycle.wiki.list.complete && !cycle.wiki.restoredBackup && !newest.empty();
    VaultMemory memory{
        true, looked ? hexOf(cycle.vault.mainTip) : cycle.vault.memory.mainTip, hexOf(cycle.vault.mirrorTip),
        isNewest ? newest : std::max(cycle.vault.memory.newestUpdate, newest), cycle.vault.memory.vaultId};
    TRY(cycle.checkpoint.pass("remembering what was done"));
    TRY(cycle.ports.memory.rememberVault(cycle.request.space.id, memory));
    TRY(cycle.checkpoint.pass("remembering what was done"));
    TRY(cycle.ports.memory.setBackOffs(cycle.request.space.id, cycle.backOffs));
    TRY(storeEditing(cycle));
    TRY(cycle.checkpoint.pass("remembering what was done"));
    if (cycle.request.full && !cycle.isPartial())
        TRY(cycle.ports.cache.setValue(kFullPass, toIso8601(cycle.ports.clock.now())));
    TRY(cycle.checkpoint.pass("remembering what was done"));
    if (!cycle.wiki.laidOut.empty()) TRY(cycle.ports.cache.setValue(kLaidOut, cycle.wiki.laidOut));
    TRY(cycle.checkpoint.pass("remembering what was done"));
    const auto isKnown = [&](const auto &row) { return cycle.wiki.keys.contains(row.first); };
    const bool allKnown = std::all_of(cycle.wiki.rows.begin(), cycle.wiki.rows.end(), isKnown);
    // With the times that our own writes left, read again; what somebody wrote in between is not among them.
    if (allKnown && !cycle.isPartial()) cycle.report.wikiSeen = digestOf(cycle.wiki.list);
    const bool settled = allKnown && cycle.wiki.list.complete && !hasHeldItems(cycle.report) &&
                         cycle.report.conflicts.empty() && cycle.report.push.mode != PushMode::Held &&
                         !cycle.isPartial() && cycle.report.attachmentsLeft == 0;
    return rememberQuiet(cycle, settled);
}

}  // namespace wikivault
