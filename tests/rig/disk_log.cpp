// Preloaded into rig_cycle: keeps what a power cut could leave of a directory. At the start, before every sync and at
// the end it notes which files there are and keeps each text it has not yet; then what the sync made durable.
// RIG_LOG_OF=directory RIG_LOG_TO=directory that is there. power_images.h reads it.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <string>

namespace {

namespace fs = std::filesystem;

/// A file by inode and birth: inode numbers are used again. Empty: not there any more.
std::string identityOf(const fs::path &path, long long &changed) {
    struct statx state {};
    if (::statx(AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS | STATX_BTIME, &state) != 0) return {};
    changed = state.stx_ctime.tv_sec * 1'000'000'000LL + state.stx_ctime.tv_nsec;
    return std::to_string(state.stx_ino) + '-' + std::to_string(state.stx_btime.tv_sec) + '.' +
           std::to_string(state.stx_btime.tv_nsec);
}

class DiskLog {
public:
    DiskLog(const char *of, const char *to) : m_of(of), m_to(to), m_log(m_to / "log") {
        noteNames();
        m_log << "all" << std::endl;
    }
    ~DiskLog() {
        const std::scoped_lock guard(m_mutex);
        noteNames();
        m_log << "end" << std::endl;
    }

    int synced(int fd, int (*sync)(int), bool everything) {
        std::error_code error;
        const fs::path path = fs::read_symlink("/proc/self/fd/" + std::to_string(fd), error);
        const fs::path name = path.lexically_relative(m_of);
        if (error || name.empty() || *name.begin() == "..") return sync(fd);
        const std::scoped_lock guard(m_mutex);
        noteNames();
        const int status = sync(fd);
        if (status == 0 && everything)
            m_log << "all" << std::endl;
        else if (status == 0 && fs::is_directory(path))
            m_log << "folder " << name.string() << std::endl;
        else if (status == 0)
            m_log << "file " << keep(path, true) << std::endl;
        else
            m_log << "failed" << std::endl;
        return status;
    }

private:
    struct Kept {
        long long changed = 0;
        int version = 0;
    };

    void noteNames() {
        for (const auto &entry : fs::recursive_directory_iterator(m_of)) {
            const std::string name = entry.path().lexically_relative(m_of).string();
            if (entry.is_directory())
                m_log << "d " << name << '\n';
            else if (const std::string text = keep(entry.path(), false); !text.empty())
                m_log << "f " << text << ' ' << name << '\n';
        }
    }

    /// The name of the copy of the file as it is now: identity and version.
    std::string keep(const fs::path &path, bool afresh) {
        long long changed = 0;
        const std::string identity = identityOf(path, changed);
        if (identity.empty()) return {};
        Kept &kept = m_kept[identity];
        // Writes through a mapping do not move the time of change at once: what is synced is always read again.
        if (afresh || kept.version == 0 || kept.changed != changed) {
            kept = {changed, kept.version + 1};
            fs::copy_file(path, m_to / (identity + '_' + std::to_string(kept.version)));
        }
        return identity + ' ' + std::to_string(kept.version);
    }

    const fs::path m_of, m_to;
    std::ofstream m_log;
    std::map<std::string, Kept> m_kept;
    std::mutex m_mutex;
};

DiskLog *diskLog() {
    const char *of = std::getenv("RIG_LOG_OF"), *to = std::getenv("RIG_LOG_TO");
    if (!of || !to) return nullptr;
    static DiskLog log(of, to);
    return &log;
}

int logged(int fd, const char *name) {
    const auto sync = reinterpret_cast<int (*)(int)>(::dlsym(RTLD_NEXT, name));
    DiskLog *log = diskLog();
    return log ? log->synced(fd, sync, std::strcmp(name, "syncfs") == 0) : sync(fd);
}

[[maybe_unused]] const DiskLog *const kFromTheStart = diskLog();

}  // namespace

extern "C" {

int fsync(int fd) {
    return logged(fd, "fsync");
}
int fdatasync(int fd) {
    return logged(fd, "fdatasync");
}
int syncfs(int fd) {
    return logged(fd, "syncfs");
}

}  // extern "C"
