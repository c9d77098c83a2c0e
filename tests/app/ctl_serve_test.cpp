#include "app/common/control_socket.h"
#include "tests/support/redis_server.h"
#include "tests/support/serve_story.h"
#include "tests/support/verify.h"

#include <QDir>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <csignal>
#include <filesystem>

using namespace wikivault;

/// Who may be the headless driver of a profile, and who talks to it how. No reply of these takes a second; the waits
/// only bound a failure.
class CtlServeTest : public QObject, protected test::ServeStory {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void nobodyListens();
    void aWindowBesideItIsNamed_data();
    void aWindowBesideItIsNamed();
    void onlyOneDriverServesAProfile();
    void onlyOneDriverServesADataDirectory();
    void aKilledDriverIsFollowedByAnother();
    void theSocketBelongsToItsUser();
    void theSocketIsInTheSessionsRuntimeDirectory();
    void anotherUserIsNotAnswered();
    void theServiceManagerIsTold();
    void nonsenseIsAnswered_data();
    void nonsenseIsAnswered();
};

void CtlServeTest::nobodyListens() {
    for (const char *command : {"status", "trigger general", "wait-idle", "events"}) {
        const auto refused = run(command);
        QCOMPARE(refused.code, 2);
        QVERIFY2(refused.err.contains("No serve of this profile can be asked"), refused.err.constData());
    }
    m_ctl->set("GIT_SYNC_ENABLED", "false");
    const auto off = run("serve");
    QCOMPARE(off.code, 64);
    QVERIFY2(off.err.contains("GIT_SYNC_ENABLED=true"), off.err.constData());
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

void CtlServeTest::onlyOneDriverServesAProfile() {
    startDriver();
    const auto second = run("serve");
    QCOMPARE(second.code, 3);
    QVERIFY2(second.err.startsWith("A serve of the data directory ") && second.err.contains("is running already"),
             second.err.constData());
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

/// In a folder for its user alone, whatever that was before; whoever comes from another session is told where.
void CtlServeTest::theSocketIsInTheSessionsRuntimeDirectory() {
    const test::TempDir runtime;
    const QDir folder(QString::fromStdString(runtime / "wikivault"));
    QVERIFY(QDir().mkpath(folder.path()));
    std::filesystem::permissions(runtime / "wikivault", std::filesystem::perms::all);
    m_driver = m_ctl->start("serve", {{QStringLiteral("XDG_RUNTIME_DIR"), QString::fromStdString(runtime.path())}});
    QTRY_VERIFY_WITH_TIMEOUT(run("status").code == 0, kPatienceMs);
    QCOMPARE(std::filesystem::status(runtime / "wikivault").permissions(), std::filesystem::perms::owner_all);
    const QStringList sockets = folder.entryList({QStringLiteral("default-*.sock")}, QDir::System);
    QCOMPARE(sockets.size(), 1);
    QVERIFY(!QFileInfo::exists(socket()));
    end();
    QVERIFY(folder.isEmpty());
}

/// Not even where the folder would let him in.
void CtlServeTest::anotherUserIsNotAnswered() {
    if (::geteuid() != 0) QSKIP("only root can be somebody else");
    startDriver();
    namespace fs = std::filesystem;
    for (fs::path part = socket().toStdString(); part.string().size() >= m_data->path().size();
         part = part.parent_path())
        fs::permissions(part, fs::perms::all);
    const QByteArray status = "{\"cmd\":\"status\"}\n";
    QVERIFY(!say(status).isEmpty());
    constexpr uid_t kNobody = 65534;
    QCOMPARE(::seteuid(kNobody), 0);
    const QByteArray said = say(status);
    QCOMPARE(::seteuid(0), 0);
    QCOMPARE(said, QByteArray());
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
    end();
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

QTEST_GUILESS_MAIN(CtlServeTest)
#include "ctl_serve_test.moc"
