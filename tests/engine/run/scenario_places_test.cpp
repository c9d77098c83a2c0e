#include "tests/support/story.h"

#include "engine/core/page_file.h"

using namespace wikivault;
using namespace wikivault::test;

/// Catalogue of failures, section 1: below which page, and where among its siblings. Each story ends with two quiet
/// cycles.
class ScenarioPlacesTest : public QObject, protected Story {
    Q_OBJECT

private slots:
    void init() { beginWithChild("Home", "Kid"); }
    void cleanup() { end(); }

    /// Somebody drags the third of three pages between the others while git changes it: no move is echoed.
    void GSMOVEECHO_aDraggedPageKeepsItsPlace_data() {
        QTest::addColumn<QString>("renamedTo");
        QTest::addColumn<QString>("body");
        QTest::newRow("edited") << QStringLiteral("Home/Third.md") << QStringLiteral("third GIT");
        QTest::newRow("renamed") << QStringLiteral("Home/Last.md") << QStringLiteral("third");
        QTest::newRow("renamed and edited") << QStringLiteral("Home/Last.md") << QStringLiteral("third GIT");
    }
    void GSMOVEECHO_aDraggedPageKeepsItsPlace() {
        QFETCH(const QString, renamedTo);
        QFETCH(const QString, body);
        const auto third = threeBelowHome();
        m_world->execute("update pages set position = 'a01003V' where id = '" + third.str() + "'");
        m_world->rename("Home/Third.md", renamedTo.toStdString());
        m_world->writeBody(renamedTo.toStdString(), body.toStdString());
        m_world->commitAll("git's change");
        const RunReport report = run();
        QVERIFY2(pushed(report) > 0 && report.push.moved == 0, describe(report).c_str());
        QCOMPARE(orderBelowHome(), "Kid," + m_world->title(third) + ",Second");
        QCOMPARE(positionOf(third), std::string("a01003V"));
    }

    /// Both sides move the page below the same one, the wiki to a place of its choice.
    void GSMOVEECHO_aMoveThatTheWikiMadeAsWell() {
        threeBelowHome();
        m_world->reparent(m_page, m_parent.str());
        m_world->execute("update pages set position = 'a01003V' where id = '" + m_page.str() + "'");
        m_world->rename("Page.md", "Home/Page.md");
        QCOMPARE(run().push.moved, 0);
        QCOMPARE(orderBelowHome(), std::string("Kid,Page,Second,Third"));
    }

    void GSMOVEECHO_aRealMoveGoesLast() {
        threeBelowHome();
        m_world->rename("Page.md", "Home/Page.md");
        QCOMPARE(run().push.moved, 1);
        QCOMPARE(orderBelowHome(), std::string("Kid,Second,Third,Page"));
    }

    void C9D1F1_aChildUnderAMalformedFolderNote_data() {
        QTest::addColumn<QString>("id");
        for (const char *id : {"nonsense", "[unclosed"})
            QTest::newRow(id) << QString::fromLatin1(id);
    }
    void C9D1F1_aChildUnderAMalformedFolderNote() {
        QFETCH(const QString, id);
        const std::string note = "---\ngitmost_id: " + id.toStdString() + "\nmine: kept\n---\n\nmy own words\n";
        writeFile(m_world->path("Odd/Odd.md"), note);
        writeFile(m_world->path("Odd/New.md"), "new text\n");
        m_world->rename("Page.md", "Odd/Page.md");
        const RunReport report = run();
        QVERIFY2(holds(report, Reason::ParentMissing), describe(report).c_str());
        run();
        const PageId fresh(m_world->idOf("New"));
        QVERIFY(!fresh.isEmpty());
        QVERIFY(has(m_world->content(fresh), "new text"));
        QCOMPARE(m_world->parentOf(fresh) + m_world->parentOf(m_page), std::string());
        QCOMPARE(readFile(m_world->path("Odd/Odd.md")), note);
        QCOMPARE(m_world->idOf("Odd"), std::string());
    }

    /// A new page and a moved one, below a note that stands for no live page of this space.
    void T13_anUnusableParentStopsNothing_data() {
        QTest::addColumn<QString>("how");
        for (const char *how : {"missing", "foreign"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }
    void T13_anUnusableParentStopsNothing() {
        QFETCH(const QString, how);
        PageId parent = testPage(901);
        if (how == QStringLiteral("foreign")) {
            parent = m_world->addPage(8, "Lost", "lost");
            m_world->moveToSpace(parent, m_world->wiki().engineering());
        }
        const std::string note = printPageFile(parent, "lost");
        writeFile(m_world->path("Lost/Lost.md"), note);
        writeFile(m_world->path("Lost/Child.md"), "child text\n");
        m_world->rename("Page.md", "Lost/Page.md");
        m_world->writeBody("Lost/Page.md", "alpha GIT\n\nmiddle\n\nomega");
        const RunReport report = run();
        for (const std::string file : {"Lost/Child.md", "Lost/Page.md"})
            QVERIFY2(std::any_of(
                         report.items.begin(), report.items.end(),
                         [&](const Item &item) { return item.reason == Reason::ParentMissing && item.path == file; }),
                     describe(report).c_str());
        run();
        const PageId child(m_world->idOf("Child"));
        QVERIFY(has(m_world->content(child), "child text"));
        QVERIFY(has(m_world->content(m_page), "alpha GIT"));
        QCOMPARE(m_world->parentOf(child) + m_world->parentOf(m_page), std::string());
        QCOMPARE(readFile(m_world->path("Lost.md")), note);
    }

    /// Its note brings the page back (undelete), so it can be a parent.
    void T13_aTrashedParentWhoseNoteIsThere() {
        const PageId parent = m_world->addPage(8, "Lost", "lost");
        run();
        const std::string note = readFile(m_world->path("Lost.md"));
        m_world->trash(parent);
        run();
        writeFile(m_world->path("Lost/Lost.md"), note);
        writeFile(m_world->path("Lost/Child.md"), "child text\n");
        run();
        run();
        QVERIFY(m_world->isLive(parent));
        QCOMPARE(m_world->parentOf(PageId(m_world->idOf("Child"))), parent.str());
    }

    /// Nobody moved it: whoever its parent is, an edit of it goes through and no move is sent.
    void T13_anUnchangedParentIsNotValidated_data() {
        QTest::addColumn<QString>("how");
        for (const char *how : {"trashed", "foreign"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }
    void T13_anUnchangedParentIsNotValidated() {
        QFETCH(const QString, how);
        if (how == QStringLiteral("trashed"))
            m_world->trash(m_parent);
        else
            m_world->execute("update pages set space_id = '" + m_world->wiki().engineering().str() + "' where id = '" +
                             m_parent.str() + "'");
        m_world->writeBody("Home/Kid.md", "kid GIT");
        const RunReport report = run();
        QVERIFY2(has(m_world->content(m_child), "kid GIT"), describe(report).c_str());
        QCOMPARE(report.push.moved, 0);
        QVERIFY2(!holds(report, Reason::ParentMissing), describe(report).c_str());
        QCOMPARE(m_world->parentOf(m_child), m_parent.str());
        QCOMPARE(m_world->body(fileOf(m_child)), std::string("kid GIT"));
    }

private:
    /// Kid, Second and Third, in this order; the id of the third.
    PageId threeBelowHome() {
        m_world->addPage(4, "Second", "second", m_parent.str());
        const PageId third = m_world->addPage(5, "Third", "third", m_parent.str());
        run();
        return third;
    }
    [[nodiscard]] std::string positionOf(const PageId &page) {
        return m_world->value("select position from pages where id = '" + page.str() + "'");
    }
    [[nodiscard]] std::string orderBelowHome() {
        return m_world->value("select group_concat(title) from (select title from pages where parent_page_id = '" +
                              m_parent.str() + "' and deleted_at is null order by position)");
    }
};

QTEST_GUILESS_MAIN(ScenarioPlacesTest)
#include "scenario_places_test.moc"
