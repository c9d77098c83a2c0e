#include "engine/core/markdown/converter.h"
#include "engine/core/page_file.h"
#include "engine/core/page_path.h"
#include "engine/core/rig_hooks.h"
#include "engine/run/commits.h"
#include "engine/run/merge_steps.h"
#include "engine/run/page_sides.h"

#include <QCryptographicHash>

#include <algorithm>

namespace wikivault {

namespace {

/// Here, in the trash or in another space: its id cannot be given to another page.
bool isInWiki(const Cycle &cycle, const PageId &page) {
    return cycle.wiki.rows.contains(page) || cycle.wiki.unlisted.contains(page);
}

/// The file is that page from now on; its id is written into it.
void adopt(Cycle &cycle, std::vector<LooseFile>::iterator file, const PageId &page) {
    PageIndex &main = cycle.vault.main;
    main.pages.emplace(page, IndexedPage{file->path, file->blob});
    main.byPath.emplace(file->path, page);
    main.withoutId.insert(page);
    main.loose.erase(file);
}

/// What the two sides of an adopted page have in common. A page that was only recognised by its name has nothing to
/// show for it but what was sent, the beginning of that, or nothing yet.
Result<std::optional<BlobId>> baseOfAdopted(Cycle &cycle, const CreateIntent &intent) {
    if (!intent.found) return intent.blob;
    const auto blob = cycle.wiki.blobs.find(intent.page);
    if (!intent.blob || blob == cycle.wiki.blobs.end()) return std::optional<BlobId>();
    TRY_ASSIGN(const bool unfinished, isUnfinished(cycle, intent));
    TRY_ASSIGN(const std::string stored, cycle.files.body(blob->second));
    if (unfinished || markdown::isEmptyDocument(markdown::fromMarkdown(stored))) return std::optional(blob->second);
    TRY_ASSIGN(const bool equal, cycle.files.equalBodies(*intent.blob, blob->second));
    return equal ? intent.blob : std::optional<BlobId>();
}

struct Measure {
    std::multiset<std::string> (*partsOf)(const std::string &body);
    double least;  ///< the share of the parts that has to be there
};

/// The file without an id that holds most of a text's parts; the end when none holds enough of them.
Result<std::vector<LooseFile>::iterator> mostAlike(Cycle &cycle, const BlobId &blob, const Measure &measure) {
    auto &loose = cycle.vault.main.loose;
    TRY_ASSIGN(const std::string sent, cycle.files.body(blob));
    const std::multiset<std::string> parts = measure.partsOf(sent);
    double most = 0;
    auto best = loose.end();
    for (auto file = loose.begin(); file != loose.end(); ++file) {
        if (file->copiedFrom || file->badId || cycle.vault.main.problems.contains(file->path)) continue;
        TRY_ASSIGN(const std::string body, cycle.files.body(file->blob));
        const double kept = shareKept(parts, measure.partsOf(body));
        if (kept <= most || kept < measure.least) continue;
        most = kept;
        best = file;
    }
    return best;
}

/// The copy of another page that was sent as it is; the end when there is none.
Result<std::vector<LooseFile>::iterator> sentCopy(Cycle &cycle, const BlobId &blob) {
    auto &loose = cycle.vault.main.loose;
    for (auto file = loose.begin(); file != loose.end(); ++file) {
        if (!file->copiedFrom) continue;
        TRY_ASSIGN(const bool equal, cycle.files.equalBodies(file->blob, blob));
        if (equal) return file;
    }
    return loose.end();
}

/// The file says word for word what another create was to send, and what this one sent stands elsewhere: a person put
/// them there.
bool isOfAnother(const Cycle &cycle, const LooseFile &file, const CreateIntent &intent) {
    const auto &records = cycle.vault.intents.records;
    const PageIndex &main = cycle.vault.main;
    const auto isMeant = [&](const auto &record) {
        const CreateIntent &other = record.second;
        return !other.ofBody && other.blob == file.blob && !main.pages.contains(other.page);
    };
    return file.blob != intent.blob && std::any_of(records.begin(), records.end(), isMeant) &&
           std::any_of(main.loose.begin(), main.loose.end(),
                       [&](const LooseFile &one) { return one.blob == intent.blob; });
}

/// A create that a crash cut off before its id reached the file: recognised by its place, or by its text when a person
/// has moved it since, edited or not, or has put main back to what it was before.
Result<> adoptIntended(Cycle &cycle, FolderOwners &owners, const CreateIntent &intent, bool elsewhere) {
    VaultState &vault = cycle.vault;
    if (PLANTED("intents-ignored")) return {};
    if (!isInWiki(cycle, intent.page) || vault.main.pages.contains(intent.page)) return {};
    if (intent.path.ends_with('/')) {
        owners.addBareFolder(intent.path.substr(0, intent.path.size() - 1), intent.page);
        return {};
    }
    auto &loose = vault.main.loose;
    auto file = std::find_if(loose.begin(), loose.end(), [&](const LooseFile &f) { return f.path == intent.path; });
    if (file != loose.end() && isOfAnother(cycle, *file, intent)) file = loose.end();
    if (file == loose.end() && !elsewhere) return {};
    if (file == loose.end() && intent.blob)
        file = std::find_if(loose.begin(), loose.end(), [&](const LooseFile &f) { return f.blob == *intent.blob; });
    for (const Measure &measure : {Measure{proseLines, kAlike}, Measure{proseWords, kSameWords}})
        if (file == loose.end() && intent.blob) {
            TRY_ASSIGN(file, mostAlike(cycle, *intent.blob, measure));
        }
    if (file == loose.end() && intent.blob) {
        TRY_ASSIGN(file, sentCopy(cycle, *intent.blob));
    }
    if (file == loose.end()) return {};
    adopt(cycle, file, intent.page);
    TRY_ASSIGN(const std::optional<BlobId> base, baseOfAdopted(cycle, intent));
    if (!base) return {};
    vault.base.pages.emplace(intent.page, IndexedPage{intent.path, *base});
    vault.base.byPath.emplace(intent.path, intent.page);
    return {};
}

/// Pages the mirror has beyond what main agreed to and main does not, each as the commit that named it had it.
Result<std::map<PageId, IndexedPage>> unmergedPages(Cycle &cycle) {
    constexpr int kCommitsLookedAt = 200;
    const VaultState &vault = cycle.vault;
    std::map<PageId, IndexedPage> pages;
    std::optional<CommitId> at = vault.mirrorTip;
    for (int i = 0; at && at != vault.agreed && i < kCommitsLookedAt; ++i) {
        TRY_ASSIGN(const CommitFacts facts, cycle.ports.vault.commitFacts(*at));
        TRY_ASSIGN(const VaultTree tree, cycle.ports.vault.tree(facts.tree));
        TRY_ASSIGN(const PageIndex index, indexPages(tree, nullptr, cycle.files));
        for (const auto &[page, known] : index.pages)
            if (!vault.base.pages.contains(page) && !vault.main.pages.contains(page) && isInWiki(cycle, page))
                pages.insert_or_assign(page, known);
        at = firstParent(facts);
    }
    return pages;
}

/// The file without an id that says what the page does, at its place with edits since, or where a person took it.
Result<std::vector<LooseFile>::iterator> fileOfUnmerged(Cycle &cycle, const IndexedPage &known, bool elsewhere) {
    auto &loose = cycle.vault.main.loose;
    TRY_ASSIGN(const std::string body, cycle.files.body(known.blob));
    for (auto file = loose.begin(); file != loose.end(); ++file) {
        if (elsewhere ? body.empty() : file->path != known.path) continue;
        if (file->copiedFrom || file->badId || cycle.vault.main.problems.contains(file->path)) continue;
        TRY_ASSIGN(const bool equal, cycle.files.equalBodies(file->blob, known.blob));
        TRY_ASSIGN(const std::string text, cycle.files.body(file->blob));
        if (equal || (!elsewhere && likeness(proseLines(text), proseLines(body)) >= kAlike)) return file;
    }
    return loose.end();
}

/// A person took the commit that named these pages out of main, by a rebase or a reset: their files are there as they
/// were before, without ids.
Result<> adoptUnmerged(Cycle &cycle, FolderOwners &owners) {
    VaultState &vault = cycle.vault;
    if (vault.main.loose.empty() || vault.mirrorTip == vault.agreed) return {};
    TRY_ASSIGN(const auto pages, unmergedPages(cycle));
    for (const auto &[page, known] : pages)
        if (isFolderNote(known.path) && !vault.mainTree.contains(known.path))
            owners.addBareFolder(known.path.substr(0, known.path.rfind('/')), page);
    for (const bool elsewhere : {false, true}) {
        for (const auto &[page, known] : pages) {
            if (vault.main.pages.contains(page)) continue;
            TRY_ASSIGN(const auto file, fileOfUnmerged(cycle, known, elsewhere));
            if (file == vault.main.loose.end()) continue;
            adopt(cycle, file, page);
            // What is held in a conflict git never had.
            const auto held = vault.conflicts.records.find(page);
            if (held != vault.conflicts.records.end() && !held->second.base) continue;
            vault.base.pages.emplace(page, known);
            vault.base.byPath.emplace(known.path, page);
        }
    }
    return {};
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

/// A uuid that depends on `seed` only (version 5 shape).
PageId derivedPageId(const std::string &seed) {
    QByteArray hash = QCryptographicHash::hash(QByteArray::fromStdString(seed), QCryptographicHash::Sha1).left(16);
    hash[6] = static_cast<char>((hash[6] & 0x0f) | 0x50);
    hash[8] = static_cast<char>((hash[8] & 0x3f) | 0x80);
    std::string hex = hash.toHex().toStdString();
    for (const std::size_t at : {8u, 13u, 18u, 23u})
        hex.insert(at, "-");
    return PageId(hex);
}

}  // namespace

Result<> adoptFiles(Cycle &cycle, FolderOwners &owners) {
    TRY(nameIntents(cycle));
    TRY(finishBodies(cycle));
    // Whoever is at his place first, or another one's file is taken for what went.
    for (const bool elsewhere : {false, true})
        for (const auto &[planned, intent] : cycle.vault.intents.records)
            if (!intent.ofBody) TRY(adoptIntended(cycle, owners, intent, elsewhere));
    TRY(adoptUnmerged(cycle, owners));
    return adoptEqual(cycle);
}

PageId idForCreate(const Cycle &cycle, const std::string &path) {
    // A page that lives already is not created again; whoever stands at its old path is somebody else.
    for (const auto &[planned, intent] : cycle.vault.intents.records)
        if (intent.path == path && !intent.ofBody && !isInWiki(cycle, intent.page) &&
            !cycle.vault.main.pages.contains(intent.page))
            return intent.page;
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
    const auto nameOf = [&](const PageId &planned) {
        const auto given = cycle.merge.givenIds.find(planned);
        return given == cycle.merge.givenIds.end() ? planned : given->second;
    };
    for (const auto &[planned, stored] : cycle.vault.intents.records) {
        if (stored.ofBody) continue;
        CreateIntent intent = stored;
        intent.page = nameOf(intent.page);
        if (intent.parent) intent.parent = nameOf(*intent.parent);
        const PageId &page = intent.page;
        const auto place = cycle.merge.mainPaths.find(page);
        if (place != cycle.merge.mainPaths.end() && !intent.path.ends_with('/')) intent.path = place->second;
        const auto isIt = [&](const PendingCreate &create) { return create.id == page; };
        const bool isPlanned = std::any_of(cycle.merge.creates.begin(), cycle.merge.creates.end(), isIt);
        const bool mayLive = isInWiki(cycle, page) || !cycle.wiki.list.complete;
        if ((isPlanned || mayLive) && !hasItsFile(cycle, page)) unfinished.emplace(page, intent);
    }
    return unfinished;
}

}  // namespace wikivault
