#include "engine/adapters/remote/git_remote.h"

#include "tests/support/remote_places.h"
#include "tests/support/ssh_git_server.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QProcess>
#include <QTest>

#include <sys/stat.h>
#include <csignal>

using namespace wikivault;
using namespace wikivault::test;

namespace {

int run(const char *program, const QStringList &arguments, const QProcessEnvironment &more = {}) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(more);
    process.setProcessEnvironment(environment);
    process.start(QString::fromLatin1(program), arguments);
    process.closeWriteChannel();
    return process.waitForFinished(60000) ? process.exitCode() : -1;
}

/// A private ssh-agent, in the foreground; stopped by its pid in the destructor.
class Agent {
public:
    explicit Agent(const QString &socket) {
        m_process.start(QStringLiteral("ssh-agent"), {QStringLiteral("-D"), QStringLiteral("-a"), socket});
        for (int i = 0; i < 500 && !QFile::exists(socket); ++i)
            QTest::qWait(20);
        qputenv("SSH_AUTH_SOCK", socket.toLocal8Bit());
    }
    ~Agent() {
        qunsetenv("SSH_AUTH_SOCK");
        m_process.terminate();
        m_process.waitForFinished(10000);
    }

private:
    QProcess m_process;
};

}  // namespace

/// Keys of a real sshd and of a real agent (F096, F097). A key on a token (ed25519-sk) needs the token, which no test
/// machine has: ssh says so itself, and its words are shown.
class SshKeysTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { qunsetenv("SSH_AUTH_SOCK"); }
    void aKeyOfAnotherTypeIsAChangedKey();
    void withoutAnAgentTheReasonIsSaid();
    void aLockedAgentIsTold();

private:
    std::unique_ptr<SshGitServer> m_ssh;
};

void SshKeysTest::initTestCase() {
    auto started = SshGitServer::start();
    if (!started && started.error().code == ErrorCode::NotFound) QSKIP(started.error().detail.c_str());
    VERIFY_DONE(started);
    m_ssh = std::move(*started);
}

/// The host is known by an RSA key, and offers one of another type alone: no less than a changed key.
void SshKeysTest::aKeyOfAnotherTypeIsAChangedKey() {
    Places places;
    auto request = places.request(m_ssh->url(places.bare));
    request.sshKey = m_ssh->clientKey();
    const auto remote = remote::makeGitRemote(request);
    QVERIFY(remote->trustHost(m_ssh->fingerprint(), {}));
    const std::string right = readFile(places.knownHosts);
    const std::string rsa = places.folder / "rsa";
    QCOMPARE(run("ssh-keygen", {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("rsa"), QStringLiteral("-N"),
                                QString(), QStringLiteral("-f"), QString::fromStdString(rsa)}),
             0);
    const std::string host = right.substr(0, right.find(' '));
    const std::string known = host + " " + readFile(rsa + ".pub");
    writeFile(places.knownHosts, known);
    const auto refused = remote->look({});
    VERIFY_FAULT(refused, RemoteFault::HostKeyChanged);
    QVERIFY2(has(refused.error().detail, m_ssh->fingerprint()), refused.error().detail.c_str());
    VERIFY_FAULT(remote->trustHost(m_ssh->fingerprint(), {}), RemoteFault::HostKeyChanged);
    QCOMPARE(readFile(places.knownHosts), known);
    writeFile(places.knownHosts, "");
    QVERIFY(remote->trustHost(m_ssh->fingerprint(), {}));
    VERIFY_DONE(remote->look({}));
}

void SshKeysTest::withoutAnAgentTheReasonIsSaid() {
    Places places;
    const auto remote = remote::makeGitRemote(places.request(m_ssh->url(places.bare)));
    QVERIFY(remote->trustHost(m_ssh->fingerprint(), {}));
    const auto refused = remote->look({});
    VERIFY_FAULT(refused, RemoteFault::AuthRefused);
    QVERIFY2(has(refused.error().detail, "the agent"), refused.error().detail.c_str());
}

void SshKeysTest::aLockedAgentIsTold() {
    Places places;
    const Agent agent(QString::fromStdString(places.folder / "agent"));
    const auto remote = remote::makeGitRemote(places.request(m_ssh->url(places.bare)));
    QVERIFY(remote->trustHost(m_ssh->fingerprint(), {}));
    QCOMPARE(run("ssh-add", {QStringLiteral("-q"), QString::fromStdString(m_ssh->clientKey())}), 0);
    VERIFY_DONE(remote->look({}));
    const std::string says = places.folder / "says";
    writeFile(says, "#!/bin/sh\necho secret\n");
    ::chmod(says.c_str(), 0700);
    QProcessEnvironment asking;
    asking.insert(QStringLiteral("SSH_ASKPASS"), QString::fromStdString(says));
    asking.insert(QStringLiteral("SSH_ASKPASS_REQUIRE"), QStringLiteral("force"));
    QCOMPARE(run("ssh-add", {QStringLiteral("-x")}, asking), 0);
    const auto refused = remote->look({});
    VERIFY_FAULT(refused, RemoteFault::AuthRefused);
    QVERIFY2(has(refused.error().detail, "the agent"), refused.error().detail.c_str());
    QCOMPARE(run("ssh-add", {QStringLiteral("-X")}, asking), 0);
    VERIFY_DONE(remote->look({}));
}

QTEST_GUILESS_MAIN(SshKeysTest)
#include "ssh_keys_test.moc"
