#include "tests/support/test_world.h"

#include <QTest>

#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

/// A preview writes nothing, and says how it knows (I8, T-53).
class PreviewTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        auto wiki = TestWiki::sqlite();
        QVERIFY2(wiki.has_value(), wiki ? "" : wiki.error().detail.c_str());
        m_world = std::make_unique<TestWorld>(std::move(*wiki));
        m_home = m_world->addPage(1, "Home", "alpha");
    }
    void cleanup() { m_world.reset(); }

    void aVaultThatDoesNotExistIsNotMade() {
        const std::string dataDir = std::filesystem::path(m_world->vault()).parent_path().string();
        QVERIFY(snapshot(dataDir).empty());
        const std::string rows = rowsOfEverything();
        const Plan plan = m_world->plan();
        QCOMPARE(plan.items.size(), std::size_t(1));
        QVERIFY(plan.items[0].action == Action::Create && plan.items[0].path == "Home.md");
        QVERIFY(snapshot(dataDir).empty());
        QCOMPARE(rowsOfEverything(), rows);
        QVERIFY(plan.proof && plan.proof->moved.empty());
        QVERIFY(plan.proof->refsAfter.empty() && plan.proof->filesAfter == 0);
        QVERIFY(plan.proof->rowsAfter.starts_with("1 pages"));
    }

    void neitherRefsNorFilesNorRowsMove() {
        QVERIFY(m_world->sync().ran);
        m_world->editText(m_home, "alpha two");
        writeFile(m_world->path("Fresh.md"), "new\n");
        std::filesystem::create_directory(m_world->path("Bare"));
        writeFile(m_world->path("Bare/Page.md"), "below\n");
        const auto before = snapshot(m_world->vault());
        const std::string rows = rowsOfEverything();
        const std::size_t journal = runs();
        const Plan first = m_world->plan();
        const Plan second = m_world->plan();
        QVERIFY(snapshot(m_world->vault()) == before);
        QCOMPARE(rowsOfEverything(), rows);
        QCOMPARE(runs(), journal);
        QCOMPARE(first.hash, second.hash);
        QVERIFY(first.proof && first.proof->moved.empty());
        QVERIFY(first.proof->refsBefore == first.proof->refsAfter);
        QVERIFY(first.proof->refsAfter.contains("refs/heads/main"));
        QVERIFY(first.proof->filesAfter > 10);
        QCOMPARE(gitCli(m_world->vault(), {"status", "--porcelain", "-uall"}),
                 std::string("?? Bare/Page.md\n?? Fresh.md"));
    }

    void theHashFollowsEitherSide() {
        QVERIFY(m_world->sync().ran);
        const std::string settled = m_world->plan().hash;
        m_world->editText(m_home, "alpha two");
        const std::string edited = m_world->plan().hash;
        writeFile(m_world->path("Fresh.md"), "new\n");
        const std::string both = m_world->plan().hash;
        QVERIFY(settled != edited && edited != both && settled != both);
    }

    void itReadsThroughAConnectionThatCannotWrite() {
        auto request = m_world->wiki().request();
        request.readOnly = true;
        const auto wiki = sql::openWiki(request);
        QVERIFY(wiki.has_value());
        QVERIFY(!(*wiki)->catalog().setEnabled(m_world->wiki().general(), true));
    }

private:
    std::string rowsOfEverything() {
        return m_world->value("select * from pages order by id") + m_world->value("select * from spaces order by id");
    }
    std::size_t runs() { return m_world->desks().ledger.runs({})->size(); }

    std::unique_ptr<TestWorld> m_world;
    PageId m_home;
};

QTEST_GUILESS_MAIN(PreviewTest)
#include "preview_test.moc"
