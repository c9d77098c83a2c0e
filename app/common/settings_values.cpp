#include "app/common/settings_values.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>

namespace wikivault {

namespace {

constexpr std::array kVariables = std::to_array<std::string_view>({"DATABASE_URL",
                                                                   "DATABASE_PASSWORD",
                                                                   "DATABASE_PASSWORD_COMMAND",
                                                                   "REDIS_URL",
                                                                   "DOCMOST_API_URL",
                                                                   "DOCMOST_EMAIL",
                                                                   "DOCMOST_PASSWORD",
                                                                   "DOCMOST_TOKEN",
                                                                   "GIT_SYNC_ENABLED",
                                                                   "GIT_SYNC_DATA_DIR",
                                                                   "GIT_SYNC_DEBOUNCE_MS",
                                                                   "LOG_LEVEL",
                                                                   "GIT_SYNC_POLL_INTERVAL_MS",
                                                                   "GIT_SYNC_REMOTE_TEMPLATE",
                                                                   "GIT_SYNC_REMOTE_BRANCH",
                                                                   "GIT_SYNC_HTTPS_USER",
                                                                   "GIT_SYNC_HTTPS_TOKEN",
                                                                   "GIT_SYNC_HTTPS_TOKEN_COMMAND",
                                                                   "WIKIVAULT_WRITER",
                                                                   "WIKIVAULT_UNFLAGGED",
                                                                   "WIKIVAULT_CONFLICT_POLICY",
                                                                   "WIKIVAULT_OPEN_PAGES",
                                                                   "WIKIVAULT_ATTACHMENTS",
                                                                   "WIKIVAULT_ATTACHMENT_LIMIT_MB",
                                                                   "WIKIVAULT_STORAGE_DIR",
                                                                   "WIKIVAULT_WIKI_URL",
                                                                   "WIKIVAULT_QUIET_HOURS",
                                                                   "DOCMOST_PASSWORD_COMMAND",
                                                                   "WIKIVAULT_PROFILE",
                                                                   "WIKIVAULT_JOURNAL",
                                                                   "WIKIVAULT_KEEP_RUNS_DAYS",
                                                                   "WIKIVAULT_HTTP_PORT",
                                                                   "WIKIVAULT_HTTP_TOKEN",
                                                                   "WIKIVAULT_HTTP_TOKEN_COMMAND",
                                                                   "GIT_SYNC_SSH_KEY_PATH",
                                                                   "GIT_SYNC_SERVICE_USER_ID",
                                                                   "WIKIVAULT_ENVIRONMENT"});

std::string stripped(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1));
}

std::string withoutQuotes(const std::string &value) {
    const bool isQuoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    return isQuoted ? value.substr(1, value.size() - 2) : value;
}

void readProfileLine(const std::string &line, int number, const std::string &path, ProfileFile &file) {
    const std::string where = path + ", line " + std::to_string(number);
    const std::size_t equals = line.find('=');
    if (equals == std::string::npos) {
        file.problems.push_back({where, "\"" + line + "\"", "NAME = value"});
        return;
    }
    const std::string name = stripped(line.substr(0, equals));
    const std::string value = withoutQuotes(stripped(line.substr(equals + 1)));
    if (!isKnownVariable(name) || name == "WIKIVAULT_PROFILE")
        file.problems.push_back({where, "\"" + name + "\"", "the name of a setting, such as DATABASE_URL"});
    else if (isSecretVariable(name) || hasPassword(value))
        file.problems.push_back({name + " (" + where + ")", "a secret in a file",
                                 "no secret there: give it in the environment variable " + name});
    else
        file.values[name] = value;
}

}  // namespace

bool isKnownVariable(const std::string &name) {
    for (const std::string prefix : {kSpacePolicyPrefix, kSpaceOpenPagesPrefix, kSpaceRemotePrefix,
                                     kSpaceRemoteBranchPrefix, kSpaceAttachmentsPrefix})
        if (name.starts_with(prefix) && name.size() > prefix.size()) return true;
    return !name.empty() && std::find(kVariables.begin(), kVariables.end(), name) != kVariables.end();
}

std::vector<std::string> knownVariables() {
    return {kVariables.begin(), kVariables.end()};
}

bool isSecretVariable(const std::string &name) {
    return name == "DATABASE_PASSWORD" || name == "DOCMOST_PASSWORD" || name == "DOCMOST_TOKEN" ||
           name == "WIKIVAULT_HTTP_TOKEN" || name == "GIT_SYNC_HTTPS_TOKEN";
}

bool hasPassword(const std::string &url) {
    return maskedUrl(url) != url;
}

std::string SettingsProblem::sentence() const {
    return variable + ": found " + found + "; expected " + expected + ".";
}

std::optional<std::string> SettingsValues::value(const std::string &variable) const {
    for (const auto *source : {&m_sources.commandLine, &m_sources.environment, &m_profile})
        if (const auto found = source->find(variable); found != source->end() && !found->second.empty())
            return found->second;
    return std::nullopt;
}

std::string SettingsValues::text(const std::string &variable, const std::string &fallback) const {
    return value(variable).value_or(fallback);
}

std::map<std::string, std::string> SettingsValues::beginningWith(const std::string &prefix) const {
    std::map<std::string, std::string> found;
    for (const auto *source : {&m_sources.commandLine, &m_sources.environment, &m_profile})
        for (auto it = source->lower_bound(prefix); it != source->end() && it->first.starts_with(prefix); ++it)
            if (!it->second.empty()) found.emplace(*it);
    return found;
}

int SettingsValues::positive(const std::string &variable, int fallback, const std::string &unit) {
    const auto given = value(variable);
    if (!given) return fallback;
    int number = 0;
    const char *const end = given->data() + given->size();
    const auto [rest, problem] = std::from_chars(given->data(), end, number);
    if (problem == std::errc() && rest == end && number > 0) return number;
    reject(variable, "\"" + *given + "\"",
           "a positive whole number of " + unit + ", such as " + std::to_string(fallback));
    return fallback;
}

bool SettingsValues::flag(const std::string &variable, bool fallback) {
    return word(variable, {"true", "false"}, fallback ? "true" : "false") == "true";
}

std::string SettingsValues::word(const std::string &variable, const std::vector<std::string> &words,
                                 const std::string &fallback) {
    const auto given = value(variable);
    if (!given) return fallback;
    if (std::find(words.begin(), words.end(), *given) != words.end()) return *given;
    std::string list;
    for (std::size_t i = 0; i < words.size(); ++i)
        list += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
    reject(variable, "\"" + *given + "\"", list);
    return fallback;
}

void SettingsValues::reject(const std::string &variable, const std::string &found, const std::string &expected) {
    m_problems.push_back({variable, found, expected});
}

ProfileFile readProfileFile(const std::string &path) {
    ProfileFile file;
    errno = 0;
    std::ifstream stream(path);
    const int why = errno;
    file.exists = stream || (why != ENOENT && why != ENOTDIR);
    if (!stream && file.exists)
        file.problems.push_back({"WIKIVAULT_PROFILE",
                                 path + ", which cannot be read (" + std::generic_category().message(why) + ")",
                                 "a profile that this user may read"});
    if (!stream) return file;
    std::string line;
    for (int number = 1; std::getline(stream, line); ++number) {
        const std::string text = stripped(line);
        if (text.empty() || text.front() == '#' || text.front() == ';' || text.front() == '[') continue;
        readProfileLine(text, number, path, file);
    }
    return file;
}

}  // namespace wikivault
