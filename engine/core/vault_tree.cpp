#include "engine/core/vault_tree.h"

#include <string_view>

namespace wikivault {

bool isPageFile(const std::string &path, std::uint32_t mode) {
    if ((mode & 0170000) != 0100000) return false;
    if (path.size() < 4 || !path.ends_with(".md") || path.front() == '.') return false;
    return path.find("/.") == std::string::npos;
}

}  // namespace wikivault
