#include "tests/support/test_world.h"

#include "engine/adapters/sql/sqlite_file.h"

#include <QTest>

#include <algorithm>

using namespace wikivault;
using namespace wikivault::test;

namespace {

constexpr int kPages = 10;

std::string nameOf(int number) {
    return "Page " + std::to_string(number);
}

std::string fileOf(int number) {
    return nameOf(number) + ".md";
}

int heldBack(const std::vector<Item> &items) {
    return static_cast<int>(
        std::count_if(items.begin(), items.end(), [](const Item &item) { return item.reason == Reason::Guard; }));
}

}  // namespace

/// What the mass-change guard holds, for how long, and how a person lets it go (engine.md section 6).
class GuardTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        auto wiki = TestWiki::sqlite();
        QVERIFY2(wiki.has_value(), wiki ? "" : wiki.error().detail.c_str());
        m_world = std::make_unique<TestWorld>(std::move(*wiki));
        for (int i = 1; i <= kPages; ++i)
            m_pages.push_back(m_world->addPage(i, nameOf(i), "text " + std::to_string(i)));
        QVERIFY(m_world->sync().ran);
    }
    void cleanup() {
        m_world.reset();
        m_pages.clear();
    }

    void filesSetAsideGoOnceThisVeryListIsApproved() {
        setAside(11, 22);
        const RunReport report = m_world->sync();
        QVERIFY2(heldBack(report.items) == 22 && report.push.created == 0, describe(report).c_str());
        const Plan plan = m_world->plan();
        QCOMPARE(exitCodeOfApply(m_world->apply(plan)), 5);
        setAside(33, 1);
        writeFile(m_world->path("Page 11 ~git.md"), "written since\n");
        const RunReport approved = m_world->apply(PlanOrder{plan, {"Page 12 ~git.md"}, true});
        QVERIFY2(approved.push.created == 20 && exitCodeOfApply(approved) == 6, describe(approved).c_str());
        for (const char *waits : {"Page 11 ~git", "Page 12 ~git", "Page 33 ~git"})
            QCOMPARE(m_world->idOf(waits), std::string());
        QVERIFY(!m_world->idOf("Page 13 ~git").empty());
    }

    void aListIsApprovedBeforeAnyRunHeldIt() {
        setAside(11, 22);
        const RunReport approved = m_world->apply(PlanOrder{m_world->plan(), {}, true});
        QVERIFY2(approved.push.created == 22 && exitCodeOfApply(approved) == 0, describe(approved).c_str());
        expectQuiet();
        setAside(33, 1);
        const RunReport next = m_world->sync();
        QVERIFY2(next.push.created == 1, describe(next).c_str());
    }

    void filesSetAsideWaitUntilSomebodyApproves() {
        setAside(11, 15);
        QCOMPARE(m_world->sync().push.created, 15);
        setAside(26, 10);
        QCOMPARE(heldBack(m_world->sync().items), 10);
        aDayGoesBy();
        const RunReport report = m_world->sync();
        QVERIFY2(heldBack(report.items) == 10 && report.push.created == 0, describe(report).c_str());
        const RunReport approved = m_world->apply(PlanOrder{m_world->plan(), {}, true});
        QVERIFY2(approved.push.created == 10 && exitCodeOfApply(approved) == 0, describe(approved).c_str());
        expectQuiet();
    }

    void filesSetAsideAreKnownWhereverTheWikiPutsThem() {
        const PageId folder = m_world->addPage(98, "Folder", "above");
        m_world->addPage(99, "Below", "below", folder.str());
        QVERIFY(m_world->sync().ran);
        for (int i = 11; i < 33; ++i)
            m_world->addPage(i, nameOf(i), "of the wiki", folder.str());
        for (int i = 11; i < 33; ++i)
            writeFile(m_world->path("Folder/" + fileOf(i)), "of git\n");
        QCOMPARE(heldBack(m_world->sync().items), 22);
        for (int i = 14; i < 33; ++i)
            m_world->remove("Folder/" + nameOf(i) + " ~git.md");
        m_world->retitle(folder, "Renamed");
        for (int again = 0; again < 3; ++again) {
            const RunReport report = m_world->sync();
            QVERIFY2(heldBack(report.items) == 3 && report.push.created == 0, describe(report).c_str());
        }
        QVERIFY(m_world->exists("Renamed/Page 13 ~git.md"));
    }

private:
    /// Pages of the wiki, and files that want their names.
    void setAside(int from, int count) {
        for (int i = from; i < from + count; ++i) {
            m_world->addPage(i, nameOf(i), "of the wiki");
            writeFile(m_world->path(fileOf(i)), "of git\n");
        }
    }
    /// All that was done so far is a day older.
    void aDayGoesBy() {
        m_world->restart();
        auto file = sql::SqliteFile::open(m_world->vault() + "/../.wikivault/state.db");
        QVERIFY2(file.has_value(), file ? "" : file.error().detail.c_str());
        for (const char *column : {"started_at", "ended_at"}) {
            const auto done =
                file->execute(std::string("update runs set ") + column + " = " + column + " - 25 * 3600 * 1000", {});
            QVERIFY2(done.has_value(), done ? "" : done.error().detail.c_str());
        }
    }
    void expectQuiet() {
        const std::string moved = m_world->disturbance();
        QVERIFY2(moved.empty(), moved.c_str());
    }

    std::unique_ptr<TestWorld> m_world;
    std::vector<PageId> m_pages;
};

QTEST_GUILESS_MAIN(GuardTest)
#include "guard_test.moc"
