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

bool holds(const VaultTree &tree, const std::string &prefix) {
    const auto first = tree.lower_bound(prefix);
    return first != tree.end() && first->first.starts_with(prefix);
}

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
        for (const Entry &entry : entriesOf(directory.get(), prefix))
            TRY(look(::dirfd(directory.get()), entry, depth));
        return {};
    }

    DiskListing finish() {
        m_listing.isPlain = m_listing.isPlain && m_listing.unreadable.empty();
        return std::move(m_listing);
    }

private:
    struct Entry {
        std::string name, path;
        bool isDirectory = false;
        DiskStamp stamp;
        /// By path: what a directory holds comes where its name with a slash does.
        bool operator<(const Entry &other) const {
            const std::size_t common = std::min(name.size(), other.name.size());
            if (const int order = name.compare(0, common, other.name, 0, common); order != 0) return order < 0;
            const auto next = [common](const Entry &entry) {
                return entry.name.size() > common ? static_cast<unsigned char>(entry.name[common])
                       : entry.isDirectory        ? static_cast<unsigned char>('/')
                                                  : 0;
            };
            return next(*this) < next(other);
        }
    };

    /// In the order of their paths.
    std::vector<Entry> entriesOf(DIR *directory, const std::string &prefix) {
        std::vector<Entry> entries;
        errno = 0;
        // Unsafe only for a stream two threads share.
        while (const dirent *found = ::readdir(directory)) {  // NOLINT(concurrency-mt-unsafe)
            if (auto entry = entryOf(::dirfd(directory), *found, prefix)) entries.push_back(std::move(*entry));
            errno = 0;
        }
        if (errno != 0) m_listing.unreadable.push_back(prefix);
        std::sort(entries.begin(), entries.end());
        return entries;
    }

    bool holdsTracked(const std::string &prefix) const { return m_tracked == nullptr || holds(*m_tracked, prefix); }

    /// Nothing: it is none of ours, or gone.
    std::optional<Entry> entryOf(int directory, const dirent &found, const std::string &prefix) {
        Entry entry{found.d_name, {}, found.d_type == DT_DIR, {}};
        if (entry.name == "." || entry.name == ".." || (prefix.empty() && entry.name == ".git")) return std::nullopt;
        entry.path = prefix + entry.name;
        switch (faultOf(entry.name)) {
            case NameFault::None: break;
            case NameFault::Leaves: ++m_listing.untracked; return std::nullopt;
            case NameFault::NotUtf8: m_listing.unreadable.push_back(printable(entry.path)); return std::nullopt;
        }
        if (entry.isDirectory) return entry;
        struct stat status {};
        if (::fstatat(directory, found.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
            // Gone since it was listed: the deletion is seen as such. Anything else proves nothing about it.
            if (errno != ENOENT) m_listing.unreadable.push_back(entry.path);
            return std::nullopt;
        }
        entry.isDirectory = S_ISDIR(status.st_mode);
        entry.stamp = stampOf(status);
        return entry;
    }

    Result<> look(int directory, const Entry &entry, std::size_t depth) {
        if (entry.isDirectory) return lookInto(directory, entry.name.c_str(), entry.path, depth);
        const bool isLink = S_ISLNK(entry.stamp.mode);
        if (isLink) m_listing.isPlain = false;
        if (m_tracked != nullptr && !m_tracked->contains(entry.path) && !isSyncedFile(entry.path)) {
            // A link in a folder's place: what was in the folder is out of sight, not deleted.
            if (isLink && holdsTracked(entry.path + "/")) m_listing.unreadable.push_back(entry.path + "/");
            ++m_listing.untracked;
            return {};
        }
        m_listing.files.push_back({entry.path, entry.stamp});
        if (m_listing.files.size() > kMaxEntries)
            return fail(ErrorCode::Invalid, "the vault's directory holds more than 250 000 files");
        return {};
    }

    Result<> lookInto(int above, const char *name, const std::string &path, std::size_t depth) {
        if (name[0] == '.') m_listing.hidden.push_back(path + "/");
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

std::optional<DiskListing> relevantOf(DiskListing whole, const VaultTree &tracked) {
    const auto isSubmodule = [](const auto &entry) { return entry.second.mode == 0160000; };
    if (!whole.isPlain || std::any_of(tracked.begin(), tracked.end(), isSubmodule)) return std::nullopt;
    std::vector<std::string> closed;  // not entered
    for (const std::string &folder : whole.hidden)
        if (!holds(tracked, folder) && (closed.empty() || !folder.starts_with(closed.back()))) closed.push_back(folder);
    whole.untracked += static_cast<int>(closed.size());
    const auto isBelow = [&](const DiskFile &file) {
        return std::ranges::any_of(closed, [&](const std::string &folder) { return file.path.starts_with(folder); });
    };
    std::erase_if(whole.files, isBelow);
    const auto isOther = [&](const DiskFile &file) { return !tracked.contains(file.path) && !isSyncedFile(file.path); };
    whole.untracked += static_cast<int>(std::erase_if(whole.files, isOther));
    return whole;
}

}  // namespace wikivault::git
