#include "app/common/review_desk.h"

#include "engine/core/page_file.h"
#include "engine/run/vault_records.h"

#include <algorithm>
#include <filesystem>

namespace wikivault {

namespace {

constexpr int kTriesToRecord = 5;  ///< a run may rewrite the records at the same moment

/// Vaults of a data directory: folders named by a space id.
std::vector<SpaceId> vaultsBelow(const std::string &dataDir) {
    namespace fs = std::filesystem;
    std::vector<SpaceId> spaces;
    std::error_code problem;
    for (const auto &entry : fs::directory_iterator(dataDir, problem)) {
        const auto id = parseUuid(entry.path().filename().string());
        if (id && fs::exists(entry.path() / ".git" / "HEAD", problem)) spaces.emplace_back(*id);
    }
    std::sort(spaces.begin(), spaces.end());
    return spaces;
}

struct Found {
    SpaceId space;
    ConflictRecord record;
};

Result<Found> findConflict(PortFactory &ports, const PageId &page) {
    for (const SpaceId &space : vaultsBelow(ports.settings().dataDir)) {
        TRY_ASSIGN(const OpenedVault opened, ports.openVault(space, true));
        TRY_ASSIGN(const auto conflicts, loadConflicts(*opened.vault));
        const auto found = conflicts.records.find(page);
        if (found != conflicts.records.end()) return Found{space, found->second};
    }
    return fail(ErrorCode::NotFound,
                "There is no open conflict with the id " + page.str() + "; `wikivaultctl conflicts` lists them.");
}

Result<std::optional<std::string>> textOf(Vault &vault, const std::optional<BlobId> &blob) {
    if (!blob) return std::optional<std::string>();
    TRY_ASSIGN(std::string text, vault.text(*blob));
    return std::optional(std::move(text));
}

std::optional<std::string> draftOf(const ConflictRecord &record) {
    if (record.decision.empty()) return std::nullopt;
    return record.decision == "text" ? record.decisionText : record.decision;
}

Result<> decideInto(ConflictRecord &record, const Decision &decision) {
    if (const auto *text = std::get_if<std::string>(&decision.choice)) {
        if (hasConflictMarkers(parsePageFile(*text).body))
            return fail(ErrorCode::Invalid,
                        "The text still holds conflict markers (<<<<<<<, =======, >>>>>>>); remove "
                        "them first.");
        record.decision = "text";
        record.decisionText = *text;
        return {};
    }
    record.decisionText.clear();
    switch (std::get<Take>(decision.choice)) {
        case Take::Wiki: record.decision = "wiki"; break;
        case Take::Git: record.decision = "git"; break;
        case Take::Both: record.decision = "both"; break;
        case Take::Base: record.decision = "base"; break;
    }
    if (record.decision == "base" && !record.base)
        return fail(ErrorCode::Invalid,
                    "The two sides have no common past, so there is no base to take; take the "
                    "wiki's text, git's, both, or give a text of your own.");
    if (record.kind == ConflictKind::Markers && (record.decision == "git" || record.decision == "both"))
        return fail(ErrorCode::Invalid,
                    "The file holds conflict markers, so git's text cannot be taken as it is; take "
                    "the wiki's, or give a text of your own.");
    return {};
}

}  // namespace

Result<std::vector<ConflictSummary>> EngineReviewDesk::conflicts(const std::optional<SpaceId> &space) {
    std::vector<ConflictSummary> all;
    for (const SpaceId &vault : vaultsBelow(m_ports.settings().dataDir)) {
        if (space && *space != vault) continue;
        TRY_ASSIGN(const OpenedVault opened, m_ports.openVault(vault, true));
        TRY_ASSIGN(const auto conflicts, loadConflicts(*opened.vault));
        for (const auto &[page, record] : conflicts.records)
            all.push_back(summaryOf(vault, page, record));
    }
    return all;
}

Result<ConflictDetail> EngineReviewDesk::conflict(const PageId &page) {
    TRY_ASSIGN(const Found found, findConflict(m_ports, page));
    TRY_ASSIGN(const OpenedVault opened, m_ports.openVault(found.space, true));
    ConflictDetail detail;
    detail.summary = summaryOf(found.space, page, found.record);
    TRY_ASSIGN(detail.base, textOf(*opened.vault, found.record.base));
    TRY_ASSIGN(detail.wiki, textOf(*opened.vault, found.record.wiki));
    TRY_ASSIGN(detail.git, textOf(*opened.vault, found.record.git));
    detail.draft = draftOf(found.record);
    return detail;
}

Result<> EngineReviewDesk::decide(const Decision &decision) {
    TRY_ASSIGN(const Found found, findConflict(m_ports, decision.page));
    for (int tries = 1;; ++tries) {
        TRY_ASSIGN(const OpenedVault opened, m_ports.openVault(found.space, false));
        TRY_ASSIGN(const auto old, loadConflicts(*opened.vault));
        ConflictRecords records = old.records;
        const auto record = records.find(decision.page);
        if (record == records.end())
            return fail(ErrorCode::NotFound, "The conflict was settled meanwhile; nothing was recorded.");
        TRY(decideInto(record->second, decision));
        TRY_ASSIGN(const auto move, storeConflicts(*opened.vault, old, records, m_ports.clock().now()));
        if (!move) return {};
        const Result<> moved = opened.vault->moveRefs({*move});
        if (moved || moved.error().code != ErrorCode::Conflict || tries == kTriesToRecord) return moved;
    }
}

}  // namespace wikivault
