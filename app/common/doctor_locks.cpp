#include "app/common/doctor.h"
#include "app/common/doctor_fix.h"
#include "app/common/space_state.h"

#include <algorithm>
#include <filesystem>

namespace wikivault {

namespace {

namespace fs = std::filesystem;

/// Names of the folders there that hold a git repository of no space.
std::vector<std::string> straysIn(const std::string &folder, const std::vector<Space> &spaces) {
    std::vector<std::string> names;
    std::error_code error;
    for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        std::error_code ignored;
        if (name.starts_with('.') || !fs::exists(entry->path() / ".git", ignored)) continue;
        const auto isOf = [&](const Space &space) { return space.id.str() == name; };
        if (std::none_of(spaces.begin(), spaces.end(), isOf)) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

void examineLocks(PortFactory &ports, const std::vector<Space> &spaces, std::vector<DoctorCheck> &checks) {
    if (ports.settings().redisUrl.empty()) return;
    const auto locks = ports.lock().holders(idsOf(spaces));
    if (!locks) return;  // the check of Redis has said why
    bool allEnd = true;
    for (const LockInfo &lock : *locks) {
        const auto space =
            std::find_if(spaces.begin(), spaces.end(), [&](const Space &one) { return one.id == lock.space; });
        if (lock.ttlMs || space == spaces.end()) continue;
        allEnd = false;
        checks.push_back({"lock " + space->slug, "warn",
                          "The lock in Redis that " + lock.holder + " holds never expires: no run of the space begins.",
                          "If its holder is dead, delete it.", fixCommand(ports.settings(), "lock:" + space->slug)});
    }
    if (allEnd) checks.push_back({"locks", "ok", "Every lock in Redis ends by itself.", ""});
}

void examineStrays(PortFactory &ports, const std::vector<Space> &spaces, std::vector<DoctorCheck> &checks) {
    constexpr std::size_t kNamed = 5;
    const std::string &folder = ports.settings().dataDir;
    std::vector<std::string> names = straysIn(folder, spaces);
    const auto aside =
        std::erase_if(names, [](const std::string &name) { return name.find(kSetAside) != std::string::npos; });
    if (aside > 0)
        checks.push_back({"set-aside vaults", "ok",
                          counted(static_cast<std::int64_t>(aside), "vault") + " in " + folder +
                              " set aside by a fix; delete what nobody needs any more.",
                          ""});
    if (names.empty()) return;
    const auto count = static_cast<std::int64_t>(names.size());
    names.resize(std::min(names.size(), kNamed));
    std::string list;
    for (const std::string &name : names)
        list += (list.empty() ? "" : ", ") + name;
    checks.push_back({"strays", "warn",
                      counted(count, "vault") + " in " + folder + " of no space of this wiki: " + list + ".",
                      "A space that was deleted leaves its vault, with its history; another wiki's is there when the "
                      "database is the wrong one. Move away what nobody needs; nothing here touches it."});
}

}  // namespace wikivault
