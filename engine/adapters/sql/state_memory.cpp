#include "engine/adapters/sql/state_memory.h"

#include "engine/adapters/sql/shared_schema.h"
#include "engine/adapters/sql/shared_state.h"
#include "engine/adapters/sql/state_activity.h"
#include "engine/adapters/sql/state_file.h"
#include "engine/adapters/sql/state_journal.h"
#include "engine/adapters/sql/wiki_database.h"
#include "engine/core/rig_hooks.h"

namespace wikivault::sql {

namespace {

Pause pauseIn(const Row &row) {
    Pause pause{std::nullopt, row.text(1), row.text(2)};
    if (!row.isNull(0)) pause.until = toTime(row.number(0));
    return pause;
}

}  // namespace

Result<VaultMemory> StateMemory::vault(const SpaceId &space) {
    VaultMemory memory;
    TRY(m_file->read([&](StateConnection &file) {
        return file.query("select known, main_tip, mirror_tip, newest_update, vault_id from vaults where space = ?",
                          {space}, [&memory](const Row &row) {
                              memory = {row.number(0) != 0, row.text(1), row.text(2), row.text(3), row.text(4)};
                          });
    }));
    return memory;
}

Result<> StateMemory::rememberVault(const SpaceId &space, const VaultMemory &memory) {
    FAILPOINT("memory.vault");
    return m_file->write([&](StateConnection &file) {
        return file.execute(
            "insert into vaults (space, known, main_tip, mirror_tip, newest_update, vault_id) values (?, ?, ?, ?, ?, "
            "?) "
            "on conflict (space) do update set known = excluded.known, main_tip = excluded.main_tip, "
            "mirror_tip = excluded.mirror_tip, newest_update = excluded.newest_update, vault_id = excluded.vault_id",
            {space, memory.known ? 1 : 0, memory.mainTip, memory.mirrorTip, memory.newestUpdate, memory.vaultId});
    });
}

Result<std::optional<Pause>> StateMemory::pause(const SpaceId &space) {
    std::optional<Pause> pause;
    TRY(m_pauses->read([&](StateConnection &file) {
        return file.query("select until, reason, actor from pauses where space = ?", {space},
                          [&pause](const Row &row) { pause = pauseIn(row); });
    }));
    return pause;
}

Result<std::map<SpaceId, Pause>> StateMemory::pauses() {
    std::map<SpaceId, Pause> pauses;
    TRY(m_pauses->read([&](StateConnection &file) {
        return file.query("select until, reason, actor, space from pauses", {},
                          [&pauses](const Row &row) { pauses.emplace(SpaceId(row.text(3)), pauseIn(row)); });
    }));
    return pauses;
}

Result<> StateMemory::setPause(const SpaceId &space, const std::optional<Pause> &pause) {
    return m_pauses->write([&](StateConnection &file) -> Result<> {
        if (!pause) return file.execute("delete from pauses where space = ?", {space});
        Value until;
        if (pause->until) until = Value(fromTime(*pause->until));
        return file.execute(
            "insert into pauses (space, until, reason, actor) values (?, ?, ?, ?) on conflict (space) do update set "
            "until = excluded.until, reason = excluded.reason, actor = excluded.actor",
            {space, until, pause->reason, pause->actor});
    });
}

Result<std::map<PageId, BackOff>> StateMemory::backOffs(const SpaceId &space) {
    std::map<PageId, BackOff> backOffs;
    TRY(m_file->read([&](StateConnection &file) {
        return file.query("select page, failures, not_before from back_offs where space = ?", {space},
                          [&backOffs](const Row &row) {
                              backOffs[PageId(row.text(0))] = {static_cast<int>(row.number(1)), toTime(row.number(2))};
                          });
    }));
    return backOffs;
}

Result<> StateMemory::setBackOffs(const SpaceId &space, const std::map<PageId, BackOff> &backOffs) {
    FAILPOINT("memory.back-offs");
    return m_file->write([&](StateConnection &file) -> Result<> {
        TRY(file.execute("delete from back_offs where space = ?", {space}));
        for (const auto &[page, backOff] : backOffs)
            TRY(file.execute("insert into back_offs (space, page, failures, not_before) values (?, ?, ?, ?)",
                             {space, page, backOff.failures, fromTime(backOff.notBefore)}));
        return {};
    });
}

namespace {

Result<> checkVersion(StateStore &shared) {
    std::int64_t version = 0;
    TRY(shared.read([&](StateConnection &connection) {
        return connection.query("select version from schema_version", {},
                                [&version](const Row &row) { version = row.number(0); });
    }));
    if (version == kSharedSchemaVersion) return {};
    return fail(ErrorCode::Invalid, "the shared journal is of version " + std::to_string(version) +
                                        ", this program's is " + std::to_string(kSharedSchemaVersion) +
                                        "; use the same version of Wikivault everywhere");
}

}  // namespace

Result<StateDatabase> openState(const std::string &path, const std::string &sharedUrl) {
    const std::shared_ptr<StateStore> file = std::make_shared<StateFile>(path);
    std::shared_ptr<StateStore> runs = file;
    if (!sharedUrl.empty()) {
        TRY_ASSIGN(DatabaseUrl url, parseDatabaseUrl(sharedUrl));
        runs = makeSharedState(std::move(url));
    }
    // What is damaged or not there is told at once.
    TRY(file->read([](StateConnection &) -> Result<> { return {}; }));
    if (runs != file) TRY(checkVersion(*runs));
    StateDatabase state;
    auto journal = std::make_unique<StateJournal>(runs);
    state.forgetBefore = [journal = journal.get()](TimePoint time) { return journal->forgetBefore(time); };
    state.journal = std::move(journal);
    state.memory = std::make_unique<StateMemory>(file, runs);
    state.activity = std::make_unique<StateActivity>(file);
    return state;
}

}  // namespace wikivault::sql
