#include "engine/adapters/git/living_process.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

namespace wikivault::git {

namespace {

namespace fs = std::filesystem;

// /proc files state no size, so they are read to their end.
std::string procText(const fs::path &path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

bool anyProcess(const std::function<bool(const fs::path &)> &matches) {
    std::error_code error;
    for (auto entry = fs::directory_iterator("/proc", error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.find_first_not_of("0123456789") == std::string::npos && matches(entry->path())) return true;
    }
    return false;
}

bool isWithin(const std::string &path, const std::string &directory) {
    return path == directory || path.starts_with(directory + "/");
}

std::string resolved(const std::string &path) {
    std::error_code error;
    const fs::path real = fs::weakly_canonical(path, error);
    return error ? path : real.string();
}

bool worksIn(const fs::path &process, const std::string &directory) {
    if (!procText(process / "comm").starts_with("git")) return false;
    const std::string arguments = procText(process / "cmdline");
    // It only watches, for as long as the machine runs.
    if (arguments.find("fsmonitor--daemon") != std::string::npos) return false;
    if (arguments.find(directory) != std::string::npos) return true;
    std::error_code error;
    const fs::path at = fs::read_symlink(process / "cwd", error);
    return error ? error == std::errc::permission_denied : isWithin(at.string(), directory);
}

bool hasOpen(const fs::path &process, const std::string &file) {
    std::error_code error;
    for (auto entry = fs::directory_iterator(process / "fd", error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        std::error_code gone;
        if (fs::read_symlink(entry->path(), gone) == file && !gone) return true;
    }
    return false;
}

}  // namespace

std::string nameOfProcess(long pid) {
    const std::string status = procText(fs::path("/proc") / std::to_string(pid) / "stat");
    const std::size_t command = status.rfind(')');  // a command's name may hold blanks and brackets
    if (command == std::string::npos) return {};
    std::istringstream fields(status.substr(command + 1));
    std::string field;
    // Killed, and whoever started it has not asked yet: it holds nothing any more.
    if (status.compare(command + 1, 2, " Z") == 0) return {};
    constexpr int kStartTime = 20;  // of the fields behind the command
    for (int i = 0; i < kStartTime; ++i)
        fields >> field;
    return std::to_string(pid) + "." + field;
}

bool isRunning(const std::string &name) {
    return nameOfProcess(std::strtol(name.c_str(), nullptr, 10)) == name;
}

bool isGitAtWork(const std::string &directory) {
    const std::string real = resolved(directory);
    return anyProcess([&](const fs::path &process) { return worksIn(process, real); });
}

bool isOpenSomewhere(const std::string &file) {
    const std::string real = resolved(file);
    return anyProcess([&](const fs::path &process) { return hasOpen(process, real); });
}

}  // namespace wikivault::git
