#include "engine/core/markdown/converter.h"
#include "engine/core/merge/merge_text.h"
#include "engine/core/page_path.h"
#include "engine/core/rig_hooks.h"
#include "engine/run/merge_steps.h"
#include "engine/run/quiet.h"
#include "engine/run/restored_backup.h"

#include <algorithm>

namespace wikivault {

std::string exportKeyOf(const PageRow &row) {
    if (PLANTED("keys-without-time")) return row.title;
    return row.updatedAt + "|" + std::to_string(markdown::kConverterVersion);
}

namespace {

constexpr std::size_t kBodiesPerRead = 500;

/// The page file of each page the mirror holds: the tip also knows pages that are held.
class MirrorFiles {
public:
    MirrorFiles(const PageIndex &mirror, const PageIndex &base) : m_mirror(mirror.pages), m_base(base.pages) {}
    [[nodiscard]] std::optional<BlobId> of(const PageId &page) const {
        if (const auto file = m_mirror.find(page); file != m_mirror.end()) return file->second.blob;
        const auto file = m_base.find(page);
        return file == m_base.end() ? std::nullopt : std::optional(file->second.blob);
    }

private:
    const SharedMap<PageId, IndexedPage> &m_mirror, &m_base;
};

/// The file the wiki's body stands for: what is there already wherever that is the same document.
Result<BlobId> exportBody(Cycle &cycle, const PageBody &body, const std::optional<BlobId> &present) {
    TRY_ASSIGN(const markdown::Node doc, markdown::fromJson(body.content));
    const std::string exported = bodyTextOf(doc);
    if (!present) return cycle.ports.vault.storeText(printPageFile(body.id, exported));
    TRY_ASSIGN(const std::string file, cycle.files.text(*present));
    const std::string known = parsePageFile(file).body;
    if (known == exported || sameInWiki(known, exported, cycle.request.space.schema)) return *present;
    return cycle.ports.vault.storeText(withBody(file, merge::adoptBlocks(known, exported, cycle.request.space.schema)));
}

void noteUnreadable(Cycle &cycle, const PageRow &row, const std::string &why) {
    Item item;
    item.page = row.id;
    item.path = cycle.wiki.paths.contains(row.id) ? cycle.wiki.paths.at(row.id) : row.title;
    item.outcome = Outcome::Failed;
    item.reason = Reason::Unreadable;
    item.detail = "the page's body cannot be converted: " + why;
    cycle.note(item);
    cycle.merge.leftOut.insert(row.id);
}

Result<> readChangedBodies(Cycle &cycle, const std::vector<PageId> &changed, const MirrorFiles &present) {
    const int total = static_cast<int>(changed.size());
    for (std::size_t from = 0; from < changed.size(); from += kBodiesPerRead) {
        TRY(cycle.checkpoint.pass("reading the wiki", {}, static_cast<int>(from), total));
        const std::size_t count = std::min(kBodiesPerRead, changed.size() - from);
        TRY_ASSIGN(const std::vector<PageBody> bodies,
                   cycle.ports.pages.bodies(cycle.request.space.id, std::span(changed).subspan(from, count),
                                            cycle.checkpoint.cancel()));
        for (const PageBody &body : bodies) {
            const Result<BlobId> blob = exportBody(cycle, body, present.of(body.id));
            if (!blob && blob.error().code != ErrorCode::Invalid) return fail(blob.error().code, blob.error().detail);
            const PageRow &row = cycle.wiki.rows.at(body.id);
            if (!blob) {
                noteUnreadable(cycle, row, blob.error().detail);
                continue;
            }
            cycle.files.remember(*blob, body.id);
            cycle.wiki.blobs[body.id] = *blob;
            cycle.wiki.keys[body.id] = {exportKeyOf(row), *blob, row.title};
        }
    }
    return {};
}

Absence absenceOf(Standing standing) {
    switch (standing) {
        case Standing::LiveHere: return Absence::Unproven;
        case Standing::Trashed: return Absence::Trashed;
        case Standing::OtherSpace: return Absence::OtherSpace;
        case Standing::Gone: return Absence::Gone;
    }
    return Absence::Unproven;
}

/// Asks the wiki, by id, about every page the vault knows and the list does not.
Result<> proveAbsences(Cycle &cycle, const PageIndex &mirror) {
    std::vector<PageId> missing;
    const auto collect = [&](const PageIndex &index) {
        for (const auto &[id, page] : index.pages)
            if (!cycle.wiki.rows.contains(id) && !cycle.wiki.basePages.contains(id)) missing.push_back(id);
    };
    collect(cycle.vault.base);
    collect(cycle.vault.main);
    if (!cycle.wiki.list.complete) collect(mirror);  // main may have lost the commit that named a page
    for (const auto &[planned, intent] : cycle.vault.intents.records)
        if (!cycle.wiki.rows.contains(intent.page)) missing.push_back(intent.page);
    missing.insert(missing.end(), cycle.wiki.askedFor.begin(), cycle.wiki.askedFor.end());
    std::erase_if(missing, [&](const PageId &id) { return cycle.wiki.rows.contains(id); });
    std::sort(missing.begin(), missing.end());
    missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
    if (PLANTED("absence-is-deletion"))
        for (const PageId &page : missing)
            cycle.wiki.absences[page] = Absence::Trashed;
    if (missing.empty()) return {};
    TRY_ASSIGN(const std::vector<PageStanding> standings, cycle.ports.pages.standings(cycle.request.space.id, missing));
    for (const PageStanding &standing : standings) {
        if (!standing.slugId.empty()) cycle.wiki.slugs[standing.id] = standing.slugId;
        if (standing.standing != Standing::Gone) cycle.wiki.unlisted.insert(standing.id);
        if (!cycle.wiki.list.complete) continue;
        Absence absence = absenceOf(standing.standing);
        doubtAbsence(cycle, standing.id, absence);
        cycle.wiki.absences[standing.id] = absence;
    }
    return {};
}

/// A file may bring a trashed page back; what the page holds by then must be neither lost nor overwritten unseen.
Result<> readTrashed(Cycle &cycle, const MirrorFiles &present) {
    std::set<PageId> made;  // by a create that a crash cut off: its file does not say so yet
    for (const auto &[planned, intent] : cycle.vault.intents.records)
        made.insert(intent.page);
    std::vector<PageId> trashed;
    for (const auto &[page, absence] : cycle.wiki.absences)
        if (absence == Absence::Trashed && (cycle.vault.main.pages.contains(page) || made.contains(page)))
            trashed.push_back(page);
    if (trashed.empty()) return {};
    TRY_ASSIGN(const std::vector<PageBody> bodies,
               cycle.ports.pages.bodies(cycle.request.space.id, trashed, cycle.checkpoint.cancel()));
    for (const PageBody &body : bodies) {
        const Result<BlobId> blob = exportBody(cycle, body, present.of(body.id));
        if (blob)
            cycle.wiki.trashed[body.id] = *blob;
        else if (blob.error().code != ErrorCode::Invalid)
            return fail(blob.error().code, blob.error().detail);
    }
    return {};
}

/// Bare folders that stand for Docmost databases, found through their children's paths.
void findBaseFolders(Cycle &cycle) {
    if (cycle.wiki.basePages.empty()) return;
    for (const auto &[id, path] : cycle.wiki.paths) {
        const PageRow &row = cycle.wiki.rows.at(id);
        if (row.parent && cycle.wiki.basePages.contains(*row.parent))
            cycle.wiki.baseFolders.emplace(parentDirectoryOf(path), *row.parent);
    }
}

/// Pages mostly stay where the mirror has them; that they do is remembered.
Result<> placePages(Cycle &cycle) {
    std::map<PageId, std::string> mirrored = placesInMirror(cycle);
    const std::string stamp = layoutStamp(cycle.wiki.list.pages, mirrored);
    TRY_ASSIGN(const std::string asItWas, cycle.ports.cache.value(kLaidOut));
    if (stamp == asItWas) {
        cycle.wiki.paths = std::move(mirrored);
        return {};
    }
    cycle.wiki.paths = cycle.wiki.layout.of(cycle.wiki.list.pages, mirrored);
    if (cycle.wiki.paths == mirrored) cycle.wiki.laidOut = stamp;
    return {};
}

Result<> layOut(Cycle &cycle) {
    TRY(placePages(cycle));
    for (const PageRow &row : cycle.wiki.list.pages) {
        if (row.isBase)
            cycle.wiki.basePages.emplace(row.id, row.title);
        else
            cycle.wiki.rows.emplace_hint(cycle.wiki.rows.end(), row.id, row);
    }
    findBaseFolders(cycle);
    return {};
}

/// `gone`: from the mirror, since both sides agreed. The wiki had taken such a page away and has it again, and somebody
/// took main back to before both: its file went with the page, nobody removed it.
void forgetReturned(Cycle &cycle, const std::vector<PageId> &gone) {
    VaultState &vault = cycle.vault;
    for (const PageId &page : gone)
        if (!vault.main.pages.contains(page) && cycle.wiki.rows.contains(page)) setPage(vault.base, page, std::nullopt);
}

Result<> readPages(Cycle &cycle) {
    noteBasePages(cycle);
    TRY_ASSIGN(cycle.quiet, isQuiet(cycle));
    if (cycle.quiet) return rememberQuiet(cycle, true);
    TRY_ASSIGN(const PageIndex mirror, indexPages(cycle.vault.mirrorTree, &cycle.vault.base, cycle.files));
    std::vector<PageId> gone;
    forEachDifference(cycle.vault.base.pages, mirror.pages, [&](const PageId &page, const auto *was, const auto *is) {
        if (!was && is) cycle.wiki.heldAt.emplace(page, is->path);
        if (was && !is) gone.push_back(page);
        return true;
    });
    TRY(layOut(cycle));
    forgetReturned(cycle, gone);
    TRY(proveAbsences(cycle, mirror));
    const MirrorFiles present(mirror, cycle.vault.base);
    TRY(readTrashed(cycle, present));
    std::vector<PageId> changed;
    for (const auto &[id, row] : cycle.wiki.rows) {
        const auto key = cycle.wiki.oldKeys.find(id);
        if (key != cycle.wiki.oldKeys.end() && key->second.key == exportKeyOf(row) &&
            present.of(id) == key->second.blob) {
            cycle.wiki.blobs.emplace_hint(cycle.wiki.blobs.end(), id, key->second.blob);
            cycle.wiki.keys.emplace_hint(cycle.wiki.keys.end(), id,
                                         ExportKey{key->second.key, key->second.blob, row.title});
        } else {
            changed.push_back(id);
        }
    }
    judgeBackup(cycle, changed);
    return readChangedBodies(cycle, changed, present);
}

}  // namespace

Result<> readWiki(Cycle &cycle) {
    TRY(cycle.checkpoint.pass("reading the wiki"));
    TRY(listPages(cycle));
    TRY(readPages(cycle));
    return leaveSnapshot(cycle);
}

}  // namespace wikivault
