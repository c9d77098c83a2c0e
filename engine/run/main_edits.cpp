#include "engine/run/main_edits.h"

#include "engine/core/page_path.h"
#include "engine/run/capture_files.h"
#include "engine/run/commits.h"
#include "engine/run/remote_steps.h"

#include <algorithm>
#include <utility>

namespace wikivault {

Result<> MainEdits::put(const std::string &path, const std::string &mainPath, const DiskFile &file) {
    TreeEntry entry = m_cycle.vault.mainTree.at(mainPath);
    if (entry.blob == file.base || entry.blob == file.now.blob) {
        replace(path, file.now, file.page);
        return {};
    }
    if (file.now.blob != file.base) {
        TRY_ASSIGN(const std::string base, m_cycle.files.body(file.base));
        TRY_ASSIGN(const std::string disk, m_cycle.files.text(file.now.blob));
        TRY_ASSIGN(const std::string ours, m_cycle.files.body(entry.blob));
        merge::MergedBody merged = merge::mergeBodies(base, ours, parsePageFile(disk).body);
        if (!merged.isClean()) TRY(mergeOverCommonTexts(file, ours, merged));
        if (merged.isClean()) {
            TRY_ASSIGN(entry.blob, m_cycle.ports.vault.storeText(withBody(disk, merged.text)));
        } else {
            TRY_ASSIGN(const bool meets, setBack(file, entry.blob));
            if (meets)
                entry = file.now;
            else
                TRY(putAside(path, file.now.blob));
        }
    }
    replace(path, entry, file.page);
    return {};
}

/// Two consoles that both took in the wiki's text of a page changed nothing there themselves; and where people and
/// consoles merged each other crosswise, git's base is one of several.
Result<> MainEdits::mergeOverCommonTexts(const DiskFile &file, const std::string &ours, merge::MergedBody &merged) {
    TRY_ASSIGN(const FileIdentity identity, m_cycle.files.identity(file.now.blob));
    if (!identity.id) return {};
    TRY_ASSIGN(const std::string theirs, m_cycle.files.body(file.now.blob));
    TRY_ASSIGN(const std::vector<std::string> texts, commonTexts(m_cycle, *identity.id));
    for (const std::string &base : texts) {
        merge::MergedBody again = merge::mergeBodies(base, ours, theirs);
        if (again.isClean()) merged = std::move(again);
        if (merged.isClean()) break;
    }
    return {};
}

/// Main holds what both sides agreed on since: the agreed text goes back to what the person began with.
Result<bool> MainEdits::setBack(const DiskFile &file, const BlobId &main) {
    if (!file.page) return false;
    const PageIndex &base = m_cycle.vault.base;
    const auto agreed = base.pages.find(*file.page);
    std::optional<IndexedPage> before;
    if (agreed != base.pages.end()) {
        TRY_ASSIGN(const bool same, m_cycle.files.equalBodies(agreed->second.blob, main));
        if (same) before = IndexedPage{agreed->second.path, file.base};
    }
    if (!before) {
        TRY_ASSIGN(before, agreedBefore(file, main));
    }
    if (!before) {
        TRY_ASSIGN(before, forkOf(file, main));
    }
    if (!before) return false;
    // The wiki trashed it meanwhile; its place in the mirror may be another page's by now.
    if (agreed == base.pages.end() && m_cycle.vault.agreedTree.contains(before->path)) return false;
    if (agreed != base.pages.end()) before->path = agreed->second.path;
    TRY_ASSIGN(const std::string began, m_cycle.files.text(before->blob));
    TRY_ASSIGN(before->blob, m_cycle.ports.vault.storeText(withId(began, *file.page)));
    if (agreed == base.pages.end() || before->blob != agreed->second.blob)
        m_cycle.vault.setBack.emplace(*file.page, *before);
    return true;
}

/// What both sides had agreed on before main merged the wiki's text into the one the person began with, and a crash
/// kept the outcome from the files: for this page that merge is to be done again, with what the person wrote since.
Result<std::optional<IndexedPage>> MainEdits::agreedBefore(const DiskFile &file, const BlobId &main) {
    const std::optional<IndexedPage> none;
    Vault &vault = m_cycle.ports.vault;
    const auto fileIn = [&](const CommitId &commit) -> Result<std::optional<IndexedPage>> {
        TRY_ASSIGN(const PageIndex index, indexOf(commit));
        const auto found = index.pages.find(*file.page);
        return found == index.pages.end() ? none : std::optional(found->second);
    };
    std::optional<CommitId> at = m_cycle.vault.mainTip;
    for (int i = 0; at && i < kCutOffCommits; ++i) {
        TRY_ASSIGN(const CommitFacts facts, vault.commitFacts(*at));
        if (facts.parents.empty()) return none;
        TRY_ASSIGN(const auto before, fileIn(facts.parents.front()));
        if (!before) return none;
        TRY_ASSIGN(const bool began, m_cycle.files.equalBodies(before->blob, file.base));
        if (began && facts.parents.size() < 2) return none;
        if (began) {
            TRY_ASSIGN(const auto base, vault.mergeBase(facts.parents[0], facts.parents[1]));
            return base ? fileIn(*base) : none;
        }
        TRY_ASSIGN(const bool unchanged, m_cycle.files.equalBodies(before->blob, main));
        if (!unchanged) return none;
        at = facts.parents.front();
    }
    return none;
}

/// The text that the agreed one and the one the person began with both come from, where main holds what came of the
/// two: an earlier capture merged them, and a crash kept that from the files.
Result<std::optional<IndexedPage>> MainEdits::forkOf(const DiskFile &file, const BlobId &main) {
    const std::optional<IndexedPage> none;
    const auto agreed = m_cycle.vault.base.pages.find(*file.page);
    if (agreed == m_cycle.vault.base.pages.end()) return none;
    TRY(readEarlier());
    TRY_ASSIGN(const std::string wiki, m_cycle.files.body(agreed->second.blob));
    TRY_ASSIGN(const std::string began, m_cycle.files.body(file.base));
    TRY_ASSIGN(const std::string ours, m_cycle.files.body(main));
    for (const PageIndex &index : m_earlier) {
        const auto at = index.pages.find(*file.page);
        if (at == index.pages.end()) break;
        TRY_ASSIGN(const std::string text, m_cycle.files.body(at->second.blob));
        const merge::MergedBody merged = merge::mergeBodies(text, wiki, began);
        if (merged.isClean() && equalBodyTexts(merged.text, ours))
            return IndexedPage{agreed->second.path, at->second.blob};
    }
    return none;
}

void setBaseBack(VaultState &vault) {
    for (const auto &[page, file] : vault.setBack)
        setPage(vault.base, page, file);
}

Result<PageIndex> MainEdits::indexOf(const CommitId &commit) {
    TRY_ASSIGN(const VaultTree tree, treeAt(m_cycle.ports.vault, commit));
    return indexPages(tree, &m_cycle.vault.base, m_cycle.files);
}

Result<std::optional<BlobId>> MainEdits::earlierText(const PageId &page, const BlobId &now) {
    TRY(readEarlier());
    for (const PageIndex &index : m_earlier) {
        const auto at = index.pages.find(page);
        if (at == index.pages.end()) break;
        TRY_ASSIGN(const bool same, m_cycle.files.equalBodies(at->second.blob, now));
        if (same) return std::optional(at->second.blob);
    }
    return std::optional<BlobId>();
}

Result<std::string> MainEdits::earlierPlace(const PageId &page, const std::set<std::string> &paths) {
    TRY(readEarlier());
    for (const PageIndex &index : m_earlier) {
        const auto at = index.pages.find(page);
        if (at == index.pages.end()) break;
        if (paths.contains(at->second.path)) return at->second.path;
    }
    return std::string();
}

Result<bool> MainEdits::wasLoose(const std::string &path, const BlobId &blob) {
    TRY(readEarlier());
    for (const PageIndex &index : m_earlier) {
        const LooseFile *file = looseAt(index, path);
        if (file && file->blob == blob) return true;
        const std::optional<PageId> page = pageAtPath(index, path);
        if (page && index.pages.at(*page).blob == blob) return false;
    }
    return false;
}

/// Each of them told page by page with what both sides had agreed on then.
Result<> MainEdits::readEarlier() {
    Vault &vault = m_cycle.ports.vault;
    std::optional<CommitId> at = m_earlier.empty() ? m_cycle.vault.mainTip : std::nullopt;
    PageIndex agreed = m_cycle.vault.base;
    for (int i = 0; at && i < kCutOffCommits; ++i) {
        TRY_ASSIGN(const CommitFacts facts, vault.commitFacts(*at));
        TRY_ASSIGN(const VaultTree tree, vault.tree(facts.tree));
        TRY_ASSIGN(PageIndex index, indexPages(tree, &agreed, m_cycle.files));
        m_earlier.push_back(std::move(index));
        if (facts.parents.size() > 1) {
            TRY_ASSIGN(const auto base, vault.mergeBase(facts.parents[0], facts.parents[1]));
            if (base) {
                TRY_ASSIGN(agreed, indexOf(*base));
            } else {
                agreed = {};  // the two met there for the first time
            }
        }
        at = firstParent(facts);
    }
    return {};
}

Result<> MainEdits::putAside(const std::string &path, const BlobId &blob) {
    TRY_ASSIGN(const std::string text, m_cycle.files.text(blob));
    TRY_ASSIGN(const BlobId aside, m_cycle.ports.vault.storeText(withId(text, std::nullopt)));
    m_asides.emplace_back(path, TreeEntry{aside});
    return {};
}

void MainEdits::apply(const PageIndex &left, const PageIndex &disk) {
    VaultTree &main = m_cycle.vault.mainTree;
    for (const std::string &path : m_removals)
        main.erase(path);
    for (const Put &put : m_puts) {
        if (hidesUnseen(left, put)) main.emplace(freeSidePath(main, put.path), main.at(put.path));
        const bool isFree = !main.contains(put.path) || !isPageFile(put.path) || belongsHere(disk, put);
        main[isFree ? put.path : freeSidePath(main, put.path)] = put.entry;
    }
    for (const auto &[path, entry] : m_asides) {
        // An interrupted run may have set it aside already.
        const auto same = [&blob = entry.blob](const auto &file) { return file.second.blob == blob; };
        if (std::none_of(main.begin(), main.end(), same)) main[freeSidePath(main, path)] = entry;
    }
}

/// A new file that a run put there, and that never came to be on disk: whoever has a page there never saw it.
bool MainEdits::hidesUnseen(const PageIndex &left, const Put &put) const {
    const VaultState &vault = m_cycle.vault;
    const LooseFile *file = looseAt(vault.main, put.path);
    const bool wasSeen = vault.published.contains(put.path) && !left.byPath.contains(put.path);
    return put.page && file && file->blob != put.entry.blob && !wasSeen &&
           entryAt(vault.mainTree, put.path).value_or(TreeEntry{}).blob == file->blob;
}

/// What main has at that path is the same page, or no page at all.
bool MainEdits::belongsHere(const PageIndex &disk, const Put &put) const {
    const auto ours = m_cycle.vault.main.byPath.find(put.path);
    if (ours == m_cycle.vault.main.byPath.end() || put.page == ours->second) return true;
    const auto there = disk.byPath.find(put.path);
    return there != disk.byPath.end() && there->second == ours->second;
}

}  // namespace wikivault
