#include "tests/support/story.h"

#include "engine/core/page_file.h"

#include <algorithm>
#include <filesystem>
#include <set>

using namespace wikivault;
using namespace wikivault::test;

/// Catalogue of failures, section 7: names, frontmatter and odd pages. Each story ends with two quiet cycles.
class ScenarioNamesTest : public QObject, protected Story {
    Q_OBJECT

private slots:
    void init() { beginWithChild("Folder", "Child"); }
    void cleanup() { end(); }

    void L12toL15_everyTitleHasAFile_data() {
        QTest::addColumn<QString>("title");
        QTest::newRow("L-12 .git") << QStringLiteral(".git");
        QTest::newRow("L-12 .GIT") << QStringLiteral(".GIT");
        QTest::newRow("L-12 git~1") << QStringLiteral("git~1");
        QTest::newRow("L-13 dot") << QStringLiteral(".NET");
        QTest::newRow("L-14 CJK") << QString(120, QChar(0x6F22));
        QTest::newRow("L-14 emoji") << QStringLiteral("\U0001F469\u200D\U0001F467").repeated(60);
        QTest::newRow("L-15 trailing dot") << QStringLiteral("Title.");
        QTest::newRow("L-15 bidi") << QStringLiteral("a\u202Etxt.exe");
        QTest::newRow("L-15 delete") << QStringLiteral("a\u007Fb");
        QTest::newRow("dots") << QStringLiteral("..");
        QTest::newRow("slashes") << QStringLiteral("../../etc/passwd");
        QTest::newRow("device") << QStringLiteral("CON");
        QTest::newRow("blank") << QStringLiteral("   ");
    }
    void L12toL15_everyTitleHasAFile() {
        QFETCH(const QString, title);
        const PageId parent = m_world->addPage(30, title.toStdString(), "above");
        const PageId below = m_world->addPage(31, "Below", "below", parent.str());
        run();
        const std::string file = fileOf(below);
        QVERIFY(!file.empty() && file.ends_with("/Below.md"));
        writeFile(m_world->path(file), readFile(m_world->path(file)) + "\nadded GIT\n");
        run();
        QVERIFY(has(m_world->content(below), "added GIT"));
        QCOMPARE(m_world->title(parent), title.trimmed().toStdString());
    }

    void L15_twinsOnCaseAndUnicode() {
        for (const auto &[number, title] : std::vector<std::pair<int, std::string>>{
                 {30, "Readme"}, {31, "README"}, {32, "Caf\xC3\xA9"}, {33, "Cafe\xCC\x81"}})
            m_world->addPage(number, title, "twin " + std::to_string(number));
        run();
        std::set<std::string> keys;
        for (int number = 30; number < 34; ++number) {
            const std::string file = fileOf(testPage(number));
            QVERIFY(!file.empty());
            QVERIFY2(keys.insert(QString::fromStdString(file)
                                     .normalized(QString::NormalizationForm_C)
                                     .toCaseFolded()
                                     .toStdString())
                         .second,
                     file.c_str());
        }
    }

    void L16_aSmallerSlugTakesNoName() {
        m_world->addPage(40, "Report", "first");
        run();
        m_world->addPage(5, "Report", "newcomer");
        run();
        QCOMPARE(m_world->body("Report.md"), std::string("first"));
    }

    void L17_aRuleAtTheTopIsNoFrontmatter() {
        writeFile(m_world->path("Ruled.md"), "---\n\nbetween the rules\n\n---\n\nafter\n");
        run();
        const PageId page(m_world->idOf("Ruled"));
        QVERIFY(has(m_world->content(page), "between the rules") && has(m_world->content(page), "after"));
        QVERIFY(has(readFile(m_world->path("Ruled.md")), "between the rules"));
    }

    void L18_keysOfTheUserStay() {
        const std::string text = "---\ntags: [a, b]\ngitmost_id: " + m_page.str() +
                                 "\naliases:\n  - Sheet\n---\n\nalpha\n\nmiddle\n\nomega\n";
        writeFile(m_world->path("Page.md"), text);
        run();
        QCOMPARE(readFile(m_world->path("Page.md")), text);
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        run();
        QVERIFY(has(readFile(m_world->path("Page.md")),
                    "tags: [a, b]\ngitmost_id: " + m_page.str() + "\naliases:\n  - Sheet\n---"));
        QVERIFY(has(readFile(m_world->path("Page.md")), "alpha DOC"));
    }

    void L19_anIdWithAComment() {
        writeFile(m_world->path("Page.md"),
                  "---\ngitmost_id: " + m_page.str() + " # note\n---\n\nalpha GIT\n\nmiddle\n\nomega\n");
        run();
        run();
        QVERIFY(m_world->isLive(m_page));
        QCOMPARE(m_world->livePages(), 3);
    }

    void L20_anIndentedCodeBlockAtTheTop() {
        m_world->writeBody("Page.md", "    code();\n\nafter");
        const std::string before = readFile(m_world->path("Page.md"));
        run();
        QVERIFY(has(m_world->content(m_page), "codeBlock"));
        QCOMPARE(readFile(m_world->path("Page.md")), before);
    }

    void L21_aSlugIsNoId() {
        writeFile(m_world->path("Deputy.md"), "---\ngitmost_id: slug100001\n---\n\noverwritten\n");
        const RunReport report = run();
        QVERIFY(holds(report, Reason::InvalidId));
        QVERIFY(has(m_world->content(m_page), "alpha"));
    }

    void L35_everyHeldThingIsAnItem() {
        writeFile(m_world->path("Bad.md"), "---\ngitmost_id: [unclosed\n---\n\ntext\n");
        const RunReport report = run();
        for (const Item &item : report.items)
            if (item.outcome != Outcome::Done)
                QVERIFY2(!item.path.empty() && !item.detail.empty(), describe(report).c_str());
        QCOMPARE(exitCodeOf({report}, true), 1);
    }

    void L36_contentChangedWithoutItsTime() {
        m_world->execute("drop trigger if exists pages_touch");
        const std::string was = m_world->value("select updated_at from pages where id = '" + m_page.str() + "'");
        m_world->editBody(m_page, testParagraphs({"alpha DOC", "middle", "omega"}));
        m_world->execute("update pages set updated_at = '" + was + "' where id = '" + m_page.str() + "'");
        RunRequest request;
        request.space = m_world->wiki().general();
        request.full = true;
        QVERIFY(m_world->desks().spaces.sync(request, {}, {}).ran);
        QCOMPARE(m_world->body("Page.md"), std::string("alpha DOC\n\nmiddle\n\nomega"));
    }

    void L41_pagesWithoutALivingWayToTheRoot() {
        m_world->execute("update pages set deleted_at = '2026-01-01T00:00:00.000Z' where id = '" + m_parent.str() +
                         "'");
        run();
        QVERIFY(m_world->isLive(m_child));
        QCOMPARE(m_world->body("Child.md"), std::string("child text"));
        const PageId one = m_world->addPage(50, "One", "one");
        const PageId two = m_world->addPage(51, "Two", "two", one.str());
        m_world->reparent(one, two.str());
        run();
        QVERIFY(!fileOf(one).empty() && !fileOf(two).empty());
    }

    void L44_onlyTheCaseOfATitle() {
        m_world->rename("Page.md", "page.md");
        run();
        QCOMPARE(m_world->title(m_page), std::string("page"));
    }

    void bases_areListedAndNeverExported() {
        // The embedded wiki has the column as upstream's Docmost has.
        const PageId base = m_world->addPage(60, "Tracker", "rows");
        const PageId below = m_world->addPage(61, "Note", "note", base.str());
        m_world->execute("update pages set is_base = 1 where id = '" + base.str() + "'");
        const RunReport report = run();
        QVERIFY(holds(report, Reason::NotSynced));
        QVERIFY(!m_world->exists("Tracker/Tracker.md") && !m_world->exists("Tracker.md"));
        QCOMPARE(m_world->body("Tracker/Note.md"), std::string("note"));
        m_world->writeBody("Tracker/Note.md", "note GIT");
        writeFile(m_world->path("Tracker/Fresh.md"), "fresh\n");
        run();
        QVERIFY(has(m_world->content(below), "note GIT"));
        QCOMPARE(m_world->parentOf(PageId(m_world->idOf("Fresh"))), base.str());
        m_world->remove("Tracker");
        run();
        QVERIFY(m_world->isLive(base) && !m_world->isLive(below));
    }

    void parentCycle_theWikisOrderStands() {
        m_world->reparent(m_parent, m_page.str());
        m_world->rename("Page.md", "Folder/Page.md");
        run();
        QVERIFY(m_world->isLive(m_parent) && m_world->isLive(m_page));
        QCOMPARE(m_world->parentOf(m_parent), m_page.str());
        QCOMPARE(m_world->parentOf(m_page), std::string());
    }

    void L01_aDataDirectoryInsideAnotherRepository() {
        const TempDir outer;
        gitCli(outer.path(), {"init", "-q"});
        auto wiki = TestWiki::sqlite();
        QVERIFY(wiki.has_value());
        Settings settings;
        settings.databaseUrl = (*wiki)->url();
        settings.dataDir = outer / "data";
        settings.enabled = true;
        settings.serviceUserId = (*wiki)->user().str();
        settings.writer = WriterChoice::Sql;
        Composition composition(settings, "test");
        RunRequest request;
        request.space = (*wiki)->general();
        const RunReport report = composition.desks().spaces.sync(request, {}, {});
        QVERIFY2(report.ran, describe(report).c_str());
        QVERIFY(std::filesystem::exists(settings.vaultDir((*wiki)->general().str()) + "/.git/HEAD"));
        QCOMPARE(gitCli(outer.path(), {"for-each-ref"}), std::string());
        QVERIFY(!has(readFile(outer / ".git/config"), "Docmost"));
    }
};

QTEST_GUILESS_MAIN(ScenarioNamesTest)
#include "scenario_names_test.moc"
