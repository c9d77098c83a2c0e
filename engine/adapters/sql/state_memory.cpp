#include "engine/adapters/sql/state_memory.h"

#include "engine/adapters/sql/state_journal.h"
#include "engine/adapters/sql/wiki_database.h"
#include "engine/core/rig_hooks.h"

namespace wikivault::sql {

namespace {

TimePoint momentOf(std::int64_t milliseconds) {
    return TimePoint(std::chrono::milliseconds(milliseconds));
}

}  // namespace

Result<VaultMemory> StateMemory::vault(const SpaceId &space) {
    VaultMemory memory;
    TRY(m_file->read([&](SqliteFile &file) {
        return file.query("select known, main_tip, mirror_tip, newest_update from vaults where space = ?", {space},
                          [&memory](const Row &row) {
                              memory = {row.number(0) != 0, row.text(1), row.text(2), row.text(3)};
                          });
    }));
    return memory;
}

Result<> StateMemory::rememberVault(const SpaceId &space, const VaultMemory &memory) {
    FAILPOINT("memory.vault");
    return m_file->write([&](SqliteFile &file) {
        return file.execute(
            "insert into vaults (space, known, main_tip, mirror_tip, newest_update) values (?, ?, ?, ?, ?) "
            "on conflict (space) do update set known = excluded.known, main_tip = excluded.main_tip, "
            "mirror_tip = excluded.mirror_tip, newest_update = excluded.newest_update",
            {space, memory.known ? 1 : 0, memory.mainTip, memory.mirrorTip, memory.newestUpdate});
    });
}

Result<std::optional<Pause>> StateMemory::pause(const SpaceId &space) {
    std::optional<Pause> pause;
    TRY(m_file->read([&](SqliteFile &file) {
        return file.query("select until, reason, actor from pauses where space = ?", {space}, [&pause](const Row &row) {
            pause = Pause{std::nullopt, row.text(1), row.text(2)};
            if (!row.isNull(0)) pause->until = momentOf(row.number(0));
        });
    }));
    return pause;
}

Result<> StateMemory::setPause(const SpaceId &space, const std::optional<Pause> &pause) {
    return m_file->write([&](SqliteFile &file) -> Result<> {
        if (!pause) return file.execute("delete from pauses where space = ?", {space});
        const Value until = pause->until ? Value(std::int64_t(pause->until->time_since_epoch().count())) : Value();
        return file.execute("insert or replace into pauses (space, until, reason, actor) values (?, ?, ?, ?)",
                            {space, until, pause->reason, pause->actor});
    });
}

Result<std::map<PageId, BackOff>> StateMemory::backOffs(const SpaceId &space) {
    std::map<PageId, BackOff> backOffs;
    TRY(m_file->read([&](SqliteFile &file) {
        return file.query(
            "select page, failures, not_before from back_offs where space = ?", {space}, [&backOffs](const Row &row) {
                backOffs[PageId(row.text(0))] = {static_cast<int>(row.number(1)), momentOf(row.number(2))};
            });
    }));
    return backOffs;
}

Result<> StateMemory::setBackOffs(const SpaceId &space, const std::map<PageId, BackOff> &backOffs) {
    FAILPOINT("memory.back-offs");
    return m_file->write([&](SqliteFile &file) -> Result<> {
        TRY(file.execute("delete from back_offs where space = ?", {space}));
        for (const auto &[page, backOff] : backOffs)
            TRY(file.execute(
                "insert into back_offs (space, page, failures, not_before) values (?, ?, ?, ?)",
                {space, page, backOff.failures, std::int64_t(backOff.notBefore.time_since_epoch().count())}));
        return {};
    });
}

Result<StateDatabase> openState(const std::string &path) {
    const auto file = std::make_shared<StateFile>(path);
    TRY(file->read([](SqliteFile &) -> Result<> { return {}; }));  // a damaged or foreign file is told at once
    StateDatabase state;
    state.journal = std::make_unique<StateJournal>(file);
    state.memory = std::make_unique<StateMemory>(file);
    return state;
}

}  // namespace wikivault::sql
