#pragma once

#include "engine/adapters/sql/state_store.h"
#include "engine/ports/activity_store.h"

#include <memory>

namespace wikivault::sql {

/// Of this data directory: what one console has told is no news for it, though it may be for another.
class StateActivity final : public ActivityStore {
public:
    explicit StateActivity(std::shared_ptr<StateStore> file) : m_file(std::move(file)) {}
    Result<std::vector<Activity>> activity() override;
    Result<> keepActivity(const std::vector<Activity> &all) override;

private:
    std::shared_ptr<StateStore> m_file;
};

}  // namespace wikivault::sql
