#pragma once

#include "app/common/database_address.h"
#include "engine/adapters/docmost/wiki_api.h"
#include "engine/adapters/sql/wiki_database.h"
#include "engine/adapters/system/system.h"
#include "engine/core/settings.h"
#include "engine/ports/change_feed.h"
#include "engine/ports/clock.h"
#include "engine/ports/driver_seat.h"
#include "engine/ports/leader_lock.h"
#include "engine/ports/page_presence.h"
#include "engine/ports/remote.h"
#include "engine/ports/space_catalog.h"
#include "engine/ports/vault.h"
#include "engine/ports/work_tree.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace wikivault {

using ApiRoles = std::map<SpaceId, std::string>;

/// What a run reads, and writes through.
struct WikiForRun {
    std::unique_ptr<WikiReader> reader;
    std::unique_ptr<docmost::WikiApi> api;  ///< null unless it is written through
    PageWriter *writer = nullptr;           ///< null: pushes are planned and held
};

/// How a run gets at the wiki's files.
struct OpenedAttachments {
    std::unique_ptr<docmost::WikiApi> api;
    std::unique_ptr<AttachmentStore> stored;
    AttachmentStore *store = nullptr;  ///< one of the two; null: they stay where they are
};

/// Where the desks get their ports from: long-lived ones are shared, the others are opened for one call on the calling
/// thread. Safe from any thread; opens nothing before it is asked to.
class PortFactory {
public:
    PortFactory(Settings settings, const std::string &role);

    [[nodiscard]] const Settings &settings() const { return m_settings; }
    [[nodiscard]] const Clock &clock() const { return *m_clock; }
    [[nodiscard]] const ProcessIdentity &identity() const { return m_identity; }
    /// `kim@host`, for journal records.
    [[nodiscard]] std::string actor() const { return m_identity.user + "@" + m_identity.host; }
    [[nodiscard]] LeaderLock &lock() { return *m_lock; }

    [[nodiscard]] std::string stateFile() const { return m_settings.stateDir() + "/state.db"; }
    /// Journal and memory of the data directory; the same for every call. A failure is tried again by the next call.
    Result<sql::StateDatabase *> state();
    [[nodiscard]] bool hasOpenState();
    /// The wiki over its database or, where there is none, its API; a connection of the calling thread. `stop` ends
    /// what is under way, but for what may write to a database.
    [[nodiscard]] Result<std::unique_ptr<WikiReader>> openWiki(bool readOnly, std::stop_token stop = {});
    [[nodiscard]] Result<std::unique_ptr<sql::WikiDatabase>> openDatabase(bool readOnly,
                                                                          std::stop_token stop = {}) const;
    /// As openers take it, with the password; blocks like secretFrom() the first time.
    [[nodiscard]] Result<std::string> databaseUrl() const { return m_address->url(); }
    /// Invalid: no account is configured. Nothing is sent yet.
    [[nodiscard]] Result<std::unique_ptr<docmost::WikiApi>> openApi(std::stop_token stop);
    /// What the API's account may do in each space it is a member of; asked for every few minutes at most.
    [[nodiscard]] Result<ApiRoles> apiRoles(std::stop_token stop);
    [[nodiscard]] Result<WikiForRun> openForRun(std::stop_token stop);
    /// `scratch`: nothing on disk changes.
    Result<OpenedVault> openVault(const SpaceId &space, bool scratch);
    /// Whether that could succeed, told without writing: a vault that was here before has to be there.
    Result<> checkVault(const SpaceId &space);
    /// What stands in the vault's place, whatever was there before; read only.
    [[nodiscard]] Result<OpenedVault> openUnknownVault(const SpaceId &space);
    /// As if no vault had ever been in the space's place.
    [[nodiscard]] Result<> forgetVault(const SpaceId &space);
    /// The vault's cache; in memory for a preview.
    [[nodiscard]] Result<std::unique_ptr<VaultCache>> openCache(const SpaceId &space, bool inMemory) const;

    /// Null: the space has none. Invalid: what the settings say of it, among all of the wiki's, cannot be.
    [[nodiscard]] Result<std::unique_ptr<Remote>> openRemote(const Space &space,
                                                             const std::vector<Space> &spaces) const;
    [[nodiscard]] std::unique_ptr<Remote> openRemote(const Space &space, const RemoteSpec &spec) const;
    /// In words. Invalid: the attachments are to be carried, and the settings give no way to them.
    [[nodiscard]] Result<std::string> wayToAttachments(const Space &space) const;
    /// Errors as above.
    [[nodiscard]] Result<OpenedAttachments> openAttachments(const Space &space, std::stop_token stop);
    /// Null without a Redis: then nobody can tell.
    [[nodiscard]] std::unique_ptr<PagePresence> openPresence() const;
    /// Null without a Redis: then only drivers of this data directory know of each other.
    [[nodiscard]] std::unique_ptr<DriverSeat> openSeat() const;
    /// Whatever can tell a driver of changes; not started.
    [[nodiscard]] ChangeFeeds changeFeeds() const;

private:
    const Settings m_settings;
    const ProcessIdentity m_identity;
    const std::unique_ptr<Clock> m_clock;
    const std::unique_ptr<LeaderLock> m_lock;
    const std::shared_ptr<DatabaseAddress> m_address;
    Result<std::shared_ptr<docmost::ServerAccess>> serverAccess();

    std::mutex m_mutex;  ///< guards what follows
    std::optional<sql::StateDatabase> m_state;
    std::shared_ptr<docmost::ServerAccess> m_server;
    std::optional<Result<ApiRoles>> m_roles;
    std::chrono::milliseconds m_rolesRead{0};  ///< since boot
};

}  // namespace wikivault
