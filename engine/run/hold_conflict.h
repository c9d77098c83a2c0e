#pragma once

#include "engine/run/cycle.h"

/// Open conflicts of a cycle and the inbox of those a rule settled.
namespace wikivault {

[[nodiscard]] std::string pathForPeople(const Cycle &cycle, const PageId &page);
[[nodiscard]] std::optional<BlobId> blobOfSide(const std::optional<PageSide> &side);

/// What a conflict on `page` is about now.
[[nodiscard]] ConflictRecord recordOf(const Cycle &cycle, const PageId &page, const PageSides &sides,
                                      ConflictKind kind);
/// The stored record when it is about this very state of both sides.
[[nodiscard]] const ConflictRecord *knownRecord(const Cycle &cycle, const PageId &page, const ConflictRecord &now);
/// Keeps since-when, who, decision and draft of a conflict that was known before.
[[nodiscard]] ConflictRecord carryOver(const Cycle &cycle, const PageId &page, ConflictRecord now);
/// A crash, or a write that fails, must not make a person decide again.
void keepUntilPushed(Cycle &cycle, const PageId &page, ConflictRecord record);
void holdConflict(Cycle &cycle, const PageId &page, const ConflictRecord &record);
/// Once it is known where the files of the pages in conflict will stand.
void placeConflicts(Cycle &cycle);
/// Into the inbox goes what a rule left out; `loser` is a side's name.
void keepLoser(Cycle &cycle, const PageId &page, const ConflictRecord &conflict, const std::string &loser);
/// The same for what a person decided: the text he did not take, or both when he wrote his own.
void keepDecided(Cycle &cycle, const PageId &page, const ConflictRecord &conflict);
/// Open conflicts that another engine settled by leaving one text out: that text goes into the inbox.
Result<> keepWhatAnotherEngineLeftOut(Cycle &cycle);
/// An open conflict whose file stands as it did stays one: who takes main back takes back what the engine had merged
/// there, but decides nothing. Who merges what is held has decided.
void keepConflictBases(VaultState &vault);

}  // namespace wikivault
