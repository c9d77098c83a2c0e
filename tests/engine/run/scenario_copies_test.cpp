#include "tests/support/story.h"

#include "engine/core/page_file.h"

using namespace wikivault;
using namespace wikivault::test;

/// Catalogue of failures, section 1: copies, equal names and both sides moving. Each story ends with two quiet cycles.
class ScenarioCopiesTest : public QObject, protected Story {
    Q_OBJECT

private slots:
    void init() { beginWithChild("Home", "Kid"); }
    void cleanup() { end(); }

    void C10D1_droppedFrontmatterComesBack() {
        writeFile(m_world->path("Page.md"), "alpha GIT\n\nmiddle\n\nomega\n");
        run();
        QVERIFY(has(m_world->content(m_page), "alpha GIT"));
        QCOMPARE(parsePageFile(readFile(m_world->path("Page.md"))).id, std::optional(m_page));
        QCOMPARE(m_world->livePages(), 3);
    }

    void T14_aCopyBecomesAPageOfItsOwn() {
        writeFile(m_world->path("Page copy.md"), readFile(m_world->path("Page.md")));
        m_world->writeBody("Page copy.md", "copied text");
        const RunReport report = run();
        QCOMPARE(report.push.created, 1);
        QVERIFY(has(m_world->content(m_page), "alpha"));
        QVERIFY(has(m_world->content(PageId(m_world->idOf("Page copy"))), "copied text"));
    }

    void aCopyWithAShorterNameIsNoMove() {
        writeFile(m_world->path("P.md"), readFile(m_world->path("Page.md")));
        QCOMPARE(run().push.created, 1);
        QCOMPARE(m_world->title(m_page), std::string("Page"));
    }

    void anOldCopyBringsTheIdThatTheCommittedFileLost() {
        const std::string old = readFile(m_world->path("Page.md"));
        writeFile(m_world->path("Page.md"), "alpha GIT\n\nmiddle\n\nomega\n");
        m_world->commitAll("a careless edit");
        writeFile(m_world->path("Old.md"), old);
        run();
        QCOMPARE(m_world->title(m_page), std::string("Old"));
        QVERIFY(!has(m_world->content(m_page), "GIT"));
        QVERIFY(has(m_world->content(PageId(m_world->idOf("Page"))), "alpha GIT"));
    }

    void T15_renamedBesideAnEditorsCopy_data() {
        QTest::addColumn<bool>("editedInTheWiki");
        QTest::newRow("the wiki edited it as well") << true;
        QTest::newRow("the wiki did not") << false;
    }
    void T15_renamedBesideAnEditorsCopy() {
        QFETCH(const bool, editedInTheWiki);
        const std::string text = readFile(m_world->path("Page.md"));
        m_world->rename("Page.md", "Meeting.md");
        m_world->writeBody("Meeting.md", "alpha GIT\n\nmiddle\n\nomega");
        writeFile(m_world->path("Meeting 1.md"), withBody(text, "another edit"));
        if (editedInTheWiki) m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega DOC"}));
        const RunReport report = run();
        QCOMPARE(report.push.created, 1);
        QCOMPARE(report.push.deleted, 0);
        QVERIFY2(report.conflicts.empty(), describe(report).c_str());
        const std::string merged = editedInTheWiki ? "omega DOC" : "omega";
        QCOMPARE(m_world->title(m_page), std::string("Meeting"));
        QCOMPARE(m_world->body("Meeting.md"), "alpha GIT\n\nmiddle\n\n" + merged);
        QVERIFY(has(m_world->content(m_page), "alpha GIT") && has(m_world->content(m_page), merged));
        const PageId copy(m_world->idOf("Meeting 1"));
        QVERIFY(copy != m_page && has(m_world->content(copy), "another edit"));
        QCOMPARE(fileOf(copy), std::string("Meeting 1.md"));
        QCOMPARE(fileOf(m_page), std::string("Meeting.md"));
    }

    void T16_equalTitlesAndTheEditFollowsTheId_data() {
        QTest::addColumn<QString>("wikisBody");
        QTest::addColumn<int>("conflicts");
        const auto body = [](const std::vector<std::string> &texts) {
            return QString::fromStdString(testParagraphs(texts));
        };
        QTest::newRow("the wiki edits no text") << QString() << 0;
        QTest::newRow("the texts merge") << body({"first", "tail DOC"}) << 0;
        QTest::newRow("the texts do not merge") << body({"first DOC", "tail"}) << 1;
    }
    void T16_equalTitlesAndTheEditFollowsTheId() {
        QFETCH(const QString, wikisBody);
        QFETCH(const int, conflicts);
        const PageId first = m_world->addPage(20, "Notes", "x");
        m_world->editBody(first, testParagraphs({"first", "tail"}));
        run();
        const PageId second = m_world->addPage(21, "Notes", "second");
        run();
        m_world->retitle(first, "Renamed");
        if (!wikisBody.isEmpty()) m_world->editBody(first, wikisBody.toStdString());
        m_world->writeBody("Notes.md", "first GIT\n\ntail");
        const RunReport report = run();
        QCOMPARE(static_cast<int>(report.conflicts.size()), conflicts);
        QVERIFY(has(m_world->content(second), "second") && !has(m_world->content(second), "GIT"));
        QCOMPARE(m_world->body(fileOf(second)), std::string("second"));
        QCOMPARE(fileOf(first), std::string("Renamed.md"));
        if (conflicts > 0) {
            QVERIFY(report.conflicts.front().page == first);
            QVERIFY(has(m_world->content(first), "first DOC"));
            QCOMPARE(m_world->body("Renamed.md"), std::string("first GIT\n\ntail"));
            return;
        }
        const std::string tail = wikisBody.isEmpty() ? "tail" : "tail DOC";
        QVERIFY(has(m_world->content(first), "first GIT") && has(m_world->content(first), tail));
        QCOMPARE(m_world->body("Renamed.md"), "first GIT\n\n" + tail);
    }

    void T17_aTrashedPageWhoseSiblingTakesItsPath() {
        const PageId first = m_world->addPage(20, "Notes", "first");
        run();
        const PageId second = m_world->addPage(21, "Notes", "second");
        run();
        m_world->trash(first);
        m_world->writeBody("Notes ~slug100021.md", "second GIT");
        run();
        QVERIFY(!m_world->isLive(first));
        QVERIFY(has(m_world->content(second), "second GIT"));
        QVERIFY(has(m_world->content(first), "first") && !has(m_world->content(first), "GIT"));
        QCOMPARE(fileOf(second), std::string("Notes.md"));
        QCOMPARE(m_world->body("Notes.md"), std::string("second GIT"));
        QCOMPARE(fileOf(first), std::string());
    }

    void T18_anOldTitleUsedAgain() {
        m_world->retitle(m_page, "New");
        const PageId newcomer = m_world->addPage(22, "Page", "newcomer");
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        run();
        QVERIFY(has(m_world->content(m_page), "alpha GIT"));
        QVERIFY(!has(m_world->content(newcomer), "GIT"));
        QCOMPARE(m_world->body("New.md"), std::string("alpha GIT\n\nmiddle\n\nomega"));
        QCOMPARE(m_world->body("Page.md"), std::string("newcomer"));
    }

    void T19_theTargetIsOccupied() {
        m_world->retitle(m_page, "New");
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega DOC"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        writeFile(m_world->path("New.md"), "unrelated\n");
        run();
        QCOMPARE(m_world->body("New.md"), std::string("alpha GIT\n\nmiddle\n\nomega DOC"));
        QVERIFY(has(m_world->content(PageId(m_world->idOf("New ~git"))), "unrelated"));
    }

    void T20_bothSidesRenameAndEdit() {
        m_world->retitle(m_page, "By wiki");
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega DOC"}));
        m_world->rename("Page.md", "By git.md");
        m_world->writeBody("By git.md", "alpha GIT\n\nmiddle\n\nomega");
        run();
        QCOMPARE(m_world->title(m_page), std::string("By git"));
        QCOMPARE(m_world->body("By git.md"), std::string("alpha GIT\n\nmiddle\n\nomega DOC"));
        QVERIFY(!m_world->exists("By wiki.md"));
    }

    void T21_aLeafGetsItsFirstChild() {
        m_world->addPage(23, "Child", "child", m_page.str());
        m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega DOC"}));
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        run();
        QCOMPARE(m_world->body("Page/Page.md"), std::string("alpha GIT\n\nmiddle\n\nomega DOC"));
        QCOMPARE(m_world->body("Page/Child.md"), std::string("child"));
        QVERIFY(!m_world->exists("Page.md"));
    }

    void T22_aRenamedFolderPageAndAnEditOfItsChild() {
        m_world->editBody(m_child, testParagraphs({"one", "two"}));
        run();
        m_world->retitle(m_parent, "Root");
        m_world->editBody(m_child, testParagraphs({"one", "two DOC"}));
        m_world->writeBody("Home/Kid.md", "one GIT\n\ntwo");
        run();
        QCOMPARE(m_world->body("Root/Kid.md"), std::string("one GIT\n\ntwo DOC"));
        QVERIFY(!m_world->exists("Home"));
    }

    void T23_aFileAddedBelowARenamedPage() {
        m_world->retitle(m_parent, "Root");
        writeFile(m_world->path("Home/New.md"), "new\n");
        run();
        QCOMPARE(m_world->parentOf(PageId(m_world->idOf("New"))), m_parent.str());
        QVERIFY(m_world->exists("Root/New.md"));
    }

    void T24_filesThatAreNoPages() {
        writeFile(m_world->path(".obsidian/app.json"), "{}");
        writeFile(m_world->path(".trash/x.md"), "old");
        writeFile(m_world->path("image.png"), "not really");
        const int live = m_world->livePages();
        run();
        QCOMPARE(m_world->livePages(), live);
        QCOMPARE(readFile(m_world->path(".trash/x.md")), std::string("old"));
        QCOMPARE(readFile(m_world->path("image.png")), std::string("not really"));
        m_world->remove("image.png");
        m_world->remove(".obsidian");
        m_world->remove(".trash");
    }

    void swapAndChainOfNames() {
        const PageId other = m_world->addPage(24, "Other", "other");
        run();
        m_world->rename("Page.md", "swap.tmp");
        m_world->rename("Other.md", "Page.md");
        m_world->rename("swap.tmp", "Other.md");
        const RunReport report = run();
        QCOMPARE(report.push.deleted + report.push.created, 0);
        QCOMPARE(m_world->title(m_page), std::string("Other"));
        QCOMPARE(m_world->title(other), std::string("Page"));
    }
};

QTEST_GUILESS_MAIN(ScenarioCopiesTest)
#include "scenario_copies_test.moc"
