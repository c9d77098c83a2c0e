// Preloaded into ui.watchdog: notes what the thread of the window does that could keep it waiting. While it is asked to
// look (watchGuiThread) it notes every file opened beneath the watched folder, every connection to a server and every
// process started on the main thread, with the calls that led there.

#include <arpa/inet.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <array>
#include <atomic>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

std::string &folder() {
    static std::string path;
    return path;
}
std::string &findings() {
    static std::string text;
    return text;
}
std::atomic<bool> isWatching = false;

bool isGuiThread() {
    return isWatching && ::getpid() == ::syscall(SYS_gettid);
}

void note(const std::string &what) {
    isWatching = false;  // what this does is no finding
    findings() += what + "\n";
    std::array<void *, 24> frames{};
    const int count = ::backtrace(frames.data(), int(frames.size()));
    char **names = ::backtrace_symbols(frames.data(), count);
    for (int i = 2; names && i < count; ++i)
        findings() += std::string("    ") + names[i] + "\n";
    std::free(names);
    isWatching = true;
}

void look(const char *path, const char *call) {
    if (isGuiThread() && path && std::string(path).find(folder()) != std::string::npos)
        note(std::string(call) + " " + path);
}

template <class Function>
Function real(const char *name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

unsigned modeOf(int flags, va_list rest) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, unsigned) : 0U;
}

}  // namespace

extern "C" {

void watchGuiThread(const char *beneath) {
    folder() = beneath ? beneath : "";
    isWatching = beneath != nullptr;
}
const char *guiThreadFindings() {
    return findings().c_str();
}

#define OPEN(name)                                                             \
    int name(const char *path, int flags, ...) {                               \
        va_list rest;                                                          \
        va_start(rest, flags);                                                 \
        const unsigned mode = modeOf(flags, rest);                             \
        va_end(rest);                                                          \
        look(path, #name);                                                     \
        static const auto next = real<int (*)(const char *, int, ...)>(#name); \
        return next(path, flags, mode);                                        \
    }
OPEN(open)
OPEN(open64)

#define OPEN_AT(name)                                                               \
    int name(int at, const char *path, int flags, ...) {                            \
        va_list rest;                                                               \
        va_start(rest, flags);                                                      \
        const unsigned mode = modeOf(flags, rest);                                  \
        va_end(rest);                                                               \
        look(path, #name);                                                          \
        static const auto next = real<int (*)(int, const char *, int, ...)>(#name); \
        return next(at, path, flags, mode);                                         \
    }
OPEN_AT(openat)
OPEN_AT(openat64)

#define FILE_OPEN(name)                                                              \
    FILE *name(const char *path, const char *mode) {                                 \
        look(path, #name);                                                           \
        static const auto next = real<FILE *(*)(const char *, const char *)>(#name); \
        return next(path, mode);                                                     \
    }
FILE_OPEN(fopen)
FILE_OPEN(fopen64)

int connect(int socket, const sockaddr *address, socklen_t length) {
    // The desktop's own services are asked over sockets of the machine.
    if (address && address->sa_family != AF_UNIX && isGuiThread()) note("connect");
    static const auto next = real<int (*)(int, const sockaddr *, socklen_t)>("connect");
    return next(socket, address, length);
}

int fsync(int file) {
    if (isGuiThread()) note("fsync");
    static const auto next = real<int (*)(int)>("fsync");
    return next(file);
}

int pipe2(int ends[2], int flags) {
    if (isGuiThread()) note("pipe2, to a process that is started");
    static const auto next = real<int (*)(int *, int)>("pipe2");
    return next(ends, flags);
}

}  // extern "C"
