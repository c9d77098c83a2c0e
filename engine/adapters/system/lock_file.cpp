#include "engine/adapters/system/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <system_error>

namespace wikivault::system {

namespace {

tl::unexpected<Error> lockFailure(int number, const std::string &path) {
    const std::string cause = std::generic_category().message(number);
    if (number == ENOTDIR || number == EEXIST)
        return fail(ErrorCode::Invalid, path +
                                            " is a file where a directory is needed; move it away or choose another "
                                            "data directory (GIT_SYNC_DATA_DIR).");
    if (number == EACCES || number == EPERM || number == EROFS)
        return fail(ErrorCode::Denied, "Cannot write " + path + " (" + cause +
                                           "); give this user the right to write "
                                           "the data directory or choose another one (GIT_SYNC_DATA_DIR).");
    if (number == ENOSPC || number == EDQUOT)
        return fail(ErrorCode::Unavailable, "The disk is full: cannot write " + path + "; free some space.");
    if (number == ELOOP)
        return fail(ErrorCode::Invalid, path + " is a symbolic link, which is not followed; remove it.");
    return fail(ErrorCode::Unavailable, "Cannot open " + path + ": " + cause + ".");
}

/// mkdir -p with mode 0700; names the first part that is in the way.
Result<> makeFolders(const std::string &folder) {
    for (std::size_t end = folder.find('/', 1);; end = folder.find('/', end + 1)) {
        const std::string part = folder.substr(0, end);
        struct stat facts {};
        const bool exists = stat(part.c_str(), &facts) == 0;
        if (exists && !S_ISDIR(facts.st_mode)) return lockFailure(ENOTDIR, part);
        if (!exists && mkdir(part.c_str(), 0700) != 0 && errno != EEXIST) return lockFailure(errno, part);
        if (end == std::string::npos) return {};
    }
}

Result<std::unique_ptr<LockFile>> openWith(int flags, const std::string &path) {
    const int descriptor = open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return lockFailure(errno, path);
    return std::make_unique<LockFile>(descriptor, path);
}

}  // namespace

LockFile::~LockFile() {
    close(m_descriptor);
}

bool LockFile::tryExclusive() const {
    return flock(m_descriptor, LOCK_EX | LOCK_NB) == 0;
}

bool LockFile::isInPlace() const {
    struct stat mine {};
    struct stat there {};
    return fstat(m_descriptor, &mine) == 0 && lstat(m_path.c_str(), &there) == 0 && mine.st_ino == there.st_ino &&
           mine.st_dev == there.st_dev;
}

std::string LockFile::content() const {
    std::array<char, 4096> buffer{};
    const ssize_t length = pread(m_descriptor, buffer.data(), buffer.size(), 0);
    return length > 0 ? std::string(buffer.data(), static_cast<std::size_t>(length)) : std::string();
}

Result<> LockFile::setContent(std::string_view text) const {
    if (ftruncate(m_descriptor, 0) != 0) return lockFailure(errno, m_path);
    const ssize_t written = pwrite(m_descriptor, text.data(), text.size(), 0);
    if (written < 0) return lockFailure(errno, m_path);
    if (static_cast<std::size_t>(written) != text.size()) return lockFailure(ENOSPC, m_path);
    return {};
}

Result<std::unique_ptr<LockFile>> createLockFile(const std::string &path) {
    TRY(makeFolders(path.substr(0, path.rfind('/'))));
    return openWith(O_RDWR | O_CREAT, path);
}

Result<std::unique_ptr<LockFile>> openLockFile(const std::string &path) {
    if (access(path.c_str(), F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR)) return std::unique_ptr<LockFile>();
    return openWith(O_RDONLY, path);
}

}  // namespace wikivault::system
