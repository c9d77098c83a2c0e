#include "engine/adapters/git/vault_owner.h"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>
#include <array>
#include <cstdlib>

namespace wikivault::git {

namespace {

/// `"ada" (uid 1000)`, or `uid 1000` of a user this system does not know.
std::string nameOf(uid_t user) {
    std::array<char, 4096> buffer{};
    passwd entry{};
    passwd *found = nullptr;
    const std::string number = "uid " + std::to_string(user);
    if (::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) return number;
    return '"' + std::string(found->pw_name) + "\" (" + number + ')';
}

bool isOurs(uid_t owner) {
    if (owner == ::geteuid()) return true;
    const char *behind = std::getenv("SUDO_UID");  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return ::geteuid() == 0 && behind != nullptr && std::to_string(owner) == behind;
}

}  // namespace

Result<> checkOwner(const std::string &vaultDir) {
    for (const std::string &path : {vaultDir, vaultDir + "/.git"}) {
        struct stat status {};
        if (::stat(path.c_str(), &status) != 0 || isOurs(status.st_uid)) continue;
        return fail(ErrorCode::Denied, path + " belongs to the user " + nameOf(status.st_uid) +
                                           ", and this program runs as " + nameOf(::geteuid()) +
                                           ": run it as that user, or give the vault to this one (chown -R " +
                                           std::to_string(::geteuid()) + " " + vaultDir + "); nothing was changed");
    }
    return {};
}

}  // namespace wikivault::git
