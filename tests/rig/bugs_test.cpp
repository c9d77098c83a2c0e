#include "tests/rig/hooks.h"
#include "tests/rig/runner.h"

#include <QTest>

#include <array>
#include <cstdio>
#include <cstdlib>

using namespace wikivault::rig;

namespace {

constexpr std::array kBugs{
    // Without --full the first five only.
    "delete-before-move", "merge-by-path",       "refs-forced",         "intent-not-stored",  "capture-against-main",
    "guard-off",          "base-by-path",        "held-commit-merged",  "index-not-updated",  "fsync-off",
    "no-row-cas",         "lease-ignored",       "absence-is-deletion", "delete-beats-edit",  "trash-beats-edit",
    "keys-without-time",  "suffix-pushed",       "trash-overwritten",   "push-not-recorded",  "captured-late",
    "note-ignored",       "moves-bottom-up",     "ids-not-written",     "publish-overwrites", "plan-not-compared",
    "intents-ignored",    "files-not-looked-at",
};
constexpr int kQuick = 5, kHistories = 8000;

}  // namespace

/// The rig can see: with a deliberate bug in the engine or its stores some history fails.
class BugsTest : public QObject {
    Q_OBJECT

private slots:
    void isCaught_data() {
        QTest::addColumn<QString>("bug");
        const std::size_t count = std::getenv("WIKIVAULT_FULL") ? kBugs.size() : kQuick;
        for (std::size_t i = 0; i < count; ++i)
            QTest::newRow(kBugs.at(i)) << QString::fromLatin1(kBugs.at(i));
    }
    void isCaught() {
        QFETCH(QString, bug);
        plant({bug.toStdString()});
        std::string broken;
        int tried = 0;
        while (broken.empty() && tried < kHistories)
            broken = runHistory(generate(static_cast<std::uint64_t>(++tried), 30), makeMemoryWorld);
        plant({});
        std::fprintf(stderr, "%s: %s after %d histories: %.70s\n", qPrintable(bug),
                     broken.empty() ? "NOT caught" : "caught", tried, broken.c_str());
        QVERIFY(!broken.empty());
    }
};

QTEST_GUILESS_MAIN(BugsTest)
#include "bugs_test.moc"
