#include "engine/adapters/git/disk_walk.h"

#include "engine/adapters/git/path_rules.h"
#include "engine/core/attachment.h"

#include <dirent.h>
#include <fcntl.h>
#include <algorithm>
#include <memory>

namespace wikivault::git {

namespace {

struct DirectoryCloser {
    void operator()(DIR *directory) const { ::closedir(directory); }
};
using OpenedDirectory = std::unique_ptr<DIR, DirectoryCloser>;

class Walk {
public:
    Walk(const VaultTree *tracked, std::stop_token stop) : m_tracked(tracked), m_stop(std::move(stop)) {}

    // Recursion is bounded by kMaxDepth.
    Result<> enter(int above, const char *name, const std::string &prefix, std::size_t depth) {
        if (m_stop.stop_requested()) return fail(ErrorCode::Cancelled, "stopped while reading the vault's files");
        const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;
        const OpenedDirectory directory(depth > kMaxDepth ? nullptr : ::fdopendir(::openat(above, name, flags)));
        if (!directory) {
            if (prefix.empty()) return fail(ErrorCode::Unavailable, "the vault's directory cannot be read");
            m_listing.unreadable.push_back(prefix);
            return {};
        }
        errno = 0;
        // Unsafe only for a stream two threads share.
        while (const dirent *entry = ::readdir(directory.get())) {  // NOLINT(concurrency-mt-unsafe)
            TRY(look(::dirfd(directory.get()), *entry, prefix, depth));
            errno = 0;
        }
        if (errno != 0) m_listing.unreadable.push_back(prefix);
        return {};
    }

    DiskListing finish() {
        if (m_tracked == nullptr) return std::move(m_listing);
        std::sort(m_listing.files.begin(), m_listing.files.end(),
                  [](const DiskFile &a, const DiskFile &b) { return a.path < b.path; });
        return std::move(m_listing);
    }

private:
    bool holdsTracked(const std::string &prefix) const {
        if (m_tracked == nullptr) return true;
        const auto first = m_tracked->lower_bound(prefix);
        return first != m_tracked->end() && first->first.starts_with(prefix);
    }

    Result<> look(int directory, const dirent &entry, const std::string &prefix, std::size_t depth) {
        const std::string name = entry.d_name;
        if (name == "." || name == "..") return {};
        if (prefix.empty() && name == ".git") return {};
        const std::string path = prefix + name;
        switch (faultOf(name)) {
            case NameFault::None: break;
            case NameFault::Leaves: ++m_listing.untracked; return {};
            case NameFault::NotUtf8: m_listing.unreadable.push_back(printable(path)); return {};
        }
        struct stat status {};
        if (entry.d_type != DT_DIR && ::fstatat(directory, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
            // Gone since it was listed: the deletion is seen as such. Anything else proves nothing about it.
            if (errno != ENOENT) m_listing.unreadable.push_back(path);
            return {};
        }
        if (entry.d_type == DT_DIR || S_ISDIR(status.st_mode)) return lookInto(directory, entry.d_name, path, depth);
        if (m_tracked != nullptr && !m_tracked->contains(path) && !isSyncedFile(path)) {
            // A link in a folder's place: what was in the folder is out of sight, not deleted.
            if (S_ISLNK(status.st_mode) && holdsTracked(path + "/")) m_listing.unreadable.push_back(path + "/");
            ++m_listing.untracked;
            return {};
        }
        m_listing.files.push_back({path, stampOf(status)});
        if (m_listing.files.size() > kMaxEntries)
            return fail(ErrorCode::Invalid, "the vault's directory holds more than 250 000 files");
        return {};
    }

    Result<> lookInto(int above, const char *name, const std::string &path, std::size_t depth) {
        const bool submodule = m_tracked != nullptr && entryAt(*m_tracked, path).value_or(TreeEntry{}).mode == 0160000;
        if (submodule || (name[0] == '.' && !holdsTracked(path + "/"))) {
            m_listing.untracked += submodule ? 0 : 1;
            return {};
        }
        return enter(above, name, path + "/", depth + 1);
    }

    const VaultTree *m_tracked;
    std::stop_token m_stop;
    DiskListing m_listing;
};

}  // namespace

Result<DiskListing> listDisk(const Beneath &root, const VaultTree *tracked, std::stop_token stop) {
    Walk walk(tracked, std::move(stop));
    TRY(walk.enter(root.root(), ".", "", 1));
    return walk.finish();
}

}  // namespace wikivault::git
