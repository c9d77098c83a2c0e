#include "tests/rig/hooks.h"
#include "tests/rig/runner.h"

#include <QTest>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace wikivault;
using namespace wikivault::rig;

namespace {

std::string readText(const std::filesystem::path &path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace

/// The engine over stores in memory: random histories, and those that once failed.
class HistoryTest : public QObject {
    Q_OBJECT

private slots:
    void casesThatOnceFailed_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<bool>("names");  // the wiki names its pages
        const std::filesystem::path cases(WIKIVAULT_SOURCE_DIR "/tests/rig/cases");
        for (const bool names : {false, true})
            for (const auto &entry : std::filesystem::directory_iterator(names ? cases / "naming" : cases))
                if (entry.is_regular_file())
                    QTest::newRow(entry.path().filename().c_str())
                        << QString::fromStdString(entry.path().string()) << names;
    }
    void casesThatOnceFailed() {
        QFETCH(QString, file);
        QFETCH(bool, names);
        const auto history = parseHistory(readText(file.toStdString()));
        QVERIFY(history.has_value());
        const std::string broken = runHistory(*history, names ? makeSelfNamingWorld : makeMemoryWorld);
        QVERIFY2(broken.empty(), broken.c_str());
    }

    /// WIKIVAULT_RIG_CASE=file: one history, told on standard error with WIKIVAULT_RIG_TRACE; WIKIVAULT_RIG_NAMES: the
    /// wiki names its pages.
    void theHistoryAskedFor() {
        const char *file = std::getenv("WIKIVAULT_RIG_CASE");
        if (!file) return;
        const auto history = parseHistory(readText(file));
        QVERIFY(history.has_value());
        const bool names = std::getenv("WIKIVAULT_RIG_NAMES") != nullptr;
        const std::string broken = runHistory(*history, names ? makeSelfNamingWorld : makeMemoryWorld);
        QVERIFY2(broken.empty(), broken.c_str());
    }

    void aHistoryIsWhatItPrints() {
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            const History history = generate(seed, 30);
            const auto again = parseHistory(print(history));
            QVERIFY(again && again->steps == history.steps && again->policy == history.policy);
        }
    }

    /// Where only texts changed the engine does not look at each page; every object comes out as if it had.
    void editsAloneComeToTheSame() {
        for (int seed = firstSeed(), left = isFull() ? 2000 : 150; left > 0; ++seed, --left) {
            const History history = generate(static_cast<std::uint64_t>(seed), 30);
            const std::string quickly = fingerprintAfter(history, makeMemoryWorld);
            plant({"every-page-compared"});
            const std::string slowly = fingerprintAfter(history, makeMemoryWorld);
            plant({});
            QVERIFY2(quickly == slowly, ("seed " + std::to_string(seed)).c_str());
        }
    }

    void randomHistories() { run(makeMemoryWorld, isFull() ? 100'000 : 2000); }
    void randomHistoriesOfAWikiThatNamesItsPages() { run(makeSelfNamingWorld, isFull() ? 20'000 : 800); }

private:
    static void run(const MakeWorld &make, int standardCount) {
        const int count = numberFrom("WIKIVAULT_RIG_HISTORIES", standardCount);
        const int first = firstSeed();
        const int steps = numberFrom("WIKIVAULT_RIG_STEPS", 30);
        const int mayFail = numberFrom("WIKIVAULT_RIG_FAILURES", 1);
        const auto begin = std::chrono::steady_clock::now();
        int failures = 0, ran = 0;
        std::fprintf(stderr, "histories from seed %d: WIKIVAULT_RIG_SEED=%d runs the same again\n", first, first);
        for (; ran < count && failures < mayFail; ++ran) {
            if (ran > 0 && ran % 5000 == 0) std::fprintf(stderr, "%d histories, %d failed\n", ran, failures);
            const History history = generate(static_cast<std::uint64_t>(first + ran), steps);
            const std::string broken = runHistory(history, make);
            if (broken.empty()) continue;
            ++failures;
            const History small = shrink(history, make, 600);
            std::fprintf(stderr, "seed %d: %s\nas short as\n%swhich gives: %s\n\n", first + ran, broken.c_str(),
                         print(small).c_str(), runHistory(small, make).c_str());
        }
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        qInfo("%d histories of %d steps from seed %d in %.1f s: %.1f per second", ran, steps, first, took.count(),
              ran / took.count());
        QCOMPARE(failures, 0);
    }
};

QTEST_GUILESS_MAIN(HistoryTest)
#include "history_test.moc"
