// Preloaded into rig_cycle: the n-th change below a directory fails as a full or dying disk makes it fail.
// RIG_FAULT_BELOW=directory RIG_FAULT_AT=n RIG_FAULT_ERRNO=number RIG_FAULT_STAYS=0|1 RIG_FAULT_SEEN=file made when it
// did.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

struct Plan {
    const char *below = std::getenv("RIG_FAULT_BELOW");
    const char *seen = std::getenv("RIG_FAULT_SEEN");
    long at = std::getenv("RIG_FAULT_AT") ? std::atol(std::getenv("RIG_FAULT_AT")) : 0;
    int error = std::getenv("RIG_FAULT_ERRNO") ? std::atoi(std::getenv("RIG_FAULT_ERRNO")) : EIO;
    bool stays = std::getenv("RIG_FAULT_STAYS") && std::getenv("RIG_FAULT_STAYS")[0] == '1';
    long count = 0;
};

Plan &plan() {
    static Plan the;
    return the;
}

bool isBelow(const char *path) {
    return plan().below && path && std::strncmp(path, plan().below, std::strlen(plan().below)) == 0;
}

bool isBelow(int fd, const char *name = nullptr) {
    if (name && name[0] == '/') return isBelow(name);
    char link[64];
    char target[4096];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const ssize_t length = ::readlink(link, target, sizeof target - 1);
    if (length <= 0) return false;
    target[length] = '\0';
    return isBelow(target);
}

/// Whether this change fails; errno is set then.
bool fails(bool counted) {
    if (!counted || plan().at == 0) return false;
    const long now = ++plan().count;
    if (now != plan().at && !(plan().stays && now > plan().at)) return false;
    if (plan().seen) {
        const long fd = ::syscall(SYS_openat, AT_FDCWD, plan().seen, O_WRONLY | O_CREAT, 0600);
        if (fd >= 0) ::syscall(SYS_close, fd);
    }
    errno = plan().error;
    return true;
}

template <class Function>
Function real(const char *name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

#define CALL(name) real<decltype(&::name)>(#name)

extern "C" {

ssize_t write(int fd, const void *data, size_t size) {
    return fails(isBelow(fd)) ? -1 : CALL(write)(fd, data, size);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    return fails(isBelow(fd)) ? -1 : CALL(pwrite)(fd, data, size, at);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    return fails(isBelow(fd)) ? -1 : CALL(pwrite64)(fd, data, size, at);
}
int fsync(int fd) {
    return fails(isBelow(fd)) ? -1 : CALL(fsync)(fd);
}
int fdatasync(int fd) {
    return fails(isBelow(fd)) ? -1 : CALL(fdatasync)(fd);
}
int rename(const char *from, const char *to) {
    return fails(isBelow(to)) ? -1 : CALL(rename)(from, to);
}
int renameat(int fromDir, const char *from, int toDir, const char *to) {
    return fails(isBelow(toDir, to)) ? -1 : CALL(renameat)(fromDir, from, toDir, to);
}
int renameat2(int fromDir, const char *from, int toDir, const char *to, unsigned flags) {
    return fails(isBelow(toDir, to)) ? -1 : CALL(renameat2)(fromDir, from, toDir, to, flags);
}
int link(const char *from, const char *to) {
    return fails(isBelow(to)) ? -1 : CALL(link)(from, to);
}
int mkdir(const char *path, mode_t mode) {
    return fails(isBelow(path)) ? -1 : CALL(mkdir)(path, mode);
}
int mkdirat(int dir, const char *path, mode_t mode) {
    return fails(isBelow(dir, path)) ? -1 : CALL(mkdirat)(dir, path, mode);
}

static mode_t modeArgument(int flags, va_list arguments) {
    return (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
}
#define OPEN(name)                                                                                  \
    int name(const char *path, int flags, ...) {                                                    \
        va_list arguments;                                                                          \
        va_start(arguments, flags);                                                                 \
        const mode_t mode = modeArgument(flags, arguments);                                         \
        va_end(arguments);                                                                          \
        return fails((flags & O_CREAT) != 0 && isBelow(path)) ? -1 : CALL(name)(path, flags, mode); \
    }
#define OPENAT(name)                                                                                          \
    int name(int dir, const char *path, int flags, ...) {                                                     \
        va_list arguments;                                                                                    \
        va_start(arguments, flags);                                                                           \
        const mode_t mode = modeArgument(flags, arguments);                                                   \
        va_end(arguments);                                                                                    \
        return fails((flags & O_CREAT) != 0 && isBelow(dir, path)) ? -1 : CALL(name)(dir, path, flags, mode); \
    }
/// RIG_FILE_SYSTEM=hexadecimal number: what every directory is said to stand on.
#define STATFS(name, facts)                                                                          \
    int name(const char *path, struct facts *found) {                                                \
        const int result = CALL(name)(path, found);                                                  \
        const char *said = std::getenv("RIG_FILE_SYSTEM");                                           \
        if (result == 0 && said) found->f_type = static_cast<long>(std::strtoul(said, nullptr, 16)); \
        return result;                                                                               \
    }
STATFS(statfs, statfs)
STATFS(statfs64, statfs64)
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

}  // extern "C"
