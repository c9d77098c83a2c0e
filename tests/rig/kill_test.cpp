#include "tests/rig/real_api.h"
#include "tests/rig/runner.h"
#include "tests/support/temp_vault.h"

#include <QTest>

#include <chrono>
#include <random>
#include <set>
#include <sstream>

using namespace wikivault::rig;

/// A real process is killed at every durable step of a run, and at random instants; the next run sets all right.
class KillTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_bench = std::make_unique<FaultBench>(m_directory.path()); }

    void atEveryFailpoint() {
        const std::string reached = run({QString::fromStdString(m_bench->newWorld()), QStringLiteral("list")}).out;
        std::istringstream lines(reached);
        int killed = 0;
        std::set<std::string> names;
        std::string name;
        for (int count = 0; lines >> name >> count;) {
            names.insert(name);
            // Without --full the first two of each kind: more of the same only repeat them.
            if (count > 2 && !isFull()) continue;
            const std::string world = m_bench->newWorld();
            const Ended ended =
                run({QString::fromStdString(world), QString::fromStdString(name), QString::number(count)});
            QVERIFY2(ended.killed, ended.err.c_str());
            const std::string broken = m_bench->recovers(world);
            QVERIFY2(broken.empty(), (name + " " + std::to_string(count) + ": " + broken).c_str());
            ++killed;
        }
        QVERIFY2(names.size() >= 15, reached.c_str());
        std::fprintf(stderr, "killed at %d of the moments %zu failpoints name\n", killed, names.size());
    }

    /// Where the wiki's server writes and names the pages; a long page goes in parts.
    void atEveryWriteThroughTheServer() {
        FaultBench bench(m_directory.path() + "/server");
        bench.addLongFile();
        const auto runIn = [this](const std::string &world, const QStringList &mode) {
            return run(QStringList{QString::fromStdString(world)} + mode);
        };
        std::string reached;
        {
            const std::string world = bench.newWorld();
            const StandInProcess server(world);
            const Ended listed = runIn(world, {QStringLiteral("list")});
            QVERIFY2(listed.code == 0, listed.err.c_str());
            reached = listed.out;
        }
        std::istringstream lines(reached);
        std::string name;
        int killed = 0;
        for (int count = 0; lines >> name >> count;) {
            if (!name.starts_with("wiki.") && !isFull()) continue;
            const std::string world = bench.newWorld();
            const StandInProcess server(world);
            const Ended ended = runIn(world, {QString::fromStdString(name), QString::number(count)});
            QVERIFY2(ended.killed, ended.err.c_str());
            const std::string broken = bench.recovers(world);
            QVERIFY2(broken.empty(), (name + " " + std::to_string(count) + ": " + broken).c_str());
            ++killed;
        }
        QVERIFY2(killed >= 16, reached.c_str());
        std::fprintf(stderr, "killed at %d of the moments around writes through the wiki's server\n", killed);
    }

    void atRandomInstants() {
        const auto begin = std::chrono::steady_clock::now();
        QCOMPARE(run({QString::fromStdString(m_bench->newWorld())}).code, 0);
        const auto took =
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
        std::mt19937 random(20261125);
        const int times = isFull() ? 200 : 20;
        for (int i = 0; i < times; ++i) {
            const std::string world = m_bench->newWorld();
            QProcess *process =
                FaultBench::start({QString::fromStdString(world)}, QProcessEnvironment::systemEnvironment(), this);
            QTest::qSleep(static_cast<int>(took.count() * (random() % 1000) / 1'000'000));
            process->kill();
            const Ended ended = FaultBench::finish(*process);
            const std::string broken = m_bench->recovers(world);
            QVERIFY2(broken.empty(), (std::to_string(i) + ": " + ended.err + broken).c_str());
        }
    }

private:
    Ended run(const QStringList &arguments) {
        QProcess *process = FaultBench::start(arguments, QProcessEnvironment::systemEnvironment(), this);
        return FaultBench::finish(*process);
    }

    wikivault::test::TempDir m_directory;
    std::unique_ptr<FaultBench> m_bench;
};

QTEST_GUILESS_MAIN(KillTest)
#include "kill_test.moc"
