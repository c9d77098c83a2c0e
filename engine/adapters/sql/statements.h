#pragma once

#include "engine/adapters/sql/column_map.h"

#include <string>

namespace wikivault::sql {

/// One question in both dialects. Words in braces are filled in by render(): `{now}`, `{for_update}`, `{is_base}` …
struct Statement {
    const char *postgres;
    const char *sqlite;
};

namespace statements {

extern const Statement kSpaceExists, kPages, kAmong, kNewestUpdate, kBodies, kStandings;
extern const Statement kSpaces, kWorkspaceOf, kDigests, kSetEnabled;
extern const Statement kNextEpoch, kEpoch;
extern const Statement kQueueSpace, kUserExists, kPageOf, kPageAsExpected, kLiveParent, kWouldCycle, kHasLiveChildren,
    kLastPosition;
extern const Statement kKeepHistory, kInsertPage, kUpdateBody, kMovePage, kRenamePage, kTrashPage, kRestorePage;

}  // namespace statements

/// The statement of the session's dialect, naming only columns that exist.
[[nodiscard]] std::string render(const Statement &statement, Dialect dialect, const ColumnMap &columns);
/// `["a","b"]` or `{a,b}`: how a list of uuids is bound.
[[nodiscard]] std::string idList(Dialect dialect, const std::vector<std::string> &ids);

}  // namespace wikivault::sql
