#include "tests/rig/hooks.h"
#include "tests/rig/real_world.h"
#include "tests/rig/runner.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>

/// rig_cycle DIRECTORY [list | FAILPOINT N]: one run over a real world, as wikivaultctl would do it. `list` names every
/// failpoint on the way; with a failpoint the process kills itself where it comes by it for the N-th time.
int main(int argc, char **argv) {
    using namespace wikivault::rig;
    const QCoreApplication application(argc, argv);  // Qt's database drivers need one
    if (argc < 2) return 64;
    const std::string mode = argc > 2 ? argv[2] : "";
    const int at = argc > 3 ? std::atoi(argv[3]) : 0;
    std::map<std::string, int> reached;
    onFailpoint([&](const char *name) {
        const int count = ++reached[name];
        if (mode == "list") std::printf("%s %d\n", name, count);
        if (mode == name && count == at) std::raise(SIGKILL);
    });
    const auto world = openRealWorld(argv[1], wikivault::ConflictPolicy::Review);
    const wikivault::RunReport report = world->sync({});
    onFailpoint({});
    std::fprintf(stderr, "%s\n", describe(report).c_str());
    return report.ran ? 0 : 1;
}
