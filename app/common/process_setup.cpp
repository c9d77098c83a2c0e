#include "app/common/process_setup.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <csignal>

namespace wikivault {

namespace {

/// A signal handler can reach nothing but globals; it only writes one byte here.
std::array<int, 2> signalPipe{-1, -1};

void passSignalOn(int) {
    const int saved = errno;
    const char byte = 's';
    [[maybe_unused]] const ssize_t written = write(signalPipe[1], &byte, 1);
    errno = saved;
}

void setHandler(void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    // One request to stop is friendly; the next one finds the default action.
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

void prepareProcess() {
    umask(077);
    std::signal(SIGPIPE, SIG_IGN);
    // A file that may not grow further is an error of the write, as a full disk is.
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
}

StopOnSignal::StopOnSignal() {
    if (pipe2(signalPipe.data(), O_CLOEXEC) != 0) return;
    setHandler(&passSignalOn);
    m_watcher = std::jthread([source = m_source]() mutable {
        char byte = 0;
        while (read(signalPipe[0], &byte, 1) < 0 && errno == EINTR) {
        }
        if (byte == 's') source.request_stop();
    });
}

StopOnSignal::~StopOnSignal() {
    if (!m_watcher.joinable()) return;
    setHandler(SIG_DFL);
    const char byte = 'q';
    [[maybe_unused]] const ssize_t written = write(signalPipe[1], &byte, 1);
    m_watcher.join();
    close(signalPipe[0]);
    close(signalPipe[1]);
}

}  // namespace wikivault
