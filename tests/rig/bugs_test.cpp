#include "tests/rig/hooks.h"
#include "tests/rig/runner.h"

#include <QTest>

#include <array>
#include <cstdio>

using namespace wikivault::rig;

namespace {

constexpr std::array kBugs{
    // Without --full the first five only.
    "delete-before-move",  "merge-by-path",     "refs-forced",        "intent-not-stored",   "capture-against-main",
    "guard-off",           "base-by-path",      "held-commit-merged", "absence-is-deletion", "delete-beats-edit",
    "trash-beats-edit",    "keys-without-time", "suffix-pushed",      "trash-overwritten",   "push-not-recorded",
    "captured-late",       "moves-bottom-up",   "ids-not-written",    "plan-not-compared",   "intents-ignored",
    "files-not-looked-at", "files-unguarded",
};
/// In the adapters, which only real stores have; and one that must be seen there as well as in memory.
constexpr std::array kBugsOfStores{
    "lease-ignored", "index-not-updated", "refs-before-objects", "no-row-cas", "note-ignored", "publish-overwrites",
};
/// Of these, what only an edit at the very moment of a write can show.
constexpr const char *kRaced = "no-row-cas";
constexpr int kQuick = 5, kHistories = 8000, kRealHistories = 200;

/// Somebody edits a page in the wiki at the n-th moment of the run that is to write it.
History editedAt(int moment) {
    return parseHistory("policy review\n1 git-edit 0 0 2\n2 sync 1 | late " + std::to_string(moment) +
                        " wiki-edit 0 0 2\n")
        .value();
}

}  // namespace

/// The rig can see: with a deliberate bug in the engine or its adapters some history fails.
class BugsTest : public QObject {
    Q_OBJECT

private slots:
    void isCaught_data() {
        QTest::addColumn<bool>("isOfStores");
        const std::size_t count = isFull() ? kBugs.size() : kQuick;
        for (std::size_t i = 0; i < count; ++i)
            QTest::newRow(kBugs.at(i)) << false;
        for (const char *bug : kBugsOfStores)
            if (isFull()) QTest::newRow(bug) << true;
    }
    void isCaught() {
        QFETCH(bool, isOfStores);
        const std::string bug = QTest::currentDataTag();
        plant({bug});
        std::string broken;
        History history;
        int tried = 0;
        while (broken.empty() && tried < (isOfStores ? kRealHistories : kHistories)) {
            ++tried;
            history = bug == kRaced ? editedAt(tried) : generate(static_cast<std::uint64_t>(tried), 30);
            broken = runHistory(history, isOfStores ? makeRealWorld : makeMemoryWorld);
        }
        plant({});
        std::fprintf(stderr, "%s: %s after %d histories: %.70s\n", bug.c_str(),
                     broken.empty() ? "NOT caught" : "caught", tried, broken.c_str());
        QVERIFY(!broken.empty());
        const std::string sound = runHistory(history, isOfStores ? makeRealWorld : makeMemoryWorld);
        QVERIFY2(sound.empty(), ("without the bug as well: " + sound).c_str());
    }
};

QTEST_GUILESS_MAIN(BugsTest)
#include "bugs_test.moc"
