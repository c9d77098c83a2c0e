#pragma once

#include "engine/ports/clock.h"
#include "engine/ports/leader_lock.h"
#include "engine/ports/run_journal.h"
#include "engine/ports/space_memory.h"
#include "tests/rig/mem_repo.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace wikivault::rig {

/// A clock that stands until a test moves it.
class StillClock final : public Clock {
public:
    [[nodiscard]] TimePoint now() const override { return m_now; }
    [[nodiscard]] std::chrono::milliseconds sinceBoot() const override { return m_now.time_since_epoch(); }
    void advance(std::chrono::milliseconds by) { m_now += by; }

private:
    TimePoint m_now{std::chrono::milliseconds(1767225600000)};
};

/// A lease that is lost when the test says so, and counts what was written without one.
class ScriptedLease final : public Lease {
public:
    [[nodiscard]] std::stop_token lost() const override { return m_lost.get_token(); }
    void progress(const std::string &) override { ++checkpoints; }
    void lose() { m_lost.request_stop(); }
    int checkpoints = 0;

private:
    std::stop_source m_lost;
};

/// Derived data; a test may throw it away or bring an older state back at any time.
class MemCache final : public VaultCache {
public:
    Result<std::map<PageId, ExportKey>> exportKeys() override { return keys; }
    Result<> setExportKeys(const std::map<PageId, ExportKey> &old, const std::map<PageId, ExportKey> &now) override;
    Result<std::string> value(const std::string &name) override { return values[name]; }
    Result<> setValue(const std::string &name, const std::string &value) override;

    std::map<PageId, ExportKey> keys;
    std::map<std::string, std::string> values;
    int writes = 0;
};

class MemMemory final : public SpaceMemory {
public:
    Result<VaultMemory> vault(const SpaceId &) override { return m_vault; }
    Result<> rememberVault(const SpaceId &, const VaultMemory &memory) override;
    Result<std::optional<Pause>> pause(const SpaceId &) override { return std::optional<Pause>(); }
    Result<std::map<SpaceId, Pause>> pauses() override { return std::map<SpaceId, Pause>(); }
    Result<> setPause(const SpaceId &, const std::optional<Pause> &) override { return {}; }
    Result<std::map<PageId, BackOff>> backOffs(const SpaceId &) override { return m_backOffs; }
    Result<> setBackOffs(const SpaceId &, const std::map<PageId, BackOff> &backOffs) override;

private:
    VaultMemory m_vault;
    std::map<PageId, BackOff> m_backOffs;
};

class MemJournal final : public RunJournal {
public:
    Result<RunId> begin(const RunRecord &record) override;
    Result<> finish(const RunRecord &record, const std::vector<Item> &items) override;
    Result<> discard(const RunId &id) override;
    Result<std::vector<RunRecord>> runs(const RunFilter &filter) override;
    Result<std::map<SpaceId, TimePoint>> lastSuccesses(const std::vector<SpaceId> &) override {
        return std::map<SpaceId, TimePoint>();
    }
    Result<std::map<SpaceId, RunStanding>> standings(const std::vector<SpaceId> &) override {
        return std::map<SpaceId, RunStanding>();
    }
    Result<RunRecord> run(const RunId &id) override;
    Result<std::vector<Item>> items(const RunId &id) override;
    Result<int> closeInterrupted(const SpaceId &space, const RunId &except, TimePoint now) override;
    Result<int> countDone(const SpaceId &space, Direction direction, Action action, TimePoint since) override;
    Result<std::set<PageId>> replacedPages(const SpaceId &space, Direction direction, TimePoint since) override;
    Result<int> countSetAside(const SpaceId &space, TimePoint since) override;

private:
    struct Entry {
        RunRecord record;
        std::vector<Item> items;
    };
    [[nodiscard]] int countItems(TimePoint since, const std::function<bool(const Item &)> &counts) const;
    std::map<int, Entry> m_entries;
    int m_last = 0;
};

}  // namespace wikivault::rig
