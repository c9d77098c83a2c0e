#include "engine/adapters/system/system.h"
#include "tests/support/ctl_program.h"
#include "tests/support/free_port.h"
#include "tests/support/temp_vault.h"

#include <QFile>
#include <QFileInfo>
#include <QTcpSocket>
#include <QTest>

using namespace wikivault;

/// The driver's HTTP port as scripts for the wiki's own sync use it. Waits only bound a failure.
class CtlHttpTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void statusHasTheNamesOfTheWikisSync();
    void whomRunsActAsIsJudgedByTheirRule();
    void aTriggerAnswersWhatItsRunDid();
    void manyTriggersAreAllAnswered();
    void nothingIsSaidWithoutTheToken_data();
    void nothingIsSaidWithoutTheToken();
    void triggerForeignSpace();
    void workspaceLeak();
    void severalWorkspacesNeedAUser();
    void whatIsNoRequestIsRefused_data();
    void whatIsNoRequestIsRefused();
    void lockHeldInvisible();
    void aTokenMayComeFromACommand();
    void thePortIsOffUntilAskedFor();
    void aPortNeedsAToken();
    void aPortThatIsTakenNamesItsSetting();

private:
    struct Said {
        int status = 0;
        QJsonObject body;
        [[nodiscard]] QJsonObject data() const { return body[QStringLiteral("data")].toObject(); }
        [[nodiscard]] QString message() const { return body[QStringLiteral("message")].toString(); }
    };
    [[nodiscard]] Said ask(const QByteArray &start, const QByteArray &headers, const QByteArray &body = {}) const;
    [[nodiscard]] Said status() const { return ask("GET /api/git-sync/status", m_auth); }
    [[nodiscard]] Said trigger(const SpaceId &space) const {
        return ask("POST /api/git-sync/trigger", m_auth + "Content-Type: application/json\r\n",
                   QByteArray::fromStdString("{\"spaceId\":\"" + space.str() + "\"}"));
    }
    [[nodiscard]] QJsonObject spaceIn(const Said &said, const SpaceId &space) const;
    [[nodiscard]] bool hasVault(const SpaceId &space) const {
        return QFileInfo::exists(QString::fromStdString(m_ctl->vaults() + "/" + space.str()));
    }
    void startDriver();
    void moveEngineeringToAnotherWorkspace();

    static constexpr int kPatienceMs = 60'000;
    static constexpr const char *kToken = "0123456789abcdef0123456789abcdef";
    const QByteArray m_auth = QByteArray("Authorization: Bearer ") + kToken + "\r\n";
    std::unique_ptr<test::TempDir> m_data;
    std::unique_ptr<test::TestWiki> m_wiki;
    std::unique_ptr<test::CtlProgram> m_ctl;
    std::unique_ptr<QProcess> m_driver;
    int m_port = 0;
};

void CtlHttpTest::init() {
    m_data = std::make_unique<test::TempDir>();
    auto wiki = test::TestWiki::sqlite();
    QVERIFY(wiki.has_value());
    m_wiki = std::move(*wiki);
    m_ctl = std::make_unique<test::CtlProgram>(*m_wiki, m_data->path());
    m_port = test::freeLoopbackPort();
    m_ctl->set("WIKIVAULT_HTTP_PORT", std::to_string(m_port));
    m_ctl->set("WIKIVAULT_HTTP_TOKEN", kToken);
    m_ctl->set("GIT_SYNC_POLL_INTERVAL_MS", "3600000");
    QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 1, "Page", "alpha")), std::string());
}

void CtlHttpTest::cleanup() {
    if (!m_driver) return;
    m_driver->terminate();
    QVERIFY(m_driver->waitForFinished(kPatienceMs));
    QCOMPARE(m_driver->exitCode(), 0);
    m_driver.reset();
}

void CtlHttpTest::startDriver() {
    m_driver = m_ctl->start("serve");
    QTRY_VERIFY_WITH_TIMEOUT(m_ctl->run("status").code == 0, kPatienceMs);
}

CtlHttpTest::Said CtlHttpTest::ask(const QByteArray &start, const QByteArray &headers, const QByteArray &body) const {
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(m_port));
    const QByteArray host = headers.contains("Host:") ? QByteArray() : QByteArray("Host: 127.0.0.1\r\n");
    socket.write(start + " HTTP/1.1\r\n" + host + headers + "Content-Length: " + QByteArray::number(body.size()) +
                 "\r\n\r\n" + body);
    while (socket.state() != QAbstractSocket::UnconnectedState)
        if (!socket.waitForReadyRead(kPatienceMs) && socket.error() != QAbstractSocket::RemoteHostClosedError) break;
    const QByteArray said = socket.readAll();
    return {said.mid(9, 3).toInt(), QJsonDocument::fromJson(said.mid(said.indexOf("\r\n\r\n") + 4)).object()};
}

QJsonObject CtlHttpTest::spaceIn(const Said &said, const SpaceId &space) const {
    for (const QJsonValue one : said.data()[QStringLiteral("spaces")].toArray())
        if (one[QLatin1String("spaceId")].toString().toStdString() == space.str()) return one.toObject();
    return {};
}

void CtlHttpTest::statusHasTheNamesOfTheWikisSync() {
    startDriver();
    const Said said = status();
    QCOMPARE(said.status, 200);
    QCOMPARE(said.body[QStringLiteral("success")].toBool(), true);
    const QJsonObject data = said.data();
    QCOMPARE(data[QStringLiteral("enabled")], QJsonValue(true));
    QCOMPARE(data[QStringLiteral("dataDir")].toString().toStdString(), m_ctl->vaults());
    QCOMPARE(data[QStringLiteral("pollIntervalMs")].toInt(), 3600000);
    QCOMPARE(data[QStringLiteral("debounceMs")].toInt(), 2000);
    QCOMPARE(data[QStringLiteral("serviceUserConfigured")], QJsonValue(true));
    QCOMPARE(data[QStringLiteral("spaces")].toArray().size(), 2);
    QCOMPARE(ask("GET /api/git-sync/status?x=1", QByteArray("Cookie: a=b; authToken=") + kToken + "; c=d\r\n").status,
             200);
}

/// By the rule that lets runs begin: an account that nothing is written by is none.
void CtlHttpTest::whomRunsActAsIsJudgedByTheirRule() {
    m_ctl->set("GIT_SYNC_SERVICE_USER_ID", "");
    m_ctl->set("WIKIVAULT_WRITER", "sql");
    m_ctl->set("DOCMOST_API_URL", "http://127.0.0.1:1/api");
    m_ctl->set("DOCMOST_TOKEN", "token");
    startDriver();
    QCOMPARE(status().data()[QStringLiteral("serviceUserConfigured")], QJsonValue(false));
}

void CtlHttpTest::aTriggerAnswersWhatItsRunDid() {
    startDriver();
    QCOMPARE(m_ctl->run("wait-idle").code, 0);
    QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 2, "Other", "beta")), std::string());
    const Said said = trigger(m_wiki->general());
    QCOMPARE(said.status, 200);
    QCOMPARE(said.data()[QStringLiteral("spaceId")].toString().toStdString(), m_wiki->general().str());
    QCOMPARE(said.data()[QStringLiteral("ran")], QJsonValue(true));
    QVERIFY(said.data()[QStringLiteral("pull")].isObject() && said.data()[QStringLiteral("push")].isObject());
    QFile file(QString::fromStdString(m_ctl->vaults() + "/" + m_wiki->general().str() + "/Other.md"));
    QVERIFY(file.open(QIODevice::ReadOnly) && file.readAll().contains("beta"));
    QCOMPARE(m_ctl->run("pause general").code, 0);
    const Said paused = trigger(m_wiki->general());
    QCOMPARE(paused.status, 200);
    QCOMPARE(paused.data()[QStringLiteral("skipped")].toString(), QStringLiteral("paused"));
}

/// While a run is under way they wait for the next one, together.
void CtlHttpTest::manyTriggersAreAllAnswered() {
    startDriver();
    std::vector<std::unique_ptr<QTcpSocket>> peers;
    const QByteArray body = QByteArray::fromStdString("{\"spaceId\":\"" + m_wiki->general().str() + "\"}");
    for (int i = 0; i < 20; ++i) {
        peers.push_back(std::make_unique<QTcpSocket>());
        peers.back()->connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(m_port));
        peers.back()->write("POST /api/git-sync/trigger HTTP/1.1\r\nHost: localhost\r\n" + m_auth +
                            "Content-Type: application/json; charset=utf-8\r\nContent-Length: " +
                            QByteArray::number(body.size()) + "\r\n\r\n" + body);
    }
    for (const auto &peer : peers) {
        QTRY_COMPARE_WITH_TIMEOUT(peer->state(), QAbstractSocket::UnconnectedState, kPatienceMs);
        const QByteArray said = peer->readAll();
        QVERIFY2(said.startsWith("HTTP/1.1 200 ") && said.contains("\"ran\":true"), said.constData());
    }
}

void CtlHttpTest::nothingIsSaidWithoutTheToken_data() {
    QTest::addColumn<QByteArray>("headers");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("empty") << QByteArray("Authorization: Bearer \r\n");
    QTest::newRow("wrong") << QByteArray("Authorization: Bearer 0123456789abcdef0123456789abcdeF\r\n");
    QTest::newRow("a part") << QByteArray("Authorization: Bearer 0123456789abcdef\r\n");
    QTest::newRow("basic") << QByteArray("Authorization: Basic ") + QByteArray(kToken).toBase64() + "\r\n";
    QTest::newRow("in another cookie") << QByteArray("Cookie: xauthToken=") + kToken + "\r\n";
}

void CtlHttpTest::nothingIsSaidWithoutTheToken() {
    QFETCH(QByteArray, headers);
    startDriver();
    for (const char *start : {"GET /api/git-sync/status", "POST /api/git-sync/trigger", "GET /", "DELETE /x"}) {
        const Said said = ask(start, headers, "{}");
        QCOMPARE(said.status, 401);
        QCOMPARE(said.message(), QStringLiteral("Unauthorized"));
    }
}

void CtlHttpTest::moveEngineeringToAnotherWorkspace() {
    const std::string other = "0190a000-0000-7000-8000-0000000000ff";
    QCOMPARE(m_wiki->run("insert into workspaces (id, name, created_at, updated_at) select '" + other +
                         "', 'Other', created_at, updated_at from workspaces limit 1"),
             std::string());
    QCOMPARE(m_wiki->run("update spaces set workspace_id = '" + other + "' where id = '" + m_wiki->engineering().str() +
                         "'"),
             std::string());
    // What the poll does by itself with it is not at issue here.
    QCOMPARE(m_ctl->run("enable general").code, 0);
}

void CtlHttpTest::triggerForeignSpace() {
    moveEngineeringToAnotherWorkspace();
    startDriver();
    const Said foreign = trigger(m_wiki->engineering());
    QCOMPARE(foreign.status, 404);
    const Said unknown = trigger(SpaceId("0190a000-0000-7000-8000-00000000dead"));
    QCOMPARE(unknown.status, 404);
    QCOMPARE(foreign.body, unknown.body);
    QVERIFY(!hasVault(m_wiki->engineering()));
    QCOMPARE(trigger(m_wiki->general()).status, 200);
}

void CtlHttpTest::workspaceLeak() {
    moveEngineeringToAnotherWorkspace();
    startDriver();
    const Said said = status();
    QVERIFY(spaceIn(said, m_wiki->engineering()).isEmpty());
    QVERIFY(!spaceIn(said, m_wiki->general()).isEmpty());
}

void CtlHttpTest::severalWorkspacesNeedAUser() {
    moveEngineeringToAnotherWorkspace();
    m_ctl->set("GIT_SYNC_SERVICE_USER_ID", "");
    startDriver();
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += m_driver->readAllStandardError()).contains("no run begins"), kPatienceMs);
    QCOMPARE(trigger(m_wiki->general()).status, 503);
    const QJsonObject data = status().data();
    QVERIFY(data[QStringLiteral("problem")].toString().contains(QStringLiteral("GIT_SYNC_SERVICE_USER_ID")));
    QVERIFY(!data.contains(QStringLiteral("spaces")));
}

void CtlHttpTest::whatIsNoRequestIsRefused_data() {
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const QByteArray json = "Content-Type: application/json\r\n", trigger = "POST /api/git-sync/trigger";
    QTest::newRow("another path") << QByteArray("GET /api/git-sync/..%2fstatus") << QByteArray() << QByteArray() << 404;
    QTest::newRow("dots in disguise") << QByteArray("GET /api/git-sync/%2e%2e%2fstatus") << QByteArray() << QByteArray()
                                      << 404;
    QTest::newRow("a vault's insides") << QByteArray("GET /git/.git/config") << QByteArray() << QByteArray() << 404;
    QTest::newRow("a service of git") << QByteArray("POST /git/x.git/git-upload-pack") << QByteArray() << QByteArray()
                                      << 404;
    QTest::newRow("another method") << QByteArray("DELETE /api/git-sync/status") << QByteArray() << QByteArray() << 405;
    QTest::newRow("a trigger by GET") << QByteArray("GET /api/git-sync/trigger") << QByteArray() << QByteArray() << 405;
    QTest::newRow("a form") << trigger << QByteArray("Content-Type: application/x-www-form-urlencoded\r\n")
                            << QByteArray("spaceId=1") << 415;
    QTest::newRow("no JSON") << trigger << json << QByteArray("{") << 400;
    QTest::newRow("no id") << trigger << json << QByteArray("{}") << 400;
    QTest::newRow("no UUID") << trigger << json << QByteArray("{\"spaceId\":\"../../etc\"}") << 400;
    QTest::newRow("a number") << trigger << json << QByteArray("{\"spaceId\":1}") << 400;
    QTest::newRow("a name of others") << QByteArray("GET /api/git-sync/status") << QByteArray("Host: evil.example\r\n")
                                      << QByteArray() << 421;
}

void CtlHttpTest::whatIsNoRequestIsRefused() {
    QFETCH(QByteArray, start);
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    startDriver();
    const Said said = ask(start, m_auth + headers, body);
    QCOMPARE(said.status, status);
    QCOMPARE(said.body[QStringLiteral("statusCode")].toInt(), status);
    QVERIFY(!said.message().isEmpty());
}

void CtlHttpTest::lockHeldInvisible() {
    startDriver();
    QCOMPARE(trigger(m_wiki->general()).data()[QStringLiteral("ran")], QJsonValue(true));
    const auto clock = system::makeClock();
    const auto lock = system::makeFileLock(m_ctl->vaults(), system::describeProcess("console"), *clock);
    const QString since = QStringLiteral("lockHeldSince");
    {
        const auto lease = lock->tryAcquire(m_wiki->general(), RunId("0190a000-0000-7000-8000-000000000009"));
        QVERIFY(lease && *lease);
        QCOMPARE(trigger(m_wiki->general()).data()[QStringLiteral("skipped")].toString(), QStringLiteral("lock-held"));
        const QJsonValue first = spaceIn(status(), m_wiki->general())[since];
        QVERIFY(first.isString());
        QCOMPARE(trigger(m_wiki->general()).status, 200);
        QCOMPARE(spaceIn(status(), m_wiki->general())[since], first);
    }
    QCOMPARE(trigger(m_wiki->general()).data()[QStringLiteral("ran")], QJsonValue(true));
    QVERIFY(!spaceIn(status(), m_wiki->general()).contains(since));
}

void CtlHttpTest::aTokenMayComeFromACommand() {
    m_ctl->set("WIKIVAULT_HTTP_TOKEN", "");
    m_ctl->set("WIKIVAULT_HTTP_TOKEN_COMMAND", std::string("echo ") + kToken);
    startDriver();
    QCOMPARE(status().status, 200);
}

void CtlHttpTest::thePortIsOffUntilAskedFor() {
    m_ctl->set("WIKIVAULT_HTTP_PORT", "off");
    startDriver();
    QCOMPARE(status().status, 0);
}

void CtlHttpTest::aPortNeedsAToken() {
    m_ctl->set("WIKIVAULT_HTTP_TOKEN", "");
    const auto refused = m_ctl->run("serve");
    QCOMPARE(refused.code, 64);
    QVERIFY2(refused.err.contains("WIKIVAULT_HTTP_TOKEN"), refused.err.constData());
    m_ctl->set("WIKIVAULT_HTTP_TOKEN_COMMAND", "echo short");
    const auto tooShort = m_ctl->run("serve");
    QCOMPARE(tooShort.code, 64);
    QVERIFY2(tooShort.err.contains("at least 16"), tooShort.err.constData());
    QVERIFY2(!tooShort.err.contains("short;"), tooShort.err.constData());
}

void CtlHttpTest::aPortThatIsTakenNamesItsSetting() {
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    m_ctl->set("WIKIVAULT_HTTP_PORT", std::to_string(other.serverPort()));
    const auto refused = m_ctl->run("serve");
    QCOMPARE(refused.code, 2);
    QVERIFY2(refused.err.contains("WIKIVAULT_HTTP_PORT names another one"), refused.err.constData());
}

QTEST_GUILESS_MAIN(CtlHttpTest)
#include "ctl_http_test.moc"
