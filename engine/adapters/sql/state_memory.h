#pragma once

#include "engine/adapters/sql/state_store.h"
#include "engine/ports/space_memory.h"

#include <memory>

namespace wikivault::sql {

/// Pauses may be a team's; the rest is of this data directory.
class StateMemory : public SpaceMemory {
public:
    StateMemory(std::shared_ptr<StateStore> file, std::shared_ptr<StateStore> pauses)
        : m_file(std::move(file)),
          m_pauses(std::move(pauses)) {}
    Result<VaultMemory> vault(const SpaceId &space) override;
    Result<> rememberVault(const SpaceId &space, const VaultMemory &memory) override;
    Result<std::optional<Pause>> pause(const SpaceId &space) override;
    Result<std::map<SpaceId, Pause>> pauses() override;
    Result<> setPause(const SpaceId &space, const std::optional<Pause> &pause) override;
    Result<std::map<PageId, BackOff>> backOffs(const SpaceId &space) override;
    Result<> setBackOffs(const SpaceId &space, const std::map<PageId, BackOff> &backOffs) override;

private:
    std::shared_ptr<StateStore> m_file, m_pauses;
};

}  // namespace wikivault::sql
