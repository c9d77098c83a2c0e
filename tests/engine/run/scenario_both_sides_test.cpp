#include "tests/support/story.h"

#include "engine/core/page_file.h"

#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

/// Catalogue of failures, section 2: pages that appear or go on one side while the other edits. Each story ends with
/// two quiet cycles.
class ScenarioBothSidesTest : public QObject, protected Story {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

    void T30_bothAddTheSameName() {
        const PageId fresh = m_world->addPage(2, "New", "by the wiki");
        writeFile(m_world->path("New.md"), "by git\n");
        run();
        QVERIFY(has(m_world->content(fresh), "by the wiki"));
        QCOMPARE(m_world->body("New.md"), std::string("by the wiki"));
        QCOMPARE(m_world->body("New ~git.md"), std::string("by git"));
        QVERIFY(has(m_world->content(PageId(m_world->idOf("New ~git"))), "by git"));
    }

    /// Whose page it is cannot be told (D-P3-1, review S2), so it is named and stays as it is, and the page goes
    /// beside.
    void T30_bothAddTheSameNameAndGitsHasAForeignId_data() {
        QTest::addColumn<bool>("isOfAnotherSpace");
        QTest::newRow("an id of nobody") << false;
        QTest::newRow("an id of another space's page") << true;
    }
    void T30_bothAddTheSameNameAndGitsHasAForeignId() {
        QFETCH(const bool, isOfAnotherSpace);
        PageId foreign = testPage(950);
        if (isOfAnotherSpace) {
            foreign = m_world->addPage(7, "Foreign", "theirs");
            m_world->moveToSpace(foreign, m_world->wiki().engineering());
        }
        const PageId fresh = m_world->addPage(2, "New", "by the wiki");
        const std::string file = printPageFile(foreign, "by git");
        writeFile(m_world->path("New.md"), file);
        for (int i = 0; i < 2; ++i) {
            const RunReport report = run();
            QVERIFY2(holds(report, isOfAnotherSpace ? Reason::ForeignSpace : Reason::InvalidId),
                     describe(report).c_str());
            QCOMPARE(pushed(report), 0);
        }
        QVERIFY(has(m_world->content(fresh), "by the wiki"));
        QCOMPARE(m_world->title(fresh), std::string("New"));
        QCOMPARE(readFile(m_world->path("New.md")), file);
        QCOMPARE(fileOf(fresh), std::string("New ~slug100002.md"));
        QVERIFY(!isOfAnotherSpace || has(m_world->content(foreign), "theirs"));
        // Without that line it is a file like any other, and the page has its name.
        writeFile(m_world->path("New.md"), "by git\n");
        run();
        QVERIFY(has(m_world->content(fresh), "by the wiki"));
        QCOMPARE(m_world->body(fileOf(fresh)), std::string("by the wiki"));
        QCOMPARE(m_world->livePages(), isOfAnotherSpace ? 4 : 3);
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

    void T33_aVaultMadeAgainWithAnotherText() {
        std::filesystem::remove_all(m_world->vault());
        m_world->restart();
        std::filesystem::remove_all(std::filesystem::path(m_world->vault()).parent_path() / ".wikivault");
        writeFile(m_world->path("Page.md"), "what git says\n");
        gitCli(m_world->vault(), {"init", "-q", "-b", "main"});
        m_world->commitAll("by hand, without ids");
        expectCopyBeside("alpha");
    }

    void T33_aPageThatComesBackFromTheTrash() {
        m_world->addPage(5, "Another", "so that not all pages go");
        run();
        m_world->trash(m_page);
        run();
        QVERIFY(!m_world->exists("Page.md"));
        m_world->untrash(m_page);
        m_world->editText(m_page, "what the wiki says");
        writeFile(m_world->path("Page.md"), "what git says\n");
        expectCopyBeside("what the wiki says");
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
    /// The page keeps its text and its path, and what git had there is a page of its own.
    void expectCopyBeside(const std::string &text) {
        const RunReport report = run();
        QVERIFY2(has(m_world->content(m_page), text), describe(report).c_str());
        QVERIFY(!has(m_world->content(m_page), "what git says"));
        QCOMPARE(parsePageFile(readFile(m_world->path("Page.md"))).id, std::optional(m_page));
        QVERIFY(has(m_world->body("Page.md"), text));
        QCOMPARE(m_world->body("Page ~git.md"), std::string("what git says"));
        QVERIFY(has(m_world->content(PageId(m_world->idOf("Page ~git"))), "what git says"));
    }
};

QTEST_GUILESS_MAIN(ScenarioBothSidesTest)
#include "scenario_both_sides_test.moc"
