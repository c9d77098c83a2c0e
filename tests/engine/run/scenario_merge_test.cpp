#include "tests/support/test_world.h"

#include "engine/core/page_file.h"

#include <QTest>

#include <algorithm>

using namespace wikivault;
using namespace wikivault::test;

namespace {

bool has(const std::string &text, const std::string &part) {
    return text.find(part) != std::string::npos;
}

bool holds(const RunReport &report, Reason reason) {
    return std::any_of(report.items.begin(), report.items.end(), [&](const Item &i) { return i.reason == reason; });
}

int pushed(const RunReport &report) {
    const PushCounts &push = report.push;
    return push.created + push.updated + push.deleted + push.moved + push.renamed;
}

}  // namespace

/// Catalogue of failures, section 2: what the wiki brings and how it is merged. Each story ends with two quiet cycles.
class ScenarioMergeTest : public QObject {
    Q_OBJECT

private slots:
    void init() { begin(ConflictPolicy::Review); }
    void cleanup() {
        if (!QTest::currentTestFailed()) {
            const std::string moved = m_world->disturbance();
            QVERIFY2(moved.empty(), moved.c_str());
        }
        m_world.reset();
    }

    void massDelete_ofTheWikiIsHeld() {
        std::vector<PageId> pages;
        for (int n = 10; n < 19; ++n)
            pages.push_back(m_world->addPage(n, "Many " + std::to_string(n), "text"));
        run();
        for (int i = 0; i < 6; ++i)
            m_world->trash(pages[static_cast<std::size_t>(i)]);
        const RunReport report = run();
        QCOMPARE(exitCodeOf({report}, true), 5);
        QCOMPARE(report.pull.deleted, 0);
        QVERIFY(m_world->exists("Many 10.md"));
    }

    void emptyLive_nothingIsDeletedUnproven() {
        const PageId second = m_world->addPage(2, "Second", "text");
        run();
        m_world->trash(m_page);
        m_world->trash(second);
        QCOMPARE(exitCodeOf({run()}, true), 5);
        QVERIFY(m_world->exists("Page.md") && m_world->exists("Second.md"));
        m_world->untrash(m_page);
        m_world->untrash(second);
    }

    void tinyVault_oneOfTwoMayGo() {
        const PageId second = m_world->addPage(2, "Second", "text");
        run();
        m_world->trash(second);
        QCOMPARE(run().pull.deleted, 1);
    }

    void restoredBackup_pagesMissingFromItAreKept() {
        const PageId newest = m_world->addPage(2, "Newest", "precious");
        run();
        m_world->purge(newest);
        for (int i = 0; i < 3; ++i) {
            QVERIFY(holds(run(), Reason::RestoredBackup));
            QCOMPARE(m_world->body("Newest.md"), std::string("precious"));
        }
    }

    void pathReuse_titlesSwappedInTheWiki() {
        const PageId other = m_world->addPage(2, "Other", "other");
        run();
        m_world->retitle(m_page, "Other");
        m_world->retitle(other, "Page");
        run();
        run();
        QCOMPARE(m_world->livePages(), 2);
        const std::string one = m_world->body("Other.md") + m_world->body("Other ~slug100001.md");
        QVERIFY2(has(one, "alpha"), one.c_str());
        QCOMPARE(m_world->title(m_page), std::string("Other"));
        QCOMPARE(m_world->title(other), std::string("Page"));
    }

    void T27_oneUnreadablePage() {
        const PageId bad = m_world->addPage(2, "Bad", "text");
        run();
        m_world->execute("update pages set content = '{\"type\":' where id = '" + bad.str() + "'");
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        const RunReport report = run();
        QVERIFY(holds(report, Reason::Unreadable));
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC\n\nmiddle\n\nomega"));
        QCOMPARE(m_world->body("Bad.md"), std::string("text"));
        m_world->editText(bad, "text again");
        run();
        QCOMPARE(m_world->body("Bad.md"), std::string("text again"));
    }

    void wedge_aMergeLeftInTheVault() {
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        run();
        QVERIFY(runGit(m_world->vault(), {"merge", "docmost"}).code != 0);
        const RunReport report = run();
        QVERIFY(holds(report, Reason::WaitingForPerson));
        QCOMPARE(pushed(report), 0);
        gitCli(m_world->vault(), {"checkout", "--ours", "Page.md"});
        m_world->commitAll("merged by a person");
        run();
        QVERIFY(has(m_world->content(m_page), "alpha GIT"));
        QCOMPARE(m_world->body("Page.md"), std::string("alpha GIT\n\nmiddle\n\nomega"));
    }

    void waiting_theMirrorAdvancesOnceNotEveryCycle() {
        gitCli(m_world->vault(), {"checkout", "-qb", "work"});
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        run();
        const std::string tip = gitCli(m_world->vault(), {"rev-parse", "docmost"});
        QVERIFY(has(gitCli(m_world->vault(), {"show", "docmost:Page.md"}), "alpha DOC"));
        run();
        run();
        QCOMPARE(gitCli(m_world->vault(), {"rev-parse", "docmost"}), tip);
        gitCli(m_world->vault(), {"checkout", "-q", "main"});
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC\n\nmiddle\n\nomega"));
    }

    void markerLeak_bothChangeOneBlock() {
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        QCOMPARE(exitCodeOf({run()}, true), 4);
        QCOMPARE(m_world->body("Page.md"), std::string("alpha GIT\n\nmiddle\n\nomega"));
        QVERIFY(has(gitCli(m_world->vault(), {"show", "docmost:Page.md"}), "alpha DOC"));
        QVERIFY(has(m_world->content(m_page), "alpha DOC"));
        QVERIFY(!has(gitCli(m_world->vault(), {"grep", "-c", "", "main"}), "<<<<"));
    }

    void openConflicts_surviveARunForAnotherPage() {
        const PageId other = m_world->addPage(2, "Other", "one");
        run();
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        m_world->editText(other, "one DOC");
        m_world->writeBody("Other.md", "one GIT");
        QCOMPARE(run().conflicts.size(), std::size_t(2));
        const auto since = m_world->desks().review.conflict(m_page)->summary.since;
        m_world->rename("Page.md", "Renamed.md");
        QVERIFY(m_world->desks().review.decide({other, Take::Wiki}).has_value());
        const RunReport settled = m_world->syncPage(other);
        QVERIFY2(settled.ran, describe(settled).c_str());
        QCOMPARE(exitCodeOf({settled}, true), 4);
        QCOMPARE(m_world->body("Other.md"), std::string("one DOC"));
        const auto left = m_world->desks().review.conflicts({});
        QCOMPARE(left->size(), std::size_t(1));
        QVERIFY(left->front().page == m_page && left->front().since == since);
        QVERIFY(m_world->exists("Renamed.md"));
        run();
        QCOMPARE(m_world->title(m_page), std::string("Renamed"));
        QVERIFY(m_world->desks().review.decide({m_page, Take::Both}).has_value());
        QVERIFY(run().conflicts.empty());
        QCOMPARE(m_world->body("Renamed.md"), std::string("alpha DOC\n\nalpha GIT\n\nmiddle\n\nomega"));
    }

    void conflict_closesWhenTheSidesAgree() {
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        QCOMPARE(run().conflicts.size(), std::size_t(1));
        m_world->editBody(m_page, testParagraphs({"alpha GIT", "middle", "omega"}));
        QVERIFY(run().conflicts.empty());
        QVERIFY(m_world->desks().review.conflicts({})->empty());
    }

    void conflict_followsLaterEditsOnBothSides() {
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        run();
        m_world->editBody(m_page, testParagraphs({"alpha DOC two", "middle", "omega"}));
        m_world->writeBody("Page.md", "alpha GIT two\n\nmiddle\n\nomega");
        QCOMPARE(run().conflicts.size(), std::size_t(1));
        const auto detail = m_world->desks().review.conflict(m_page);
        QVERIFY(has(*detail->wiki, "DOC two") && has(*detail->git, "GIT two") && has(*detail->base, "alpha\n"));
        QVERIFY(m_world->desks().review.decide({m_page, std::string("alpha of both\n\nmiddle\n\nomega")}).has_value());
        QVERIFY(run().conflicts.empty());
        QVERIFY(has(m_world->content(m_page), "alpha of both"));
    }

    void spurious_blankLinesAtTheEnd() {
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        writeFile(m_world->path("Page.md"), readFile(m_world->path("Page.md")) + "\n\n\n");
        const RunReport report = run();
        QVERIFY(report.conflicts.empty());
        QCOMPARE(pushed(report), 0);
        QVERIFY(has(m_world->body("Page.md"), "alpha DOC"));
    }

    void T28_aTailChangeKeepsTheOtherBlock() {
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega DOC"}));
        std::string text = readFile(m_world->path("Page.md"));
        text.replace(text.find("alpha"), 5, "alpha GIT");
        text.pop_back();
        writeFile(m_world->path("Page.md"), text);
        run();
        QVERIFY(has(m_world->content(m_page), "alpha GIT") && has(m_world->content(m_page), "omega DOC"));
    }

    void T29_gitWinsPerBlock() {
        begin(ConflictPolicy::GitWins);
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega DOC"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        const RunReport report = run();
        QVERIFY(holds(report, Reason::SettledByRule));
        QCOMPARE(m_world->body("Page.md"), std::string("alpha GIT\n\nmiddle\n\nomega DOC"));
        QVERIFY(has(m_world->content(m_page), "alpha GIT") && has(m_world->content(m_page), "omega DOC"));
        QVERIFY(has(gitCli(m_world->vault(), {"log", "-p", "--all", "--format="}), "alpha DOC"));
    }

    void wikiWins_gitsTextStaysInHistory() {
        begin(ConflictPolicy::WikiWins);
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC\n\nmiddle\n\nomega"));
        QVERIFY(has(gitCli(m_world->vault(), {"log", "-p", "main", "--format="}), "alpha GIT"));
    }

    void T30_bothAddTheSameName_data() {
        QTest::addColumn<bool>("withForeignId");
        QTest::newRow("without an id") << false;
        QTest::newRow("with an id of nobody") << true;
    }
    void T30_bothAddTheSameName() {
        QFETCH(const bool, withForeignId);
        const PageId fresh = m_world->addPage(2, "New", "by the wiki");
        writeFile(m_world->path("New.md"), withForeignId ? printPageFile(testPage(950), "by git") : "by git\n");
        run();
        QVERIFY(has(m_world->content(fresh), "by the wiki"));
        if (withForeignId) {
            // A file that names a page nobody knows is left where it stands.
            QCOMPARE(m_world->body("New.md"), std::string("by git"));
            QCOMPARE(m_world->body("New ~slug100002.md"), std::string("by the wiki"));
            return;
        }
        QCOMPARE(m_world->body("New.md"), std::string("by the wiki"));
        QCOMPARE(m_world->body("New ~git.md"), std::string("by git"));
        QVERIFY(has(m_world->content(PageId(m_world->idOf("New ~git"))), "by git"));
    }

    void T31_theSetAsideNameIsTaken() {
        writeFile(m_world->path("New ~git.md"), "first\n");
        run();
        m_world->addPage(2, "New", "by the wiki");
        writeFile(m_world->path("New.md"), "by git\n");
        run();
        QCOMPARE(m_world->body("New ~git.md"), std::string("first"));
        QCOMPARE(m_world->body("New ~git-2.md"), std::string("by git"));
    }

    void adopt_aFileEqualToANewPage() {
        const PageId fresh = m_world->addPage(2, "Same", "same text");
        writeFile(m_world->path("Same.md"), "same text\n");
        const RunReport report = run();
        QCOMPARE(report.push.created, 0);
        QCOMPARE(m_world->livePages(), 2);
        QCOMPARE(parsePageFile(readFile(m_world->path("Same.md"))).id, std::optional(fresh));
    }

    void F1_gitDeletesAndTheWikiEdits() {
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        m_world->remove("Page.md");
        QCOMPARE(exitCodeOf({run()}, true), 4);
        QVERIFY(m_world->isLive(m_page));
        QVERIFY(m_world->desks().review.decide({m_page, Take::Wiki}).has_value());
        run();
        QVERIFY(has(m_world->body("Page.md"), "alpha DOC"));
    }

    void F1_gitDeletesAParentTheWikiEdits() {
        const PageId kid = m_world->addPage(2, "Kid", "kid", m_page.str());
        run();
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        m_world->remove("Page/Page.md");
        QCOMPARE(exitCodeOf({run()}, true), 4);
        run();
        QCOMPARE(m_world->parentOf(kid), m_page.str());
        QVERIFY(m_world->exists("Page/Kid.md"));
        QVERIFY(m_world->desks().review.decide({m_page, Take::Wiki}).has_value());
        run();
        QVERIFY(has(m_world->body("Page/Page.md"), "alpha DOC"));
        QCOMPARE(m_world->parentOf(kid), m_page.str());
    }

    void existence_theWikiTrashesAndGitEdits_data() {
        QTest::addColumn<bool>("purged");
        QTest::addColumn<bool>("keep");
        QTest::newRow("trashed, git stays") << false << true;
        QTest::newRow("trashed, the wiki stays") << false << false;
        QTest::newRow("gone for good, git stays") << true << true;
    }
    void existence_theWikiTrashesAndGitEdits() {
        QFETCH(const bool, purged);
        QFETCH(const bool, keep);
        m_world->addPage(2, "Second", "text");
        run();
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        if (purged)
            m_world->purge(m_page);
        else
            m_world->trash(m_page);
        m_world->editText(testPage(2), "text again");
        QCOMPARE(exitCodeOf({run()}, true), 4);
        QVERIFY(has(m_world->body("Page.md"), "alpha GIT"));
        QVERIFY(m_world->desks().review.decide({m_page, keep ? Take::Git : Take::Wiki}).has_value());
        const RunReport report = run();
        QVERIFY2(report.conflicts.empty(), describe(report).c_str());
        QCOMPARE(m_world->isLive(m_page), keep);
        QCOMPARE(m_world->exists("Page.md"), keep);
        if (keep) QVERIFY(has(m_world->content(m_page), "alpha GIT"));
    }

    void existence_movedToAnotherSpaceAndGitKeepsItsText() {
        m_world->addPage(2, "Second", "text");
        run();
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        m_world->moveToSpace(m_page, m_world->wiki().engineering());
        QCOMPARE(exitCodeOf({run()}, true), 4);
        QVERIFY(m_world->desks().review.decide({m_page, Take::Git}).has_value());
        const RunReport report = run();
        QVERIFY2(report.conflicts.empty(), describe(report).c_str());
        QVERIFY(!has(m_world->content(m_page), "GIT"));
        const std::string text = readFile(m_world->path("Page.md"));
        QVERIFY(has(text, "alpha GIT"));
        QVERIFY(parsePageFile(text).id && *parsePageFile(text).id != m_page);
    }

    void F1_bothDelete() {
        m_world->addPage(2, "Second", "text");
        run();
        m_world->trash(m_page);
        m_world->remove("Page.md");
        const RunReport report = run();
        QVERIFY(report.conflicts.empty());
        QVERIFY(!m_world->exists("Page.md") && !m_world->isLive(m_page));
    }

    void T34_aFileNestedBeyondReason() {
        writeFile(m_world->path("Deep.md"), std::string(60000, '>') + " deep\n");
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        run();
        QVERIFY(has(m_world->body("Page.md"), "alpha DOC"));
    }

    void noEcho_aPulledEditIsNotPushed() {
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        QCOMPARE(pushed(run()), 0);
        QCOMPARE(pushed(run()), 0);
    }

    void T35_nullContentIsExportedAndNeverPushed() {
        const PageId empty = m_world->addPage(2, "Empty", "");
        QCOMPARE(pushed(run()), 0);
        QCOMPARE(readFile(m_world->path("Empty.md")), printPageFile(empty, ""));
        QCOMPARE(m_world->content(empty), std::string());
        m_world->editBody(empty, R"({"type":"doc","content":[{"type":"paragraph"}]})");
        QCOMPARE(pushed(run()), 0);
    }

    void T36_theBaseIsTheNewestAgreedText() {
        m_world->editBody(m_page, testParagraphs({"alpha C2", "middle", "omega"}));
        run();
        m_world->writeBody("Page.md", "alpha git edit\n\nmiddle\n\nomega");
        const RunReport report = run();
        QVERIFY(report.conflicts.empty());
        QVERIFY(has(m_world->content(m_page), "alpha git edit"));
    }

    void T37_typingDuringTheCycle() {
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega D"}));
        bool typed = false;
        const RunReport report = m_world->sync([&](const RunProgress &progress) {
            if (typed || progress.phase != "writing pages to the wiki") return;
            typed = true;
            m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega DOC"}));
        });
        QVERIFY2(report.ran && typed, describe(report).c_str());
        run();
        QVERIFY(has(m_world->content(m_page), "alpha GIT") && has(m_world->content(m_page), "omega DOC"));
    }

    void T37_anEditDuringTheCycleBeatsADelete() {
        m_world->addPage(2, "Second", "text");
        run();
        m_world->remove("Page.md");
        bool typed = false;
        const RunReport report = m_world->sync([&](const RunProgress &progress) {
            if (typed || progress.phase != "comparing both sides") return;
            typed = true;
            m_world->editBody(m_page, testParagraphs({"alpha typed", "middle", "omega"}));
        });
        QVERIFY2(report.ran && typed, describe(report).c_str());
        QVERIFY(m_world->isLive(m_page));
        QCOMPARE(exitCodeOf({run()}, true), 4);
        QVERIFY(m_world->isLive(m_page));
    }

    void leftOut_aRenameOutsideTheGlobStays() {
        m_world->addPage(2, "Second", "text");
        run();
        m_world->rename("Page.md", "Mine.md");
        m_world->syncPage(testPage(2));
        QVERIFY(m_world->exists("Mine.md"));
        run();
        QCOMPARE(m_world->title(m_page), std::string("Mine"));
    }

    void leftOut_aTrashedChildKeepsItsPlace() {
        const PageId kid = m_world->addPage(2, "Kid", "kid", m_page.str());
        m_world->addPage(3, "Third", "text");
        run();
        m_world->trash(kid);
        m_world->syncPage(testPage(3));
        QVERIFY(m_world->exists("Page/Kid.md"));
        const RunReport report = run();
        QVERIFY2(report.conflicts.empty(), describe(report).c_str());
        QVERIFY(!m_world->exists("Page/Kid.md"));
    }

private:
    void begin(ConflictPolicy policy) {
        auto wiki = TestWiki::sqlite();
        QVERIFY(wiki.has_value());
        m_world = std::make_unique<TestWorld>(std::move(*wiki), policy);
        m_page = m_world->addPage(1, "Page", "x");
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega"}));
        run();
    }
    RunReport run() {
        RunReport report = m_world->sync();
        if (!report.ran) qFatal("%s", describe(report).c_str());
        return report;
    }

    std::unique_ptr<TestWorld> m_world;
    PageId m_page;
};

QTEST_GUILESS_MAIN(ScenarioMergeTest)
#include "scenario_merge_test.moc"
