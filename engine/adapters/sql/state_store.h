#pragma once

#include "engine/adapters/sql/sql_value.h"
#include "engine/core/result.h"

#include <functional>
#include <string>

namespace wikivault::sql {

/// Where the statements of journal and memory go: a file of our own, or the schema a team shares.
class StateConnection {
public:
    virtual ~StateConnection() = default;
    /// Placeholders are `?`; hands every row of the answer to `onRow` once the statement has succeeded as a whole, or
    /// as they come.
    virtual Result<> query(const std::string &sql, const Values &values,
                           const std::function<void(const Row &)> &onRow) = 0;
    Result<> execute(const std::string &sql, const Values &values = {}) {
        return query(sql, values, [](const Row &) {});
    }
};

/// Safe from any thread: one call at a time.
class StateStore {
public:
    using Work = std::function<Result<>(StateConnection &)>;
    virtual ~StateStore() = default;
    /// Runs `work` when there is something to read; leaves no trace.
    virtual Result<> read(const Work &work) = 0;
    /// Runs `work` in one durable transaction.
    virtual Result<> write(const Work &work) = 0;
};

}  // namespace wikivault::sql
