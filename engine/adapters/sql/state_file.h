#pragma once

#include "engine/adapters/sql/sqlite_file.h"

#include <mutex>
#include <optional>
#include <string>

namespace wikivault::sql {

/// state.db, shared by journal and memory. Reading never creates it, so a preview leaves no trace; the first write
/// does, with its folder (0700). Safe from any thread: one call at a time.
class StateFile final : public StateStore {
public:
    explicit StateFile(std::string path) : m_path(std::move(path)) {}
    Result<> read(const Work &work) override;
    Result<> write(const Work &work) override;

private:
    Result<> openFile();

    const std::string m_path;
    std::mutex m_mutex;
    std::optional<SqliteFile> m_file;  // guarded by m_mutex
};

/// Corrupt: it is no healthy database, down to its pages. Nothing is created.
[[nodiscard]] Result<> checkStateFile(const std::string &path);

}  // namespace wikivault::sql
