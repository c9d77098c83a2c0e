#include "engine/adapters/sql/sqlite_file.h"
#include "engine/adapters/sql/wiki_database.h"
#include "engine/core/rig_hooks.h"

#include <filesystem>

namespace wikivault::sql {

namespace {

constexpr const char *kCacheSetUp = R"(
pragma journal_mode = wal; pragma synchronous = normal;
create table if not exists export_keys_2 (page text primary key, key text not null, blob text not null,
    title text not null) without rowid;
drop table if exists export_keys_1;
create table if not exists named_values_1 (name text primary key, value text not null) without rowid;
)";

class SqlVaultCache : public VaultCache {
public:
    explicit SqlVaultCache(SqliteFile file) : m_file(std::move(file)) {}

    Result<std::map<PageId, ExportKey>> exportKeys() override {
        std::map<PageId, ExportKey> keys;
        TRY(m_file.query("select page, key, blob, title from export_keys_2", {}, [&keys](const Row &row) {
            if (const auto blob = parseObjectId<BlobId>(row.text(2)))
                keys[PageId(row.text(0))] = {row.text(1), *blob, row.text(3)};
        }));
        return keys;
    }

    Result<> setExportKeys(const std::map<PageId, ExportKey> &old, const std::map<PageId, ExportKey> &now) override {
        if (old == now) return {};
        FAILPOINT("cache.keys");
        return m_file.transact([&]() -> Result<> {
            for (const auto &[page, key] : old)
                if (!now.contains(page)) TRY(m_file.execute("delete from export_keys_2 where page = ?", {page}));
            for (const auto &[page, key] : now) {
                const auto before = old.find(page);
                if (before != old.end() && before->second == key) continue;
                TRY(m_file.execute("insert or replace into export_keys_2 (page, key, blob, title) values (?, ?, ?, ?)",
                                   {page, key.key, toHex(key.blob), key.title}));
            }
            return {};
        });
    }

    Result<std::string> value(const std::string &name) override {
        std::string value;
        TRY(m_file.query("select value from named_values_1 where name = ?", {name},
                         [&value](const Row &row) { value = row.text(0); }));
        return value;
    }

    Result<> setValue(const std::string &name, const std::string &value) override {
        TRY_ASSIGN(const std::string old, this->value(name));
        if (old == value) return {};  // a quiet run touches no file
        FAILPOINT("cache.value");
        return m_file.execute("insert or replace into named_values_1 (name, value) values (?, ?)", {name, value});
    }

private:
    SqliteFile m_file;
};

Result<SqliteFile> openCacheFile(const std::string &path) {
    if (!path.empty()) {
        std::error_code error;
        std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
        if (error) return fail(ErrorCode::Unavailable, "cannot create the folder of " + path + ": " + error.message());
    }
    TRY_ASSIGN(SqliteFile file, SqliteFile::open(path));
    TRY(file.script(kCacheSetUp));
    std::string verdict;
    TRY(file.query("pragma quick_check(1)", {}, [&verdict](const Row &row) { verdict = row.text(0); }));
    if (verdict != "ok") return fail(ErrorCode::Corrupt, path + " is damaged: " + verdict);
    return file;
}

}  // namespace

Result<std::unique_ptr<VaultCache>> openVaultCache(const std::string &path) {
    auto file = openCacheFile(path);
    if (!file && file.error().code == ErrorCode::Corrupt) {
        std::error_code ignored;
        for (const char *suffix : {"", "-wal", "-shm", "-journal"})
            std::filesystem::remove(path + suffix, ignored);
        file = openCacheFile(path);
    }
    if (!file) return tl::unexpected(file.error());
    return std::make_unique<SqlVaultCache>(std::move(*file));
}

}  // namespace wikivault::sql
