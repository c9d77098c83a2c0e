#include "engine/adapters/git/vault_config.h"

#include "engine/adapters/git/git_call.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <vector>

namespace wikivault::git {

namespace {

struct Setting {
    const char *key, *value;
};

constexpr std::array<Setting, 6> kPinned{{{"core.autocrlf", "false"},
                                          {"core.safecrlf", "false"},
                                          {"core.symlinks", "false"},
                                          {"commit.gpgsign", "false"},
                                          {"core.attributesFile", "/dev/null"},
                                          {"merge.conflictStyle", "merge"}}};
constexpr std::array<Setting, 2> kIdentity{{{"user.name", "Docmost Sync"}, {"user.email", "docmost-sync@local"}}};

Result<Config> openConfig(const std::string &path) {
    git_config *raw = nullptr;
    TRY(check(git_config_open_ondisk(&raw, path.c_str()), "reading " + path));
    return Config(raw);
}

std::optional<std::string> valueOf(git_config *config, const char *key) {
    git_buf buffer = GIT_BUF_INIT;
    if (git_config_get_string_buf(&buffer, config, key) != 0) return std::nullopt;
    std::string value(buffer.ptr, buffer.size);
    git_buf_dispose(&buffer);
    return value;
}

// Only to leave a person's own name alone: nothing else is ever taken from these files.
bool isSetForThePerson(const char *key) {
    std::vector<std::string> paths{"/etc/gitconfig"};
    const char *home = std::getenv("HOME");            // NOLINT(concurrency-mt-unsafe): nobody sets it
    const char *xdg = std::getenv("XDG_CONFIG_HOME");  // NOLINT(concurrency-mt-unsafe)
    if (home != nullptr) paths.push_back(std::string(home) + "/.gitconfig");
    if (xdg != nullptr) paths.push_back(std::string(xdg) + "/git/config");
    if (xdg == nullptr && home != nullptr) paths.push_back(std::string(home) + "/.config/git/config");
    return std::any_of(paths.begin(), paths.end(), [&](const std::string &path) {
        const auto config = openConfig(path);
        return config && valueOf(config->get(), key);
    });
}

Result<> set(git_config *config, const Setting &setting, const std::string &path) {
    return check(git_config_set_string(config, setting.key, setting.value),
                 "setting " + std::string(setting.key) + " in " + path);
}

}  // namespace

Result<> pinConfig(const std::string &gitDir) {
    const std::string path = gitDir + "/config";
    TRY_ASSIGN(const Config config, openConfig(path));
    for (const Setting &setting : kPinned)
        if (valueOf(config.get(), setting.key) != setting.value) TRY(set(config.get(), setting, path));
    for (const Setting &setting : kIdentity)
        if (!valueOf(config.get(), setting.key) && !isSetForThePerson(setting.key))
            TRY(set(config.get(), setting, path));
    return {};
}

bool keepsExecutableBits(const std::string &gitDir) {
    const auto config = openConfig(gitDir + "/config");
    int value = 1;
    if (config && git_config_get_bool(&value, config->get(), "core.filemode") != 0) value = 1;
    return value != 0;
}

}  // namespace wikivault::git
