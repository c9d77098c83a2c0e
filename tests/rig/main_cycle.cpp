#include "engine/adapters/redis/redis_lock.h"
#include "engine/adapters/system/system.h"
#include "tests/rig/desk.h"
#include "tests/rig/hooks.h"
#include "tests/rig/real_world.h"
#include "tests/rig/runner.h"

#include <QCoreApplication>

#include <poll.h>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>

using namespace wikivault;
using namespace wikivault::rig;

namespace {

bool isInputClosed(int waitMs) {
    pollfd input{0, POLLIN, 0};
    return ::poll(&input, 1, waitMs) > 0;
}

/// Run after run under the vault's lock, as long as standard input is open. What was done goes to standard output.
int runInTurns(const std::string &directory) {
    const auto clock = system::makeClock();
    const auto lock = system::makeFileLock(directory + "/data", system::describeProcess("serve"), *clock);
    const auto world = openRealWorld(directory, ConflictPolicy::Review);
    int runs = 0, waits = 0, failures = 0;
    while (!isInputClosed(2)) {
        auto lease = lock->tryAcquire(rigSpace(), RunId("rig"));
        if (!lease) {
            std::fprintf(stderr, "%s\n", lease.error().detail.c_str());
            return 1;
        }
        if (!*lease) {
            ++waits;
            continue;
        }
        SyncFaults faults;
        faults.lease = lease->get();
        const RunReport report = world->sync(faults);
        if (report.ran) {
            ++runs;
            continue;
        }
        ++failures;
        std::fprintf(stderr, "%s\n", describe(report).c_str());
    }
    std::printf("%d %d %d\n", runs, waits, failures);
    return 0;
}

/// One run under a lease of half a second, which goes to others while the process is stopped at the failpoint.
/// Ends with 3 where another process leads.
int runAsLeader(const std::string &directory, const std::string &redisUrl, const std::string &failpoint, int at) {
    std::map<std::string, int> reached;
    onFailpoint([&](const char *name) {
        if (name == failpoint && ++reached[name] == at) std::raise(SIGSTOP);
    });
    const auto clock = system::makeClock();
    redis::RedisLockRequest request{redisUrl, system::describeProcess("serve")};
    request.ttl = std::chrono::milliseconds(500);
    const auto lock = redis::makeRedisLock(request, *clock);
    const auto lease = lock->tryAcquire(rigSpace(), RunId("rig"));
    if (!lease) std::fprintf(stderr, "%s\n", lease.error().detail.c_str());
    if (!lease || !*lease) return lease ? 3 : 1;
    const auto world = openRealWorld(directory, ConflictPolicy::Review);
    SyncFaults faults;
    faults.lease = lease->get();
    const RunReport report = world->sync(faults);
    onFailpoint({});
    std::fprintf(stderr, "%s\n", describe(report).c_str());
    return report.ran ? 0 : 1;
}

/// One run; `list` names every failpoint on the way, a failpoint's name kills the process there.
int runOne(const std::string &directory, const std::string &mode, int at) {
    std::map<std::string, int> reached;
    onFailpoint([&](const char *name) {
        const int count = ++reached[name];
        if (mode == "list") std::printf("%s %d\n", name, count);
        if (mode == name && count == at) std::raise(SIGKILL);
    });
    const auto world = openRealWorld(directory, ConflictPolicy::Review);
    const RunReport report = world->sync({});
    onFailpoint({});
    std::fprintf(stderr, "%s\n", describe(report).c_str());
    return report.ran ? 0 : 1;
}

}  // namespace

/// rig_cycle DIRECTORY [list | turns | lead REDIS_URL [FAILPOINT N] | FAILPOINT N]: runs over a real world, as
/// wikivaultctl would do them. With the deliberate bug that WIKIVAULT_RIG_BUG names.
int main(int argc, char **argv) {
    const QCoreApplication application(argc, argv);  // Qt's database drivers need one
    if (argc < 2) return 64;
    if (const char *bug = std::getenv("WIKIVAULT_RIG_BUG")) plant({bug});
    const std::string mode = argc > 2 ? argv[2] : "";
    if (mode == "turns") return runInTurns(argv[1]);
    if (mode == "lead")
        return runAsLeader(argv[1], argc > 3 ? argv[3] : "", argc > 4 ? argv[4] : "",
                           argc > 5 ? std::atoi(argv[5]) : 0);
    return runOne(argv[1], mode, argc > 3 ? std::atoi(argv[3]) : 0);
}
