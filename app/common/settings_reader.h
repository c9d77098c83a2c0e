#pragma once

#include "engine/core/settings.h"

#include <map>
#include <string>
#include <vector>

namespace wikivault {

/// Where settings come from, strongest first: command line, environment, profile file, defaults.
struct SettingsSources {
    std::map<std::string, std::string> commandLine;  ///< variable → value
    std::map<std::string, std::string> environment;
    bool isNew = false;  ///< the profile is about to be made: its file does not count
};

/// One thing that is wrong, fit to be shown as it is.
struct SettingsProblem {
    std::string variable;
    std::string found;  ///< what stands there, without secrets
    std::string expected;
    [[nodiscard]] std::string sentence() const;
    friend bool operator==(const SettingsProblem &, const SettingsProblem &) = default;
};

struct SettingsReading {
    Settings settings;                      ///< to be used only when `problems` is empty
    std::vector<SettingsProblem> problems;  ///< all of them, in the order of product.md
    std::string profileFile;                ///< path of the profile file, whether it exists or not
    std::string sqlitePath;                 ///< of an embedded wiki, else ""
};

/// Works out one profile. Reads the profile file and nothing else; opens and writes nothing.
[[nodiscard]] SettingsReading readSettings(const SettingsSources &sources);
/// The process' environment as readSettings() wants it.
[[nodiscard]] std::map<std::string, std::string> processEnvironment();
/// `$XDG_CONFIG_HOME/wikivault/<profile>.ini`
[[nodiscard]] std::string profilePath(const std::map<std::string, std::string> &environment,
                                      const std::string &profile);
/// Variables a profile may name, and those that hold a secret and may not stand in its file.
[[nodiscard]] bool isKnownVariable(const std::string &name);
[[nodiscard]] std::vector<std::string> knownVariables();
[[nodiscard]] bool isSecretVariable(const std::string &name);
/// `url` carries a password.
[[nodiscard]] bool hasPassword(const std::string &url);

}  // namespace wikivault
