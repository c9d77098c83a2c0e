#include "app/common/review_recheck.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/page_file.h"
#include "engine/run/file_reader.h"
#include "engine/run/page_index.h"

#include <algorithm>
#include <array>

namespace wikivault {

namespace {

std::string who(const std::string &name) {
    return name.empty() ? "somebody unknown" : name;
}

Result<std::string> movedInWiki(PortFactory &ports, const SpaceId &space, const PageId &page,
                                const std::optional<std::string> &recorded) {
    TRY_ASSIGN(const auto wiki, ports.openWiki(true));
    TRY_ASSIGN(const PageList list, wiki->pages().list(space, {}));
    const auto row = std::find_if(list.pages.begin(), list.pages.end(), [&](const auto &r) { return r.id == page; });
    if (row == list.pages.end()) return recorded ? "The page was removed from the wiki meanwhile." : std::string();
    if (!recorded) return who(row->updatedBy) + " brought the page back in the wiki meanwhile.";
    TRY_ASSIGN(const std::vector<PageBody> bodies, wiki->pages().bodies(space, std::array{page}, {}));
    if (bodies.empty()) return std::string("The page was removed from the wiki meanwhile.");
    TRY_ASSIGN(const markdown::Node doc, markdown::fromJson(bodies.front().content));
    if (equalBodyTexts(bodyTextOf(doc), parsePageFile(*recorded).body)) return std::string();
    return who(row->updatedBy) + " changed the page in the wiki meanwhile (" + row->updatedAt + ").";
}

Result<std::string> movedInGit(Vault &vault, const PageId &page, const ConflictRecord &record) {
    TRY_ASSIGN(const auto tip, vault.tip(refs::kMain));
    if (!tip) return std::string();
    TRY_ASSIGN(const CommitFacts facts, vault.commitFacts(*tip));
    TRY_ASSIGN(const VaultTree tree, vault.tree(facts.tree));
    const auto atPath = tree.find(record.path);
    if (record.git && atPath != tree.end() && atPath->second.blob == *record.git) return std::string();
    FileReader files(vault);
    TRY_ASSIGN(const PageIndex index, indexPages(tree, nullptr, files));
    const auto found = index.pages.find(page);
    if (found == index.pages.end()) return record.git ? "The page's file was removed meanwhile." : std::string();
    if (record.git == found->second.blob) return std::string();
    return who(facts.info.author.name) + " changed the page's file meanwhile.";
}

}  // namespace

Result<std::string> movedSides(PortFactory &ports, const SpaceId &space, const PageId &page,
                               const ConflictRecord &record) {
    TRY_ASSIGN(const OpenedVault opened, ports.openVault(space, true));
    std::optional<std::string> recorded;
    if (record.wiki) {
        TRY_ASSIGN(recorded, opened.vault->text(*record.wiki));
    }
    TRY_ASSIGN(const std::string wiki, movedInWiki(ports, space, page, recorded));
    TRY_ASSIGN(const std::string git, movedInGit(*opened.vault, page, record));
    return wiki.empty() || git.empty() ? wiki + git : wiki + " " + git;
}

}  // namespace wikivault
