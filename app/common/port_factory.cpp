#include "app/common/port_factory.h"

#include "app/common/composite_lock.h"
#include "app/common/secret_command.h"
#include "app/common/settings_reader.h"
#include "engine/adapters/git/open_vault.h"
#include "engine/adapters/git/vault_feed.h"
#include "engine/adapters/redis/redis_lock.h"
#include "engine/adapters/redis/redis_presence.h"
#include "engine/adapters/redis/redis_seat.h"
#include "engine/adapters/redis/stream_feed.h"
#include "engine/adapters/remote/git_remote.h"
#include "engine/adapters/sql/database_feed.h"
#include "engine/adapters/sql/stored_attachments.h"

#include <filesystem>

namespace wikivault {

namespace {

constexpr std::chrono::minutes kRolesStand{5};

redis::RedisLockRequest redisRequest(const Settings &settings, const ProcessIdentity &self) {
    redis::RedisLockRequest request;
    request.url = settings.redisUrl;
    request.self = self;
    request.isAlive = &system::isAlive;
    return request;
}

std::unique_ptr<LeaderLock> redisLockFor(const Settings &settings, const ProcessIdentity &self, const Clock &clock) {
    if (settings.redisUrl.empty()) return nullptr;
    return redis::makeRedisLock(redisRequest(settings, self), clock);
}

/// Names whatever is in the way of a file. Creates nothing: a preview leaves no trace. What may not be looked at is not
/// taken for absent, or its pauses and its journal were.
Result<> checkWayTo(const std::string &file) {
    namespace fs = std::filesystem;
    std::error_code problem, ignored;
    const bool isHidden = !fs::status_known(fs::status(file, problem)) && problem == std::errc::permission_denied;
    for (fs::path part = fs::path(file).parent_path(); part.has_relative_path(); part = part.parent_path()) {
        const auto there = fs::status(part, ignored);
        if (!fs::exists(there)) continue;
        if (!fs::is_directory(there))
            return fail(ErrorCode::Invalid, part.string() +
                                                " is a file where a directory is needed; move it away or "
                                                "choose another data directory (GIT_SYNC_DATA_DIR).");
        if (isHidden)
            return fail(ErrorCode::Denied, part.string() +
                                               " may not be entered by this user, so nobody can tell what is in it; "
                                               "change its owner or rights, or choose another data directory "
                                               "(GIT_SYNC_DATA_DIR).");
    }
    return {};
}

}  // namespace

PortFactory::PortFactory(Settings settings, const std::string &role)
    : m_settings(std::move(settings)),
      m_identity(system::describeProcess(role)),
      m_clock(system::makeClock()),
      m_lock(makeCompositeLock(system::makeFileLock(m_settings.dataDir, m_identity, *m_clock),
                               redisLockFor(m_settings, m_identity, *m_clock))),
      m_address(std::make_shared<DatabaseAddress>(m_settings)) {}

Result<sql::StateDatabase *> PortFactory::state() {
    const std::scoped_lock guard(m_mutex);
    if (!m_state) {
        TRY(checkWayTo(stateFile()));
        std::string shared;
        if (m_settings.sharedJournal) {
            TRY_ASSIGN(shared, databaseUrl());
        }
        TRY_ASSIGN(m_state, sql::openState(stateFile(), shared));
    }
    return &*m_state;
}

bool PortFactory::hasOpenState() {
    const std::scoped_lock guard(m_mutex);
    return m_state.has_value();
}

Result<std::unique_ptr<sql::WikiDatabase>> PortFactory::openDatabase(bool readOnly, std::stop_token stop) const {
    sql::WikiDatabaseRequest request;
    TRY_ASSIGN(request.databaseUrl, databaseUrl());
    request.unflagged = m_settings.unflagged;
    request.readOnly = readOnly;
    request.stop = std::move(stop);
    request.serviceUserId = m_settings.serviceUserId;
    request.fenced = m_settings.sharedJournal;
    auto wiki = sql::openWiki(request);
    if (!wiki && wiki.error().code == ErrorCode::Denied) {
        m_address->forget();
        return tl::unexpected<Error>(m_address->explained(wiki.error()));
    }
    return wiki;
}

Result<std::unique_ptr<WikiReader>> PortFactory::openWiki(bool readOnly, std::stop_token stop) {
    if (m_settings.databaseUrl.empty()) {
        TRY_ASSIGN(std::unique_ptr<WikiReader> api, openApi(std::move(stop)));
        return api;
    }
    TRY_ASSIGN(std::unique_ptr<WikiReader> database,
               openDatabase(readOnly, readOnly ? std::move(stop) : std::stop_token()));
    return database;
}

Result<std::shared_ptr<docmost::ServerAccess>> PortFactory::serverAccess() {
    const std::scoped_lock guard(m_mutex);
    if (!m_server) {
        docmost::ApiRequest request;
        request.url = m_settings.apiUrl;
        request.email = m_settings.apiEmail;
        request.token = m_settings.apiToken;
        request.password = m_settings.apiPassword;
        if (request.password.empty() && request.token.empty()) {
            TRY_ASSIGN(request.password,
                       secretFrom({m_settings.apiPasswordCommand, "DOCMOST_PASSWORD_COMMAND", m_settings.profile}));
        }
        TRY_ASSIGN(m_server, docmost::makeServerAccess(request, *m_clock));
    }
    return m_server;
}

Result<std::unique_ptr<docmost::WikiApi>> PortFactory::openApi(std::stop_token stop) {
    TRY_ASSIGN(std::shared_ptr<docmost::ServerAccess> server, serverAccess());
    return docmost::openWikiApi(std::move(server), m_settings.unflagged, {std::move(stop)});
}

Result<ApiRoles> PortFactory::apiRoles(std::stop_token stop) {
    {
        const std::scoped_lock guard(m_mutex);
        if (m_roles && m_clock->sinceBoot() - m_rolesRead < kRolesStand) return *m_roles;
    }
    TRY_ASSIGN(std::shared_ptr<docmost::ServerAccess> server, serverAccess());
    // A list must not hang because a server does.
    const auto api = docmost::openWikiApi(std::move(server), m_settings.unflagged, {stop, std::chrono::seconds(10)});
    Result<ApiRoles> roles = api->roles();
    const std::scoped_lock guard(m_mutex);
    if (!stop.stop_requested()) {
        m_roles = roles;
        m_rolesRead = m_clock->sinceBoot();
    }
    return roles;
}

Result<WikiForRun> PortFactory::openForRun(std::stop_token stop) {
    WikiForRun wiki;
    const WriterChoice choice = effectiveWriter(m_settings);
    if (choice == WriterChoice::Sql) {
        TRY_ASSIGN(std::unique_ptr<sql::WikiDatabase> database, openDatabase(false));
        wiki.writer = &database->writer();
        wiki.reader = std::move(database);
        return wiki;
    }
    TRY_ASSIGN(wiki.reader, openWiki(false, stop));
    if (choice != WriterChoice::Api) return wiki;
    TRY_ASSIGN(wiki.api, openApi(std::move(stop)));
    wiki.writer = &wiki.api->writer();
    return wiki;
}

Result<> PortFactory::checkVault(const SpaceId &space) {
    TRY_ASSIGN(sql::StateDatabase *const database, state());
    TRY_ASSIGN(const VaultMemory memory, database->memory->vault(space));
    return git::checkVault({m_settings.vaultDir(space.str()), space, memory, true});
}

Result<OpenedVault> PortFactory::openVault(const SpaceId &space, bool scratch) {
    TRY_ASSIGN(sql::StateDatabase *const database, state());
    TRY_ASSIGN(VaultMemory memory, database->memory->vault(space));
    git::initialiseGit();
    TRY_ASSIGN(OpenedVault opened, git::openVault({m_settings.vaultDir(space.str()), space, memory, scratch}));
    if (!scratch && opened.id != memory.vaultId) {
        memory.vaultId = opened.id;
        TRY(database->memory->rememberVault(space, memory));
    }
    return opened;
}

Result<OpenedVault> PortFactory::openUnknownVault(const SpaceId &space) {
    git::initialiseGit();
    return git::openVault({m_settings.vaultDir(space.str()), space, {}, true});
}

Result<> PortFactory::forgetVault(const SpaceId &space) {
    TRY_ASSIGN(sql::StateDatabase *const database, state());
    TRY(database->memory->rememberVault(space, {}));
    return database->memory->setBackOffs(space, {});
}

Result<std::unique_ptr<Remote>> PortFactory::openRemote(const Space &space, const std::vector<Space> &spaces) const {
    TRY_ASSIGN(const std::optional<RemoteSpec> spec, remoteAmong(m_settings, space, spaces));
    return spec ? openRemote(space, *spec) : std::unique_ptr<Remote>();
}

std::unique_ptr<Remote> PortFactory::openRemote(const Space &space, const RemoteSpec &spec) const {
    remote::GitRemoteRequest request;
    request.spec = spec;
    request.vault = m_settings.vaultDir(space.id.str());
    request.knownHosts = m_settings.stateDir() + "/known_hosts";
    request.sshKey = m_settings.sshKeyPath;
    request.httpsUser = m_settings.httpsUser;
    request.environment = processEnvironment();
    const std::string &token = m_settings.httpsToken, &command = m_settings.httpsTokenCommand;
    if (!token.empty())
        request.httpsToken = [token] { return Result<std::string>(token); };
    else if (!command.empty())
        request.httpsToken = [command, profile = m_settings.profile] {
            return secretFrom({command, "GIT_SYNC_HTTPS_TOKEN_COMMAND", profile});
        };
    return remote::makeGitRemote(std::move(request));
}

Result<std::string> PortFactory::wayToAttachments(const Space &space) const {
    if (!m_settings.apiUrl.empty()) return "the API at " + maskedUrl(m_settings.apiUrl);
    if (!m_settings.storageDir.empty() && !m_settings.isSqlite())
        return "the storage directory " + m_settings.storageDir + ", which is only read";
    return fail(ErrorCode::Invalid, "attachments of " + space.slug +
                                        " are to be carried, but nothing says where the wiki's files are; set "
                                        "DOCMOST_API_URL with an account, or WIKIVAULT_STORAGE_DIR beside a PostgreSQL "
                                        "database, or WIKIVAULT_ATTACHMENTS." +
                                        space.slug + " to off");
}

Result<OpenedAttachments> PortFactory::openAttachments(const Space &space, std::stop_token stop) {
    OpenedAttachments opened;
    if (!m_settings.attachmentsFor(space.id.str(), space.slug)) return opened;
    TRY(wayToAttachments(space));
    if (!m_settings.apiUrl.empty()) {
        TRY_ASSIGN(opened.api, openApi(std::move(stop)));
        opened.store = &opened.api->attachments();
        return opened;
    }
    sql::SessionRequest request;
    TRY_ASSIGN(const std::string url, databaseUrl());
    TRY_ASSIGN(request.url, sql::parseDatabaseUrl(url));
    request.readOnly = true;
    opened.stored = sql::makeStoredAttachments(std::move(request), m_settings.storageDir);
    opened.store = opened.stored.get();
    return opened;
}

std::unique_ptr<PagePresence> PortFactory::openPresence() const {
    if (m_settings.redisUrl.empty()) return nullptr;
    return redis::makeRedisPresence(m_settings.redisUrl, std::chrono::seconds(3));
}

std::unique_ptr<DriverSeat> PortFactory::openSeat() const {
    if (m_settings.redisUrl.empty()) return nullptr;
    return redis::makeRedisSeat(redisRequest(m_settings, m_identity), *m_clock);
}

ChangeFeeds PortFactory::changeFeeds() const {
    ChangeFeeds feeds;
    if (!m_settings.databaseUrl.empty() && !m_settings.isSqlite())
        feeds.push_back(sql::makeDatabaseFeed([address = m_address] { return address->url(); }));
    if (!m_settings.redisUrl.empty()) feeds.push_back(redis::makeStreamFeed(m_settings.redisUrl));
    git::initialiseGit();
    feeds.push_back(git::makeVaultFeed(m_settings.dataDir));
    return feeds;
}

Result<std::unique_ptr<VaultCache>> PortFactory::openCache(const SpaceId &space, bool inMemory) const {
    if (inMemory) return sql::openVaultCache("");
    return sql::openVaultCache(m_settings.vaultDir(space.str()) + "/.git/wikivault/cache.db");
}

}  // namespace wikivault
