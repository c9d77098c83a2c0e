#include "app/common/control_socket.h"
#include "tests/support/ctl_program.h"
#include "tests/support/free_port.h"
#include "tests/support/postgres_server.h"
#include "tests/support/process_tree.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTest>

#include <unistd.h>
#include <csignal>

using namespace wikivault;
using namespace wikivault::test;

/// A `serve` beside a database that stands still: it answers nothing, and its kernel goes on answering for it.
class CtlFrozenDatabaseTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void statusTellsWhatIsKnownAndHowOldItIs();
    void whoAsksBeforeAnythingIsKnownIsToldSo();
    void F072_aServeEndsThoughItsDatabaseStandsStill();

private:
    static constexpr int kPatienceMs = 60'000;
    static constexpr int kAtOnceMs = 8'000;              ///< a fraction of what a connection waits here
    static constexpr int kLongerThanPatienceMs = 6'000;  ///< who is only told what is known has been by then
    void startServe();
    void freeze(bool stands);
    [[nodiscard]] CtlRun timed(const char *words);
    [[nodiscard]] QByteArray statusOverHttp() const;

    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<TempDir> m_data;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<CtlProgram> m_ctl;
    std::unique_ptr<QProcess> m_serve;
    int m_port = 0;
    bool m_isFrozen = false;
};

void CtlFrozenDatabaseTest::initTestCase() {
    NEED_DOCMOST(m_server);
}

void CtlFrozenDatabaseTest::init() {
    auto wiki = TestWiki::postgres(*m_server, "docmost");
    VERIFY_DONE(wiki);
    m_wiki = std::move(*wiki);
    m_data = std::make_unique<TempDir>();
    m_ctl = std::make_unique<CtlProgram>(*m_wiki, m_data->path());
    m_port = freeLoopbackPort();
    for (const auto &[name, value] :
         std::map<const char *, std::string>{{"WIKIVAULT_WRITER", "sql"},
                                             {"GIT_SYNC_POLL_INTERVAL_MS", "1000"},
                                             {"GIT_SYNC_DEBOUNCE_MS", "100"},
                                             {"WIKIVAULT_HTTP_PORT", std::to_string(m_port)},
                                             {"WIKIVAULT_HTTP_TOKEN", "0123456789abcdef0123456789abcdef"},
                                             {"DATABASE_URL", m_wiki->url() + "?connect_timeout=60"}})
        m_ctl->set(name, value);
    QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 1, "Page", "alpha")), std::string());
}

void CtlFrozenDatabaseTest::cleanup() {
    freeze(false);
    if (m_serve) {
        m_serve->terminate();
        if (!m_serve->waitForFinished(kPatienceMs)) qWarning("%s", stacksOf(*m_serve).constData());
        QCOMPARE(m_serve->exitCode(), 0);
        m_serve.reset();
    }
    m_ctl.reset();
    m_wiki.reset();
    m_data.reset();
}

void CtlFrozenDatabaseTest::startServe() {
    m_serve = m_ctl->start("serve");
    QTRY_COMPARE_WITH_TIMEOUT(m_ctl->run("status").code, 0, kPatienceMs);
}

/// The server itself; whoever connects is taken in by its kernel and waits.
void CtlFrozenDatabaseTest::freeze(bool stands) {
    if (!m_server || stands == m_isFrozen) return;
    const auto servers = descendantsOf(::getpid(), "postgres");
    QVERIFY(!servers.empty());
    ::kill(servers.front(), stands ? SIGSTOP : SIGCONT);
    m_isFrozen = stands;
}

CtlRun CtlFrozenDatabaseTest::timed(const char *words) {
    QElapsedTimer waited;
    waited.start();
    CtlRun run = m_ctl->run(words);
    if (waited.elapsed() > kAtOnceMs) run.code = -1, run.err += QByteArray::number(waited.elapsed()) + " ms";
    return run;
}

QByteArray CtlFrozenDatabaseTest::statusOverHttp() const {
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(m_port));
    socket.write(
        "GET /api/git-sync/status HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        "0123456789abcdef0123456789abcdef\r\n\r\n");
    while (socket.state() != QAbstractSocket::UnconnectedState)
        if (!socket.waitForReadyRead(kPatienceMs) && socket.error() != QAbstractSocket::RemoteHostClosedError) break;
    return socket.readAll();
}

void CtlFrozenDatabaseTest::statusTellsWhatIsKnownAndHowOldItIs() {
    startServe();
    QVERIFY(statusOverHttp().contains("\"slug\":\"general\""));
    const auto problem = [this] {
        return m_ctl->run("status --json").object()[QStringLiteral("spacesProblem")].toString();
    };
    QTRY_COMPARE_WITH_TIMEOUT(problem(), QString(), kPatienceMs);
    freeze(true);
    for (int i = 0; i < 3; ++i) {
        const CtlRun status = timed("status --json");
        QVERIFY2(status.code == 0, status.err.constData());
        const QJsonObject told = status.object();
        QCOMPARE(told[QStringLiteral("spaces")].toArray().size(), 2);
        QVERIFY(told[QStringLiteral("spacesAsOf")].isString());
        const QString why = told[QStringLiteral("spacesProblem")].toString();
        QVERIFY2(why.contains(QStringLiteral("was read ")) && why.contains(QStringLiteral("answers late")),
                 qPrintable(why));
    }
    QVERIFY(timed("status").out.contains("answers late"));
    for (const char *order : {"stop", "pause", "resume", "trigger"}) {
        const auto done = askDriver(
            m_ctl->vaults() + "/.wikivault/control.sock",
            {{QStringLiteral("cmd"), QLatin1String(order)}, {QStringLiteral("space"), QStringLiteral("general")}},
            kAtOnceMs, {});
        QVERIFY2(done.has_value(), done ? "" : (order + (": " + done.error().detail)).c_str());
    }
    QElapsedTimer waited;
    waited.start();
    const QByteArray http = statusOverHttp();
    QVERIFY2(waited.elapsed() < kAtOnceMs && http.contains("answers late") && http.contains("\"slug\":\"general\""),
             http.constData());
    freeze(false);
    QTRY_COMPARE_WITH_TIMEOUT(problem(), QString(), kPatienceMs);
}

/// Nobody knows is not the same as none.
void CtlFrozenDatabaseTest::whoAsksBeforeAnythingIsKnownIsToldSo() {
    freeze(true);
    startServe();
    const CtlRun status = timed("status --json");
    QVERIFY2(status.code == 0, status.err.constData());
    QVERIFY(!status.object().contains(QStringLiteral("spaces")));
    const QString problem = status.object()[QStringLiteral("spacesProblem")].toString();
    QVERIFY2(problem.startsWith(QStringLiteral("Nothing is known of the spaces yet. ")), qPrintable(problem));
    QVERIFY(!statusOverHttp().contains("\"spaces\""));
    const auto order = m_ctl->start("trigger general");  // only the wiki knows of that name
    QVERIFY(!order->waitForFinished(kLongerThanPatienceMs));
    freeze(false);
    QVERIFY(order->waitForFinished(kPatienceMs));
    const QByteArray said = order->readAllStandardOutput() + order->readAllStandardError();
    QVERIFY2(order->exitCode() == 0, said.constData());
}

/// One session of it, and while a run waits for it.
void CtlFrozenDatabaseTest::F072_aServeEndsThoughItsDatabaseStandsStill() {
    startServe();
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
    m_serve->terminate();
    const bool hasEnded = m_serve->waitForFinished(20000);
    ::kill(backend, SIGCONT);
    other.rollback();
    QVERIFY(hasEnded && m_serve->exitStatus() == QProcess::NormalExit);
    QCOMPARE(m_serve->exitCode(), 0);
    m_serve.reset();
}

QTEST_GUILESS_MAIN(CtlFrozenDatabaseTest)
#include "ctl_frozen_database_test.moc"
