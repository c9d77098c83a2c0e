#include "engine/adapters/git/folder_watch.h"

#include <dirent.h>
#include <linux/magic.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

namespace wikivault::git {

namespace {

constexpr std::uint32_t kMask = IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_DELETE_SELF |
                                IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK;

tl::unexpected<Error> tooMany(const char *limit, const char *what) {
    return fail(ErrorCode::Unavailable,
                std::string("the system allows no more ") + what + " (fs.inotify." + limit + "); raise it with sysctl");
}

/// File systems of other computers: inotify tells only of what this one changes there.
constexpr std::array<std::uint32_t, 8> kRemote{NFS_SUPER_MAGIC,  SMB_SUPER_MAGIC, CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC,
                                               CEPH_SUPER_MAGIC, AFS_SUPER_MAGIC, V9FS_MAGIC,       FUSE_SUPER_MAGIC};

bool isRemote(const std::string &place) {
    struct statfs status {};
    return ::statfs(place.c_str(), &status) == 0 &&
           std::find(kRemote.begin(), kRemote.end(), static_cast<std::uint32_t>(status.f_type)) != kRemote.end();
}

bool isFolder(DIR *above, const dirent &entry) {
    if (entry.d_type != DT_UNKNOWN) return entry.d_type == DT_DIR;
    struct stat status {};
    return ::fstatat(::dirfd(above), entry.d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode);
}

struct CloseFolder {
    void operator()(DIR *folder) const { ::closedir(folder); }
};

}  // namespace

Result<FolderWatch> FolderWatch::open() {
    Fd queue(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    if (!queue && errno == EMFILE) return tooMany("max_user_instances", "programs that watch folders");
    if (!queue) return failErrno("watching", "folders");
    return FolderWatch(std::move(queue));
}

Result<> FolderWatch::addFolder(const Folder &folder) {
    const std::string place = folder.vault + "/" + folder.path;
    const int watch = ::inotify_add_watch(m_queue.value(), place.c_str(), kMask);
    if (watch < 0 && errno == ENOSPC) return tooMany("max_user_watches", "watched folders");
    if (watch < 0 && (errno == ENOENT || errno == ENOTDIR)) return fail(ErrorCode::NotFound, place + " is no folder");
    if (watch < 0) return failErrno("watching", place);
    m_folders[watch] = folder;
    return {};
}

/// Watches first and lists then, so that nothing gets in unseen between the two.
Result<> FolderWatch::addTree(const std::string &vault, const std::string &path, std::set<std::string> &found) {
    TRY(addFolder({vault, path, Kind::Files}));
    const std::unique_ptr<DIR, CloseFolder> folder(::opendir((vault + "/" + path).c_str()));
    if (!folder) return failErrno("reading", vault + "/" + path);
    while (const dirent *entry = ::readdir(folder.get())) {
        if (entry->d_name[0] == '.') continue;
        const std::string name = path + entry->d_name;
        if (!isFolder(folder.get(), *entry))
            found.insert(name);
        else if (const auto below = addTree(vault, name + "/", found);
                 !below && below.error().code != ErrorCode::NotFound)  // gone already
            return below;
    }
    return {};
}

Result<> FolderWatch::add(const std::string &vault) {
    if (isRemote(vault))
        return fail(ErrorCode::Unavailable, vault + " is on a file system that other computers may write to");
    std::set<std::string> found;
    Result<> added = addFolder({vault, ".git/", Kind::GitFolder});
    if (added) added = addFolder({vault, ".git/refs/heads/", Kind::Branches});
    if (added) added = addTree(vault, "", found);
    m_vaults.insert(vault);
    if (!added) remove(vault);
    return added;
}

void FolderWatch::remove(const std::string &vault) {
    m_vaults.erase(vault);
    std::erase_if(m_folders, [&](const auto &entry) {
        if (entry.second.vault != vault) return false;
        ::inotify_rm_watch(m_queue.value(), entry.first);
        return true;
    });
}

FolderWatch::News FolderWatch::take() {
    News news;
    alignas(inotify_event) std::array<char, 64 * 1024> buffer{};
    ssize_t length = 0;
    while ((length = ::read(m_queue.value(), buffer.data(), buffer.size())) > 0)
        for (std::size_t at = 0; at < static_cast<std::size_t>(length);) {
            inotify_event raw{};
            std::memcpy(&raw, buffer.data() + at, sizeof raw);
            const char *name = buffer.data() + at + sizeof raw;
            hear({raw.wd, raw.mask, raw.len > 0 ? std::string(name) : std::string()}, news);
            at += sizeof raw + raw.len;
        }
    return news;
}

void FolderWatch::hear(const Event &event, News &news) {
    if ((event.mask & IN_Q_OVERFLOW) != 0) news.overflow = true;
    const auto found = m_folders.find(event.watch);
    if (found == m_folders.end()) return;
    const Folder folder = found->second;
    if ((event.mask & IN_IGNORED) != 0) m_folders.erase(found);
    const bool gone = (event.mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT)) != 0;
    if (gone && (folder.path.empty() || folder.kind != Kind::Files)) return lose(folder.vault, news);
    if (event.name.empty()) return;
    if (folder.kind == Kind::Branches || (folder.kind == Kind::GitFolder && event.name == "HEAD") ||
        (folder.kind == Kind::GitFolder && event.name == "packed-refs")) {
        news.refs.insert(folder.vault);
        return;
    }
    if (folder.kind != Kind::Files || event.name.front() == '.') return;
    if ((event.mask & IN_ISDIR) != 0) return hearOfFolder(folder, event, news);
    if ((event.mask & IN_CREATE) == 0) news.paths[folder.vault].insert(folder.path + event.name);
}

void FolderWatch::hearOfFolder(const Folder &folder, const Event &event, News &news) {
    std::set<std::string> &paths = news.paths[folder.vault];
    const std::string path = folder.path + event.name;
    if ((event.mask & (IN_CREATE | IN_MOVED_TO)) == 0) {
        paths.insert(path);
        return;
    }
    const Result<> added = addTree(folder.vault, path + "/", paths);
    if (!added && added.error().code != ErrorCode::NotFound) lose(folder.vault, news);
}

void FolderWatch::lose(const std::string &vault, News &news) {
    remove(vault);
    news.lost.insert(vault);
}

}  // namespace wikivault::git
