#include "engine/adapters/remote/quarantine.h"

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

namespace wikivault::remote {

namespace {

namespace fs = std::filesystem;

bool syncFolder(const std::string &path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return false;
    const bool synced = ::fsync(fd) == 0;
    ::close(fd);
    return synced;
}

}  // namespace

bool Quarantine::open() const {
    drop();
    std::error_code problem;
    fs::create_directories(m_path + "/pack", problem);
    return !problem;
}

bool Quarantine::release(const std::string &objects) const {
    std::error_code problem;
    std::vector<fs::path> files;
    for (const fs::directory_entry &entry : fs::directory_iterator(m_path + "/pack", problem))
        if (entry.path().filename().string().starts_with("pack-")) files.push_back(entry.path());
    if (problem) return false;
    // The index makes a pack known, so it comes last.
    std::stable_partition(files.begin(), files.end(), [](const fs::path &file) { return file.extension() != ".idx"; });
    const fs::path target = fs::path(objects) / "pack";
    fs::create_directories(target, problem);
    for (const fs::path &file : files)
        if (!problem) fs::rename(file, target / file.filename(), problem);
    drop();
    return !problem && (files.empty() || syncFolder(target.string()));
}

void Quarantine::drop() const {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

}  // namespace wikivault::remote
