#include "app/common/compare_desk.h"

#include "engine/core/page_file.h"
#include "engine/run/commits.h"

#include <algorithm>

namespace wikivault {

namespace {

struct PlacedFile {
    std::string path;
    BlobId blob;
};

/// The files of `tree` that `other` does not have alike.
std::vector<PlacedFile> filesOnlyIn(const VaultTree &tree, const VaultTree &other) {
    std::vector<PlacedFile> files;
    for (const auto &[path, entry] : tree) {
        if (entry.mode == 0160000) continue;  // a submodule's commit is not in this vault
        const auto there = other.find(path);
        if (there == other.end() || there->second.blob != entry.blob) files.push_back({path, entry.blob});
    }
    return files;
}

/// What a file is matched by: the id of its page, else its path, which no id looks like.
Result<std::string> keyOf(Vault &vault, const PlacedFile &file) {
    if (!isPageFile(file.path)) return file.path;
    TRY_ASSIGN(const std::string text, vault.text(file.blob));
    const auto id = parsePageFile(text).id;
    return id ? id->str() : file.path;
}

Result<std::vector<PageDifference>> differencesOf(Vault &vault, const VaultTree &before, const VaultTree &after,
                                                  const std::stop_token &stop) {
    std::map<std::string, PageDifference> pages;
    const auto add = [&](const VaultTree &tree, const VaultTree &other, std::string PageDifference::*place,
                         std::optional<BlobId> PageDifference::*text) -> Result<> {
        for (const PlacedFile &file : filesOnlyIn(tree, other)) {
            if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "Comparing was stopped.");
            TRY_ASSIGN(const std::string key, keyOf(vault, file));
            PageDifference &page = pages[key];
            page.*place = file.path;
            page.*text = file.blob;
            if (key != file.path) page.id = key;
        }
        return {};
    };
    TRY(add(before, after, &PageDifference::before, &PageDifference::was));
    TRY(add(after, before, &PageDifference::after, &PageDifference::is));
    std::vector<PageDifference> list;
    for (auto &[key, page] : pages)
        list.push_back(std::move(page));
    const auto place = [](const PageDifference &page) { return page.after.empty() ? page.before : page.after; };
    std::sort(list.begin(), list.end(), [&](const auto &a, const auto &b) { return place(a) < place(b); });
    return list;
}

Result<VaultPoint> pointOf(const RunRecord &run) {
    const std::string &commit = run.mainAfter.empty() ? run.mainBefore : run.mainAfter;
    if (commit.empty())
        return fail(ErrorCode::Invalid, "Run " + run.id.str() + " (" + run.outcome +
                                            ") noted no state of the vault; choose a run before or after it.");
    return VaultPoint{run.id, commit, run.endedAt ? run.endedAt : run.startedAt};
}

Result<VaultTree> treeOf(Vault &vault, const VaultPoint &point) {
    const auto commit = parseObjectId<CommitId>(point.commit);
    if (!commit) return fail(ErrorCode::Corrupt, "The journal notes \"" + point.commit + "\", which is no commit.");
    auto tree = treeAt(vault, commit);
    if (!tree && tree.error().code == ErrorCode::NotFound)
        return fail(ErrorCode::NotFound, "The vault no longer holds commit " + point.commit.substr(0, 12) +
                                             ", which run " + (point.run ? point.run->str() : "?") +
                                             " left; git has cleared it away.");
    return tree;
}

}  // namespace

Result<Comparison> EngineCompareDesk::compare(const RunId &from, const std::optional<RunId> &to, std::stop_token stop) {
    TRY_ASSIGN(sql::StateDatabase *const state, m_ports.state());
    TRY_ASSIGN(const RunRecord first, state->journal->run(from));
    Comparison comparison;
    comparison.space = first.space;
    TRY_ASSIGN(comparison.from, pointOf(first));
    TRY_ASSIGN(const OpenedVault opened, m_ports.openVault(first.space, true));
    Vault &vault = *opened.vault;
    if (to) {
        TRY_ASSIGN(const RunRecord second, state->journal->run(*to));
        if (second.space != first.space)
            return fail(ErrorCode::Invalid,
                        "Run " + from.str() + " and run " + to->str() + " are of two spaces; compare runs of one.");
        TRY_ASSIGN(comparison.to, pointOf(second));
    } else {
        TRY_ASSIGN(const auto tip, vault.tip(refs::kMain));
        if (!tip) return fail(ErrorCode::NotFound, "The vault has no branch main any more.");
        comparison.to = {{}, toHex(*tip), m_ports.clock().now()};
    }
    TRY_ASSIGN(const VaultTree before, treeOf(vault, comparison.from));
    TRY_ASSIGN(const VaultTree after, treeOf(vault, comparison.to));
    TRY_ASSIGN(comparison.pages, differencesOf(vault, before, after, stop));
    return comparison;
}

Result<std::pair<std::string, std::string>> EngineCompareDesk::texts(const SpaceId &space, const PageDifference &page) {
    TRY_ASSIGN(const OpenedVault opened, m_ports.openVault(space, true));
    std::pair<std::string, std::string> both;
    if (page.was) {
        TRY_ASSIGN(both.first, opened.vault->text(*page.was));
    }
    if (page.is) {
        TRY_ASSIGN(both.second, opened.vault->text(*page.is));
    }
    return both;
}

}  // namespace wikivault
