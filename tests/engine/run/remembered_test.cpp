#include "tests/support/test_world.h"

#include "engine/adapters/sql/sqlite_file.h"

#include <QTest>

using namespace wikivault;
using namespace wikivault::test;

/// What the journal remembers: the guard's sliding day, decisions, runs that were cut off, the daily full pass.
class RememberedTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        auto wiki = TestWiki::sqlite();
        QVERIFY2(wiki.has_value(), wiki ? "" : wiki.error().detail.c_str());
        m_world = std::make_unique<TestWorld>(std::move(*wiki));
        for (int i = 1; i <= 20; ++i)
            m_pages.push_back(m_world->addPage(i, name(i), "text " + std::to_string(i)));
        QVERIFY(m_world->sync().ran);
    }
    void cleanup() {
        m_world.reset();
        m_pages.clear();
    }

    void whatAPersonApprovedDoesNotCountLater() {
        for (int i = 1; i <= 8; ++i)
            m_world->remove(name(i) + ".md");
        QVERIFY(m_world->sync().ran);
        QCOMPARE(m_world->livePages(), 20);
        QVERIFY(m_world->apply(PlanOrder{m_world->plan(), {}, true}).ran);
        QCOMPARE(m_world->livePages(), 12);
        m_world->remove(name(9) + ".md");
        const RunReport report = m_world->sync();
        QVERIFY2(!m_world->isLive(m_pages[8]), describe(report).c_str());
        expectQuiet();
    }

    void filesSetAsideAreCountedOverADay() {
        setAside(21, 15);
        QVERIFY(m_world->sync().ran);
        QCOMPARE(m_world->livePages(), 50);
        setAside(41, 10);
        const RunReport report = m_world->sync();
        QVERIFY2(describe(report).find("and 15 in the last 24 hours") != std::string::npos, describe(report).c_str());
        QCOMPARE(m_world->livePages(), 60);
    }

    void aDecisionOutlivesAWriteThatFails() {
        m_world->editText(m_pages[0], "the wiki's");
        m_world->writeBody(name(1) + ".md", "git's");
        QCOMPARE(m_world->sync().conflicts.size(), std::size_t(1));
        QVERIFY(m_world->desks().review.decide({m_pages[0], std::string("settled by hand")}).has_value());
        m_world->execute(
            "create trigger refuse before update of content on pages begin select raise(abort, 'no'); end");
        const RunReport failed = m_world->sync();
        QVERIFY2(failed.push.failures == 1 || !failed.ran, describe(failed).c_str());
        m_world->execute("drop trigger refuse");
        m_world->restart();
        const RunReport report = m_world->sync();
        QVERIFY2(report.ran && report.conflicts.empty(), describe(report).c_str());
        QVERIFY(m_world->content(m_pages[0]).find("settled by hand") != std::string::npos);
        QVERIFY(m_world->desks().review.conflicts({})->empty());
        expectQuiet();
    }

    void aRunThatWasCutOffCanBeTakenBack() {
        m_world->editText(m_pages[0], "vandalised");
        const RunReport report = m_world->sync();
        QVERIFY(report.ran);
        changeState("delete from items where run_id = " + report.run.str());
        changeState(
            "update runs set outcome = 'interrupted', main_before = '', main_after = '', agreed_before = '', "
            "agreed_after = '' where id = " +
            report.run.str());
        const RunReport back = m_world->apply(m_world->plan({m_world->wiki().general(), report.run, {}}));
        QVERIFY2(back.ran, describe(back).c_str());
        QCOMPARE(m_world->body(name(1) + ".md"), std::string("text 1"));
        QVERIFY(m_world->content(m_pages[0]).find("text 1") != std::string::npos);
        expectQuiet();
    }

    void onceADayThePollTrustsNoKey() {
        poll();
        m_world->execute("drop trigger if exists pages_touch");
        const std::string was = m_world->value("select updated_at from pages where id = '" + m_pages[0].str() + "'");
        m_world->editText(m_pages[0], "changed behind its time");
        m_world->execute("update pages set updated_at = '" + was + "' where id = '" + m_pages[0].str() + "'");
        poll();
        QCOMPARE(m_world->body(name(1) + ".md"), std::string("text 1"));
        change(m_world->vault() + "/.git/wikivault/cache.db",
               "update named_values_1 set value = '2020-01-01T00:00:00.000Z' where name = 'full-pass'");
        poll();
        QCOMPARE(m_world->body(name(1) + ".md"), std::string("changed behind its time"));
    }

private:
    static std::string name(int number) { return "Page " + std::to_string(number); }
    /// Pages of the wiki, and files that want their names.
    void setAside(int from, int count) {
        for (int i = from; i < from + count; ++i) {
            m_world->addPage(i, name(i), "of the wiki");
            writeFile(m_world->path(name(i) + ".md"), "of git\n");
        }
    }
    void poll() {
        RunRequest request;
        request.space = m_world->wiki().general();
        request.trigger = "poll";
        const RunReport report = m_world->desks().spaces.sync(request, {}, {});
        QVERIFY2(report.ran, describe(report).c_str());
    }
    void change(const std::string &database, const std::string &statement) {
        m_world->restart();
        auto file = sql::SqliteFile::open(database);
        QVERIFY2(file.has_value(), file ? "" : file.error().detail.c_str());
        const auto done = file->execute(statement, {});
        QVERIFY2(done.has_value(), done ? "" : done.error().detail.c_str());
    }
    void changeState(const std::string &statement) { change(m_world->vault() + "/../.wikivault/state.db", statement); }
    void expectQuiet() {
        const std::string moved = m_world->disturbance();
        QVERIFY2(moved.empty(), moved.c_str());
    }

    std::unique_ptr<TestWorld> m_world;
    std::vector<PageId> m_pages;
};

QTEST_GUILESS_MAIN(RememberedTest)
#include "remembered_test.moc"
