#include "tests/support/database_story.h"

using namespace wikivault;
using namespace wikivault::test;

/// The server of the wiki's database, or somebody else who works on it, is in the way of a run: nothing is lost, and
/// the next run finishes the work, once.
class CtlDatabaseServerTest : public QObject, protected DatabaseStory {
    Q_OBJECT

private slots:
    void initTestCase() { NEED_DOCMOST(m_server); }
    void init() { begin(); }
    void cleanup() { end(); }
    void F066_aServerThatCrashesAndRecovers();
    void F068_aStandbyIsOnlyRead();
    void F071_aTableThatSomebodyLocked();
    void F077_aChangeThatIsCommittedLate();
};

/// While a page is being written: all that belongs to the write is done, but for its commit.
void CtlDatabaseServerTest::F066_aServerThatCrashesAndRecovers() {
    editBothSides();
    QCOMPARE(m_wiki->run("create function hold() returns trigger language plpgsql as $$ begin perform "
                         "pg_advisory_xact_lock(77); return new; end $$; create trigger hold after update on pages for "
                         "each row execute function hold()"),
             std::string());
    const auto session = m_wiki->session();
    VERIFY_DONE(session);
    sql::SqlSession &other = **session;
    VERIFY_DONE(other.begin(sql::TransactionKind::Write));
    VERIFY_DONE(other.execute("select pg_advisory_xact_lock(77)", {}));
    const auto run = m_ctl->start("sync general");
    const std::string waiting = "select count(*) > 0 from pg_stat_activity where wait_event_type = 'Lock'";
    QTRY_COMPARE_WITH_TIMEOUT(m_wiki->run(waiting), std::string("t"), 30000);
    VERIFY_DONE(m_server->crash());
    QVERIFY(run->waitForFinished(60000));
    QVERIFY(run->exitStatus() == QProcess::NormalExit);
    const QByteArray said = run->readAllStandardOutput() + run->readAllStandardError();
    QVERIFY2((run->exitCode() == 1 || run->exitCode() == 2) && said.contains("PostgreSQL"), said.constData());
    QVERIFY(!has(m_wiki->run("select content from pages where title = 'Page 1'"), "by hand"));
    expectNothingHalf();
    const CtlRun healed = m_ctl->run("sync general");
    QVERIFY2(healed.code == 0, (healed.out + healed.err).constData());
    expectConverged();
}

void CtlDatabaseServerTest::F068_aStandbyIsOnlyRead() {
    editBothSides();
    VERIFY_DONE(m_server->restart(true));
    const CtlRun harmed = m_ctl->run("sync general");
    const QByteArray said = harmed.out + harmed.err;
    QVERIFY2((harmed.code == 1 || harmed.code == 2) && said.contains("read-only transaction"), said.constData());
    expectNothingHalf();
    VERIFY_DONE(m_server->restart(false));
    const CtlRun healed = m_ctl->run("sync general");
    QVERIFY2(healed.code == 0, (healed.out + healed.err).constData());
    expectConverged();
}

void CtlDatabaseServerTest::F071_aTableThatSomebodyLocked() {
    editBothSides();
    const auto session = m_wiki->session();
    VERIFY_DONE(session);
    sql::SqlSession &other = **session;
    VERIFY_DONE(other.begin(sql::TransactionKind::Write));
    VERIFY_DONE(other.execute("lock table pages in exclusive mode", {}));
    const CtlRun harmed = m_ctl->run("sync general");
    const QByteArray said = harmed.out + harmed.err;
    QVERIFY2((harmed.code == 1 || harmed.code == 2) && said.contains("lock"), said.constData());
    other.rollback();
    QCOMPARE(m_ctl->run("sync general").code, 0);
    expectConverged();
}

/// Its time is before that of what a run has read since.
void CtlDatabaseServerTest::F077_aChangeThatIsCommittedLate() {
    const auto session = m_wiki->session();
    VERIFY_DONE(session);
    sql::SqlSession &other = **session;
    VERIFY_DONE(other.begin(sql::TransactionKind::Write));
    VERIFY_DONE(other.execute(
        "update pages set updated_at = now(), content = '" + testBody("late") + "' where title = 'Page 2'", {}));
    QCOMPARE(m_wiki->run("update pages set updated_at = clock_timestamp(), content = '" + testBody("early") +
                         "' where title = 'Page 1'"),
             std::string());
    QCOMPARE(m_ctl->run("sync general").code, 0);
    QCOMPARE(body("Page 1.md"), std::string("early"));
    QCOMPARE(body("Page 2.md"), std::string("alpha"));
    VERIFY_DONE(other.commit());
    QCOMPARE(m_ctl->run("sync general").code, 0);
    QCOMPARE(body("Page 2.md"), std::string("late"));
}

QTEST_GUILESS_MAIN(CtlDatabaseServerTest)
#include "ctl_database_server_test.moc"
