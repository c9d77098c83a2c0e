#include "engine/adapters/remote/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace wikivault::remote {

namespace {

using Time = std::chrono::steady_clock;

constexpr std::size_t kKeptErrors = 64u << 10;
constexpr int kNotExecuted = 127;

class Fd {
public:
    explicit Fd(int fd = -1) : m_fd(fd) {}
    ~Fd() { reset(); }
    Fd(const Fd &) = delete;
    Fd &operator=(const Fd &) = delete;
    [[nodiscard]] int get() const { return m_fd; }
    void reset(int fd = -1) {
        if (m_fd >= 0) ::close(m_fd);
        m_fd = fd;
    }

private:
    int m_fd;
};

struct Pipe {
    Fd readEnd, writeEnd;
    bool open() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
        readEnd.reset(ends[0]);
        writeEnd.reset(ends[1]);
        return ::fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
    }
};

std::vector<char *> pointersTo(std::vector<std::string> &texts) {
    std::vector<char *> pointers;
    for (std::string &text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// A file in memory that holds the secret, at its beginning; -1 when there is none.
int memoryFile(const std::optional<std::string> &secret) {
    if (!secret) return -1;
    const int fd = ::memfd_create("secret", MFD_CLOEXEC);
    if (fd < 0) return -1;
    const ssize_t written = ::write(fd, secret->data(), secret->size());
    ::lseek(fd, 0, SEEK_SET);
    if (written == static_cast<ssize_t>(secret->size())) return fd;
    ::close(fd);
    return -1;
}

struct Descriptors {
    int in, out, err, secret;
};

/// Between fork and exec: nothing but system calls.
[[noreturn]] void becomeChild(const char *program, char *const *arguments, char *const *environment,
                              const Descriptors &fds, const ChildLimits &limits) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    ::signal(SIGXFSZ, SIG_IGN);  // git says that a file became too large
    const rlimit core{0, 0}, file{limits.largestFile, limits.largestFile}, memory{limits.memory, limits.memory};
    ::setrlimit(RLIMIT_CORE, &core);
    ::setrlimit(RLIMIT_FSIZE, &file);
    ::setrlimit(RLIMIT_DATA, &memory);
    ::dup2(fds.in, STDIN_FILENO);
    ::dup2(fds.out, STDOUT_FILENO);
    ::dup2(fds.err, STDERR_FILENO);
    if (fds.secret >= 0) ::dup2(fds.secret, kSecretFd);
    ::close_range(STDERR_FILENO + 1, kSecretFd - 1, 0);
    ::close_range(fds.secret >= 0 ? kSecretFd + 1 : kSecretFd, ~0u, 0);
    ::execve(program, arguments, environment);
    ::_exit(kNotExecuted);
}

/// The last line something was said on, where a progress meter overwrites its own.
std::string lastLine(const std::string &text) {
    const std::size_t end = text.find_last_not_of("\r\n");
    if (end == std::string::npos) return {};
    const std::size_t before = text.find_last_of("\r\n", end);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    return text.substr(begin, end + 1 - begin);
}

class Running {
public:
    Running(const ChildCommand &command, const ChildLimits &limits) : m_command(command), m_limits(limits) {}

    bool start() {
        const Fd null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        const Fd secret(memoryFile(m_command.secret));
        if (null.get() < 0 || !m_out.open() || !m_err.open() || (m_command.secret && secret.get() < 0)) return false;
        std::vector<std::string> arguments{m_command.program};
        arguments.insert(arguments.end(), m_command.arguments.begin(), m_command.arguments.end());
        std::vector<std::string> environment = m_command.environment;
        const std::vector<char *> argv = pointersTo(arguments), envp = pointersTo(environment);
        const Descriptors fds{null.get(), m_out.writeEnd.get(), m_err.writeEnd.get(), secret.get()};
        m_child = ::fork();
        if (m_child == 0) becomeChild(m_command.program.c_str(), argv.data(), envp.data(), fds, m_limits);
        if (m_child < 0) return false;
        ::setpgid(m_child, m_child);
        m_out.writeEnd.reset();
        m_err.writeEnd.reset();
        return true;
    }

    ChildOutcome wait(const std::stop_token &stop) {
        const Time::time_point begun = Time::now();
        Time::time_point told = m_heard = begun;
        ChildOutcome outcome;
        while (!hasEnded()) {
            waitForOutput();
            const Time::time_point now = Time::now();
            if (m_command.sink && now - told >= std::chrono::seconds(1)) {
                told = now;
                m_command.sink(lastLine(m_errors));
            }
            if (stop.stop_requested()) return finish(ChildEnd::Stopped);
            if (m_output.size() > m_command.largestOutput) return finish(ChildEnd::TooMuch);
            if (now - m_heard > m_limits.silence) return finish(ChildEnd::Silent);
            if (now - begun > m_limits.total) return finish(ChildEnd::TooLong);
        }
        while (readAll()) {
        }
        return finish(ChildEnd::Exited);
    }

private:
    [[nodiscard]] bool hasEnded() const {
        siginfo_t info{};
        return ::waitid(P_PID, static_cast<id_t>(m_child), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
               info.si_pid == m_child;
    }

    void waitForOutput() {
        constexpr int kLongestWaitMs = 100;
        std::array<pollfd, 2> watched{{{m_out.readEnd.get(), POLLIN, 0}, {m_err.readEnd.get(), POLLIN, 0}}};
        if (::poll(watched.data(), watched.size(), kLongestWaitMs) > 0) readAll();
    }

    /// False: there is nothing more to read now.
    bool readAll() {
        const bool out = readSome(m_out.readEnd, m_output);
        const bool err = readSome(m_err.readEnd, m_errors);
        if (m_errors.size() > 2 * kKeptErrors) m_errors.erase(0, m_errors.size() - kKeptErrors);
        return (out || err) && m_output.size() <= m_command.largestOutput;
    }

    bool readSome(Fd &from, std::string &to) {
        if (from.get() < 0) return false;
        std::array<char, 16384> buffer{};
        const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
        if (got > 0) {
            m_heard = Time::now();
            to.append(buffer.data(), static_cast<std::size_t>(got));
            return true;
        }
        if (got == 0 || (errno != EAGAIN && errno != EINTR)) from.reset();
        return false;
    }

    ChildOutcome finish(ChildEnd end) {
        ::kill(-m_child, SIGKILL);
        int status = 0;
        while (::waitpid(m_child, &status, 0) < 0 && errno == EINTR) {
        }
        ChildOutcome outcome;
        outcome.end = end == ChildEnd::Exited && !WIFEXITED(status) ? ChildEnd::Killed : end;
        if (outcome.end == ChildEnd::Exited) outcome.code = WEXITSTATUS(status);
        if (outcome.code == kNotExecuted) outcome.end = ChildEnd::NotStarted;
        outcome.out = std::move(m_output);
        outcome.err = std::move(m_errors);
        return outcome;
    }

    const ChildCommand &m_command;
    const ChildLimits m_limits;
    pid_t m_child = -1;
    Pipe m_out, m_err;
    std::string m_output, m_errors;
    Time::time_point m_heard;
};

}  // namespace

ChildOutcome runChild(const ChildCommand &command, const ChildLimits &limits, std::stop_token stop) {
    Running running(command, limits);
    if (!running.start()) return {};
    return running.wait(stop);
}

}  // namespace wikivault::remote
