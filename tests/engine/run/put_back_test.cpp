#include "engine/core/put_back.h"
#include "tests/support/postgres_server.h"
#include "tests/support/test_world.h"

#include <QTest>

#include <algorithm>

using namespace wikivault;
using namespace wikivault::test;

namespace {

constexpr int kFirst = 10, kLast = 17;  // pages that go, more than the guard lets pass

std::string titleOf(int number) {
    return "Page " + std::to_string(number);
}

std::string textOf(int number) {
    return "text " + std::to_string(number);
}

}  // namespace

/// The answer to a tripped guard, on real Postgres, SQLite and git: what was to go on one side comes back on the other.
class PutBackTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data() {
        QTest::addColumn<bool>("isPostgres");
        QTest::newRow("sqlite") << false;
        QTest::newRow("postgres") << true;
    }
    void initTestCase() {
        auto server = PostgresServer::startWithDocmost();
        if (server) m_server = std::move(*server);
    }
    void init() {
        QFETCH_GLOBAL(const bool, isPostgres);
        if (isPostgres && !m_server) QSKIP("Postgres or Docmost's tables are not here");
        auto wiki = isPostgres ? TestWiki::postgres(*m_server, "docmost") : TestWiki::sqlite();
        QVERIFY2(wiki.has_value(), wiki ? "" : wiki.error().detail.c_str());
        m_world = std::make_unique<TestWorld>(std::move(*wiki));
        m_home = m_world->addPage(1, "Home", "alpha");
        m_child = m_world->addPage(2, "Child", "one", m_home.str());
        for (int i = kFirst; i <= kLast; ++i)
            m_world->addPage(i, titleOf(i), textOf(i));
        const RunReport first = m_world->sync();
        QVERIFY2(first.ran, describe(first).c_str());
    }
    void cleanup() { m_world.reset(); }

    void filesThatAreGoneComeBackAndThePagesStay() {
        removeFiles();
        m_world->editText(m_home, "alpha two");
        const Plan plan = m_world->plan();
        const PutBack back = putBackOf(plan, Direction::GitToWiki);
        QCOMPARE(int(back.flips.size()), kLast - kFirst + 1);
        QCOMPARE(back.staysHeld, 0);
        QVERIFY(putBackOf(plan, Direction::WikiToGit).flips.empty());
        const RunReport report = m_world->apply(PlanOrder{plan, {}, false, back.flips});
        QVERIFY2(exitCodeOfApply(report) == 0, describe(report).c_str());
        expectAllThere();
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha two"));
        QCOMPARE(m_world->disturbance(), std::string());
        const auto items = m_world->desks().ledger.items(report.run);
        QVERIFY(items && std::all_of(items->begin(), items->end(), [&](const Item &item) {
                    return item.page == m_home || item.detail.find("turned round by a person") == 0;
                }));
    }

    void aVaultThatWasEmptiedIsFilledAgain() {
        removeFiles();
        m_world->remove("Home/Child.md");
        m_world->remove("Home/Home.md");
        const Plan plan = m_world->plan();
        const RunReport report = m_world->apply(putBack(plan, Direction::GitToWiki));
        QVERIFY2(exitCodeOfApply(report) == 0, describe(report).c_str());
        expectAllThere();
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha"));
        QCOMPARE(m_world->body("Home/Child.md"), std::string("one"));
        QCOMPARE(m_world->disturbance(), std::string());
    }

    void pagesThatWereTrashedComeBackAndTheFilesStay() {
        trashPages();
        const Plan plan = m_world->plan();
        const RunReport report = m_world->apply(putBack(plan, Direction::WikiToGit));
        QVERIFY2(exitCodeOfApply(report) == 0, describe(report).c_str());
        expectAllThere();
        QCOMPARE(m_world->disturbance(), std::string());
    }

    void whatLeftTheTrashForGoodStaysHeld() {
        trashPages();
        m_world->purge(testPage(kLast));
        const Plan plan = m_world->plan();
        const PutBack back = putBackOf(plan, Direction::WikiToGit);
        QCOMPARE(int(back.flips.size()), kLast - kFirst);
        QCOMPARE(back.staysHeld, 1);
        const RunReport report = m_world->apply(putBack(plan, Direction::WikiToGit));
        QVERIFY2(m_world->exists(titleOf(kLast) + ".md"), describe(report).c_str());
        for (int i = kFirst; i < kLast; ++i)
            QVERIFY(m_world->isLive(testPage(i)));
    }

    void whatMovedSinceIsNamedAndTheRestComesBack() {
        removeFiles();
        const Plan plan = m_world->plan();
        m_world->editText(testPage(kLast), "written since");
        const RunReport report = m_world->apply(putBack(plan, Direction::GitToWiki));
        QCOMPARE(exitCodeOfApply(report), 6);
        QVERIFY(m_world->content(testPage(kLast)).find("written since") != std::string::npos);
        for (int i = kFirst; i < kLast; ++i)
            QCOMPARE(m_world->body(titleOf(i) + ".md"), textOf(i));
    }

    void aPageLeftOutIsNeitherPutBackNorDeleted() {
        removeFiles();
        const Plan plan = m_world->plan();
        PlanOrder order = putBack(plan, Direction::GitToWiki);
        order.skip = {testPage(kLast).str()};
        const RunReport report = m_world->apply(order);
        QVERIFY2(report.push.deleted == 0, describe(report).c_str());
        QVERIFY(m_world->isLive(testPage(kLast)));
        QVERIFY(!m_world->exists(titleOf(kLast) + ".md"));
        QCOMPARE(m_world->body(titleOf(kFirst) + ".md"), textOf(kFirst));
    }

    void theRemovalIsKeptAndCanBeMadeAfterAll() {
        removeFiles();
        const Plan plan = m_world->plan();
        QCOMPARE(exitCodeOfApply(m_world->apply(putBack(plan, Direction::GitToWiki))), 0);
        const auto settled = m_world->desks().review.settled({});
        QVERIFY(settled && int(settled->size()) == kLast - kFirst + 1);
        const RunReport report = m_world->apply(m_world->plan({m_world->wiki().general(), {}, settled->front().id}));
        QVERIFY2(exitCodeOfApply(report) == 0 && report.push.deleted == 1, describe(report).c_str());
        QCOMPARE(m_world->disturbance(), std::string());
    }

    void whatWasHeldStaysHeldAfterAConflictNobodyDecided() {
        trashPages();
        const std::string last = titleOf(kLast) + ".md";
        QCOMPARE(m_world->sync().pull.deleted, 0);
        m_world->writeBody(last, "edited meanwhile");
        const RunReport conflict = m_world->sync();
        QVERIFY2(conflict.conflicts.size() == 1, describe(conflict).c_str());
        m_world->writeBody(last, textOf(kLast));
        m_world->execute("update pages set deleted_at = null where id <> '" + testPage(kLast).str() + "'");
        const RunReport report = m_world->sync();
        QVERIFY2(report.pull.deleted == 0 && m_world->body(last) == textOf(kLast), describe(report).c_str());
        const RunReport approved = m_world->apply(PlanOrder{m_world->plan(), {}, true, {}});
        QVERIFY2(approved.pull.deleted == 1 && !m_world->exists(last), describe(approved).c_str());
        QCOMPARE(m_world->disturbance(), std::string());
    }

    /// Without it they would seem to have been moved, and be asked about.
    void aFolderNoteWaitsForWhatIsLeftOutBelowIt() {
        m_world->trash(m_home);
        m_world->trash(m_child);
        const RunReport report = m_world->apply(PlanOrder{m_world->plan(), {m_child.str()}, false, {}});
        const auto is = [&](Reason reason) {
            return std::any_of(report.items.begin(), report.items.end(),
                               [&](const Item &item) { return item.reason == reason; });
        };
        QVERIFY2(is(Reason::ChildrenLive) && !is(Reason::Stale), describe(report).c_str());
        QVERIFY(m_world->exists("Home/Home.md") && m_world->exists("Home/Child.md"));
        const RunReport next = m_world->sync();
        QVERIFY2(next.conflicts.empty() && next.pull.deleted == 2, describe(next).c_str());
        QVERIFY(!m_world->exists("Home/Home.md") && !m_world->exists("Home/Child.md"));
        QCOMPARE(m_world->disturbance(), std::string());
    }

private:
    void removeFiles() {
        for (int i = kFirst; i <= kLast; ++i)
            m_world->remove(titleOf(i) + ".md");
    }
    void trashPages() {
        for (int i = kFirst; i <= kLast; ++i)
            m_world->trash(testPage(i));
    }
    static PlanOrder putBack(const Plan &plan, Direction way) {
        return PlanOrder{plan, {}, false, putBackOf(plan, way).flips};
    }
    void expectAllThere() {
        for (int i = kFirst; i <= kLast; ++i) {
            QVERIFY(m_world->isLive(testPage(i)));
            QCOMPARE(m_world->body(titleOf(i) + ".md"), textOf(i));
        }
    }

    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<TestWorld> m_world;
    PageId m_home, m_child;
};

QTEST_GUILESS_MAIN(PutBackTest)
#include "put_back_test.moc"
