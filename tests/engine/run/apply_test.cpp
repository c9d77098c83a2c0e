#include "tests/support/test_world.h"

#include <QTest>

#include <algorithm>
#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

namespace {

int countOf(const RunReport &report, Outcome outcome, Reason reason) {
    return static_cast<int>(std::count_if(report.items.begin(), report.items.end(), [&](const Item &item) {
        return item.outcome == outcome && item.reason == reason;
    }));
}

}  // namespace

/// Plans carried out, on a real wiki in SQLite and real git (S-33, D31). Each story ends with two quiet cycles.
class ApplyTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        auto wiki = TestWiki::sqlite();
        QVERIFY2(wiki.has_value(), wiki ? "" : wiki.error().detail.c_str());
        m_world = std::make_unique<TestWorld>(std::move(*wiki));
        m_home = m_world->addPage(1, "Home", "alpha");
        m_child = m_world->addPage(2, "Child", "one", m_home.str());
        m_other = m_world->addPage(3, "Other", "beta");
        const RunReport first = m_world->sync();
        QVERIFY2(first.ran, describe(first).c_str());
    }
    void cleanup() { m_world.reset(); }

    void aPlanDoesWhatItShowedAndNothingElse() {
        m_world->editText(m_home, "alpha of the wiki");
        m_world->writeBody("Other.md", "beta of git");
        writeFile(m_world->path("Home/Idea.md"), "A thought.\n");
        const Plan plan = m_world->plan();
        QCOMPARE(plan.items.size(), std::size_t(3));
        m_world->editText(m_child, "one, later");
        writeFile(m_world->path("Late.md"), "late\n");
        const RunReport report = m_world->apply(plan);
        QVERIFY2(report.ran, describe(report).c_str());
        QCOMPARE(exitCodeOfApply(report), 0);
        QCOMPARE(countOf(report, Outcome::Skipped, Reason::LeftOut), 2);
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha of the wiki"));
        QCOMPARE(m_world->body("Home/Child.md"), std::string("one"));
        QVERIFY(m_world->content(m_other).find("beta of git") != std::string::npos);
        QCOMPARE(m_world->value("select count(*) from pages where title = 'Idea'"), std::string("1"));
        QCOMPARE(m_world->value("select count(*) from pages where title = 'Late'"), std::string("0"));
        QCOMPARE(m_world->lastRun().planHash, plan.hash);
        finish();
        QCOMPARE(m_world->body("Home/Child.md"), std::string("one, later"));
        QCOMPARE(m_world->value("select count(*) from pages where title = 'Late'"), std::string("1"));
    }

    void aPlanAppliedWholeLeavesNothingToDo() {
        m_world->editText(m_home, "alpha two");
        m_world->writeBody("Other.md", "beta two");
        const RunReport report = m_world->apply(m_world->plan());
        QVERIFY2(exitCodeOfApply(report) == 0, describe(report).c_str());
        expectQuiet();
    }

    void aPlanMadeByAnotherProcessIsApplied() {
        m_world->editText(m_home, "alpha two");
        const Plan plan = m_world->plan();
        m_world->restart();
        QVERIFY(m_world->apply(plan).pull.written == 1);
        expectQuiet();
    }

    void whatMovedSinceIsHeldBackAndNamed_data() {
        QTest::addColumn<int>("side");
        QTest::addColumn<QString>("said");
        QTest::newRow("in the wiki") << 0 << QStringLiteral("in the wiki");
        QTest::newRow("in git") << 1 << QStringLiteral("file changed");
        QTest::newRow("on both sides") << 2 << QStringLiteral("both");
    }
    void whatMovedSinceIsHeldBackAndNamed() {
        QFETCH(const int, side);
        QFETCH(const QString, said);
        m_world->editBody(m_home, testParagraphs({"alpha two", "omega"}));
        m_world->editText(m_other, "beta two");
        const Plan plan = m_world->plan();
        if (side != 1) m_world->editBody(m_home, testParagraphs({"alpha three", "omega"}));
        if (side != 0) m_world->writeBody("Home/Home.md", "alpha\n\nand more");
        const RunReport report = m_world->apply(plan);
        QCOMPARE(exitCodeOfApply(report), 6);
        QCOMPARE(countOf(report, Outcome::Held, Reason::Stale), 1);
        const auto stale = std::find_if(report.items.begin(), report.items.end(),
                                        [](const Item &item) { return item.reason == Reason::Stale; });
        QCOMPARE(stale->path, std::string("Home/Home.md"));
        QVERIFY2(stale->detail.find(said.toStdString()) != std::string::npos, stale->detail.c_str());
        QCOMPARE(m_world->body("Other.md"), std::string("beta two"));
        QVERIFY(m_world->body("Home/Home.md").find("two") == std::string::npos);
        if (side == 0) finish();
    }

    void whatIsDoneAlreadyIsStaleAndHarmless() {
        m_world->editText(m_home, "alpha two");
        const Plan plan = m_world->plan();
        QVERIFY(m_world->sync().ran);
        const RunReport report = m_world->apply(plan);
        QCOMPARE(exitCodeOfApply(report), 6);
        QCOMPARE(report.pull.written, 0);
        expectQuiet();
    }

    void aPageIsLeftOutOnRequest() {
        m_world->editText(m_home, "alpha two");
        m_world->editText(m_other, "beta two");
        writeFile(m_world->path("Fresh.md"), "fresh\n");
        const RunReport report = m_world->apply(PlanOrder{m_world->plan(), {m_other.str(), "Fresh.md"}, false});
        QVERIFY2(exitCodeOfApply(report) == 0, describe(report).c_str());
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha two"));
        QCOMPARE(m_world->body("Other.md"), std::string("beta"));
        QCOMPARE(m_world->value("select count(*) from pages where title = 'Fresh'"), std::string("0"));
        finish();
        QCOMPARE(m_world->body("Other.md"), std::string("beta two"));
    }

    void whatIsLeftOutStaysWhereItIs() {
        m_world->retitle(m_other, "Elsewhere");
        m_world->editText(m_home, "alpha two");
        std::filesystem::create_directory(m_world->path("Bare"));
        std::filesystem::rename(m_world->path("Home/Child.md"), m_world->path("Bare/Child.md"));
        const Plan plan = m_world->plan();
        const RunReport report = m_world->apply(PlanOrder{plan, {m_other.str(), m_child.str(), "Bare"}, false});
        QVERIFY2(exitCodeOfApply(report) == 0, describe(report).c_str());
        QCOMPARE(m_world->body("Home.md") + m_world->body("Home/Home.md"), std::string("alpha two"));
        QCOMPARE(m_world->body("Other.md"), std::string("beta"));
        QCOMPARE(m_world->body("Bare/Child.md"), std::string("one"));
        QCOMPARE(m_world->value("select count(*) from pages"), std::string("3"));
        finish();
        QCOMPARE(m_world->body("Elsewhere.md"), std::string("beta"));
        QCOMPARE(m_world->value("select count(*) from pages where title = 'Bare'"), std::string("1"));
    }

    void aLeftOutPageMovesWithItsFolder() {
        m_world->retitle(m_home, "House");
        m_world->editText(m_child, "one two");
        const RunReport report = m_world->apply(PlanOrder{m_world->plan(), {m_child.str()}, false});
        QVERIFY2(exitCodeOfApply(report) == 0, describe(report).c_str());
        QCOMPARE(m_world->body("House/House.md"), std::string("alpha"));
        QCOMPARE(m_world->body("House/Child.md"), std::string("one"));
        finish();
        QCOMPARE(m_world->body("House/Child.md"), std::string("one two"));
    }

    void theGuardIsApprovedForExactlyTheListThatWasShown() {
        for (int i = 10; i < 22; ++i)
            m_world->addPage(i, "Page " + std::to_string(i), "text " + std::to_string(i));
        QVERIFY(m_world->sync().ran);
        for (int i = 10; i < 18; ++i)
            std::filesystem::remove(m_world->path("Page " + std::to_string(i) + ".md"));
        const Plan plan = m_world->plan();
        QCOMPARE(static_cast<int>(std::count_if(plan.items.begin(), plan.items.end(),
                                                [](const Item &item) { return item.reason == Reason::Guard; })),
                 8);
        const RunReport refused = m_world->apply(plan);
        QCOMPARE(exitCodeOfApply(refused), 5);
        QCOMPARE(livePages(), 15);
        std::filesystem::remove(m_world->path("Page 18.md"));
        m_world->editText(testPage(10), "saved by an edit");
        const RunReport approved = m_world->apply(PlanOrder{plan, {}, true});
        QVERIFY2(approved.push.deleted == 7, describe(approved).c_str());
        QCOMPARE(livePages(), 8);
        QVERIFY(m_world->content(testPage(10)).find("saved by an edit") != std::string::npos);
        QCOMPARE(m_world->value("select count(*) from pages where deleted_at is not null and title = 'Page 18'"),
                 std::string("0"));
    }

    void aConflictInThePlanWaitsForReview() {
        m_world->editText(m_home, "alpha of the wiki");
        m_world->writeBody("Home/Home.md", "alpha of git");
        m_world->editText(m_other, "beta two");
        const RunReport report = m_world->apply(m_world->plan());
        QVERIFY2(exitCodeOfApply(report) == 4, describe(report).c_str());
        QCOMPARE(m_world->body("Other.md"), std::string("beta two"));
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha of git"));
        expectQuiet();
    }

    void anOpenConflictOutsideThePlanKeepsItsRecord() {
        m_world->editText(m_home, "alpha of the wiki");
        m_world->writeBody("Home/Home.md", "alpha of git");
        QCOMPARE(exitCodeOf({m_world->sync()}, true), 4);
        const auto before = m_world->desks().review.conflicts({});
        m_world->editText(m_other, "beta two");
        RunRequest only;
        only.space = m_world->wiki().general();
        only.onlyPage = m_other;
        const RunReport report = m_world->desks().spaces.sync(only, {}, {});
        QVERIFY2(report.pull.written == 1, describe(report).c_str());
        QVERIFY(*m_world->desks().review.conflicts({}) == *before);
        expectQuiet();
    }

    void swapsAndNewParentsComeOutAsPlanned() {
        std::filesystem::rename(m_world->path("Other.md"), m_world->path("x.md"));
        std::filesystem::rename(m_world->path("Home/Child.md"), m_world->path("Other.md"));
        std::filesystem::rename(m_world->path("x.md"), m_world->path("Home/Child.md"));
        writeFile(m_world->path("Tools/VPN.md"), "How to connect.\n");
        const Plan plan = m_world->plan();
        const RunReport report = m_world->apply(plan);
        QVERIFY2(exitCodeOfApply(report) == 0, describe(report).c_str());
        QCOMPARE(m_world->title(m_other), std::string("Child"));
        QCOMPARE(m_world->title(m_child), std::string("Other"));
        QCOMPARE(m_world->value("select count(*) from pages where title in ('Tools', 'VPN')"), std::string("2"));
        expectQuiet();
    }

private:
    int livePages() { return std::stoi(m_world->value("select count(*) from pages where deleted_at is null")); }
    /// The rest goes on as if there had been no plan.
    void finish() {
        const RunReport report = m_world->sync();
        QVERIFY2(exitCodeOf({report}, true) == 0, describe(report).c_str());
        expectQuiet();
    }
    void expectQuiet() {
        const std::string moved = m_world->disturbance();
        QVERIFY2(moved.empty(), moved.c_str());
    }

    std::unique_ptr<TestWorld> m_world;
    PageId m_home, m_child, m_other;
};

QTEST_GUILESS_MAIN(ApplyTest)
#include "apply_test.moc"
