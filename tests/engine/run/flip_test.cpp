#include "engine/core/page_path.h"
#include "tests/support/postgres_server.h"
#include "tests/support/test_world.h"

#include <QTest>

#include <algorithm>

using namespace wikivault;
using namespace wikivault::test;

namespace {
const char *const kChildTitle = "Child: the first";
const std::string kChildFile = "Home/" + fileNameOf(kChildTitle) + ".md";
}  // namespace

/// Pages turned round in a plan, on real Postgres, SQLite and git: the other side stands, nothing is lost, and the next
/// cycle is quiet.
class FlipTest : public QObject {
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
        m_child = m_world->addPage(2, kChildTitle, "one", m_home.str());
        m_other = m_world->addPage(3, "Other", "beta");
        const RunReport first = m_world->sync();
        QVERIFY2(first.ran, describe(first).c_str());
    }
    void cleanup() { m_world.reset(); }

    void aTextOfTheWikiGivesWayToGits() {
        m_world->editText(m_home, "alpha of the wiki");
        m_world->editText(m_other, "beta two");
        const RunReport report = flip(m_home, Side::Git);
        QVERIFY2(report.push.updated == 1, describe(report).c_str());
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha"));
        QVERIFY(m_world->content(m_home).find("of the wiki") == std::string::npos);
        QCOMPARE(m_world->body("Other.md"), std::string("beta two"));
        QCOMPARE(m_world->disturbance(), std::string());
        const SettledSummary settled = onlySettled();
        QCOMPARE(settled.rule + " " + settled.loser, std::string("person wiki"));
        putBack(settled);
        QVERIFY(m_world->content(m_home).find("of the wiki") != std::string::npos);
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha of the wiki"));
    }

    void aTextOfGitGivesWayToTheWikis() {
        m_world->writeBody("Other.md", "beta of git");
        const RunReport report = flip(m_other, Side::Wiki);
        QVERIFY2(report.pull.written == 1 && report.push.updated == 0, describe(report).c_str());
        QCOMPARE(m_world->body("Other.md"), std::string("beta"));
        QCOMPARE(m_world->disturbance(), std::string());
        putBack(onlySettled());
        QVERIFY(m_world->content(m_other).find("beta of git") != std::string::npos);
    }

    void aNameGivesWayAndComesBackExactly() {
        m_world->retitle(m_child, "Child / second?");
        const RunReport report = flip(m_child, Side::Git);
        QVERIFY2(report.push.renamed == 1, describe(report).c_str());
        QCOMPARE(m_world->title(m_child), std::string(kChildTitle));
        QCOMPARE(m_world->disturbance(), std::string());
        putBack(onlySettled());
        QCOMPARE(m_world->title(m_child), std::string("Child / second?"));
    }

    void aPlaceGivesWayAndComesBack() {
        m_world->rename("Other.md", "Home/Other.md");
        const RunReport report = flip(m_other, Side::Wiki);
        QVERIFY2(report.push.moved == 0, describe(report).c_str());
        QCOMPARE(m_world->body("Other.md"), std::string("beta"));
        QCOMPARE(m_world->parentOf(m_other), std::string());
        QCOMPARE(m_world->disturbance(), std::string());
        putBack(onlySettled());
        QCOMPARE(m_world->parentOf(m_other), m_home.str());
    }

    void aRemovalGivesWay() {
        m_world->trash(m_other);
        m_world->remove(kChildFile);
        QVERIFY(!m_world->exists(kChildFile));
        const Plan plan = m_world->plan();
        const RunReport report =
            m_world->apply(PlanOrder{plan, {}, false, {{m_other, Side::Git}, {m_child, Side::Wiki}}});
        QVERIFY2(exitCodeOfApply(report) == 0, describe(report).c_str());
        QVERIFY(m_world->isLive(m_other));
        QVERIFY(m_world->isLive(m_child));
        QCOMPARE(m_world->body("Other.md"), std::string("beta"));
        QCOMPARE(m_world->body(kChildFile), std::string("one"));
        QCOMPARE(m_world->disturbance(), std::string());
    }

    void bothSidesEditsGiveWayToOne() {
        m_world->editBody(m_home, testParagraphs({"alpha", "middle", "omega"}));
        QVERIFY(m_world->sync().ran);
        m_world->editBody(m_home, testParagraphs({"alpha of the wiki", "middle", "omega"}));
        m_world->writeBody("Home/Home.md", "alpha\n\nmiddle\n\nomega of git");
        const RunReport report = flip(m_home, Side::Git);
        QVERIFY2(exitCodeOfApply(report) == 0, describe(report).c_str());
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha\n\nmiddle\n\nomega of git"));
        QVERIFY(m_world->content(m_home).find("of the wiki") == std::string::npos);
        QCOMPARE(m_world->disturbance(), std::string());
        putBack(onlySettled());
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha of the wiki\n\nmiddle\n\nomega of git"));
    }

    void whatMovedSinceIsNotTurnedRound() {
        m_world->editText(m_home, "alpha two");
        const Plan plan = m_world->plan();
        m_world->editText(m_home, "alpha three");
        const RunReport report = m_world->apply(PlanOrder{plan, {}, false, {{m_home, Side::Git}}});
        QCOMPARE(exitCodeOfApply(report), 6);
        QVERIFY(m_world->content(m_home).find("alpha three") != std::string::npos);
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha"));
        QVERIFY(m_world->desks().review.settled({})->empty());
    }

    void aCrashAfterTheChoiceKeepsIt() {
        m_world->editText(m_home, "alpha of the wiki");
        const Plan plan = m_world->plan();
        RunRequest request;
        request.space = m_world->wiki().general();
        request.order = PlanOrder{plan, {}, false, {{m_home, Side::Git}}};
        std::stop_source stop;
        int recorded = 0;  // what loses, then the mirror
        const ProgressSink cutOff = [&](const RunProgress &progress) {
            if (progress.phase == "recording" && ++recorded == 2) stop.request_stop();
        };
        QVERIFY(m_world->desks().spaces.sync(request, cutOff, stop.get_token()).cancelled);
        QVERIFY(m_world->content(m_home).find("of the wiki") != std::string::npos);
        m_world->restart();
        const RunReport next = m_world->sync();
        QVERIFY2(next.ran, describe(next).c_str());
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha"));
        QCOMPARE(m_world->disturbance(), std::string());
        QCOMPARE(onlySettled().loser, std::string("wiki"));
    }

private:
    RunReport flip(const PageId &page, Side winner) {
        const Plan plan = m_world->plan();
        const bool can = std::any_of(plan.items.begin(), plan.items.end(), [&](const Item &item) {
            return item.page == page && flipOf(plan, item) == winner;
        });
        if (!can) qWarning("the plan has no item to turn round");
        return m_world->apply(PlanOrder{plan, {}, false, {{page, winner}}});
    }
    SettledSummary onlySettled() {
        const auto settled = m_world->desks().review.settled({});
        if (!settled || settled->size() != 1) qFatal("not one settled page");
        return settled->front();
    }
    void putBack(const SettledSummary &settled) {
        const RunReport report = m_world->apply(m_world->plan({m_world->wiki().general(), {}, settled.id}));
        QVERIFY2(exitCodeOfApply(report) == 0, describe(report).c_str());
        QCOMPARE(m_world->disturbance(), std::string());
    }

    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<TestWorld> m_world;
    PageId m_home, m_child, m_other;
};

QTEST_GUILESS_MAIN(FlipTest)
#include "flip_test.moc"
