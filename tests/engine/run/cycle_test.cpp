#include "tests/support/test_world.h"

#include "engine/core/page_file.h"
#include "engine/run/cycle.h"

#include <QTest>

#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

namespace {

/// Found overdue when the worker says that it goes on, as after a long sleep.
class OverdueLease final : public Lease {
public:
    [[nodiscard]] std::stop_token lost() const override { return m_lost.get_token(); }
    void progress(const std::string &) override { m_lost.request_stop(); }

private:
    std::stop_source m_lost;
};

}  // namespace

/// The cycle as stories, on a real wiki in SQLite and real git. Each ends with two quiet cycles.
class CycleTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        auto wiki = TestWiki::sqlite();
        QVERIFY2(wiki.has_value(), wiki ? "" : wiki.error().detail.c_str());
        m_world = std::make_unique<TestWorld>(std::move(*wiki));
        m_home = m_world->addPage(1, "Home", "alpha");
        m_child = m_world->addPage(2, "Child", "one", m_home.str());
        const RunReport first = m_world->sync();
        QVERIFY2(first.ran, describe(first).c_str());
    }
    void cleanup() { m_world.reset(); }

    void firstRunExportsEveryPage() {
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha"));
        QCOMPARE(m_world->body("Home/Child.md"), std::string("one"));
        expectQuiet();
    }

    void anEditInTheWikiReachesTheFile() {
        m_world->editText(m_home, "alpha and more");
        const RunReport report = m_world->sync();
        QCOMPARE(report.pull.written, 1);
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha and more"));
        expectQuiet();
    }

    void anEditInTheFileReachesTheWiki() {
        m_world->writeBody("Home/Child.md", "one, edited by hand");
        const RunReport report = m_world->sync();
        QVERIFY2(report.push.updated == 1, describe(report).c_str());
        QVERIFY(m_world->content(m_child).find("edited by hand") != std::string::npos);
        expectQuiet();
    }

    void aRenamedFileRenamesThePage() {
        std::filesystem::rename(m_world->path("Home/Child.md"), m_world->path("Home/Renamed.md"));
        const RunReport report = m_world->sync();
        QVERIFY2(report.push.renamed == 1, describe(report).c_str());
        QCOMPARE(m_world->title(m_child), std::string("Renamed"));
        expectQuiet();
    }

    void aRetitledPageRenamesTheFile() {
        m_world->retitle(m_child, "New: name");
        const RunReport report = m_world->sync();
        QCOMPARE(report.pull.moved, 1);
        QCOMPARE(m_world->body("Home/New- name.md"), std::string("one"));
        QVERIFY(m_world->body("Home/Child.md").empty());
        expectQuiet();
    }

    void aMovedFileMovesThePage() {
        std::filesystem::rename(m_world->path("Home/Child.md"), m_world->path("Child.md"));
        const RunReport report = m_world->sync();
        QVERIFY2(report.push.moved == 1 && report.push.deleted == 0, describe(report).c_str());
        QCOMPARE(m_world->value("select count(*) from pages where parent_page_id is null and deleted_at is null"),
                 std::string("2"));
        expectQuiet();
    }

    void aNewFileBecomesAPageOnce() {
        writeFile(m_world->path("Home/Idea.md"), "A new *thought*.\n");
        const RunReport report = m_world->sync();
        QVERIFY2(report.push.created == 1, describe(report).c_str());
        QCOMPARE(m_world->value("select count(*) from pages where title = 'Idea'"), std::string("1"));
        QVERIFY(parsePageFile(readFile(m_world->path("Home/Idea.md"))).id.has_value());
        expectQuiet();
    }

    void aBareFolderGetsAPage() {
        writeFile(m_world->path("Tools/VPN.md"), "How to connect.\n");
        const RunReport report = m_world->sync();
        QVERIFY2(report.push.created == 2, describe(report).c_str());
        QCOMPARE(
            m_world->value("select p.title from pages c join pages p on p.id = c.parent_page_id where c.title = 'VPN'"),
            std::string("Tools"));
        expectQuiet();
    }

    void aDeletedFileTrashesThePageAndAReturningOneRestoresIt() {
        const std::string text = readFile(m_world->path("Home/Child.md"));
        std::filesystem::remove(m_world->path("Home/Child.md"));
        const RunReport report = m_world->sync();
        QVERIFY2(report.push.deleted == 1, describe(report).c_str());
        QCOMPARE(m_world->value("select count(*) from pages where deleted_at is not null"), std::string("1"));
        expectQuiet();
        writeFile(m_world->path("Home/Child.md"), text);
        const RunReport back = m_world->sync();
        QVERIFY2(back.ran, describe(back).c_str());
        QCOMPARE(m_world->value("select count(*) from pages where deleted_at is not null"), std::string("0"));
        expectQuiet();
    }

    void aTrashedPageRemovesTheFile() {
        m_world->trash(m_child);
        const RunReport report = m_world->sync();
        QVERIFY2(report.pull.deleted == 1, describe(report).c_str());
        QVERIFY(!std::filesystem::exists(m_world->path("Home/Child.md")));
        expectQuiet();
    }

    void editsOfDifferentBlocksMerge() {
        m_world->editBody(m_home, testParagraphs({"alpha", "omega"}));
        QVERIFY(m_world->sync().ran);
        m_world->editBody(m_home, testParagraphs({"alpha", "omega of the wiki"}));
        m_world->writeBody("Home/Home.md", "alpha of git\n\nomega");
        const RunReport report = m_world->sync();
        QVERIFY2(report.conflicts.empty(), describe(report).c_str());
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha of git\n\nomega of the wiki"));
        QVERIFY(m_world->content(m_home).find("alpha of git") != std::string::npos);
        expectQuiet();
    }

    void theSameSentenceIsHeldUntilDecided_data() {
        QTest::addColumn<int>("take");
        QTest::addColumn<QString>("settled");
        QTest::newRow("wiki") << static_cast<int>(Take::Wiki) << QStringLiteral("alpha of the wiki");
        QTest::newRow("git") << static_cast<int>(Take::Git) << QStringLiteral("alpha of git");
    }
    void theSameSentenceIsHeldUntilDecided() {
        QFETCH(const int, take);
        QFETCH(const QString, settled);
        m_world->editText(m_home, "alpha of the wiki");
        m_world->writeBody("Home/Home.md", "alpha of git");
        m_world->editText(m_child, "goes on");
        const RunReport report = m_world->sync();
        QCOMPARE(exitCodeOf({report}, true), 4);
        QCOMPARE(report.conflicts.size(), std::size_t(1));
        QCOMPARE(m_world->body("Home/Child.md"), std::string("goes on"));
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha of git"));
        expectQuiet();
        QVERIFY(m_world->desks().review.decide({m_home, static_cast<Take>(take)}).has_value());
        const RunReport after = m_world->sync();
        QVERIFY2(after.ran && after.conflicts.empty(), describe(after).c_str());
        QCOMPARE(m_world->body("Home/Home.md"), settled.toStdString());
        QVERIFY(m_world->content(m_home).find(settled.toStdString()) != std::string::npos);
        expectQuiet();
    }

    void aPersonsOwnCommitsAreRespected() {
        m_world->writeBody("Home/Child.md", "committed by a person");
        gitCli(m_world->vault(),
               {"-c", "user.name=Kim", "-c", "user.email=kim@example.com", "commit", "-qam", "by hand"});
        const RunReport report = m_world->sync();
        QVERIFY2(report.push.updated == 1, describe(report).c_str());
        QVERIFY(gitCli(m_world->vault(), {"log", "--format=%s"}).find("by hand") != std::string::npos);
        expectQuiet();
    }

    void anotherBranchMakesTheEngineWait() {
        gitCli(m_world->vault(), {"checkout", "-qb", "work"});
        m_world->editText(m_home, "changed meanwhile");
        const RunReport report = m_world->sync();
        QVERIFY2(report.ran, describe(report).c_str());
        QCOMPARE(m_world->body("Home/Home.md"), std::string("alpha"));
        gitCli(m_world->vault(), {"checkout", "-q", "main"});
        QVERIFY(m_world->sync().ran);
        QCOMPARE(m_world->body("Home/Home.md"), std::string("changed meanwhile"));
        expectQuiet();
    }

    void aCopyOfAFileBecomesAPageOfItsOwn() {
        writeFile(m_world->path("Home/Child copy.md"), readFile(m_world->path("Home/Child.md")));
        const RunReport report = m_world->sync();
        QVERIFY2(report.push.created == 1 && report.push.deleted == 0, describe(report).c_str());
        QCOMPARE(m_world->title(m_child), std::string("Child"));
        expectQuiet();
    }

    void aLeaseThatIsFoundOverduePassesNoCheckpoint() {
        OverdueLease lease;
        const Checkpoint checkpoint({}, &lease, {}, m_world->wiki().general(), RunId("1"));
        const auto passed = checkpoint.pass("writing");
        QVERIFY(!passed && passed.error().code == ErrorCode::LostLease);
    }

    void aPreviewWritesNothing() {
        m_world->editText(m_home, "alpha two");
        writeFile(m_world->path("Fresh.md"), "new\n");
        const auto before = snapshot(m_world->vault());
        const auto plan = m_world->desks().spaces.preview({m_world->wiki().general(), {}, {}}, {});
        QVERIFY2(plan.has_value(), plan ? "" : plan.error().detail.c_str());
        QCOMPARE(plan->items.size(), std::size_t(2));
        QVERIFY(snapshot(m_world->vault()) == before);
    }

private:
    void expectQuiet() {
        const std::string moved = m_world->disturbance();
        QVERIFY2(moved.empty(), moved.c_str());
    }

    std::unique_ptr<TestWorld> m_world;
    PageId m_home, m_child;
};

QTEST_GUILESS_MAIN(CycleTest)
#include "cycle_test.moc"
