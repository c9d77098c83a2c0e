#include "app/common/review_desk.h"

#include "app/common/logging.h"
#include "app/common/review_recheck.h"
#include "engine/core/page_file.h"
#include "engine/run/settled_records.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <functional>

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

/// Shows `look` the vault of `space`, or every one. Of all, one that cannot be read hides no other: its space fails,
/// and says why. `look` returns whether it wants more.
Result<> eachVault(PortFactory &ports, const std::optional<SpaceId> &space,
                   const std::function<Result<bool>(const SpaceId &, OpenedVault &)> &look) {
    for (const SpaceId &vault : vaultsBelow(ports.settings().dataDir)) {
        if (space && *space != vault) continue;
        auto opened = ports.openVault(vault, true);
        const Result<bool> more = opened ? look(vault, *opened) : tl::unexpected<Error>(opened.error());
        if (more && !*more) return {};
        if (!more && space) return tl::unexpected<Error>(more.error());
        if (!more) spdlog::warn("{}", more.error().detail);
    }
    return {};
}

struct FoundConflict {
    SpaceId space;
    OpenedVault opened;
    ConflictRecord record;
};

Result<FoundConflict> findConflict(PortFactory &ports, const PageId &page) {
    std::optional<FoundConflict> conflict;
    TRY(eachVault(ports, {}, [&](const SpaceId &space, OpenedVault &opened) -> Result<bool> {
        TRY_ASSIGN(const auto conflicts, loadConflicts(*opened.vault));
        const auto found = conflicts.records.find(page);
        if (found != conflicts.records.end()) conflict = FoundConflict{space, std::move(opened), found->second};
        return !conflict.has_value();
    }));
    if (conflict) return std::move(*conflict);
    return fail(ErrorCode::NotFound, "There is no open conflict with the id " + page.str() +
                                         "; `wikivaultctl conflicts` lists them, and with "
                                         "--settled those that are settled, under ids of their own.");
}

struct FoundSettled {
    SpaceId space;
    OpenedVault opened;
    SettledRecord record;
};

Result<FoundSettled> findSettled(PortFactory &ports, const std::string &id) {
    std::optional<FoundSettled> page;
    TRY(eachVault(ports, {}, [&](const SpaceId &space, OpenedVault &opened) -> Result<bool> {
        TRY_ASSIGN(const auto settled, loadSettled(*opened.vault));
        const auto found = settled.records.find(id);
        if (found != settled.records.end()) page = FoundSettled{space, std::move(opened), found->second};
        return !page.has_value();
    }));
    if (page) return std::move(*page);
    return fail(ErrorCode::NotFound,
                "No page settled by a rule has the id " + id + "; `wikivaultctl conflicts --settled` lists them.");
}

Result<std::optional<std::string>> textOf(Vault &vault, const std::optional<BlobId> &blob) {
    if (!blob) return std::optional<std::string>();
    TRY_ASSIGN(std::string text, vault.text(*blob));
    return std::optional(std::move(text));
}

std::optional<std::string> decidedOf(const ConflictRecord &record) {
    if (record.decision.empty()) return std::nullopt;
    return record.decision == "text" ? record.decisionText : record.decision;
}

std::string wordOf(Take take) {
    switch (take) {
        case Take::Wiki: return "wiki";
        case Take::Git: return "git";
        case Take::Both: return "both";
        case Take::Base: return "base";
    }
    return {};
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
    const std::string word = wordOf(std::get<Take>(decision.choice));
    if (record.kind == ConflictKind::Markers && (word == "git" || word == "both"))
        return fail(ErrorCode::Invalid,
                    "The file holds conflict markers, so git's text cannot be taken as it is; take "
                    "the wiki's, or give a text of your own.");
    if (word == "base" && !record.base)
        return fail(ErrorCode::Invalid,
                    "There is no common text to go back to: the two sides never agreed on one. Take "
                    "the wiki's, git's or both, or give a text of your own.");
    record.decision = word;
    record.decisionText.clear();
    return {};
}

/// Changes one record under its ref; tries again when a run rewrites the records meanwhile.
Result<> changeConflict(PortFactory &ports, const PageId &page,
                        const std::function<Result<>(ConflictRecord &)> &change) {
    TRY_ASSIGN(const FoundConflict found, findConflict(ports, page));
    for (int tries = 1;; ++tries) {
        TRY_ASSIGN(const OpenedVault opened, ports.openVault(found.space, false));
        TRY_ASSIGN(const auto old, loadConflicts(*opened.vault));
        ConflictRecords records = old.records;
        const auto record = records.find(page);
        if (record == records.end())
            return fail(ErrorCode::NotFound, "The conflict was settled meanwhile; nothing was recorded.");
        TRY(change(record->second));
        TRY_ASSIGN(const auto move, storeConflicts(*opened.vault, old, records, ports.clock().now()));
        if (!move) return {};
        const Result<> moved = opened.vault->moveRefs({*move});
        if (moved || moved.error().code != ErrorCode::Conflict || tries == kTriesToRecord) return moved;
    }
}

}  // namespace

Result<std::vector<ConflictSummary>> EngineReviewDesk::conflicts(const std::optional<SpaceId> &space) {
    std::vector<ConflictSummary> all;
    TRY(eachVault(m_ports, space, [&all](const SpaceId &vault, OpenedVault &opened) -> Result<bool> {
        TRY_ASSIGN(const auto conflicts, loadConflicts(*opened.vault));
        for (const auto &[page, record] : conflicts.records)
            all.push_back(summaryOf(vault, page, record));
        return true;
    }));
    return all;
}

Result<ConflictDetail> EngineReviewDesk::conflict(const PageId &page) {
    TRY_ASSIGN(const FoundConflict found, findConflict(m_ports, page));
    ConflictDetail detail;
    detail.summary = summaryOf(found.space, page, found.record);
    Vault &vault = *found.opened.vault;
    TRY_ASSIGN(detail.base, textOf(vault, found.record.base));
    TRY_ASSIGN(detail.wiki, textOf(vault, found.record.wiki));
    TRY_ASSIGN(detail.git, textOf(vault, found.record.git));
    detail.decided = decidedOf(found.record);
    detail.state = stateOf(found.record);
    if (!found.record.draft.empty()) detail.draft.text = found.record.draft;
    detail.draft.blocks = found.record.draftBlocks;
    detail.draftIsOlder = detail.draft != ConflictDraft{} && found.record.draftState != detail.state;
    return detail;
}

Result<bool> EngineReviewDesk::isBeingEdited(const PageId &page) {
    const std::unique_ptr<PagePresence> presence = m_ports.openPresence();
    return presence ? presence->isBeingEdited(page) : Result<bool>(false);
}

Result<> EngineReviewDesk::decide(const Decision &decision) {
    SpaceId space;
    {
        TRY_ASSIGN(const FoundConflict found, findConflict(m_ports, decision.page));
        space = found.space;
        TRY_ASSIGN(const std::string moved, movedSides(m_ports, found.space, decision.page, found.record));
        if (!moved.empty()) return fail(ErrorCode::Conflict, moved + " Nothing was decided; look again.");
    }
    TRY(changeConflict(m_ports, decision.page, [&](ConflictRecord &record) -> Result<> {
        if (!decision.seen.empty() && decision.seen != stateOf(record))
            return fail(ErrorCode::Conflict, "The page changed since it was shown (" + decision.seen + ", now " +
                                                 stateOf(record) + "). Nothing was decided; look again.");
        return decideInto(record, decision);
    }));
    const auto *take = std::get_if<Take>(&decision.choice);
    logAct(fmt::format("Space {}: the conflict of page {} was decided by {}: {}", space.str(), decision.page.str(),
                       m_ports.actor(), take ? wordOf(*take) : "text"));
    return {};
}

Result<> EngineReviewDesk::saveDraft(const PageId &page, const ConflictDraft &draft) {
    return changeConflict(m_ports, page, [&](ConflictRecord &record) -> Result<> {
        record.draft = draft.text.value_or("");
        record.draftBlocks = draft.blocks;
        record.draftState = draft == ConflictDraft{} ? std::string() : stateOf(record);
        return {};
    });
}

Result<std::vector<SettledSummary>> EngineReviewDesk::settled(const std::optional<SpaceId> &space) {
    std::vector<SettledSummary> all;
    TRY(eachVault(m_ports, space, [&all](const SpaceId &vault, OpenedVault &opened) -> Result<bool> {
        TRY_ASSIGN(const auto settled, loadSettled(*opened.vault));
        for (const auto &[id, record] : settled.records)
            all.push_back(summaryOf(vault, id, record));
        return true;
    }));
    std::stable_sort(all.begin(), all.end(), [](const auto &a, const auto &b) { return a.at > b.at; });
    return all;
}

Result<SettledDetail> EngineReviewDesk::settledDetail(const std::string &id) {
    TRY_ASSIGN(const FoundSettled found, findSettled(m_ports, id));
    SettledDetail detail;
    detail.summary = summaryOf(found.space, id, found.record);
    Vault &vault = *found.opened.vault;
    TRY_ASSIGN(detail.base, textOf(vault, found.record.base));
    TRY_ASSIGN(detail.wiki, textOf(vault, found.record.wiki));
    TRY_ASSIGN(detail.git, textOf(vault, found.record.git));
    TRY_ASSIGN(detail.kept, textOf(vault, found.record.kept));
    return detail;
}

Result<> EngineReviewDesk::markSeen(const std::string &id) {
    TRY_ASSIGN(const FoundSettled found, findSettled(m_ports, id));
    for (int tries = 1;; ++tries) {
        TRY_ASSIGN(const OpenedVault opened, m_ports.openVault(found.space, false));
        TRY_ASSIGN(const auto old, loadSettled(*opened.vault));
        SettledRecords records = old.records;
        const auto record = records.find(id);
        if (record == records.end()) return {};
        record->second.seen = true;
        TRY_ASSIGN(const auto move, storeSettled(*opened.vault, old, std::move(records), m_ports.clock().now()));
        if (!move) return {};
        const Result<> moved = opened.vault->moveRefs({*move});
        if (moved || moved.error().code != ErrorCode::Conflict || tries == kTriesToRecord) return moved;
    }
}

}  // namespace wikivault
