#pragma once

#include "engine/adapters/sql/wiki_database.h"
#include "engine/adapters/system/system.h"
#include "engine/core/settings.h"
#include "engine/ports/clock.h"
#include "engine/ports/leader_lock.h"
#include "engine/ports/page_presence.h"
#include "engine/ports/vault.h"
#include "engine/ports/work_tree.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace wikivault {

/// Where the desks get their ports from: long-lived ones are shared, the others are opened for one call on the calling
/// thread. Safe from any thread; opens nothing before it is asked to.
class PortFactory {
public:
    PortFactory(Settings settings, const std::string &role);

    [[nodiscard]] const Settings &settings() const { return m_settings; }
    [[nodiscard]] const Clock &clock() const { return *m_clock; }
    [[nodiscard]] const system::ProcessIdentity &identity() const { return m_identity; }
    /// `kim@host`, for journal records.
    [[nodiscard]] std::string actor() const { return m_identity.user + "@" + m_identity.host; }
    [[nodiscard]] LeaderLock &lock() { return *m_lock; }

    /// Journal and memory of the data directory; the same for every call. A failure is tried again by the next call.
    Result<sql::StateDatabase *> state();
    /// A connection of the calling thread.
    [[nodiscard]] Result<std::unique_ptr<sql::WikiDatabase>> openWiki(bool readOnly) const;
    /// `scratch`: nothing on disk changes.
    Result<OpenedVault> openVault(const SpaceId &space, bool scratch);
    /// The vault's cache; in memory for a preview.
    [[nodiscard]] Result<std::unique_ptr<VaultCache>> openCache(const SpaceId &space, bool inMemory) const;

    /// Null without a Redis: then nobody can tell.
    [[nodiscard]] std::unique_ptr<PagePresence> openPresence() const;

private:
    const Settings m_settings;
    const system::ProcessIdentity m_identity;
    const std::unique_ptr<Clock> m_clock;
    const std::unique_ptr<LeaderLock> m_lock;
    std::mutex m_mutex;  ///< guards m_state
    std::optional<sql::StateDatabase> m_state;
};

}  // namespace wikivault
