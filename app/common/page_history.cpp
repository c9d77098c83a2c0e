#include "app/common/compare_desk.h"
#include "app/common/page_walk.h"
#include "engine/core/page_path.h"

namespace wikivault {

namespace {

Result<CommitId> tipOfMain(Vault &vault) {
    TRY_ASSIGN(const auto tip, vault.tip(refs::kMain));
    if (!tip) return fail(ErrorCode::NotFound, "The vault has no branch main any more.");
    return *tip;
}

/// Files of that name, in whatever folder: `"Tools/VPN.md"`. A few of them.
std::string filesCalled(const std::string &name, const VaultTree &tree) {
    constexpr int kMost = 5;
    const std::string wanted = collisionKey(name.ends_with(".md") ? name : name + ".md");
    std::string list;
    int count = 0;
    for (const auto &[path, entry] : tree) {
        if (collisionKey(path.substr(path.rfind('/') + 1)) != wanted || ++count > kMost) continue;
        list += (list.empty() ? "\"" : ", \"") + path + "\"";
    }
    return list;
}

/// Says where such a file is; "": no file is called so.
Result<std::string> hintFor(Vault &vault, const CommitId &tip, const std::string &page) {
    TRY_ASSIGN(const CommitFacts facts, vault.commitFacts(tip));
    TRY_ASSIGN(const VaultTree tree, vault.tree(facts.tree));
    const std::string files = filesCalled(page, tree);
    if (files.empty()) return files;
    return "No page has the id or path \"" + page + "\". Files of that name: " + files + "; give the whole path.";
}

}  // namespace

Result<PageHistory> EngineCompareDesk::history(const SpaceId &space, const std::string &page, std::stop_token stop) {
    TRY_ASSIGN(const OpenedVault opened, m_ports.openVault(space, true));
    TRY_ASSIGN(const CommitId tip, tipOfMain(*opened.vault));
    TRY_ASSIGN(PageHistory history, PageWalk(*opened.vault, page, stop).run(tip));
    history.space = space;
    if (!history.versions.empty()) return history;
    TRY_ASSIGN(const std::string hint, hintFor(*opened.vault, tip, page));
    if (!hint.empty()) return fail(ErrorCode::NotFound, hint);
    return fail(ErrorCode::NotFound,
                "No page with the id or path \"" + page +
                    "\" is or was in this vault; \"wikivaultctl runs\" and \"run show\" name some.");
}

Result<PageSpot> EngineCompareDesk::find(const SpaceId &space, const std::string &page) {
    TRY_ASSIGN(const OpenedVault opened, m_ports.openVault(space, true));
    TRY_ASSIGN(const CommitId tip, tipOfMain(*opened.vault));
    TRY_ASSIGN(const auto spot, PageWalk(*opened.vault, page, {}).spotAt(tip));
    if (spot) return *spot;
    TRY_ASSIGN(const std::string hint, hintFor(*opened.vault, tip, page));
    if (!hint.empty()) return fail(ErrorCode::NotFound, hint);
    return fail(ErrorCode::NotFound, "No page with the id or path \"" + page +
                                         "\" is in this vault now; \"wikivaultctl page history\" says what became of "
                                         "one that was.");
}

}  // namespace wikivault
