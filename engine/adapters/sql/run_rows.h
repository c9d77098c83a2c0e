#pragma once

#include "engine/adapters/sql/state_file.h"
#include "engine/ports/run_journal.h"

namespace wikivault::sql {

/// What toRun() reads, in its order.
extern const char *const kRunColumns;
[[nodiscard]] RunRecord toRun(const Row &row);

/// The enumerator of `word`; a word of another version reads as `otherwise`.
template <class Enum>
Enum enumOf(const std::string &word, Enum otherwise) {
    return fromWord<Enum>(word).value_or(otherwise);
}

}  // namespace wikivault::sql
