#pragma once

#include "engine/adapters/sql/sqlite_file.h"

#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace wikivault::sql {

/// state.db, shared by journal and memory. Reading never creates it, so a preview leaves no trace; the first write
/// does, with its folder (0700). Safe from any thread: one call at a time.
class StateFile {
public:
    explicit StateFile(std::string path) : m_path(std::move(path)) {}
    /// Runs `work` when the file exists.
    Result<> read(const std::function<Result<>(SqliteFile &)> &work);
    /// Runs `work` in one durable transaction.
    Result<> write(const std::function<Result<>(SqliteFile &)> &work);

private:
    Result<> openFile();

    const std::string m_path;
    std::mutex m_mutex;
    std::optional<SqliteFile> m_file;  // guarded by m_mutex
};

}  // namespace wikivault::sql
