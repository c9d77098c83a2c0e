#include "app/common/compare_desk.h"
#include "app/common/page_walk.h"

namespace wikivault {

namespace {

Result<CommitId> tipOfMain(Vault &vault) {
    TRY_ASSIGN(const auto tip, vault.tip(refs::kMain));
    if (!tip) return fail(ErrorCode::NotFound, "The vault has no branch main any more.");
    return *tip;
}

}  // namespace

Result<PageHistory> EngineCompareDesk::history(const SpaceId &space, const std::string &page, std::stop_token stop) {
    TRY_ASSIGN(const OpenedVault opened, m_ports.openVault(space, true));
    TRY_ASSIGN(const CommitId tip, tipOfMain(*opened.vault));
    TRY_ASSIGN(PageHistory history, PageWalk(*opened.vault, page, stop).run(tip));
    history.space = space;
    if (!history.versions.empty()) return history;
    return fail(ErrorCode::NotFound,
                "No page with the id or path \"" + page +
                    "\" is or was in this vault; \"wikivaultctl runs\" and \"run show\" name some.");
}

Result<PageSpot> EngineCompareDesk::find(const SpaceId &space, const std::string &page) {
    TRY_ASSIGN(const OpenedVault opened, m_ports.openVault(space, true));
    TRY_ASSIGN(const CommitId tip, tipOfMain(*opened.vault));
    TRY_ASSIGN(const auto spot, PageWalk(*opened.vault, page, {}).spotAt(tip));
    if (spot) return *spot;
    return fail(ErrorCode::NotFound, "No page with the id or path \"" + page +
                                         "\" is in this vault now; \"wikivaultctl page history\" says what became of "
                                         "one that was.");
}

}  // namespace wikivault
