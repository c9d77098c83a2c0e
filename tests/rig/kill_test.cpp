#include "tests/rig/real_api.h"
#include "tests/rig/runner.h"
#include "tests/support/temp_vault.h"

#include <QTest>

#include <chrono>
#include <filesystem>
#include <functional>
#include <random>
#include <set>
#include <sstream>

using namespace wikivault::rig;

namespace fs = std::filesystem;

namespace {

/// So many that their texts go into a pack.
constexpr int kNewPages = 20;

using Damage = std::function<void(const std::string &vault)>;

}  // namespace

Q_DECLARE_METATYPE(Damage)

/// A real process is killed at every durable step of a run, and at random instants; the next run sets all right.
class KillTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_bench = std::make_unique<FaultBench>(m_directory.path(), kNewPages); }

    void atEveryFailpoint() {
        // Without --full the first two of each kind: more of the same only repeat them.
        const int killed = killAtEach(*m_bench, [](const std::string &, int count) { return count <= 2; });
        std::fprintf(stderr, "killed at %d moments of a run\n", killed);
    }

    void whileAVaultIsMade() {
        const auto bench = FaultBench::beforeTheFirstRun(m_directory.path() + "/first");
        const int killed = killAtEach(*bench, [](const std::string &name, int count) {
            return count == 1 && !name.starts_with("publish.") && !name.starts_with("cache.");
        });
        QVERIFY(m_reached.contains("vault.made"));
        std::fprintf(stderr, "killed at %d moments of a first run\n", killed);
    }

    void whileAVaultIsMended_data() {
        QTest::addColumn<Damage>("damage");
        QTest::newRow("power cuts, a full disk and another engine") << Damage(leftovers);
        QTest::newRow("a detached HEAD") << Damage(detachedHead);
    }
    void whileAVaultIsMended() {
        QFETCH(Damage, damage);
        FaultBench bench(m_directory.path() + "/" + QTest::currentDataTag());
        bench.addDamage(damage);
        const int killed = killAtEach(
            bench, [](const std::string &name, int) { return name.starts_with("heal.") || name.starts_with("file."); });
        QVERIFY(killed > 0);
        std::fprintf(stderr, "killed at %d moments of mending a vault\n", killed);
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
            m_reached.insert(name);
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

    /// Of all those above together: a failpoint nobody comes by proves nothing.
    void noFailpointIsLeftOut() {
        std::set<std::string> named;
        const std::string call = "FAILPOINT(\"";
        for (const auto &entry : fs::recursive_directory_iterator(WIKIVAULT_SOURCE_DIR "/engine")) {
            const std::string text = entry.is_regular_file() ? wikivault::test::readFile(entry.path()) : "";
            for (std::size_t at = text.find(call); at != std::string::npos; at = text.find(call, at)) {
                at += call.size();
                named.insert(text.substr(at, text.find('"', at) - at));
            }
        }
        QVERIFY(named.size() > 30);
        for (const std::string &name : named)
            QVERIFY2(m_reached.contains(name), name.c_str());
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
    static void detachedHead(const std::string &vault) {
        wikivault::test::writeFile(vault + "/.git/HEAD", wikivault::test::gitCli(vault, {"rev-parse", "main"}));
    }
    static void leftovers(const std::string &vault) {
        const std::string gitDir = vault + "/.git/";
        wikivault::test::writeFile(gitDir + "MERGE_HEAD", wikivault::test::gitCli(vault, {"rev-parse", "docmost"}));
        wikivault::test::writeFile(gitDir + "index", "DIRC");
        wikivault::test::writeFile(gitDir + "refs/wikivault/epoch", "");
        wikivault::test::writeFile(gitDir + "packed-refs", "0123 refs/heads/gone\n");
        wikivault::test::writeFile(gitDir + "HEAD.lock", "");
        for (const char *name : {"HEAD.lock", "MERGE_HEAD"})
            fs::last_write_time(gitDir + name, fs::file_time_type::clock::now() - std::chrono::minutes(10));
    }

    int killAtEach(FaultBench &bench, const std::function<bool(const std::string &name, int count)> &isTried) {
        const Ended listed = run({QString::fromStdString(bench.newWorld()), QStringLiteral("list")});
        if (listed.code != 0) QTest::qFail(listed.err.c_str(), __FILE__, __LINE__);
        std::istringstream lines(listed.out);
        std::string name;
        int killed = 0;
        for (int count = 0; lines >> name >> count;) {
            m_reached.insert(name);
            if (!isTried(name, count) && !isFull()) continue;
            const std::string world = bench.newWorld();
            const Ended ended =
                run({QString::fromStdString(world), QString::fromStdString(name), QString::number(count)});
            const std::string broken = ended.killed ? bench.recovers(world) : "it was not killed: " + ended.err;
            if (!broken.empty())
                QTest::qFail((name + " " + std::to_string(count) + ": " + broken).c_str(), __FILE__, __LINE__);
            ++killed;
        }
        return killed;
    }

    Ended run(const QStringList &arguments) {
        QProcess *process = FaultBench::start(arguments, QProcessEnvironment::systemEnvironment(), this);
        return FaultBench::finish(*process);
    }

    wikivault::test::TempDir m_directory;
    std::unique_ptr<FaultBench> m_bench;
    std::set<std::string> m_reached;
};

QTEST_GUILESS_MAIN(KillTest)
#include "kill_test.moc"
