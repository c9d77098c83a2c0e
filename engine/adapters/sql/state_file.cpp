#include "engine/adapters/sql/state_file.h"

#include <filesystem>

namespace wikivault::sql {

namespace {

constexpr std::int64_t kStateVersion = 4;

constexpr const char *kStateTables = R"(
create table schema_version (version integer not null);
create table runs (
    id integer primary key autoincrement, space text not null, trigger_word text not null, reason text not null,
    actor text not null, started_at integer not null, ended_at integer, outcome text not null, error text not null,
    main_before text not null, main_after text not null, pull_written integer not null, pull_deleted integer not null,
    pull_moved integer not null, pull_conflict integer not null, push_mode text not null, push_created integer not null,
    push_updated integer not null, push_deleted integer not null, push_moved integer not null,
    push_renamed integer not null, push_failures integer not null, skipped text not null, conflicts integer not null);
create index runs_space on runs (space, id);
create table items (
    run_id integer not null references runs(id) on delete cascade, number integer not null, page text, path text not null,
    from_path text not null, direction text not null, action text not null, outcome text not null, reason text not null,
    detail text not null, before_blob text, after_blob text, primary key (run_id, number)) without rowid;
create table vaults (space text primary key, main_tip text not null, mirror_tip text not null, newest_update text not null,
    known integer not null);
create table pauses (space text primary key, until integer, reason text not null, actor text not null);
create table back_offs (space text not null, page text not null, failures integer not null, not_before integer not null,
    primary key (space, page)) without rowid;
)";

/// From version 1: what an undo goes back to, the plan a run carried out, exact titles.
constexpr const char *kSecondVersion = R"(
alter table runs add column agreed_before text not null default '';
alter table runs add column agreed_after text not null default '';
alter table runs add column plan_hash text not null default '';
alter table runs add column undo_of text not null default '';
alter table items add column from_title text not null default '';
)";

/// From version 2: what needed a person.
constexpr const char *kThirdVersion = R"(
create table activity (
    number integer primary key, space text not null, kind text not null, count integer not null, detail text not null,
    run text not null, since integer not null, solved_at integer);
)";

/// From version 3: which vault it was.
constexpr const char *kFourthVersion = "alter table vaults add column vault_id text not null default ''";

Result<> makeFolder(const std::string &path) {
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    std::error_code error;
    if (folder.empty() || std::filesystem::is_directory(folder, error)) return {};
    std::filesystem::create_directories(folder, error);
    if (!error) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    if (!error) return {};
    const bool denied = error == std::errc::permission_denied || error == std::errc::read_only_file_system;
    return fail(denied ? ErrorCode::Denied : ErrorCode::Unavailable, "cannot create the folder " + folder.string() +
                                                                         ": " + error.message() +
                                                                         "; check GIT_SYNC_DATA_DIR and its rights");
}

Result<std::int64_t> stateVersion(SqliteFile &file) {
    std::int64_t tables = 0;
    TRY(file.query("select count(*) from sqlite_master where name = 'schema_version'", {},
                   [&tables](const Row &row) { tables = row.number(0); }));
    if (tables == 0) return 0;
    std::int64_t version = 0;
    TRY(file.query("select version from schema_version", {}, [&version](const Row &row) { version = row.number(0); }));
    return version;
}

Result<> advised(Result<> done) {
    if (!done && done.error().code == ErrorCode::Corrupt)
        done.error().detail += "; restore it, or begin a new one: wikivaultctl doctor --fix state";
    return done;
}

}  // namespace

Result<> checkStateFile(const std::string &path) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return {};
    TRY_ASSIGN(SqliteFile file, SqliteFile::open(path));
    std::string found;
    TRY(file.query("pragma quick_check(1)", {}, [&found](const Row &row) { found = row.text(0); }));
    return found == "ok" ? Result<>() : fail(ErrorCode::Corrupt, path + " is damaged: " + found);
}

Result<> StateFile::openFile() {
    if (m_file) return {};
    auto file = SqliteFile::open(m_path);
    if (!file) return tl::unexpected(file.error());
    TRY(file->script("pragma journal_mode = wal; pragma synchronous = full;"));
    const Result<> ready = file->transact([&]() -> Result<> {  // two processes may begin at once
        TRY_ASSIGN(const std::int64_t version, stateVersion(*file));
        if (version > kStateVersion)
            return fail(ErrorCode::Invalid,
                        m_path + " was written by a newer Wikivault; use that version or another GIT_SYNC_DATA_DIR");
        if (version == kStateVersion) return {};
        if (version < 1) TRY(file->script(kStateTables));
        if (version < 2) TRY(file->script(kSecondVersion));
        if (version < 3) TRY(file->script(kThirdVersion));
        TRY(file->script(kFourthVersion));
        TRY(file->execute("delete from schema_version"));
        return file->execute("insert into schema_version values (?)", {kStateVersion});
    });
    TRY(ready);
    m_file = std::move(*file);
    return {};
}

Result<> StateFile::read(const Work &work) {
    const std::lock_guard lock(m_mutex);
    std::error_code error;
    if (!m_file && !std::filesystem::exists(m_path, error)) return {};
    return advised([&]() -> Result<> {
        TRY(openFile());
        return work(*m_file);
    }());
}

Result<> StateFile::write(const Work &work) {
    const std::lock_guard lock(m_mutex);
    TRY(makeFolder(m_path));
    return advised([&]() -> Result<> {
        TRY(openFile());
        return m_file->transact([&] { return work(*m_file); });
    }());
}

}  // namespace wikivault::sql
