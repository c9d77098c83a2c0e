#include "engine/core/page_file.h"
#include "tests/support/ctl_program.h"
#include "tests/support/cutting_proxy.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QTest>

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

private:
    [[nodiscard]] std::string file(const std::string &name) const {
        return m_ctl->vaults() + "/" + m_wiki->general().str() + "/" + name;
    }
    [[nodiscard]] std::string body(const std::string &name) const { return parsePageFile(readFile(file(name))).body; }
    [[nodiscard]] std::string url(const std::string &user, int port) const {
        const std::string name = m_wiki->url().substr(m_wiki->url().rfind('/'));
        return "postgresql://" + user + "@127.0.0.1:" + std::to_string(port) + name;
    }
    void expectConverged();

    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<TempDir> m_data;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<CtlProgram> m_ctl;
};

void CtlDatabaseFaultsTest::initTestCase() {
    auto server = PostgresServer::startWithDocmost();
    if (!server) QSKIP(server.error().detail.c_str());
    m_server = std::move(*server);
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

void CtlDatabaseFaultsTest::expectConverged() {
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
    row("F068 a standby", {"cannot execute INSERT in a read-only transaction|25006", heal, "read-only transaction"});
    row("F070 a deadlock", {"deadlock detected|40P01", heal, "deadlock detected"});
    row("F073 no connection left",
        {"alter role guarded connection limit 0", "alter role guarded connection limit -1", "too many connections"});
    row("F073 the server's disk is full", {"could not extend file|53100", heal, "could not extend file"});
    row("F074 a right is taken away",
        {"revoke insert, update on pages from guarded", "grant insert, update on pages to guarded", "right"});
    row("F075 the server was upgraded", {"alter table pages rename column content to body",
                                         "alter table pages rename column body to content", "content"});
}

void CtlDatabaseFaultsTest::theNextRunFinishesOnce() {
    QFETCH(const Fault, fault);
    writeFile(file("Page 1.md"), withBody(readFile(file("Page 1.md")), "by hand"));
    writeFile(file("New.md"), "new text\n");
    QCOMPARE(m_wiki->run("update pages set updated_at = clock_timestamp(), content = '" + testBody("of the wiki") +
                         "' where title = 'Page 2'"),
             std::string());
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
    const CtlRun harmed = m_ctl->run(
        "sync general", proxy ? CtlProgram::Variables{{QStringLiteral("DATABASE_URL"),
                                                       QString::fromStdString(url("guarded:right", proxy->port()))}}
                              : CtlProgram::Variables());
    QVERIFY(!proxy || proxy->hasCut());
    const QByteArray said = harmed.out + harmed.err;
    QVERIFY2(harmed.code == 1 || harmed.code == 2, said.constData());
    QVERIFY2(said.contains(fault.words) && !said.contains("right@"), said.constData());
    if (!proxy) QCOMPARE(m_wiki->run(fault.heal), std::string());
    const CtlRun healed = m_ctl->run("sync general");
    QVERIFY2(healed.code == 0, (healed.out + healed.err).constData());
    expectConverged();
}

Q_DECLARE_METATYPE(Fault)

QTEST_GUILESS_MAIN(CtlDatabaseFaultsTest)
#include "ctl_database_faults_test.moc"
