#include "engine/core/page_file.h"
#include "tests/support/ctl_program.h"
#include "tests/support/cutting_proxy.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QTest>

#include <csignal>
#include <optional>

using namespace wikivault;
using namespace wikivault::test;

namespace {

/// What is done to the wiki's database before a run, how that ends, and what the run says of it.
struct Fault {
    const char *harm, *heal;
    const char *words;
    const char *cut = "", *after = "";  ///< instead: where the connection is cut
};

/// Every write of a page is refused as the server would refuse it then.
constexpr const char *kRefuse =
    "create function refuse() returns trigger language plpgsql as $$ begin raise exception '%s' using errcode = '%s'; "
    "end $$; create trigger refuse before insert or update on pages for each row execute function refuse()";

}  // namespace

Q_DECLARE_METATYPE(Fault)

/// A run during which the wiki's database fails says so and loses nothing; the next one after it is well finishes the
/// work, once.
class CtlDatabaseFaultsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void theNextRunFinishesOnce_data();
    void theNextRunFinishesOnce();
    void F064_aBackendThatDiesAtAnyStatement();
    void F070_whatTheDatabaseTookBackIsDoneAgain_data();
    void F070_whatTheDatabaseTookBackIsDoneAgain();
    void F066_aServerThatCrashesAndRecovers();
    void F068_aStandbyIsOnlyRead();
    void F072_aServeEndsThoughItsDatabaseStandsStill();
    void F071_aTableThatSomebodyLocked();
    void F077_aChangeThatIsCommittedLate();

private:
    [[nodiscard]] std::string file(const std::string &name) const {
        return m_ctl->vaults() + "/" + m_wiki->general().str() + "/" + name;
    }
    [[nodiscard]] std::string body(const std::string &name) const { return parsePageFile(readFile(file(name))).body; }
    [[nodiscard]] std::string url(const std::string &user, int port) const {
        const std::string name = m_wiki->url().substr(m_wiki->url().rfind('/'));
        return "postgresql://" + user + "@127.0.0.1:" + std::to_string(port) + name;
    }
    /// In the wiki, in a file, and a new file.
    void editBothSides();
    void expectConverged();
    /// Whatever became of a run: each change is there as a whole, once, or not at all.
    void expectNothingHalf();
    [[nodiscard]] std::string historyOf(const std::string &title) const {
        return m_wiki->run("select count(*) from page_history h join pages p on p.id = h.page_id where p.title = '" +
                           title + "'");
    }
    [[nodiscard]] CtlRun syncThrough(int port) const {
        return m_ctl->run("sync general",
                          {{QStringLiteral("DATABASE_URL"), QString::fromStdString(url("guarded:right", port))}});
    }

    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<TempDir> m_data;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<CtlProgram> m_ctl;
};

void CtlDatabaseFaultsTest::initTestCase() {
    NEED_DOCMOST(m_server);
}

void CtlDatabaseFaultsTest::init() {
    auto wiki = TestWiki::postgres(*m_server, "docmost");
    VERIFY_DONE(wiki);
    m_wiki = std::move(*wiki);
    m_data = std::make_unique<TempDir>();
    m_ctl = std::make_unique<CtlProgram>(*m_wiki, m_data->path());
    m_ctl->set("WIKIVAULT_WRITER", "sql");
    m_ctl->set("DATABASE_URL", url("guarded:right", m_server->port()));
    QCOMPARE(m_wiki->run("grant all on all tables in schema public to guarded"), std::string());
    for (const int number : {1, 2})
        QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), number, "Page " + std::to_string(number), "alpha")),
                 std::string());
    QCOMPARE(m_ctl->run("sync general").code, 0);
}

void CtlDatabaseFaultsTest::cleanup() {
    if (m_server) static_cast<void>(m_server->run("postgres", "alter role guarded connection limit -1"));
    m_ctl.reset();
    m_wiki.reset();
    m_data.reset();
}

void CtlDatabaseFaultsTest::editBothSides() {
    writeFile(file("Page 1.md"), withBody(readFile(file("Page 1.md")), "by hand"));
    writeFile(file("New.md"), "new text\n");
    QCOMPARE(m_wiki->run("update pages set updated_at = clock_timestamp(), content = '" + testBody("of the wiki") +
                         "' where title = 'Page 2'"),
             std::string());
}

void CtlDatabaseFaultsTest::expectNothingHalf() {
    const bool isWritten = has(m_wiki->run("select content from pages where title = 'Page 1'"), "by hand");
    QCOMPARE(historyOf("Page 1"), std::string(isWritten ? "1" : "0"));
    QCOMPARE(historyOf("Page 2"), std::string("0"));
    const std::string made = m_wiki->run("select count(*) from pages where title = 'New'");
    QVERIFY2(made == "0" || made == "1", made.c_str());
    QCOMPARE(m_wiki->run("select count(*) from pages where title = 'New' and content::text like '%new text%'"), made);
    QVERIFY(has(m_wiki->run("select content from pages where title = 'Page 2'"), "of the wiki"));
}

void CtlDatabaseFaultsTest::expectConverged() {
    expectNothingHalf();
    QCOMPARE(historyOf("Page 1"), std::string("1"));
    QVERIFY(has(m_wiki->run("select content from pages where title = 'Page 1'"), "by hand"));
    QVERIFY(has(m_wiki->run("select content from pages where title = 'New'"), "new text"));
    QCOMPARE(m_wiki->run("select count(*) from pages where title in ('Page 1', 'Page 2', 'New')"), std::string("3"));
    QCOMPARE(body("Page 1.md"), std::string("by hand"));
    QCOMPARE(body("Page 2.md"), std::string("of the wiki"));
    QCOMPARE(body("New.md"), std::string("new text"));
    QCOMPARE(runGit(m_ctl->vaults() + "/" + m_wiki->general().str(), {"fsck", "--full", "--strict"}).code, 0);
    const CtlRun quiet = m_ctl->run("sync general --json");
    QVERIFY2(quiet.code == 0, quiet.err.constData());
    QVERIFY(quiet.array().first().toObject().value(QLatin1String("items")).toArray().isEmpty());
}

void CtlDatabaseFaultsTest::theNextRunFinishesOnce_data() {
    QTest::addColumn<Fault>("fault");
    const char *const heal = "drop trigger refuse on pages; drop function refuse()";
    const auto row = [](const char *name, const Fault &fault) { QTest::newRow(name) << fault; };
    row("F065 the commit's answer is lost", {"", "", "connection", "commit", "insert into pages"});
    row("F065 the commit is never sent", {"", "", "connection", "EXECUTE", "insert into pages"});
    row("F070 a deadlock", {"deadlock detected|40P01", heal, "deadlock detected"});
    row("F073 no connection left",
        {"alter role guarded connection limit 0", "alter role guarded connection limit -1", "too many connections"});
    row("F073 the server's disk is full", {"could not extend file|53100", heal, "could not extend file"});
    row("F073 the server's memory is full", {"out of shared memory|53200", heal, "out of shared memory"});
    row("F073 it waited too long in a transaction",
        {"terminating connection due to idle-in-transaction timeout|25P03", heal, "idle-in-transaction timeout"});
    row("F074 a right is taken away",
        {"revoke insert, update on pages from guarded", "grant insert, update on pages to guarded", "right"});
    row("F075 the server was upgraded", {"alter table pages rename column content to body",
                                         "alter table pages rename column body to content", "content"});
}

void CtlDatabaseFaultsTest::theNextRunFinishesOnce() {
    QFETCH(const Fault, fault);
    editBothSides();
    const QString harm = QString::fromLatin1(fault.harm);
    const QStringList refusal = harm.split(QLatin1Char('|'));
    const std::string sql =
        refusal.size() == 2 ? QString::asprintf(kRefuse, qPrintable(refusal[0]), qPrintable(refusal[1])).toStdString()
                            : harm.toStdString();
    std::optional<CuttingProxy> proxy;
    if (sql.empty())
        proxy.emplace(m_server->port(), fault.cut, fault.after);
    else
        QCOMPARE(m_wiki->run(sql), std::string());
    const CtlRun harmed = syncThrough(proxy ? proxy->port() : m_server->port());
    QVERIFY(!proxy || proxy->hasCut());
    const QByteArray said = harmed.out + harmed.err;
    QVERIFY2(harmed.code == 1 || harmed.code == 2, said.constData());
    QVERIFY2(said.contains(fault.words) && !said.contains("right@"), said.constData());
    if (!proxy) QCOMPARE(m_wiki->run(fault.heal), std::string());
    const CtlRun healed = m_ctl->run("sync general");
    QVERIFY2(healed.code == 0, (healed.out + healed.err).constData());
    expectConverged();
}

/// The server has got the request and its session ends before it answers: for the first, the fifth … request of a run.
void CtlDatabaseFaultsTest::F064_aBackendThatDiesAtAnyStatement() {
    const int step = qEnvironmentVariableIsSet("WIKIVAULT_FULL") ? 1 : 5;
    int cuts = 0;
    for (bool isOver = false; !isOver; cuts += isOver ? 0 : 1) {
        if (cuts > 0) {
            cleanup();
            init();
        }
        editBothSides();
        const CuttingProxy proxy(m_server->port(), "", "", cuts * step);
        const CtlRun harmed = syncThrough(proxy.port());
        isOver = !proxy.hasCut();
        QVERIFY2(harmed.code >= 0 && harmed.code <= 2, harmed.err.constData());
        const QByteArray said = harmed.out + harmed.err;
        QVERIFY2(harmed.code == 0 || said.contains("PostgreSQL") || said.contains("database"), said.constData());
        expectNothingHalf();
        if (harmed.code == 0) expectConverged();
        const CtlRun healed = m_ctl->run("sync general");
        QVERIFY2(healed.code == 0, (healed.out + healed.err).constData());
        expectConverged();
        QVERIFY2(!QTest::currentTestFailed(), qPrintable(QStringLiteral("request %1").arg(cuts * step)));
    }
    QVERIFY2(cuts > 5, qPrintable(QString::number(cuts)));
}

void CtlDatabaseFaultsTest::F070_whatTheDatabaseTookBackIsDoneAgain_data() {
    QTest::addColumn<QString>("state");
    QTest::addColumn<int>("times");
    QTest::addColumn<int>("tries");
    QTest::newRow("a serialization failure") << "40001" << 3 << 4;
    QTest::newRow("a deadlock") << "40P01" << 4 << 5;
    QTest::newRow("a deadlock each time") << "40P01" << 1000 << 5;
    QTest::newRow("a refusal") << "P0001" << 1 << 1;
}

/// The transaction as a whole, with all it looks at; five times at most, and nothing else is done again.
void CtlDatabaseFaultsTest::F070_whatTheDatabaseTookBackIsDoneAgain() {
    QFETCH(const QString, state);
    QFETCH(const int, times);
    QFETCH(const int, tries);
    // What a sequence gave out is not taken back with the transaction.
    const QString harm =
        QStringLiteral(
            "create sequence tries; grant usage on sequence tries to guarded; create function refuse() "
            "returns trigger language plpgsql as $$ begin if new.title = 'Page 1' and nextval('tries') "
            "<= %1 then raise exception 'taken back' using errcode = '%2'; end if; return new; end $$; "
            "create trigger refuse before update on pages for each row execute function refuse()")
            .arg(times)
            .arg(state);
    editBothSides();
    QCOMPARE(m_wiki->run(harm.toStdString()), std::string());
    const CtlRun run = m_ctl->run("sync general");
    QCOMPARE(run.code, tries > times ? 0 : state == QStringLiteral("P0001") ? 1 : 2);
    QCOMPARE(m_wiki->run("select last_value from tries"), std::to_string(tries));
    expectNothingHalf();
    QCOMPARE(m_wiki->run("drop trigger refuse on pages; drop function refuse(); drop sequence tries"), std::string());
    QCOMPARE(m_ctl->run("sync general").code, 0);
    expectConverged();
}

/// While a page is being written.
void CtlDatabaseFaultsTest::F066_aServerThatCrashesAndRecovers() {
    editBothSides();
    const auto session = m_wiki->session();
    VERIFY_DONE(session);
    sql::SqlSession &other = **session;
    VERIFY_DONE(other.begin(sql::TransactionKind::Write));
    VERIFY_DONE(other.execute("select 1 from pages where title = 'Page 1' for update", {}));
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

void CtlDatabaseFaultsTest::F068_aStandbyIsOnlyRead() {
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

/// It answers nothing, and its kernel goes on answering for it.
void CtlDatabaseFaultsTest::F072_aServeEndsThoughItsDatabaseStandsStill() {
    m_ctl->set("GIT_SYNC_POLL_INTERVAL_MS", "1000");
    m_ctl->set("GIT_SYNC_DEBOUNCE_MS", "100");
    const auto serve = m_ctl->start("serve");
    QTRY_COMPARE_WITH_TIMEOUT(m_ctl->run("status").code, 0, 60000);
    QCOMPARE(m_ctl->run("wait-idle").code, 0);
    const auto session = m_wiki->session();
    VERIFY_DONE(session);
    sql::SqlSession &other = **session;
    VERIFY_DONE(other.begin(sql::TransactionKind::Write));
    VERIFY_DONE(other.execute("lock table pages in access exclusive mode", {}));
    const std::string waiting = "select coalesce(max(pid), 0) from pg_stat_activity where wait_event_type = 'Lock'";
    QTRY_VERIFY_WITH_TIMEOUT(m_wiki->run(waiting) != "0", 60000);
    const auto backend = static_cast<pid_t>(std::stol(m_wiki->run(waiting)));
    QVERIFY(backend > 0);
    ::kill(backend, SIGSTOP);
    serve->terminate();
    const bool hasEnded = serve->waitForFinished(20000);
    ::kill(backend, SIGCONT);
    other.rollback();
    QVERIFY(hasEnded && serve->exitStatus() == QProcess::NormalExit);
    QCOMPARE(serve->exitCode(), 0);
}

void CtlDatabaseFaultsTest::F071_aTableThatSomebodyLocked() {
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
void CtlDatabaseFaultsTest::F077_aChangeThatIsCommittedLate() {
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

QTEST_GUILESS_MAIN(CtlDatabaseFaultsTest)
#include "ctl_database_faults_test.moc"
