#pragma once

#include "engine/core/result.h"

#include <string>

namespace wikivault {

/// The file of a page as the file system has it, for another program to open; of an empty `path` the vault itself.
/// Denied: it is a link, leads out of the vault or is no file of a page. Reads the disk.
[[nodiscard]] Result<std::string> vaultFileOf(const std::string &vault, const std::string &path);

}  // namespace wikivault
