#include "app/common/vault_file.h"

#include <filesystem>

namespace wikivault {

namespace fs = std::filesystem;

Result<std::string> vaultFileOf(const std::string &vault, const std::string &path) {
    std::error_code problem;
    const fs::path root = fs::canonical(vault, problem);
    if (problem)
        return fail(ErrorCode::NotFound,
                    "The vault " + vault + " is not there yet; the first run of the space makes it.");
    if (path.empty()) return root.string();
    const fs::path named = root / path, there = fs::canonical(named, problem);
    if (problem) return fail(ErrorCode::NotFound, path + " is not in the vault now; a run may still write it.");
    if (fs::is_symlink(named, problem) || !there.string().starts_with(root.string() + '/'))
        return fail(ErrorCode::Denied, path + " is a link or leads out of the vault; it is not opened.");
    if (!fs::is_regular_file(there, problem) || there.extension() != ".md")
        return fail(ErrorCode::Denied, path + " is no file of a page; it is not opened.");
    return there.string();
}

}  // namespace wikivault
