#include "engine/core/page_file.h"
#include "engine/core/page_path.h"
#include "engine/core/rig_hooks.h"
#include "engine/run/merge_steps.h"
#include "engine/run/page_sides.h"

#include <algorithm>

namespace wikivault {

namespace {

bool isInWiki(const Cycle &cycle, const PageId &page) {
    if (cycle.wiki.rows.contains(page)) return true;
    const auto absence = cycle.wiki.absences.find(page);
    return absence != cycle.wiki.absences.end() && absence->second == Absence::Trashed;
}

/// The file is that page from now on; its id is written into it.
void adopt(Cycle &cycle, std::vector<LooseFile>::iterator file, const PageId &page) {
    PageIndex &main = cycle.vault.main;
    main.pages.emplace(page, IndexedPage{file->path, file->blob});
    main.byPath.emplace(file->path, page);
    main.withoutId.insert(page);
    main.loose.erase(file);
}

/// A create that a crash cut off before its id reached the file: recognised by its place, or by its text when a person
/// has moved it since.
void adoptIntended(Cycle &cycle, FolderOwners &owners, const CreateIntent &intent) {
    VaultState &vault = cycle.vault;
    if (PLANTED("intents-ignored")) return;
    if (!isInWiki(cycle, intent.page) || vault.main.pages.contains(intent.page)) return;
    if (intent.path.ends_with('/')) {
        owners.addBareFolder(intent.path.substr(0, intent.path.size() - 1), intent.page);
        return;
    }
    auto &loose = vault.main.loose;
    auto file = std::find_if(loose.begin(), loose.end(), [&](const LooseFile &f) { return f.path == intent.path; });
    if (file == loose.end() && intent.blob)
        file = std::find_if(loose.begin(), loose.end(), [&](const LooseFile &f) { return f.blob == *intent.blob; });
    if (file == loose.end()) return;
    adopt(cycle, file, intent.page);
    if (!intent.blob) return;
    vault.base.pages.emplace(intent.page, IndexedPage{intent.path, *intent.blob});
    vault.base.byPath.emplace(intent.path, intent.page);
}

/// A page nobody here has seen before, and a file without an id that stands at its place and says the same.
Result<> adoptEqual(Cycle &cycle) {
    VaultState &vault = cycle.vault;
    if (vault.main.loose.empty()) return {};
    for (const auto &[page, path] : cycle.wiki.paths) {
        if (vault.base.pages.contains(page) || vault.main.pages.contains(page)) continue;
        const auto blob = cycle.wiki.blobs.find(page);
        auto &loose = vault.main.loose;
        const auto file = std::find_if(loose.begin(), loose.end(), [&](const LooseFile &f) { return f.path == path; });
        if (blob == cycle.wiki.blobs.end() || file == loose.end()) continue;
        if (file->copiedFrom || file->badId || vault.main.problems.contains(file->path)) continue;
        TRY_ASSIGN(const bool equal, cycle.files.equalBodies(file->blob, blob->second));
        if (equal) adopt(cycle, file, page);
    }
    return {};
}

bool hasItsFile(const Cycle &cycle, const PageId &page) {
    if (!cycle.merge.mainBlobs.contains(page)) return false;
    return !cycle.merge.leftOut.contains(page) || !cycle.vault.main.withoutId.contains(page);
}

}  // namespace

Result<> adoptFiles(Cycle &cycle, FolderOwners &owners) {
    for (const auto &[path, intent] : cycle.vault.intents.records)
        adoptIntended(cycle, owners, intent);
    return adoptEqual(cycle);
}

PageId idForCreate(const Cycle &cycle, const std::string &path) {
    const auto known = cycle.vault.intents.records.find(path);
    // A page that lives already is not created again; whoever stands at its old path is somebody else.
    if (known != cycle.vault.intents.records.end() && !isInWiki(cycle, known->second.page) &&
        !cycle.vault.main.pages.contains(known->second.page))
        return known->second.page;
    // The tip before capture: a preview, which records nothing, arrives at the same id.
    const std::string tip = cycle.vault.mainAtStart ? toHex(*cycle.vault.mainAtStart) : std::string();
    return derivedPageId(cycle.request.space.id.str() + '\n' + path + '\n' + tip);
}

Result<PendingCreate> createFrom(Cycle &cycle, const std::string &path, const BlobId &blob) {
    PendingCreate create;
    create.id = idForCreate(cycle, path);
    create.path = path;
    create.name = withoutSlug(cycle, pageNameOf(path));
    TRY_ASSIGN(const std::string text, cycle.files.text(blob));
    TRY_ASSIGN(create.blob, cycle.ports.vault.storeText(withId(text, std::nullopt)));
    return create;
}

CreateIntents unfinishedCreates(const Cycle &cycle) {
    CreateIntents unfinished;
    for (const auto &[path, intent] : cycle.vault.intents.records) {
        const PageId &page = intent.page;
        const auto isIt = [&](const PendingCreate &create) { return create.id == page; };
        const bool isPlanned = std::any_of(cycle.merge.creates.begin(), cycle.merge.creates.end(), isIt);
        const bool mayLive = isInWiki(cycle, page) || !cycle.wiki.list.complete;
        if ((isPlanned || mayLive) && !hasItsFile(cycle, page)) unfinished.emplace(path, intent);
    }
    return unfinished;
}

}  // namespace wikivault
