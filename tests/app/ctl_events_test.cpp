#include "tests/support/ctl_program.h"
#include "tests/support/redis_server.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QFile>
#include <QTest>

using namespace wikivault;
using namespace wikivault::test;

/// The built program and a wiki on Postgres that tells of its changes. The driver asks once in an hour, so whatever
/// happens sooner was told. The waits only bound a failure.
class CtlEventsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void initTestCase_data();
    void init();
    void cleanup();
    void theTriggerIsShownThenMade();
    void aChangeThatIsToldReachesItsFile();
    void aMoveBetweenSpacesRunsBoth();
    void withoutATriggerTheWikiIsAsked();
    void aHintFromRedisIsFollowed();
    void otherWikisHaveNone();

private:
    static constexpr int kPatienceMs = 60'000;
    void startDriver();
    [[nodiscard]] bool isListening() const {
        for (const auto &feed : m_ctl->run("status --json").object().value(QLatin1String("feeds")).toArray())
            if (feed.toObject().value(QLatin1String("source")) == QLatin1String("database"))
                return feed.toObject().value(QLatin1String("listening")).toBool();
        return false;
    }
    [[nodiscard]] bool isInFile(const SpaceId &space, const char *text) const {
        QFile file(QString::fromStdString(m_ctl->vaults() + "/" + space.str() + "/Page.md"));
        return file.open(QIODevice::ReadOnly) && file.readAll().contains(text);
    }
    /// Why the newest run of a space that is over began: `event database`, `poll `.
    [[nodiscard]] QString causeOf(const char *space) const {
        const QStringList list{QStringLiteral("runs"), QString::fromLatin1(space), QStringLiteral("--json")};
        for (const auto &run : m_ctl->run(list).array())
            if (run[QLatin1String("outcome")] != QLatin1String("running"))
                return run[QLatin1String("trigger")].toString() + QLatin1Char(' ') +
                       run[QLatin1String("reason")].toString();
        return {};
    }
    void edit(const std::string &sql) { QCOMPARE(m_wiki->run(sql), std::string()); }
    void write(const std::string &text) {
        edit("update pages set content = '" + testBody(text) + "', updated_at = clock_timestamp() where id = '" +
             testPage(1).str() + "'");
    }

    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<TempDir> m_data;
    std::unique_ptr<CtlProgram> m_ctl;
    std::unique_ptr<QProcess> m_driver;
};

void CtlEventsTest::initTestCase() {
    NEED_DOCMOST(m_server);
}

void CtlEventsTest::initTestCase_data() {
    QTest::addColumn<QString>("schema");
    QTest::newRow("upstream") << QStringLiteral("docmost");
    QTest::newRow("fork") << QStringLiteral("fork");
}

void CtlEventsTest::init() {
    QFETCH_GLOBAL(QString, schema);
    auto wiki = TestWiki::postgres(*m_server, schema.toStdString());
    VERIFY_DONE(wiki);
    m_wiki = std::move(*wiki);
    m_data = std::make_unique<TempDir>();
    m_ctl = std::make_unique<CtlProgram>(*m_wiki, m_data->path());
    m_ctl->set("GIT_SYNC_POLL_INTERVAL_MS", "3600000");
    edit(m_wiki->newPage(m_wiki->general(), 1, "Page", "alpha"));
}

void CtlEventsTest::cleanup() {
    if (!m_driver) return;
    m_driver->terminate();
    QVERIFY(m_driver->waitForFinished(kPatienceMs));
    QCOMPARE(m_driver->exitCode(), 0);
    m_driver.reset();
}

void CtlEventsTest::startDriver() {
    m_driver = m_ctl->start("serve");
    QTRY_VERIFY_WITH_TIMEOUT(isInFile(m_wiki->general(), "alpha"), kPatienceMs);
    QCOMPARE(m_ctl->run("wait-idle").code, 0);
}

void CtlEventsTest::theTriggerIsShownThenMade() {
    QVERIFY(m_ctl->run("events status").out.contains("no trigger"));
    QVERIFY(m_ctl->run("doctor").out.contains("wikivaultctl events install"));
    const CtlRun shown = m_ctl->run("events install");
    QCOMPARE(shown.code, 0);
    QVERIFY2(shown.out.contains("create trigger wikivault_update") && shown.out.contains("--yes"),
             shown.out.constData());
    QCOMPARE(m_ctl->run("events status --json").object().value(QLatin1String("state")), QJsonValue(u"absent"_qs));
    QCOMPARE(m_ctl->run("events install --yes").code, 0);
    QCOMPARE(m_ctl->run("events status --json").object().value(QLatin1String("state")), QJsonValue(u"installed"_qs));
    QVERIFY(m_ctl->run("doctor").out.contains("tells of changed pages at once"));
    QVERIFY(m_ctl->run("events install").out.contains("nothing was changed"));
    edit("alter table pages disable trigger wikivault_insert");
    const CtlRun ill = m_ctl->run("doctor");
    QVERIFY2(ill.out.contains("makes it anew"), ill.out.constData());
    QVERIFY(m_ctl->run("events remove").out.contains("drop function"));
    QCOMPARE(m_ctl->run("events status --json").object().value(QLatin1String("state")), QJsonValue(u"partly"_qs));
    QCOMPARE(m_ctl->run("events remove --yes").code, 0);
    QCOMPARE(m_wiki->run("select count(*) from pg_trigger where tgname like 'wikivault%'"), std::string("0"));
    QVERIFY(m_ctl->run("events remove --yes").out.contains("nothing was changed"));
}

void CtlEventsTest::aChangeThatIsToldReachesItsFile() {
    startDriver();
    QCOMPARE(m_ctl->run("events install --yes").code, 0);
    QTRY_VERIFY_WITH_TIMEOUT(isListening(), kPatienceMs);
    QCOMPARE(m_ctl->run("wait-idle").code, 0);
    write("beta");
    QTRY_VERIFY_WITH_TIMEOUT(isInFile(m_wiki->general(), "beta"), kPatienceMs);
    QCOMPARE(m_ctl->run("wait-idle").code, 0);
    QCOMPARE(causeOf("general"), QStringLiteral("event database"));
    QVERIFY(m_ctl->run("status").out.contains("tells of changes at once"));
}

void CtlEventsTest::aMoveBetweenSpacesRunsBoth() {
    QCOMPARE(m_ctl->run("events install --yes").code, 0);
    startDriver();
    QTRY_VERIFY_WITH_TIMEOUT(isListening(), kPatienceMs);
    edit("update pages set space_id = '" + m_wiki->engineering().str() +
         "', updated_at = clock_timestamp() where id = '" + testPage(1).str() + "'");
    QTRY_VERIFY_WITH_TIMEOUT(isInFile(m_wiki->engineering(), "alpha"), kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!isInFile(m_wiki->general(), "alpha"), kPatienceMs);
    QCOMPARE(m_ctl->run("wait-idle").code, 0);
    for (const char *space : {"general", "engineering"})
        QCOMPARE(causeOf(space), QStringLiteral("event database"));
}

void CtlEventsTest::withoutATriggerTheWikiIsAsked() {
    m_ctl->set("GIT_SYNC_DEBOUNCE_MS", "100");
    startDriver();
    QVERIFY(!isListening());
    write("beta");
    QTRY_VERIFY_WITH_TIMEOUT(isInFile(m_wiki->general(), "beta"), kPatienceMs);
    QCOMPARE(m_ctl->run("wait-idle").code, 0);
    QCOMPARE(causeOf("general"), QStringLiteral("poll "));
}

/// The wiki is asked now and then as well, and may be asked just between a write and its hint: then once more.
void CtlEventsTest::aHintFromRedisIsFollowed() {
    const auto redis = RedisServer::start();
    if (!redis) QSKIP(redis.error().detail.c_str());
    m_ctl->set("REDIS_URL", (*redis)->url());
    startDriver();
    QString cause;
    for (int tries = 0; tries < 5 && cause != QLatin1String("event redis"); ++tries) {
        const QByteArray text = "text " + QByteArray::number(tries);
        write(text.toStdString());
        (*redis)->run({"XADD", "bull:{search-queue}:events", "*", "event", "added", "name", "page-updated"});
        QTRY_VERIFY_WITH_TIMEOUT(isInFile(m_wiki->general(), text.constData()), kPatienceMs);
        QCOMPARE(m_ctl->run("wait-idle").code, 0);
        cause = causeOf("general");
    }
    QCOMPARE(cause, QStringLiteral("event redis"));
}

void CtlEventsTest::otherWikisHaveNone() {
    const auto file = TestWiki::sqlite();
    VERIFY_DONE(file);
    const CtlProgram other(**file, m_data->path());
    for (const char *command : {"events status", "events install --yes", "events remove --yes"}) {
        const CtlRun refused = other.run(command);
        QCOMPARE(refused.code, 64);
        QVERIFY2(refused.err.contains("SQLite"), refused.err.constData());
    }
}

QTEST_GUILESS_MAIN(CtlEventsTest)
#include "ctl_events_test.moc"
