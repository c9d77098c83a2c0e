#include "tests/rig/runner.h"
#include "tests/support/temp_vault.h"

#include <QTest>

#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace wikivault;
using namespace wikivault::rig;

/// The same random histories on a real repository and a real database.
class RealTest : public QObject {
    Q_OBJECT

private slots:
    /// WIKIVAULT_RIG_CASE=file: one history, told on standard error with WIKIVAULT_RIG_TRACE.
    void theHistoryAskedFor() {
        const char *file = std::getenv("WIKIVAULT_RIG_CASE");
        if (!file) return;
        const auto history = parseHistory(test::readFile(file));
        QVERIFY(history.has_value());
        const std::string broken = runHistory(*history, makeRealWorld);
        QVERIFY2(broken.empty(), broken.c_str());
    }

    void randomHistories() {
        const int count = numberFrom("WIKIVAULT_RIG_REAL_HISTORIES", isFull() ? 100'000 : 60);
        const std::chrono::minutes atMost(isFull() ? 20 : 1000);
        const int first = firstSeed();
        std::fprintf(stderr, "histories from seed %d: WIKIVAULT_RIG_SEED=%d runs the same again\n", first, first);
        const auto begin = std::chrono::steady_clock::now();
        int ran = 0;
        for (; ran < count && std::chrono::steady_clock::now() - begin < atMost; ++ran) {
            const History history = generate(static_cast<std::uint64_t>(first + ran), 30);
            const std::string broken = runHistory(history, makeRealWorld);
            if (broken.empty()) continue;
            const History small = shrink(history, makeRealWorld, 60);
            QFAIL(("seed " + std::to_string(first + ran) + ": " + broken + "\nas short as\n" + print(small)).c_str());
        }
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        qInfo("%d histories of 30 steps from seed %d on git and SQLite in %.1f s: %.2f per second", ran, first,
              took.count(), ran / took.count());
    }
};

QTEST_GUILESS_MAIN(RealTest)
#include "real_test.moc"
