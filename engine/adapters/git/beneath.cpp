#include "engine/adapters/git/disk_walk.h"

#include <fcntl.h>
#include <cerrno>

namespace wikivault::git {

namespace {

constexpr int kDirectoryFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

std::vector<std::string> directoriesOf(const std::string &path) {
    std::vector<std::string> names;
    std::size_t from = 0;
    for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', from)) {
        names.push_back(path.substr(from, slash - from));
        from = slash + 1;
    }
    return names;
}

}  // namespace

std::string baseName(const std::string &path) {
    return path.substr(path.rfind('/') + 1);
}

Result<Beneath> Beneath::open(const std::string &root) {
    Fd directory(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory) return failErrno("opening", root);
    return Beneath(root, std::move(directory));
}

Result<int> Beneath::directoryOf(const std::string &path, bool create) {
    const std::vector<std::string> names = directoriesOf(path);
    std::size_t same = 0;
    while (same < names.size() && same < m_levels.size() && m_levels[same].name == names[same])
        ++same;
    m_levels.erase(m_levels.begin() + static_cast<std::ptrdiff_t>(same), m_levels.end());
    for (std::size_t i = same; i < names.size(); ++i) {
        const int above = m_levels.empty() ? m_root.value() : m_levels.back().directory.value();
        Fd directory(::openat(above, names[i].c_str(), kDirectoryFlags));
        if (!directory && errno == ENOENT && create) {
            if (::mkdirat(above, names[i].c_str(), 0777) != 0 && errno != EEXIST)
                return failErrno("creating the directory of", m_path + "/" + path);
            directory = Fd(::openat(above, names[i].c_str(), kDirectoryFlags));
        }
        if (!directory) {
            // A link, a file or a device in a directory's place.
            if (errno == ENOTDIR || errno == ELOOP)
                return fail(ErrorCode::Invalid, m_path + "/" + path + ": '" + names[i] + "' is no directory");
            return failErrno("opening the directory of", m_path + "/" + path);
        }
        m_levels.push_back({names[i], std::move(directory)});
    }
    return m_levels.empty() ? m_root.value() : m_levels.back().directory.value();
}

void Beneath::removeEmptyDirectories(const std::string &path) {
    std::string directory = path;
    for (std::size_t slash = directory.rfind('/'); slash != std::string::npos; slash = directory.rfind('/')) {
        directory.resize(slash);
        const auto above = directoryOf(directory);
        if (!above || ::unlinkat(*above, baseName(directory).c_str(), AT_REMOVEDIR) != 0) return;
    }
}

void Beneath::forget() {
    m_levels.clear();
}

}  // namespace wikivault::git
