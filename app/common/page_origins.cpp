#include "app/common/compare_desk.h"
#include "app/common/page_walk.h"
#include "engine/core/merge/review_conflict.h"

#include <algorithm>

namespace wikivault {

namespace {

constexpr std::size_t kMostLooks = 200;

struct BlameSide {
    const char *branch;
    std::string merge::MergedPart::*text;
    std::optional<PageVersion> BlockOrigin::*origin;
};

bool hasPart(const std::string &text, const std::string &part) {
    return !part.empty() && text.find(part) != std::string::npos;
}

/// What the side has in the block came with this change: a text, or that there is none any more.
bool isBrought(const std::string &block, const std::string &base, const std::string &was, const std::string &is) {
    if (block.empty()) return hasPart(was, base) && !hasPart(is, base);
    return hasPart(is, block) && !hasPart(was, block);
}

Result<std::string> textAt(Vault &vault, const std::optional<BlobId> &blob) {
    return blob ? vault.text(*blob) : std::string();
}

Result<> blame(Vault &vault, PageWalk walk, const BlameSide &side, const std::vector<merge::MergedPart> &blocks,
               std::vector<BlockOrigin> &origins) {
    TRY_ASSIGN(const auto tip, vault.tip(side.branch));
    if (!tip) return {};
    std::size_t looked = 0;
    const auto read = walk.run(*tip, [&](const PageVersion &version) -> Result<bool> {
        TRY_ASSIGN(const std::string was, textAt(vault, version.change.was));
        TRY_ASSIGN(const std::string is, textAt(vault, version.change.is));
        bool isDone = true;
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            auto &origin = origins[i].*side.origin;
            if (!origin && isBrought(blocks[i].*side.text, blocks[i].base, was, is)) {
                origin = version;
                if (&origin == &origins[i].wiki) origins[i].isNewestInWiki = looked == 0;
            }
            isDone = isDone && origin;
        }
        return !isDone && ++looked < kMostLooks;
    });
    return read ? Result<>() : tl::unexpected(read.error());
}

}  // namespace

Result<std::vector<BlockOrigin>> EngineCompareDesk::origins(const ConflictDetail &conflict, std::stop_token stop) {
    const std::vector<merge::MergedPart> blocks = conflictBlocks(conflict);
    std::vector<BlockOrigin> origins(blocks.size());
    if (blocks.empty()) return origins;
    const ConflictSummary &summary = conflict.summary;
    TRY_ASSIGN(const OpenedVault opened, m_ports.openVault(summary.space, true));
    const BlameSide sides[] = {{refs::kMirror, &merge::MergedPart::wiki, &BlockOrigin::wiki},
                               {refs::kMain, &merge::MergedPart::git, &BlockOrigin::git}};
    for (const BlameSide &side : sides)
        TRY(blame(*opened.vault, PageWalk(*opened.vault, summary.page.str(), stop), side, blocks, origins));
    return origins;
}

}  // namespace wikivault
