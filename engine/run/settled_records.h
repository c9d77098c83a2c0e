#pragma once

#include "engine/core/conflict.h"
#include "engine/run/vault_records.h"

/// The inbox of pages where a rule chose between two texts; refs/wikivault/settled keeps all of them reachable.
namespace wikivault {

/// A file without a common past brought a trashed page back over the text it held.
inline constexpr const char *kFilePutBack = "file-put-back";

/// Where a page stands on one side: its file name without suffix, and what it is below.
struct SettledPlace {
    std::string name;
    std::optional<PageId> parent;
    friend bool operator==(const SettledPlace &, const SettledPlace &) = default;
};

struct SettledRecord {
    PageId page;
    ConflictKind kind = ConflictKind::Body;
    std::string rule, loser;  ///< as in SettledSummary
    std::string title, path, run, lostBy, lostAt;
    TimePoint at{};
    bool seen = false, putBack = false;
    std::optional<BlobId> base, wiki, git, kept;       ///< kept: the page file the rule left
    std::optional<SettledPlace> lostPlace, keptPlace;  ///< where they differed and a person chose
    friend bool operator==(const SettledRecord &, const SettledRecord &) = default;
};
using SettledRecords = std::map<std::string, SettledRecord>;  ///< by id

Result<Recorded<SettledRecords>> loadSettled(Vault &vault);
/// Keeps the newest 500.
Result<std::optional<RefMove>> storeSettled(Vault &vault, const Recorded<SettledRecords> &old, SettledRecords records,
                                            TimePoint now);
/// 12 hexadecimal digits that differ for every settlement.
[[nodiscard]] std::string settledId(const SettledRecord &record);
[[nodiscard]] SettledSummary summaryOf(const SpaceId &space, const std::string &id, const SettledRecord &record);

}  // namespace wikivault
