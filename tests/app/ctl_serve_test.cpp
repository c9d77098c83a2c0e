#include "app/common/control_socket.h"
#include "tests/support/ctl_program.h"
#include "tests/support/redis_server.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QFile>
#include <QFileInfo>
#include <QLocalSocket>
#include <QTest>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <csignal>

using namespace wikivault;

/// The built program as a headless driver, and the words of those who talk to it. No reply of these takes a second; the
/// waits only bound a failure.
class CtlServeTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void nobodyListens();
    void anEditInTheWikiReachesItsFile();
    void onlyADriverKnowsThatASpaceIsInSync();
    void aSpaceRunsOnRequest();
    void aWindowBesideItIsNamed_data();
    void aWindowBesideItIsNamed();
    void eventsAreFollowed();
    void onlyOneDriverServesAProfile();
    void onlyOneDriverServesADataDirectory();
    void aKilledDriverIsFollowedByAnother();
    void theSocketBelongsToItsUser();
    void theServiceManagerIsTold();
    void nonsenseIsAnswered_data();
    void nonsenseIsAnswered();
    void aPausedSpaceWaits();
    void anEditOfAFileWakesTheDriver();
    void aRunDoesNotWakeItself();

private:
    [[nodiscard]] test::CtlRun run(const char *arguments) const { return m_ctl->run(arguments); }
    [[nodiscard]] QString socket() const {
        return QString::fromStdString(m_ctl->vaults() + "/.wikivault/control.sock");
    }
    [[nodiscard]] std::string file(const std::string &name) const {
        return m_ctl->vaults() + "/" + m_wiki->general().str() + "/" + name;
    }
    [[nodiscard]] QByteArray textOf(const std::string &name) const {
        QFile text(QString::fromStdString(file(name)));
        return text.open(QIODevice::ReadOnly) ? text.readAll() : QByteArray();
    }
    void editPage(const std::string &text) {
        QCOMPARE(m_wiki->run("update pages set content = '" + test::testBody(text) + "' where id = '" +
                             test::testPage(1).str() + "'"),
                 std::string());
    }
    void startDriver();
    [[nodiscard]] QByteArray say(const QByteArray &line) const;

    static constexpr int kPatienceMs = 60'000;
    std::unique_ptr<test::TempDir> m_data;
    std::unique_ptr<test::TestWiki> m_wiki;
    std::unique_ptr<test::CtlProgram> m_ctl;
    std::unique_ptr<QProcess> m_driver;
};

void CtlServeTest::init() {
    m_data = std::make_unique<test::TempDir>();
    auto wiki = test::TestWiki::sqlite();
    QVERIFY(wiki.has_value());
    m_wiki = std::move(*wiki);
    m_ctl = std::make_unique<test::CtlProgram>(*m_wiki, m_data->path());
    m_ctl->set("GIT_SYNC_POLL_INTERVAL_MS", "1000");
    m_ctl->set("GIT_SYNC_DEBOUNCE_MS", "100");
    QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 1, "Page", "alpha")), std::string());
}

void CtlServeTest::cleanup() {
    if (!m_driver) return;
    m_driver->terminate();
    if (!m_driver->waitForFinished(kPatienceMs)) qWarning("%s", test::stacksOf(*m_driver).constData());
    QCOMPARE(m_driver->state(), QProcess::NotRunning);
    QCOMPARE(m_driver->exitCode(), 0);
    QVERIFY(!QFileInfo::exists(socket()));
    m_driver.reset();
}

void CtlServeTest::startDriver() {
    m_driver = m_ctl->start("serve");
    QTRY_VERIFY_WITH_TIMEOUT(m_ctl->run("status").code == 0, kPatienceMs);
}

/// What the driver answers to one line.
QByteArray CtlServeTest::say(const QByteArray &line) const {
    QLocalSocket peer;
    peer.connectToServer(socket());
    if (!peer.waitForConnected(kPatienceMs)) return {};
    peer.write(line);
    while (!peer.canReadLine())
        if (!peer.waitForReadyRead(kPatienceMs)) return {};
    return peer.readLine();
}

void CtlServeTest::nobodyListens() {
    for (const char *command : {"status", "trigger general", "wait-idle", "events"}) {
        const auto refused = run(command);
        QCOMPARE(refused.code, 2);
        QVERIFY2(refused.err.contains("No driver of this profile can be asked"), refused.err.constData());
    }
    m_ctl->set("GIT_SYNC_ENABLED", "false");
    const auto off = run("serve");
    QCOMPARE(off.code, 64);
    QVERIFY2(off.err.contains("GIT_SYNC_ENABLED=true"), off.err.constData());
}

void CtlServeTest::anEditInTheWikiReachesItsFile() {
    m_ctl->set("WIKIVAULT_CONFLICT_POLICY.nosuch", "git-wins");
    startDriver();
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += m_driver->readAllStandardError()).contains("nosuch does nothing"), kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(textOf("Page.md").contains("alpha"), kPatienceMs);
    editPage("beta");
    QTRY_VERIFY_WITH_TIMEOUT(textOf("Page.md").contains("beta"), kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT((said += m_driver->readAllStandardError()).contains("ended after"), kPatienceMs);
    QVERIFY2(said.contains(" Space general: run ") && said.contains(": 1 done, 1 to git, 0 to the wiki"),
             said.constData());
}

void CtlServeTest::onlyADriverKnowsThatASpaceIsInSync() {
    const auto state = [this] {
        for (const auto &space : run("spaces --json").array())
            if (space.toObject()[QStringLiteral("slug")] == QStringLiteral("general"))
                return space.toObject()[QStringLiteral("state")].toString();
        return QString();
    };
    QCOMPARE(run("sync general").code, 0);
    QCOMPARE(state(), QStringLiteral("unknown"));
    startDriver();
    QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("in-sync"), kPatienceMs);
}

void CtlServeTest::aSpaceRunsOnRequest() {
    startDriver();
    const auto triggered = m_ctl->run(QStringList{QStringLiteral("trigger"), QStringLiteral("general"),
                                                  QStringLiteral("--reason"), QStringLiteral("because")});
    QCOMPARE(triggered.code, 0);
    QCOMPARE(run("wait-idle --timeout 50").code, 0);
    const QByteArray runs = run("runs general --json").out;
    QVERIFY2(runs.contains("\"because\"") && runs.contains("\"control\""), runs.constData());
    const auto unknown = run("trigger nowhere");
    QCOMPARE(unknown.code, 64);
    QVERIFY2(unknown.err.contains("There is no space \"nowhere\""), unknown.err.constData());
    QCOMPARE(run("pause general").code, 0);
    const auto paused = run("trigger general");
    QVERIFY2(paused.code == 1 && paused.err.contains("wikivaultctl resume general"), paused.err.constData());
    QCOMPARE(run("sync general").code, paused.code);
    QCOMPARE(run("resume general").code, 0);
    const QJsonObject status = run("status --json").object();
    QCOMPARE(status.value(QStringLiteral("pid")).toInteger(), m_driver->processId());
    QCOMPARE(status.value(QStringLiteral("spaces")).toArray().size(), 2);
}

void CtlServeTest::aWindowBesideItIsNamed_data() {
    QTest::addColumn<bool>("hasRedis");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("it polls no more") << false << QByteArray("the window that is open on it only watches now");
    QTest::newRow("it may have the seat") << true << QByteArray("tells which of the two drives");
}

void CtlServeTest::aWindowBesideItIsNamed() {
    QFETCH(const bool, hasRedis);
    QFETCH(const QByteArray, words);
    std::unique_ptr<test::RedisServer> redis;
    if (hasRedis) {
        auto server = test::RedisServer::start();
        if (!server) QSKIP(server.error().detail.c_str());
        redis = std::move(*server);
        m_ctl->set("REDIS_URL", redis->url());
    }
    ControlServer window([](const QJsonObject &, const ControlServer::Reply &reply) {
        reply({{QStringLiteral("inSync"), QJsonArray()}});
    });
    VERIFY_DONE(window.listen(m_ctl->vaults() + "/.wikivault/control.window.sock"));
    m_driver = m_ctl->start("serve");
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += m_driver->readAllStandardError()).contains("serve started"), kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT((said += m_driver->readAllStandardError()).contains(words), kPatienceMs);
    QCOMPARE(said.contains("only watches now"), !hasRedis);
}

void CtlServeTest::eventsAreFollowed() {
    startDriver();
    const auto events = m_ctl->start("events");
    QVERIFY(events->waitForReadyRead(kPatienceMs));
    QByteArray seen = events->readAllStandardOutput();
    QCOMPARE(run("trigger general").code, 0);
    const auto has = [&](const char *part) {
        seen += events->readAllStandardOutput();
        return seen.contains(part);
    };
    QTRY_VERIFY_WITH_TIMEOUT(has("\"event\":\"started\""), kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(has("\"event\":\"finished\""), kPatienceMs);
    events->terminate();
    QVERIFY(events->waitForFinished(kPatienceMs));
    QCOMPARE(events->exitCode(), 0);
}

void CtlServeTest::onlyOneDriverServesAProfile() {
    startDriver();
    const auto second = run("serve");
    QCOMPARE(second.code, 3);
    QVERIFY2(second.err.contains("is running already"), second.err.constData());
    QCOMPARE(run("status").code, 0);
}

/// Whatever the session or the profile: the lock is where the vaults are, and says where the driver listens.
void CtlServeTest::onlyOneDriverServesADataDirectory() {
    startDriver();
    const test::TempDir runtime;
    const test::CtlProgram::Variables elsewhere = {
        {QStringLiteral("XDG_RUNTIME_DIR"), QString::fromStdString(runtime.path())}};
    const auto second = m_ctl->run("serve", elsewhere);
    QCOMPARE(second.code, 3);
    QVERIFY2(second.err.contains("is running already") && second.err.contains(socket().toUtf8()),
             second.err.constData());
    QCOMPARE(m_ctl->run("status --json", elsewhere).object().value(QStringLiteral("pid")).toInteger(),
             m_driver->processId());
}

void CtlServeTest::aKilledDriverIsFollowedByAnother() {
    startDriver();
    m_driver->kill();
    QVERIFY(m_driver->waitForFinished(kPatienceMs));
    QVERIFY(QFileInfo::exists(socket()));
    QCOMPARE(run("status").code, 2);
    startDriver();
}

void CtlServeTest::theSocketBelongsToItsUser() {
    startDriver();
    const auto others =
        QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QCOMPARE(QFileInfo(socket()).permissions() & others, QFile::Permissions());
    QCOMPARE(QFileInfo(QFileInfo(socket()).path()).permissions() & others, QFile::Permissions());
}

/// Ready is who answers already.
void CtlServeTest::theServiceManagerIsTold() {
    const int manager = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = m_data->path() + "/notify";
    std::copy(path.begin(), path.end(), std::begin(address.sun_path));
    QCOMPARE(::bind(manager, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
    const auto heard = [manager] {
        QByteArray text(4096, '\0');
        return text.left(qMax<qsizetype>(::recv(manager, text.data(), std::size_t(text.size()), 0), 0));
    };
    m_driver = m_ctl->start("serve", {{QStringLiteral("NOTIFY_SOCKET"), QString::fromStdString(path)}});
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += heard()).contains("READY=1"), kPatienceMs);
    QCOMPARE(run("status").code, 0);
    cleanup();
    said += heard();
    QVERIFY2(said.contains("STOPPING=1"), said.constData());
    ::close(manager);
}

void CtlServeTest::nonsenseIsAnswered_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("no JSON") << QByteArray("hello\n") << QByteArray("not a JSON object");
    QTest::newRow("no object") << QByteArray("[1]\n") << QByteArray("not a JSON object");
    QTest::newRow("unknown") << QByteArray("{\"cmd\":\"fly\"}\n") << QByteArray("There is no request");
    QTest::newRow("endless") << QByteArray(200'000, 'x') << QByteArray("longer than 64 KiB");
}

void CtlServeTest::nonsenseIsAnswered() {
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, answer);
    startDriver();
    const QByteArray said = say(line);
    QVERIFY2(said.contains(answer), said.constData());
    QCOMPARE(run("status").code, 0);
}

void CtlServeTest::aPausedSpaceWaits() {
    startDriver();
    QTRY_VERIFY_WITH_TIMEOUT(textOf("Page.md").contains("alpha"), kPatienceMs);
    QCOMPARE(run("pause general --for 3x").code, 64);
    QCOMPARE(run("pause").code, 64);
    QCOMPARE(run("pause general --for 1h --reason moving").code, 0);
    QVERIFY(run("spaces").out.contains("moving"));
    QCOMPARE(run("wait-idle").code, 0);
    editPage("beta");
    QCOMPARE(run("sync general").code, 1);
    QVERIFY(textOf("Page.md").contains("alpha"));
    QCOMPARE(run("resume --all").code, 0);
    QTRY_VERIFY_WITH_TIMEOUT(textOf("Page.md").contains("beta"), kPatienceMs);
}

/// The driver looks once in an hour, so what happens sooner was noticed.
void CtlServeTest::anEditOfAFileWakesTheDriver() {
    QCOMPARE(run("sync --all").code, 0);
    m_ctl->set("GIT_SYNC_POLL_INTERVAL_MS", "3600000");
    startDriver();
    QTRY_VERIFY_WITH_TIMEOUT(run("status").out.contains("Changes of files are noticed at once"), kPatienceMs);
    QCOMPARE(run("wait-idle").code, 0);
    QByteArray text = textOf("Page.md");
    test::writeFile(file("Page.md"), text.replace("alpha", "by hand").toStdString());
    const auto inWiki = [this] {
        return m_wiki->run("select content from pages where id = '" + test::testPage(1).str() + "'");
    };
    QTRY_VERIFY_WITH_TIMEOUT(inWiki().find("by hand") != std::string::npos, kPatienceMs);
    QCOMPARE(run("wait-idle").code, 0);
    QStringList causes;  // a look at what the driver itself wrote may follow
    for (const auto &one : run("runs general --json").array())
        causes << one[QLatin1String("trigger")].toString() + QLatin1Char(' ') + one[QLatin1String("reason")].toString();
    QVERIFY2(causes.contains(QStringLiteral("event files")), qPrintable(causes.join(QLatin1Char(','))));
}

void CtlServeTest::aRunDoesNotWakeItself() {
    QCOMPARE(run("sync --all").code, 0);
    startDriver();
    QTRY_VERIFY_WITH_TIMEOUT(run("status").out.contains("Changes of files are noticed at once"), kPatienceMs);
    const auto events = m_ctl->start("events");
    QVERIFY(events->waitForReadyRead(kPatienceMs));
    editPage("beta");
    QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 2, "Other", "gamma")), std::string());
    QTRY_VERIFY_WITH_TIMEOUT(textOf("Page.md").contains("beta") && textOf("Other.md").contains("gamma"), kPatienceMs);
    QTest::qWait(1500);  // longer than news of files wait; more only makes the test blind, not red
    events->terminate();
    QVERIFY(events->waitForFinished(kPatienceMs));
    const QByteArray seen = events->readAllStandardOutput();
    QVERIFY2(seen.contains("\"event\":\"started\""), seen.constData());
    QVERIFY2(!seen.contains("\"trigger\":\"event\""), seen.constData());
}

QTEST_GUILESS_MAIN(CtlServeTest)
#include "ctl_serve_test.moc"
