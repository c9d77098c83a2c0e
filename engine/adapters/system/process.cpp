#include "engine/adapters/system/system.h"

#include <QUuid>

#include <pwd.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <vector>

namespace wikivault::system {

namespace {

class BootClock final : public Clock {
public:
    [[nodiscard]] TimePoint now() const override {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
    [[nodiscard]] std::chrono::milliseconds sinceBoot() const override {
        timespec time{};
        clock_gettime(CLOCK_BOOTTIME, &time);
        return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::seconds(time.tv_sec) +
                                                                     std::chrono::nanoseconds(time.tv_nsec));
    }
};

std::string contentOf(const std::string &path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

struct ProcessStat {
    char state = 'X';
    std::string startTime;
};

/// The command in field 2 may hold blanks and parentheses, so fields are counted behind the last `)`.
std::optional<ProcessStat> statOf(const std::string &process) {
    const std::string text = contentOf("/proc/" + process + "/stat");
    const std::size_t end = text.rfind(')');
    if (end == std::string::npos) return std::nullopt;
    std::istringstream fields(text.substr(end + 1));
    std::vector<std::string> values{std::istream_iterator<std::string>(fields), {}};
    if (values.size() < 20) return std::nullopt;
    return ProcessStat{values[0].front(), values[19]};
}

std::string userName() {
    std::array<char, 4096> buffer{};
    passwd entry{};
    passwd *found = nullptr;
    getpwuid_r(getuid(), &entry, buffer.data(), buffer.size(), &found);
    return found != nullptr ? std::string(entry.pw_name) : std::to_string(getuid());
}

/// Containers share the boot id of their host but not its process numbers, hence the namespace.
std::string bootAndNamespace() {
    std::string boot = contentOf("/proc/sys/kernel/random/boot_id");
    while (!boot.empty() && boot.back() == '\n')
        boot.pop_back();
    std::array<char, 64> space{};
    const ssize_t length = readlink("/proc/self/ns/pid", space.data(), space.size());
    return length > 0 ? boot + " " + std::string(space.data(), static_cast<std::size_t>(length)) : boot;
}

}  // namespace

std::unique_ptr<Clock> makeClock() {
    return std::make_unique<BootClock>();
}

ProcessIdentity describeProcess(const std::string &role) {
    ProcessIdentity self;
    self.instance = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    std::array<char, 256> host{};
    if (gethostname(host.data(), host.size() - 1) == 0) self.host = host.data();
    self.bootId = bootAndNamespace();
    self.user = userName();
    self.role = role;
    self.version = WIKIVAULT_VERSION;
    self.pid = getpid();
    if (const auto stat = statOf("self")) self.startTime = stat->startTime;
    return self;
}

bool isAlive(std::int64_t pid, const std::string &startTime) {
    if (pid <= 0) return false;
    // /proc may hide other people's processes; the kernel still says whether the number is taken.
    if (kill(static_cast<pid_t>(pid), 0) != 0 && errno != EPERM) return false;
    const auto stat = statOf(std::to_string(pid));
    if (!stat) return true;
    if (stat->state == 'Z' || stat->state == 'X') return false;
    return startTime.empty() || stat->startTime == startTime;
}

bool isStopped(std::int64_t pid) {
    const auto stat = statOf(std::to_string(pid));
    return stat && (stat->state == 'T' || stat->state == 't');
}

}  // namespace wikivault::system
