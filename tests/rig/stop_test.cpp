#include "tests/rig/real_faults.h"
#include "tests/support/redis_server.h"
#include "tests/support/temp_vault.h"

#include <QTest>

#include <sys/types.h>
#include <csignal>
#include <cstdlib>
#include <sstream>

using namespace wikivault;
using namespace wikivault::rig;

namespace {

constexpr int kPatienceMs = 30000;

/// The third field of its line in /proc.
bool isStopped(const QProcess &process) {
    const std::string line = test::readFile("/proc/" + std::to_string(process.processId()) + "/stat");
    const std::size_t name = line.rfind(") ");
    return name != std::string::npos && line.compare(name + 2, 1, "T") == 0;
}

}  // namespace

/// A real process is stopped at every durable step of a run until its lease is another's; the other has had its run
/// when the first goes on.
class StopTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        auto server = test::RedisServer::start();
        if (!server && server.error().code == ErrorCode::NotFound) QSKIP(server.error().detail.c_str());
        QVERIFY2(server.has_value(), server ? "" : server.error().detail.c_str());
        m_redis = std::move(*server);
        m_bench = std::make_unique<FaultBench>(m_directory.path());
    }

    void F059_aHolderThatSleepsAtAnyFailpoint() {
        const std::string reached = run({QString::fromStdString(m_bench->newWorld()), QStringLiteral("list")}).out;
        std::istringstream lines(reached);
        std::string name;
        int slept = 0;
        for (int count = 0; lines >> name >> count;) {
            // Without --full the first of each kind.
            if (count > 1 && !std::getenv("WIKIVAULT_FULL")) continue;
            const std::string broken = sleepAt(name, count);
            QVERIFY2(broken.empty(), (name + " " + std::to_string(count) + ": " + broken).c_str());
            ++slept;
        }
        QVERIFY2(slept >= 15, reached.c_str());
        std::fprintf(stderr, "slept at %d failpoints; %d runs ended for the lost lease, %d had nothing more to write\n",
                     slept, slept - m_done, m_done);
        QVERIFY2(m_done * 5 < slept, "runs went on without their lease");
    }

private:
    QStringList leading(const std::string &world) const {
        return {QString::fromStdString(world), QStringLiteral("lead"), QString::fromStdString(m_redis->url())};
    }
    Ended run(const QStringList &arguments) {
        QProcess *process = FaultBench::start(arguments, QProcessEnvironment::systemEnvironment(), this);
        return FaultBench::finish(*process);
    }

    std::string sleepAt(const std::string &failpoint, int count) {
        const std::string world = m_bench->newWorld();
        QProcess *sleeper =
            FaultBench::start(leading(world) << QString::fromStdString(failpoint) << QString::number(count),
                              QProcessEnvironment::systemEnvironment(), this);
        if (!QTest::qWaitFor([&] { return isStopped(*sleeper); }, kPatienceMs)) return "it does not get there";
        Ended other;
        if (!QTest::qWaitFor([&] { return (other = run(leading(world))).code != 3; }, kPatienceMs))
            return "nobody takes over";
        ::kill(static_cast<pid_t>(sleeper->processId()), SIGCONT);
        const Ended ended = FaultBench::finish(*sleeper);
        if (ended.killed) return "it died: " + ended.err;
        if (ended.code != 0 && ended.err.find("the lock on this space was lost") == std::string::npos) return ended.err;
        m_done += ended.code == 0 ? 1 : 0;
        return m_bench->recovers(world);
    }

    test::TempDir m_directory;
    std::unique_ptr<test::RedisServer> m_redis;
    std::unique_ptr<FaultBench> m_bench;
    int m_done = 0;  ///< runs that woke up and said they were done
};

QTEST_GUILESS_MAIN(StopTest)
#include "stop_test.moc"
