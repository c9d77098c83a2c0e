#include "tests/support/story.h"

#include "engine/core/page_file.h"

#include <algorithm>
#include <filesystem>
#include <set>

using namespace wikivault;
using namespace wikivault::test;

/// Catalogue of failures, section 7: weaknesses nobody had named. Each story ends with two quiet cycles.
class ScenarioWeaknessTest : public QObject, protected Story {
    Q_OBJECT

private slots:
    void init() { beginWithChild("Folder", "Child"); }
    void cleanup() { end(); }

    void L02_theChildMovesOutBeforeItsFolderIsDeleted() {
        m_world->rename("Folder/Child.md", "Child.md");
        m_world->remove("Folder");
        m_world->commitAll("move out and delete");
        run();
        QVERIFY(m_world->isLive(m_child) && !m_world->isLive(m_parent));
        QCOMPARE(m_world->parentOf(m_child), std::string());
        QCOMPARE(m_world->body("Child.md"), std::string("child text"));
    }

    void L03_aFolderNoteDeletedWhileChildrenStay() {
        m_world->remove("Folder/Folder.md");
        const RunReport report = run();
        QVERIFY(holds(report, Reason::ChildrenLive));
        QVERIFY(m_world->isLive(m_child) && m_world->isLive(m_parent));
        QCOMPARE(m_world->body("Folder/Child.md"), std::string("child text"));
        QCOMPARE(m_world->parentOf(m_child), m_parent.str());
    }

    void L04_aDeleteSaysWhatGoesWithIt() {
        m_world->remove("Page.md");
        const auto plan = m_world->desks().spaces.preview({m_world->wiki().general(), {}, {}}, {});
        QVERIFY(plan.has_value());
        QVERIFY(has(plan->items.front().detail, "shares"));
        QVERIFY(m_world->isLive(m_page));
        run();
    }

    void L05_everythingDeletedInGitWaits() {
        for (int n = 10; n < 18; ++n)
            m_world->addPage(n, "Many " + std::to_string(n), "text");
        run();
        gitCli(m_world->vault(), {"rm", "-rq", "."});
        m_world->commitAll("everything goes");
        const std::string wipe = gitCli(m_world->vault(), {"rev-parse", "HEAD"});
        const RunReport report = run();
        QCOMPARE(exitCodeOf({report}, true), 5);
        QCOMPARE(report.push.deleted, 0);
        QCOMPARE(m_world->livePages(), 11);
        gitCli(m_world->vault(), {"revert", "--no-edit", wipe});
        QCOMPARE(exitCodeOf({run()}, true), 0);
    }

    void L08_renamedAndItsFrontmatterDropped_data() {
        QTest::addColumn<QString>("body");
        QTest::newRow("as it was") << QStringLiteral("alpha\n\nmiddle\n\nomega\n");
        QTest::newRow("edited a little") << QStringLiteral("alpha GIT\n\nmiddle\n\nomega\n");
    }
    void L08_renamedAndItsFrontmatterDropped() {
        QFETCH(const QString, body);
        m_world->remove("Page.md");
        writeFile(m_world->path("Sheet.md"), body.toStdString());
        m_world->commitAll("by a careless editor");
        const RunReport report = run();
        QCOMPARE(report.push.created + report.push.deleted, 0);
        QCOMPARE(m_world->title(m_page), std::string("Sheet"));
        QCOMPARE(parsePageFile(readFile(m_world->path("Sheet.md"))).id, std::optional(m_page));
    }

    void L08_twoAlikeGoTheirOwnWays() {
        const PageId twin = m_world->addPage(30, "Twin", "x");
        m_world->editBody(twin, testParagraphs({"alpha", "middle", "omega", "twin"}));
        run();
        m_world->remove("Page.md");
        m_world->remove("Twin.md");
        writeFile(m_world->path("A.md"), "alpha\n\nmiddle\n\nomega\n\ntwin\n");
        writeFile(m_world->path("B.md"), "alpha\n\nmiddle\n\nomega\n");
        run();
        QCOMPARE(m_world->title(twin), std::string("A"));
        QCOMPARE(m_world->title(m_page), std::string("B"));
        QCOMPARE(m_world->livePages(), 4);
    }

    void L08_anotherTextIsAnotherPage() {
        m_world->remove("Page.md");
        writeFile(m_world->path("Sheet.md"), "something\n\nelse\n\nentirely\n");
        const RunReport report = run();
        QCOMPARE(report.push.created, 1);
        QCOMPARE(report.push.deleted, 1);
    }

    void L09_aFileSkippedBeforeIsAdoptedLater() {
        writeFile(m_world->path("Idea.md"), "---\ngitmost_id: nonsense\n---\n\nidea\n");
        m_world->commitAll("skipped");
        run();
        QCOMPARE(m_world->idOf("Idea"), std::string());
        writeFile(m_world->path("Idea.md"), "idea\n");
        run();
        QVERIFY(!m_world->idOf("Idea").empty());
    }

    void L10_aChildBesideItsLeaf() {
        writeFile(m_world->path("Page/Child two.md"), "second\n");
        run();
        QCOMPARE(m_world->parentOf(PageId(m_world->idOf("Child two"))), m_page.str());
        QVERIFY(m_world->exists("Page/Page.md") && m_world->exists("Page/Child two.md"));
    }

    void L11_bareFoldersGetPages() {
        writeFile(m_world->path("A/B/Deep.md"), "deep\n");
        run();
        const PageId deep(m_world->idOf("Deep"));
        QCOMPARE(m_world->parentOf(deep), m_world->idOf("B"));
        QCOMPARE(m_world->parentOf(PageId(m_world->idOf("B"))), m_world->idOf("A"));
        QVERIFY(m_world->exists("A/A.md") && m_world->exists("A/B/B.md") && m_world->exists("A/B/Deep.md"));
    }

    /// Between our look and our write, with the time of what we saw: only the text tells.
    void F078_anEditThatLeavesTheTimeAsItWas() {
        m_world->execute("drop trigger if exists pages_touch");
        m_world->writeBody("Page.md", "alpha GIT\n\nmiddle\n\nomega");
        const std::string time = m_world->value("select updated_at from pages where id = '" + m_page.str() + "'");
        bool isEdited = false;
        const RunReport report = m_world->sync([&](const RunProgress &progress) {
            if (isEdited || progress.phase != "writing pages to the wiki") return;
            isEdited = true;
            m_world->editBody(m_page, testParagraphs({"alpha", "middle", "omega DOC"}));
            m_world->execute("update pages set updated_at = '" + time + "' where id = '" + m_page.str() + "'");
        });
        QVERIFY(isEdited);
        QVERIFY2(holds(report, Reason::Stale), describe(report).c_str());
        QVERIFY(has(m_world->content(m_page), "omega DOC") && !has(m_world->content(m_page), "alpha GIT"));
        run();
        QCOMPARE(m_world->body("Page.md"), std::string("alpha GIT\n\nmiddle\n\nomega DOC"));
        QVERIFY(has(m_world->content(m_page), "omega DOC") && has(m_world->content(m_page), "alpha GIT"));
    }
};

QTEST_GUILESS_MAIN(ScenarioWeaknessTest)
#include "scenario_weakness_test.moc"
