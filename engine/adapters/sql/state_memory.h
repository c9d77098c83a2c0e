#pragma once

#include "engine/adapters/sql/state_file.h"
#include "engine/ports/space_memory.h"

#include <memory>

namespace wikivault::sql {

class StateMemory : public SpaceMemory {
public:
    explicit StateMemory(std::shared_ptr<StateFile> file) : m_file(std::move(file)) {}
    Result<VaultMemory> vault(const SpaceId &space) override;
    Result<> rememberVault(const SpaceId &space, const VaultMemory &memory) override;
    Result<std::optional<Pause>> pause(const SpaceId &space) override;
    Result<> setPause(const SpaceId &space, const std::optional<Pause> &pause) override;
    Result<std::map<PageId, BackOff>> backOffs(const SpaceId &space) override;
    Result<> setBackOffs(const SpaceId &space, const std::map<PageId, BackOff> &backOffs) override;

private:
    std::shared_ptr<StateFile> m_file;
};

}  // namespace wikivault::sql
