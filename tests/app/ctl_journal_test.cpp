#include "tests/support/ctl_program.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QTest>

using namespace wikivault;
using namespace wikivault::test;

/// Two consoles with data directories of their own on one Postgres wiki.
class CtlJournalTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void theSchemaIsShownThenMadeThenRemoved();
    void runsAndPausesAreShared();
    void everyRunBeginsAnEpoch();
    void withoutTheSchemaNothingRuns();
    void whoTakesNoPartIsTold();
    void whoLacksRightsIsToldWhatToGrant();
    void oldRunsAreForgotten();
    void otherWikisHaveNone();

private:
    [[nodiscard]] QByteArray schemas() const {
        return QByteArray::fromStdString(
            m_wiki->run("select count(*) from information_schema.schemata where schema_name = 'wikivault'"));
    }
    void install() {
        const CtlRun made = m_first->run("journal install --yes");
        QVERIFY2(made.code == 0, made.err.constData());
    }

    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<TempDir> m_firstHome, m_secondHome;
    std::unique_ptr<CtlProgram> m_first, m_second;
};

void CtlJournalTest::initTestCase() {
    NEED_DOCMOST(m_server);
}

void CtlJournalTest::init() {
    auto wiki = TestWiki::postgres(*m_server, "docmost");
    VERIFY_DONE(wiki);
    m_wiki = std::move(*wiki);
    QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 1, "Page", "alpha")), std::string());
    m_firstHome = std::make_unique<TempDir>();
    m_secondHome = std::make_unique<TempDir>();
    m_first = std::make_unique<CtlProgram>(*m_wiki, m_firstHome->path());
    m_second = std::make_unique<CtlProgram>(*m_wiki, m_secondHome->path());
    for (CtlProgram *console : {m_first.get(), m_second.get()})
        console->set("WIKIVAULT_JOURNAL", "shared");
}

void CtlJournalTest::theSchemaIsShownThenMadeThenRemoved() {
    QVERIFY(m_first->run("journal status").out.contains("There is no shared journal"));
    const CtlRun shown = m_first->run("journal install");
    QCOMPARE(shown.code, 0);
    QVERIFY(shown.out.startsWith("create schema wikivault;\n") && shown.out.contains("Nothing was changed"));
    QCOMPARE(schemas(), QByteArray("0"));
    install();
    QCOMPARE(schemas(), QByteArray("1"));
    QVERIFY(m_first->run("journal install --yes").out.contains("already"));
    QCOMPARE(m_first->run("journal status --json").object()[QStringLiteral("state")].toString(),
             QStringLiteral("installed"));
    QVERIFY(m_first->run("journal remove").out.contains("Nothing was changed"));
    QCOMPARE(schemas(), QByteArray("1"));
    QCOMPARE(m_first->run("journal remove --yes").code, 0);
    QCOMPARE(schemas(), QByteArray("0"));
}

void CtlJournalTest::everyRunBeginsAnEpoch() {
    install();
    for (CtlProgram *console : {m_first.get(), m_second.get()})
        console->set("WIKIVAULT_WRITER", "sql");
    QCOMPARE(m_first->run("sync general").code, 0);
    QCOMPARE(m_second->run("sync general").code, 0);
    QCOMPARE(m_wiki->run("select count(*), max(epoch) from wikivault.epochs"), std::string("1|2"));
}

void CtlJournalTest::runsAndPausesAreShared() {
    install();
    QCOMPARE(m_first->run("sync general").code, 0);
    const QJsonArray seen = m_second->run("runs --json").array();
    QCOMPARE(seen.size(), 1);
    QVERIFY(seen[0][QLatin1String("actor")].toString().contains(QLatin1Char('@')));
    QCOMPARE(m_second
                 ->run(QStringList{QStringLiteral("run"), QStringLiteral("show"),
                                   seen[0][QLatin1String("runId")].toString()})
                 .code,
             0);
    QCOMPARE(m_first->run("pause general --for 1h --reason moving").code, 0);
    QVERIFY(m_second->run("spaces").out.contains("moving"));
    const CtlRun paused = m_second->run("sync general --json");
    QCOMPARE(paused.array()[0][QLatin1String("skipped")].toString(), QStringLiteral("paused"));
    QCOMPARE(m_second->run("resume general").code, 0);
    QCOMPARE(m_first->run("sync general").code, 0);
    QCOMPARE(m_second->run("sync general").code, 0);
    QVERIFY(m_first->run("journal status").out.contains("keeps its runs and pauses there"));
}

void CtlJournalTest::withoutTheSchemaNothingRuns() {
    const CtlRun refused = m_first->run("sync general");
    QVERIFY2(refused.code == 2 && refused.out.contains("wikivaultctl journal install"), refused.out.constData());
    const CtlRun doctor = m_first->run("doctor");
    QVERIFY2(doctor.out.contains("journal"), doctor.out.constData());
}

void CtlJournalTest::whoTakesNoPartIsTold() {
    m_second->set("WIKIVAULT_JOURNAL", "local");
    QVERIFY(!m_second->run("doctor").out.contains("journal that a team shares"));
    install();
    QVERIFY(m_second->run("doctor").out.contains("journal that a team shares"));
    QVERIFY(!m_first->run("doctor").out.contains("journal that a team shares"));
}

void CtlJournalTest::whoLacksRightsIsToldWhatToGrant() {
    install();
    QCOMPARE(m_wiki->run("create role narrow login; grant select on all tables in schema public to narrow"),
             std::string());
    std::string url = m_wiki->url();
    const std::size_t at = url.find("//") + 2, end = url.find('@');
    url.replace(at, end - at, "narrow");
    m_second->set("DATABASE_URL", url);
    const CtlRun status = m_second->run("journal status");
    QCOMPARE(status.code, 1);
    QVERIFY2(status.out.contains("grant usage on schema wikivault to \"narrow\"") && status.out.contains("lacks usage"),
             status.out.constData());
    const CtlRun runs = m_second->run("runs");
    QVERIFY2(runs.code == 2 && runs.err.contains("journal status"), runs.err.constData());
    std::string grants = status.out.left(status.out.indexOf("\n\n")).toStdString();
    QCOMPARE(m_wiki->run(grants), std::string());
    QCOMPARE(m_second->run("journal status").code, 0);
    QCOMPARE(m_second->run("runs").code, 0);
    QCOMPARE(m_wiki->run("drop owned by narrow; drop role narrow"), std::string());
}

void CtlJournalTest::oldRunsAreForgotten() {
    install();
    QCOMPARE(m_first->run("sync general").code, 0);
    QCOMPARE(m_wiki->run("update wikivault.runs set ended_at = ended_at - 3 * 86400000"), std::string());
    m_first->set("WIKIVAULT_KEEP_RUNS_DAYS", "2");
    QCOMPARE(m_first->run("sync general").code, 0);
    QCOMPARE(m_first->run("runs --json").array().size(), 1);
}

void CtlJournalTest::otherWikisHaveNone() {
    auto embedded = TestWiki::sqlite();
    VERIFY_DONE(embedded);
    CtlProgram other(**embedded, m_firstHome->path());
    for (const char *command : {"journal status", "journal install --yes", "journal remove --yes"}) {
        const CtlRun refused = other.run(command);
        QCOMPARE(refused.code, 64);
        QVERIFY2(refused.err.contains("SQLite file"), refused.err.constData());
    }
    other.set("WIKIVAULT_JOURNAL", "shared");
    QCOMPARE(other.run("runs").code, 64);
}

QTEST_GUILESS_MAIN(CtlJournalTest)
#include "ctl_journal_test.moc"
