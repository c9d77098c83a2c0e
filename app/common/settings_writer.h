#pragma once

#include "engine/core/result.h"
#include "engine/core/settings.h"

#include <string>
#include <utility>
#include <vector>

namespace wikivault {

/// Writes what differs from the defaults to the profile file at `path` (0600, its folder 0700), replacing it at once.
/// Secrets are left out: passwords, tokens, and passwords inside URLs.
[[nodiscard]] Result<> writeProfile(const Settings &settings, const std::string &path);
/// Sets one variable in the profile file at `path`; its other lines stay as they are.
[[nodiscard]] Result<> setInProfile(const std::string &path, const std::string &variable, const std::string &value);
/// Every setting as the variable that gives it, secrets included.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> settingsVariables(const Settings &settings);
/// `url` without its password.
[[nodiscard]] std::string withoutPassword(const std::string &url);

}  // namespace wikivault
