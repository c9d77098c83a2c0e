#include "app/common/settings_reader.h"

#include "app/common/settings_spaces.h"
#include "app/common/settings_values.h"
#include "engine/adapters/docmost/wiki_api.h"
#include "engine/adapters/redis/redis_lock.h"
#include "engine/core/ids.h"
#include "engine/core/remote_url.h"

#include <QUrl>

#include <unistd.h>
#include <algorithm>
#include <cctype>
#include <filesystem>

namespace wikivault {

namespace {

namespace fs = std::filesystem;

std::string shownValue(const std::string &value) {
    return "\"" + maskedUrl(value) + "\"";
}

std::string absolutePath(const std::string &path) {
    std::error_code ignored;
    std::string made = fs::absolute(path, ignored).lexically_normal().string();
    while (made.size() > 1 && made.back() == '/')
        made.pop_back();
    return made;
}

std::string valueIn(const std::map<std::string, std::string> &environment, const std::string &name) {
    const auto found = environment.find(name);
    return found == environment.end() ? std::string() : found->second;
}

/// `$XDG_…_HOME`, which counts only when absolute, or the folder below home that stands for it.
std::string xdgFolder(const std::map<std::string, std::string> &environment, const std::string &variable,
                      const std::string &belowHome) {
    const std::string given = valueIn(environment, variable);
    if (given.starts_with("/")) return given;
    const std::string home = valueIn(environment, "HOME");
    return home.starts_with("/") ? home + "/" + belowHome : std::string();
}

void readDataDir(const SettingsSources &sources, SettingsValues &values, Settings &settings) {
    if (const auto given = values.value("GIT_SYNC_DATA_DIR")) {
        if (!given->starts_with('/')) values.reject("GIT_SYNC_DATA_DIR", shownValue(*given), "an absolute path");
        settings.dataDir = absolutePath(*given);
        return;
    }
    const std::string share = xdgFolder(sources.environment, "XDG_DATA_HOME", ".local/share");
    if (share.empty())
        values.reject("GIT_SYNC_DATA_DIR", "nothing, and neither XDG_DATA_HOME nor HOME is set",
                      "a directory for the vaults");
    settings.dataDir = share + "/wikivault";
}

/// `sqlite:///srv/x.db` for `/srv/x.db`; "" with a problem for anything else.
std::string sqlitePathOf(const std::string &url, SettingsValues &values) {
    const std::string prefix = "sqlite://";
    const std::string path = url.starts_with(prefix) ? url.substr(prefix.size()) : std::string();
    if (path.size() > 1 && path.front() == '/' && path.back() != '/') return path;
    values.reject("DATABASE_URL", shownValue(url),
                  "an absolute path behind sqlite://, such as sqlite:///srv/x.db for /srv/x.db");
    return {};
}

void readDatabase(SettingsValues &values, SettingsReading &reading) {
    Settings &settings = reading.settings;
    // An installation that gives nobody its database is read through its API.
    const bool hasApi = !values.text("DOCMOST_API_URL").empty();
    settings.databaseUrl = values.text("DATABASE_URL", hasApi ? "" : settings.embeddedUrl());
    settings.databasePassword = values.text("DATABASE_PASSWORD");
    settings.databasePasswordCommand = values.text("DATABASE_PASSWORD_COMMAND");
    const std::string &url = settings.databaseUrl;
    if (url.empty()) return;
    if (url.starts_with("sqlite:")) {
        reading.sqlitePath = sqlitePathOf(url, values);
        return;
    }
    const bool isPostgres = url.starts_with("postgresql://") || url.starts_with("postgres://");
    const QUrl parsed(QString::fromStdString(url), QUrl::StrictMode);
    if (!isPostgres || !parsed.isValid() || parsed.path().size() < 2)
        values.reject("DATABASE_URL", shownValue(url),
                      "postgresql://user:password@host:port/database or sqlite:///absolute/path.db");
}

void readRedis(SettingsValues &values, Settings &settings) {
    settings.redisUrl = values.text("REDIS_URL");
    if (settings.redisUrl.empty()) return;
    if (!redis::checkUrl(settings.redisUrl))
        values.reject("REDIS_URL", shownValue(settings.redisUrl),
                      "redis://[user:password@]host:port/db, or rediss:// for TLS, with ?ca=/FILE if needed");
}

void readApi(SettingsValues &values, Settings &settings) {
    settings.apiUrl = values.text("DOCMOST_API_URL");
    settings.apiEmail = values.text("DOCMOST_EMAIL");
    settings.apiPassword = values.text("DOCMOST_PASSWORD");
    settings.apiToken = values.text("DOCMOST_TOKEN");
    settings.apiPasswordCommand = values.text("DOCMOST_PASSWORD_COMMAND");
    settings.wikiUrl = values.text("WIKIVAULT_WIKI_URL");
    if (!settings.wikiUrl.empty() && !docmost::isApiUrl(settings.wikiUrl))
        values.reject("WIKIVAULT_WIKI_URL", shownValue(settings.wikiUrl),
                      "an address such as https://wiki.example.org");
    if (settings.apiUrl.empty()) return;
    if (!docmost::isApiUrl(settings.apiUrl))
        values.reject("DOCMOST_API_URL", shownValue(settings.apiUrl),
                      "an address such as https://wiki.example.org/api");
    if (!settings.apiToken.empty()) return;
    const bool hasPassword = !settings.apiPassword.empty() || !settings.apiPasswordCommand.empty();
    if (!settings.apiEmail.empty() && !hasPassword)
        values.reject("DOCMOST_PASSWORD", "none for the account " + settings.apiEmail,
                      "the password in the environment, DOCMOST_PASSWORD_COMMAND in the profile (\"keyring\" once it "
                      "is kept there), or DOCMOST_TOKEN");
    else if (settings.apiEmail.empty())
        values.reject("DOCMOST_EMAIL", "no account for the address in DOCMOST_API_URL",
                      "an account with DOCMOST_PASSWORD or DOCMOST_PASSWORD_COMMAND, or DOCMOST_TOKEN, beside it");
}

void readJournal(SettingsValues &values, Settings &settings) {
    settings.sharedJournal = values.word("WIKIVAULT_JOURNAL", {"local", "shared"}, "local") == "shared";
    settings.keepRunsDays = values.positive("WIKIVAULT_KEEP_RUNS_DAYS", settings.keepRunsDays, "days");
    if (settings.sharedJournal && (settings.databaseUrl.empty() || settings.isSqlite()))
        values.reject("WIKIVAULT_JOURNAL", "\"shared\" without a PostgreSQL database",
                      "a DATABASE_URL that begins with postgresql://, or local");
}

void readHttp(SettingsValues &values, Settings &settings) {
    settings.httpToken = values.text("WIKIVAULT_HTTP_TOKEN");
    settings.httpTokenCommand = values.text("WIKIVAULT_HTTP_TOKEN_COMMAND");
    if (!settings.httpToken.empty() && settings.httpToken.size() < kShortestHttpToken)
        values.reject("WIKIVAULT_HTTP_TOKEN", std::to_string(settings.httpToken.size()) + " characters",
                      "at least 16, such as \"openssl rand -hex 32\" prints");
    const auto port = values.value("WIKIVAULT_HTTP_PORT");
    if (!port || *port == "off") return;
    const auto isDigit = [](unsigned char c) { return std::isdigit(c) != 0; };
    if (std::all_of(port->begin(), port->end(), isDigit) && port->size() <= 5) settings.httpPort = std::stoi(*port);
    if (settings.httpPort < 1 || settings.httpPort > 65535)
        values.reject("WIKIVAULT_HTTP_PORT", "\"" + *port + "\"", "a port between 1 and 65535, or off");
}

void checkRemote(SettingsValues &values, const std::string &variable, std::string url) {
    if (url.empty() || url == "none") return;
    for (const std::string placeholder : {"{spaceId}", "{slug}"})
        for (std::size_t at = url.find(placeholder); at != std::string::npos; at = url.find(placeholder))
            url.replace(at, placeholder.size(), "x");
    if (const auto parsed = parseRemoteUrl(url); !parsed)
        values.reject(variable, shownValue(url), "another address (" + parsed.error().detail + ")");
}

std::string readBranch(SettingsValues &values, const std::string &variable) {
    const std::string branch = values.text(variable, "main");
    if (const auto named = checkBranchName(branch); !named)
        values.reject(variable, "\"" + branch + "\"", "another name (" + named.error().detail + ")");
    return branch;
}

std::string readRemote(SettingsValues &values, const std::string &variable) {
    const std::string url = values.text(variable);
    checkRemote(values, variable, url);
    return url;
}

ConflictPolicy readPolicy(SettingsValues &values, const std::string &variable) {
    const std::string policy = values.word(variable, {"review", "git-wins", "wiki-wins"}, "review");
    return policy == "git-wins"    ? ConflictPolicy::GitWins
           : policy == "wiki-wins" ? ConflictPolicy::WikiWins
                                   : ConflictPolicy::Review;
}

OpenPages readOpenPages(SettingsValues &values, const std::string &variable) {
    return values.word(variable, {"wait", "merge"}, "wait") == "merge" ? OpenPages::MergeNow : OpenPages::Wait;
}

void readRemotes(SettingsValues &values, Settings &settings) {
    settings.remoteTemplate = values.text("GIT_SYNC_REMOTE_TEMPLATE");
    const auto holds = [&](const char *part) { return settings.remoteTemplate.find(part) != std::string::npos; };
    if (!settings.remoteTemplate.empty() && !holds("{spaceId}") && !holds("{slug}"))
        values.reject("GIT_SYNC_REMOTE_TEMPLATE", shownValue(settings.remoteTemplate),
                      "an address with {spaceId} or {slug} in it, such as git@host:vault-{spaceId}.git");
    else
        checkRemote(values, "GIT_SYNC_REMOTE_TEMPLATE", settings.remoteTemplate);
    settings.remoteBranch = readBranch(values, "GIT_SYNC_REMOTE_BRANCH");
    readPerSpace(values, kSpaceRemotePrefix, &readRemote, settings.spaceRemotes);
    readPerSpace(values, kSpaceRemoteBranchPrefix, &readBranch, settings.spaceRemoteBranches);
    settings.sshKeyPath = values.text("GIT_SYNC_SSH_KEY_PATH");
    if (!settings.sshKeyPath.empty() && access(settings.sshKeyPath.c_str(), R_OK) != 0)
        values.reject("GIT_SYNC_SSH_KEY_PATH", shownValue(settings.sshKeyPath),
                      "a private key file this user can read");
    settings.httpsUser = values.text("GIT_SYNC_HTTPS_USER");
    settings.httpsToken = values.text("GIT_SYNC_HTTPS_TOKEN");
    settings.httpsTokenCommand = values.text("GIT_SYNC_HTTPS_TOKEN_COMMAND");
}

void readChoices(SettingsValues &values, Settings &settings) {
    const std::string writer = values.word("WIKIVAULT_WRITER", {"auto", "api", "sql", "none"}, "auto");
    settings.writer = writer == "api"    ? WriterChoice::Api
                      : writer == "sql"  ? WriterChoice::Sql
                      : writer == "none" ? WriterChoice::None
                                         : WriterChoice::Auto;
    if (settings.writer == WriterChoice::Api && settings.apiUrl.empty())
        values.reject("WIKIVAULT_WRITER", "\"api\" without DOCMOST_API_URL", "DOCMOST_API_URL, or another writer");
    if (settings.writer == WriterChoice::Sql && settings.databaseUrl.empty())
        values.reject("WIKIVAULT_WRITER", "\"sql\" without DATABASE_URL", "DATABASE_URL, or another writer");
    const std::string unflagged = values.word("WIKIVAULT_UNFLAGGED", {"all", "none"}, "all");
    settings.unflagged = unflagged == "none" ? Unflagged::None : Unflagged::All;
    settings.conflictPolicy = readPolicy(values, "WIKIVAULT_CONFLICT_POLICY");
    readPerSpace(values, kSpacePolicyPrefix, &readPolicy, settings.spacePolicies);
    settings.openPages = readOpenPages(values, "WIKIVAULT_OPEN_PAGES");
    readPerSpace(values, kSpaceOpenPagesPrefix, &readOpenPages, settings.spaceOpenPages);
    settings.environment = values.word("WIKIVAULT_ENVIRONMENT", {"production", "staging", "test"}, "test");
    settings.logLevel = values.word("LOG_LEVEL", {"debug", "info", "warn", "error"}, "info");
}

void readActor(SettingsValues &values, Settings &settings) {
    const std::string given = values.text("GIT_SYNC_SERVICE_USER_ID");
    settings.serviceUserId = parseUuid(given).value_or("");
    if (!given.empty() && settings.serviceUserId.empty())
        values.reject("GIT_SYNC_SERVICE_USER_ID", shownValue(given), "a user's UUID");
    // Alone, a missing user is the gate `no-service-user` of a run: everything that only reads still works.
    if (given.empty() && settings.enabled && settings.apiUrl.empty() && values.hasProblems())
        values.reject("GIT_SYNC_SERVICE_USER_ID", "nothing while GIT_SYNC_ENABLED is true", "a user's UUID");
}

/// The name of the profile; a name that could leave the folder is a problem and reads no file.
ProfileFile openProfile(const SettingsSources &sources, SettingsReading &reading,
                        std::vector<SettingsProblem> &problems) {
    const SettingsValues named(sources, {});
    const std::string name = named.text("WIKIVAULT_PROFILE", "default");
    reading.settings.profile = name;
    const bool isPlain = std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
    });
    if (!isPlain || name.front() == '.') {
        problems.push_back({"WIKIVAULT_PROFILE", "\"" + name + "\"", "a name of letters, digits, - and _"});
        return {};
    }
    reading.profileFile = profilePath(sources.environment, name);
    if (sources.isNew) return {};
    ProfileFile file = readProfileFile(reading.profileFile);
    if (!file.exists && name != "default")
        problems.push_back({"WIKIVAULT_PROFILE", "\"" + name + "\"", "a profile; there is no " + reading.profileFile});
    problems.insert(problems.end(), file.problems.begin(), file.problems.end());
    return file;
}

}  // namespace

std::string profilePath(const std::map<std::string, std::string> &environment, const std::string &profile) {
    return xdgFolder(environment, "XDG_CONFIG_HOME", ".config") + "/wikivault/" + profile + ".ini";
}

std::map<std::string, std::string> processEnvironment() {
    std::map<std::string, std::string> variables;
    for (char **entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string text(*entry);
        const std::size_t equals = text.find('=');
        if (equals != std::string::npos) variables[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return variables;
}

SettingsReading readSettings(const SettingsSources &sources) {
    SettingsReading reading;
    const ProfileFile profile = openProfile(sources, reading, reading.problems);
    SettingsValues values(sources, profile.values);
    readDataDir(sources, values, reading.settings);
    readDatabase(values, reading);
    readRedis(values, reading.settings);
    readApi(values, reading.settings);
    reading.settings.enabled = values.flag("GIT_SYNC_ENABLED", false);
    readSchedule(values, reading.settings);
    readRemotes(values, reading.settings);
    readAttachments(values, reading.settings);
    readJournal(values, reading.settings);
    readHttp(values, reading.settings);
    readChoices(values, reading.settings);
    readActor(values, reading.settings);
    const auto found = values.takeProblems();
    reading.problems.insert(reading.problems.end(), found.begin(), found.end());
    return reading;
}

}  // namespace wikivault
