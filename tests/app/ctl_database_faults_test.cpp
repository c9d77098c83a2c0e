#include "tests/support/cutting_proxy.h"
#include "tests/support/database_story.h"

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
class CtlDatabaseFaultsTest : public QObject, protected DatabaseStory {
    Q_OBJECT

private slots:
    void initTestCase() { NEED_DOCMOST(m_server); }
    void init() { begin(); }
    void cleanup() { end(); }
    void theNextRunFinishesOnce_data();
    void theNextRunFinishesOnce();
    void F064_aBackendThatDiesAtAnyStatement();
    void F070_whatTheDatabaseTookBackIsDoneAgain_data();
    void F070_whatTheDatabaseTookBackIsDoneAgain();
};

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
            end();
            begin();
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

/// The transaction as a whole, with all it looks at; five times at most, and nothing else is done again. Then it is the
/// page's fault, for others were written.
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
    QCOMPARE(run.code, tries > times ? 0 : 1);
    QCOMPARE(m_wiki->run("select last_value from tries"), std::to_string(tries));
    expectNothingHalf();
    QCOMPARE(m_wiki->run("drop trigger refuse on pages; drop function refuse(); drop sequence tries"), std::string());
    QCOMPARE(m_ctl->run("sync general").code, 0);
    expectConverged();
}

QTEST_GUILESS_MAIN(CtlDatabaseFaultsTest)
#include "ctl_database_faults_test.moc"
