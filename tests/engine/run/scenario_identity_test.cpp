#include "tests/support/story.h"

#include "engine/core/page_file.h"

using namespace wikivault;
using namespace wikivault::test;

/// Catalogue of failures, section 1: identity, moves and deletes. Each story ends with two quiet cycles.
class ScenarioIdentityTest : public QObject, protected Story {
    Q_OBJECT

private slots:
    void init() { beginWithChild("Home", "Kid"); }
    void cleanup() { end(); }

    void untitledReshuffle() {
        std::vector<PageId> untitled;
        for (int n = 10; n < 14; ++n) {
            untitled.push_back(m_world->addPage(n, "", "untitled " + std::to_string(n)));
            run();
        }
        m_world->retitle(untitled[0], "Titled");
        run();
        run();
        for (const PageId &page : untitled)
            QVERIFY(m_world->isLive(page));
        QCOMPARE(m_world->body("Titled.md"), std::string("untitled 10"));
    }

    void T01_aMovedFileIsOneMove() {
        m_world->rename("Page.md", "Home/Page.md");
        m_world->commitAll("move");
        const RunReport report = run();
        QCOMPARE(report.push.moved, 1);
        QCOMPARE(report.push.deleted + report.push.created, 0);
        QCOMPARE(m_world->parentOf(m_page), m_parent.str());
    }

    void T02_aPathTakenByAnotherPage() {
        const PageId other = m_world->addPage(4, "Other", "other text");
        run();
        m_world->rename("Page.md", "Elsewhere.md");
        m_world->rename("Other.md", "Page.md");
        m_world->commitAll("shuffle");
        const RunReport report = run();
        QCOMPARE(report.push.deleted, 0);
        QCOMPARE(m_world->title(m_page), std::string("Elsewhere"));
        QCOMPARE(m_world->title(other), std::string("Page"));
        QVERIFY(has(m_world->content(other), "other text"));
    }

    void T04_aRealDeleteIsOneSoftDelete() {
        m_world->remove("Page.md");
        m_world->commitAll("delete");
        const RunReport report = run();
        QCOMPARE(report.push.deleted, 1);
        QVERIFY(!m_world->isLive(m_page));
        QVERIFY(has(m_world->content(m_page), "alpha"));
    }

    void T05_aFileWithoutIdIsDeleted() {
        writeFile(m_world->path("Bad.md"), "---\ngitmost_id: [unclosed\n---\n\ntext\n");
        m_world->commitAll("bad");
        run();
        const int live = m_world->livePages();
        m_world->remove("Bad.md");
        m_world->commitAll("gone");
        QCOMPARE(run().push.deleted, 0);
        QCOMPARE(m_world->livePages(), live);
    }

    void T06_theIdOfADeleteComesFromThePreImage() {
        const PageId other = m_world->addPage(4, "Other", "other text");
        run();
        m_world->remove("Page.md");
        m_world->rename("Other.md", "Page.md");
        m_world->commitAll("replace");
        QCOMPARE(run().push.deleted, 1);
        QVERIFY(!m_world->isLive(m_page));
        QVERIFY(m_world->isLive(other));
        QCOMPARE(m_world->title(other), std::string("Page"));
    }

    void F4_renameAndEditInOneCommit() {
        m_world->rename("Page.md", "Mine.md");
        m_world->writeBody("Mine.md", "alpha GIT\n\nmiddle\n\nomega");
        m_world->commitAll("rename and edit");
        run();
        QCOMPARE(m_world->title(m_page), std::string("Mine"));
        QVERIFY(has(m_world->content(m_page), "alpha GIT"));
    }

    void F4base_theBaseIsFoundAtTheOldPath() {
        m_world->rename("Page.md", "Mine.md");
        m_world->writeBody("Mine.md", "alpha GIT\n\nmiddle\n\nomega");
        m_world->commitAll("rename and edit");
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega DOC"}));
        const RunReport report = run();
        QVERIFY2(report.conflicts.empty(), describe(report).c_str());
        QVERIFY(has(m_world->content(m_page), "alpha GIT") && has(m_world->content(m_page), "omega DOC"));
        QCOMPARE(m_world->body("Mine.md"), std::string("alpha GIT\n\nmiddle\n\nomega DOC"));
    }

    void T07_aPureRenameKeepsTheWikisEdit() {
        m_world->rename("Page.md", "Mine.md");
        m_world->commitAll("rename");
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega DOC"}));
        const RunReport report = run();
        QCOMPARE(report.push.updated, 0);
        QCOMPARE(report.push.renamed, 1);
        QVERIFY(has(m_world->content(m_page), "omega DOC"));
    }

    void redteam4_equalTitlesKeepTheirFiles() {
        const PageId first = m_world->addPage(5, "Report", "first");
        run();
        const PageId second = m_world->addPage(4, "Report", "second");
        run();
        QCOMPARE(m_world->body("Report.md"), std::string("first"));
        QCOMPARE(m_world->title(first), std::string("Report"));
        QCOMPARE(m_world->title(second), std::string("Report"));
        QVERIFY(m_world->exists("Report ~slug100004.md"));
    }

    void T08_aGenuineTildeStaysInTheTitle() {
        writeFile(m_world->path("Budget ~draft.md"), "figures\n");
        run();
        const PageId budget(m_world->idOf("Budget ~draft"));
        QVERIFY(!budget.isEmpty());
        m_world->rename("Budget ~draft.md", "Budget ~final.md");
        run();
        QCOMPARE(m_world->title(budget), std::string("Budget ~final"));
    }

    void T09_ourOwnSuffixNeverReachesATitle() {
        m_world->rename("Page.md", "Real Title ~slug100001.md");
        run();
        QCOMPARE(m_world->title(m_page), std::string("Real Title"));
        QVERIFY(m_world->exists("Real Title.md"));
    }

    void titleSanitize_aMoveKeepsTheRealTitle() {
        m_world->retitle(m_page, "Project: Plan");
        run();
        QVERIFY(m_world->exists("Project- Plan.md"));
        m_world->rename("Project- Plan.md", "Home/Project- Plan.md");
        run();
        QCOMPARE(m_world->title(m_page), std::string("Project: Plan"));
        QCOMPARE(m_world->parentOf(m_page), m_parent.str());
    }

    void T10_aRenamedFolderIsOneRename_data() {
        QTest::addColumn<bool>("withNote");
        QTest::newRow("its note renamed as well") << true;
        QTest::newRow("its note as it was") << false;
    }
    void T10_aRenamedFolderIsOneRename() {
        QFETCH(const bool, withNote);
        m_world->rename("Home", "House");
        if (withNote) m_world->rename("House/Home.md", "House/House.md");
        m_world->commitAll("rename folder");
        const RunReport report = run();
        QCOMPARE(report.push.renamed, 1);
        QCOMPARE(report.push.moved + report.push.created + report.push.deleted, 0);
        QCOMPARE(m_world->title(m_parent), std::string("House"));
        QCOMPARE(m_world->parentOf(m_child), m_parent.str());
        QVERIFY(m_world->exists("House/House.md") && m_world->exists("House/Kid.md"));
    }

    void T11_outOfAFolderAndIntoOne() {
        m_world->rename("Home/Kid.md", "Kid.md");
        run();
        QCOMPARE(m_world->parentOf(m_child), std::string());
        m_world->rename("Kid.md", "Page/Kid.md");
        run();
        QCOMPARE(m_world->parentOf(m_child), m_page.str());
        QVERIFY(m_world->exists("Page/Page.md"));
    }

    void T12_moveAndRename() {
        m_world->rename("Page.md", "Home/Sheet.md");
        const RunReport report = run();
        QCOMPARE(report.push.moved, 1);
        QCOMPARE(report.push.renamed, 1);
        QCOMPARE(m_world->title(m_page), std::string("Sheet"));
        QCOMPARE(m_world->parentOf(m_page), m_parent.str());
    }

    void DP31_ghostIdsAreKeptAndNamed() {
        writeFile(m_world->path("Ghost.md"), printPageFile(testPage(900), "ghost"));
        writeFile(m_world->path("Broken.md"), "---\ngitmost_id: not-a-uuid\n---\n\nbroken\n");
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        m_world->commitAll("ghosts");
        const RunReport report = run();
        QVERIFY(holds(report, Reason::InvalidId));
        QCOMPARE(m_world->body("Ghost.md"), std::string("ghost"));
        QCOMPARE(m_world->body("Broken.md"), std::string("broken"));
        QVERIFY(has(m_world->content(m_page), "alpha GIT"));
    }

    void moveToSpace_theFileGoesAndThePageLives() {
        m_world->moveToSpace(m_page, m_world->wiki().engineering());
        run();
        QVERIFY(!m_world->exists("Page.md"));
        QVERIFY(m_world->isLive(m_page));
    }

    void S2_aFileWithAnotherSpacesIdTouchesNothing() {
        const PageId foreign = m_world->addPage(7, "Foreign", "secret");
        m_world->moveToSpace(foreign, m_world->wiki().engineering());
        writeFile(m_world->path("Deputy.md"), printPageFile(foreign, "overwritten"));
        const RunReport report = run();
        QVERIFY(holds(report, Reason::ForeignSpace));
        QVERIFY(has(m_world->content(foreign), "secret"));
        QCOMPARE(m_world->title(foreign), std::string("Foreign"));
    }

    void undelete_aRevertRestoresThePageWithItsBody() {
        m_world->remove("Page.md");
        m_world->commitAll("delete");
        run();
        QVERIFY(!m_world->isLive(m_page));
        const std::string deletion = gitCli(m_world->vault(), {"rev-list", "-n1", "HEAD", "--", "Page.md"});
        gitCli(m_world->vault(), {"checkout", deletion + "^", "--", "Page.md"});
        m_world->writeBody("Page.md", "alpha back\n\nmiddle\n\nomega");
        m_world->commitAll("undelete");
        run();
        QVERIFY(m_world->isLive(m_page));
        QVERIFY(has(m_world->content(m_page), "alpha back"));
        QVERIFY(m_world->exists("Page.md"));
    }

    void C9D1_brokenFrontmatterStopsNothingElse() {
        writeFile(m_world->path("Page.md"), "---\ngitmost_id: [unclosed\n---\n\nedited\n");
        m_world->writeBody("Home/Kid.md", "kid GIT");
        const RunReport report = run();
        QVERIFY(holds(report, Reason::BadFrontmatter));
        QVERIFY(has(m_world->content(m_child), "kid GIT"));
        QVERIFY(m_world->isLive(m_page));
        QVERIFY(has(readFile(m_world->path("Page.md")), "[unclosed"));
    }
};

QTEST_GUILESS_MAIN(ScenarioIdentityTest)
#include "scenario_identity_test.moc"
