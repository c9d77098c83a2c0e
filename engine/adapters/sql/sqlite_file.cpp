#include "engine/adapters/sql/sqlite_file.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace wikivault::sql {

namespace {

struct FinalizeStatement {
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};
using StatementHandle = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

class StatementRow : public Row {
public:
    explicit StatementRow(sqlite3_stmt *statement) : m_statement(statement) {}
    bool isNull(int column) const override { return sqlite3_column_type(m_statement, column) == SQLITE_NULL; }
    std::string text(int column) const override {
        const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
        return bytes ? std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))) : "";
    }
    std::int64_t number(int column) const override { return sqlite3_column_int64(m_statement, column); }

private:
    sqlite3_stmt *m_statement;
};

int bindValue(sqlite3_stmt *statement, int at, const Value &value) {
    if (const auto *number = std::get_if<std::int64_t>(&value)) return sqlite3_bind_int64(statement, at, *number);
    if (const auto *text = std::get_if<std::string>(&value))
        return sqlite3_bind_text64(statement, at, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    return sqlite3_bind_null(statement, at);
}

Result<> refuse(const std::string &path) {
    const std::string why = std::strerror(errno);
    const ErrorCode code =
        errno == EACCES || errno == EROFS || errno == EPERM ? ErrorCode::Denied : ErrorCode::Unavailable;
    return fail(code, "cannot create or write " + path + ": " + why + "; check the folder and its rights");
}

/// SQLite gives its -wal and -shm files the rights of the database. A file that is there is never opened here: closing
/// it would drop the locks of every other connection this process has to it.
Result<> createPrivately(const std::string &path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file >= 0) {
        ::close(file);
        return {};
    }
    if (errno != EEXIST) return refuse(path);
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) return refuse(path);
    errno = ELOOP;
    if (S_ISLNK(status.st_mode) || ::access(path.c_str(), R_OK | W_OK) != 0) return refuse(path);
    return {};
}

}  // namespace

void SqliteFile::Close::operator()(sqlite3 *database) const {
    sqlite3_close_v2(database);
}

Result<SqliteFile> SqliteFile::open(const std::string &path) {
    if (!path.empty()) TRY(createPrivately(path));
    sqlite3 *raw = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX;
    const int code = sqlite3_open_v2(path.empty() ? ":memory:" : path.c_str(), &raw, flags, nullptr);
    SqliteFile file(std::unique_ptr<sqlite3, Close>(raw), path);
    if (code != SQLITE_OK) return tl::unexpected(file.lastError());
    sqlite3_busy_timeout(raw, 10000);
    TRY(file.script("pragma foreign_keys = on; pragma schema_version;"));
    return file;
}

Error SqliteFile::lastError() const {
    const int code = sqlite3_errcode(m_database.get());
    const std::string words = sqlite3_errmsg(m_database.get());
    const std::string where = m_path.empty() ? "the database in memory" : m_path;
    switch (code & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return {ErrorCode::Corrupt, where + " is damaged: " + words};
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return {ErrorCode::Denied,
                    where + " cannot be written: " + words +
                        "; check the rights of the file, of the -wal and -shm beside it, and of its folder"};
        case SQLITE_CONSTRAINT: return {ErrorCode::Conflict, where + " refused a row: " + words};
        case SQLITE_FULL:
        case SQLITE_IOERR:
            return {ErrorCode::Unavailable,
                    where + " failed: " + words +
                        "; its disk is full or fails: free some space on it or look at it, and the next run goes on"};
        default: return {ErrorCode::Unavailable, where + " failed: " + words};
    }
}

Result<> SqliteFile::script(const std::string &sql) {
    if (sqlite3_exec(m_database.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return tl::unexpected(lastError());
    return {};
}

Result<> SqliteFile::query(const std::string &sql, const Values &values,
                           const std::function<void(const Row &)> &onRow) {
    sqlite3_stmt *raw = nullptr;
    if (sqlite3_prepare_v2(m_database.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr) != SQLITE_OK)
        return tl::unexpected(lastError());
    const StatementHandle statement(raw);
    for (std::size_t i = 0; i < values.size(); ++i)
        if (bindValue(raw, static_cast<int>(i + 1), values[i]) != SQLITE_OK) return tl::unexpected(lastError());
    int code = sqlite3_step(raw);
    for (const StatementRow row(raw); code == SQLITE_ROW; code = sqlite3_step(raw))
        onRow(row);
    if (code != SQLITE_DONE) return tl::unexpected(lastError());
    return {};
}

Result<> SqliteFile::transact(const std::function<Result<>()> &work) {
    TRY(script("begin immediate"));
    Result<> done = work();
    if (done) done = script("commit");
    if (!done && sqlite3_get_autocommit(m_database.get()) == 0)
        sqlite3_exec(m_database.get(), "rollback", nullptr, nullptr, nullptr);
    return done;
}

int SqliteFile::changes() const {
    return sqlite3_changes(m_database.get());
}

}  // namespace wikivault::sql
