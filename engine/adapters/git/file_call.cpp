#include "engine/adapters/git/file_call.h"

#include "engine/core/rig_hooks.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

namespace wikivault::git {

namespace {

ErrorCode codeOfErrno(int error) {
    switch (error) {
        case ENOENT:
        case ENOTDIR: return ErrorCode::NotFound;
        case EACCES:
        case EPERM:
        case EROFS: return ErrorCode::Denied;
        case ENAMETOOLONG:
        case ELOOP: return ErrorCode::Invalid;
        default: return ErrorCode::Unavailable;
    }
}

std::string directoryOf(const std::string &path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "." : path.substr(0, slash);
}

}  // namespace

tl::unexpected<Error> failErrno(std::string_view doing, const std::string &path) {
    const int error = errno;
    std::string detail = std::string(doing) + " " + path + ": " + std::generic_category().message(error);
    return fail(codeOfErrno(error), withAdvice(std::move(detail)));
}

std::string withAdvice(std::string detail) {
    const auto says = [&](int error) { return detail.find(std::generic_category().message(error)) != detail.npos; };
    if (says(ENOSPC) || says(EDQUOT)) detail += "; free some space on that disk, and the next run goes on";
    if (says(EROFS)) detail += "; mount that disk writable, and the next run goes on";
    return detail;
}

Result<std::string> readAll(int fd, const std::string &path, std::size_t limit) {
    struct stat status {};
    if (::fstat(fd, &status) != 0) return failErrno("reading", path);
    if (!S_ISREG(status.st_mode)) return fail(ErrorCode::Invalid, path + " is not a regular file");
    if (static_cast<std::size_t>(status.st_size) > limit) return fail(ErrorCode::Invalid, path + " is too large");
    std::string text(static_cast<std::size_t>(status.st_size) + 1, '\0');
    std::size_t filled = 0;
    for (;;) {
        const ssize_t got = ::read(fd, text.data() + filled, text.size() - filled);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failErrno("reading", path);
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
        if (filled > limit) return fail(ErrorCode::Invalid, path + " is too large");
        if (filled == text.size()) text.resize(2 * filled);
    }
    text.resize(filled);
    return text;
}

Result<std::string> readFile(const std::string &path, std::size_t limit) {
    const Fd file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file) return failErrno("opening", path);
    return readAll(file.value(), path, limit);
}

Result<> writeAll(int fd, std::string_view data, const std::string &path) {
    while (!data.empty()) {
        const ssize_t written = ::write(fd, data.data(), data.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failErrno("writing", path);
        data.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<> writeNew(const std::string &path, std::string_view data) {
    const Fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (!file) return failErrno("creating", path);
    return writeAll(file.value(), data, path);
}

Result<> replaceFile(const std::string &path, std::string_view data) {
    const std::string beside = path + ".new";
    ::unlink(beside.c_str());
    TRY(writeNew(beside, data));
    TRY(syncFile(beside));
    FAILPOINT("file.beside");
    if (::rename(beside.c_str(), path.c_str()) != 0) return failErrno("replacing", path);
    FAILPOINT("file.replaced");
    return syncDirectory(directoryOf(path));
}

Result<> syncFile(const std::string &path) {
    const Fd file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file) return failErrno("opening", path);
    if (::fsync(file.value()) != 0) return failErrno("syncing", path);
    return {};
}

Result<> syncDirectory(const std::string &path) {
    const Fd directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!directory) return failErrno("opening", path);
    if (::fsync(directory.value()) != 0) return failErrno("syncing", path);
    return {};
}

Result<> makeDirectory(const std::string &path) {
    if (::mkdir(path.c_str(), 0777) == 0) return {};
    struct stat status {};
    if (errno == EEXIST && ::lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return {};
    return failErrno("creating the directory", path);
}

}  // namespace wikivault::git
