#pragma once

#include "engine/adapters/sql/state_store.h"
#include "engine/ports/run_journal.h"

#include <memory>

namespace wikivault::sql {

class StateJournal : public RunJournal {
public:
    explicit StateJournal(std::shared_ptr<StateStore> file) : m_file(std::move(file)) {}
    Result<RunId> begin(const RunRecord &record) override;
    Result<> finish(const RunRecord &record, const std::vector<Item> &items) override;
    Result<> discard(const RunId &id) override;
    Result<std::vector<RunRecord>> runs(const RunFilter &filter) override;
    Result<std::map<SpaceId, TimePoint>> lastSuccesses(const std::vector<SpaceId> &spaces) override;
    Result<std::map<SpaceId, RunStanding>> standings(const std::vector<SpaceId> &spaces) override;
    Result<RunRecord> run(const RunId &id) override;
    Result<std::vector<Item>> items(const RunId &id) override;
    Result<int> closeInterrupted(const SpaceId &space, const RunId &except, TimePoint now) override;
    Result<int> countDone(const SpaceId &space, Direction direction, Action action, TimePoint since) override;
    Result<std::set<PageId>> replacedPages(const SpaceId &space, Direction direction, TimePoint since) override;
    Result<int> countSetAside(const SpaceId &space, TimePoint since) override;
    /// Forgets runs that ended before `time`, but for the newest of each space; how many.
    Result<int> forgetBefore(TimePoint time);

private:
    std::shared_ptr<StateStore> m_file;
};

}  // namespace wikivault::sql
