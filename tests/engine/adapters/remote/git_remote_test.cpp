#include "engine/adapters/remote/git_remote.h"

#include "tests/support/loopback_server.h"
#include "tests/support/remote_places.h"
#include "tests/support/ssh_git_server.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QProcess>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace wikivault;
using namespace wikivault::test;
using namespace std::chrono_literals;

class GitRemoteTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        auto started = SshGitServer::start();
        if (started)
            m_ssh = std::move(*started);
        else if (started.error().code != ErrorCode::NotFound)
            QFAIL(started.error().detail.c_str());
    }

    void anEmptyRepositoryIsToldFromAMissingBranch() {
        Places places;
        const auto remote = remote::makeGitRemote(places.request("file://" + places.bare));
        const auto empty = remote->look({});
        QVERIFY(empty && !empty->tip && !empty->hasOtherBranches);
        places.commitIn(places.clone, "a.md", "a\n");
        gitCli(places.clone, {"push", "-q", "origin", "HEAD:other", "HEAD:docmost"});
        const auto other = remote->look({});
        QVERIFY(other && !other->tip && other->hasOtherBranches && other->offersMirror);
    }

    void commitsGoBothWays_data() {
        QTest::addColumn<bool>("overSsh");
        QTest::newRow("file") << false;
        QTest::newRow("ssh") << true;
    }
    void commitsGoBothWays() {
        QFETCH(bool, overSsh);
        if (overSsh && !m_ssh) QSKIP("sshd is not installed (package openssh-server)");
        Places places;
        auto request = places.request(overSsh ? m_ssh->url(places.bare) : "file://" + places.bare);
        if (overSsh) request.sshKey = m_ssh->clientKey();
        const auto remote = remote::makeGitRemote(request);
        if (overSsh) QVERIFY(remote->trustHost(m_ssh->fingerprint(), {}));
        const std::string theirs = places.pushed("a.md", "theirs\n");
        const auto view = remote->look({});
        QVERIFY2(view, view ? "" : view.error().detail.c_str());
        QVERIFY(view->tip == idOf(theirs));
        const auto fetched = remote->fetch({}, {}, {});
        QVERIFY2(fetched, fetched ? "" : fetched.error().detail.c_str());
        QVERIFY(*fetched == idOf(theirs));
        QCOMPARE(gitCli(places.vault, {"cat-file", "-p", theirs + ":a.md"}), std::string("theirs"));
        QCOMPARE(gitCli(places.vault, {"for-each-ref"}), std::string());
        gitCli(places.vault, {"reset", "-q", "--hard", theirs});
        const std::string ours = places.commitIn(places.vault, "b.md", "ours\n");
        QVERIFY(remote->push(idOf(ours), "main", {}, {}));
        QCOMPARE(places.tipThere(), ours);
        QVERIFY(remote->push(idOf(ours), "main", {}, {}));
    }

    void nothingIsForced() {
        Places places;
        const std::string theirs = places.pushed("a.md", "theirs\n");
        const std::string ours = places.commitIn(places.vault, "b.md", "ours\n");
        const auto remote = remote::makeGitRemote(places.request("file://" + places.bare));
        VERIFY_FAULT(remote->push(idOf(ours), "main", {}, {}), RemoteFault::NonFastForward);
        QCOMPARE(places.tipThere(), theirs);
        QVERIFY(remote->fetch({}, {}, {}));
        VERIFY_FAULT(remote->push(idOf(ours), "main", {}, {}), RemoteFault::NonFastForward);
        QCOMPARE(places.tipThere(), theirs);
    }

    /// F092: the branch moves after the server has said where it stands.
    void aBranchThatMovesMeanwhileIsNotOverwritten() {
        Places places;
        const std::string first = places.pushed("a.md", "a\n");
        const auto remote = remote::makeGitRemote(places.request("file://" + places.bare));
        QVERIFY(remote->fetch({}, {}, {}));
        gitCli(places.vault, {"reset", "-q", "--hard", first});
        const std::string ours = places.commitIn(places.vault, "b.md", "ours\n");
        const std::string theirs = places.commitIn(places.clone, "c.md", "theirs\n");
        gitCli(places.clone, {"push", "-q", "origin", "HEAD:side"});
        places.hook("pre-receive", "unset GIT_QUARANTINE_PATH; git update-ref refs/heads/main " + theirs + " " + first);
        VERIFY_FAULT(remote->push(idOf(ours), "main", {}, {}), RemoteFault::NonFastForward);
        QCOMPARE(places.tipThere(), theirs);
    }

    /// F093
    void whatAHookSaysIsHandedOn() {
        Places places;
        const std::string ours = places.commitIn(places.vault, "b.md", "ours\n");
        const auto remote = remote::makeGitRemote(places.request("file://" + places.bare));
        places.hook("pre-receive", "printf 'no \\033[31mpages\\033[0m on fridays\\n' >&2; exit 1");
        const auto declined = remote->push(idOf(ours), "main", {}, {});
        VERIFY_FAULT(declined, RemoteFault::Declined);
        QVERIFY2(has(declined.error().detail, "on fridays"), declined.error().detail.c_str());
        QVERIFY(!has(declined.error().detail, "\033"));
        places.hook("pre-receive", "echo 'remote: error: GH006: protected branch' >&2; exit 1");
        VERIFY_FAULT(remote->push(idOf(ours), "main", {}, {}), RemoteFault::Protected);
        places.hook("pre-receive", "head -c 3000000 /dev/zero | tr '\\0' 'x' >&2; exit 1");
        const auto loud = remote->push(idOf(ours), "main", {}, {});
        VERIFY_FAULT(loud, RemoteFault::Declined);
        QVERIFY(loud.error().detail.size() < 4096);
    }

    void aHookThatHangsIsGivenUp() {
        Places places;
        const std::string ours = places.commitIn(places.vault, "b.md", "ours\n");
        places.hook("pre-receive", "exec sleep 600");
        auto request = places.request("file://" + places.bare);
        request.limits.silence = 1500ms;
        VERIFY_FAULT(remote::makeGitRemote(request)->push(idOf(ours), "main", {}, {}), RemoteFault::TimedOut);
    }

    void aStopEndsATransfer() {
        Places places;
        const std::string ours = places.commitIn(places.vault, "b.md", "ours\n");
        places.hook("pre-receive", "exec sleep 600");
        std::stop_source stop;
        const auto stopper = [&](const std::string &) { stop.request_stop(); };
        const auto remote = remote::makeGitRemote(places.request("file://" + places.bare));
        VERIFY_FAULT(remote->push(idOf(ours), "main", stopper, stop.get_token()), RemoteFault::Cancelled);
    }

    void aMissingRepositoryIsNamed() {
        Places places;
        const auto gone =
            remote::makeGitRemote(places.request("file://" + places.folder.path() + "/none.git"))->look({});
        VERIFY_FAULT(gone, RemoteFault::NotFound);
        QVERIFY(has(gone.error().detail, "none.git"));
    }

    /// F096
    void aHostKeyIsAskedForAndNeverReplaced() {
        if (!m_ssh) QSKIP("sshd is not installed (package openssh-server)");
        Places places;
        auto request = places.request(m_ssh->url(places.bare));
        request.sshKey = m_ssh->clientKey();
        const auto remote = remote::makeGitRemote(request);
        const auto unknown = remote->look({});
        VERIFY_FAULT(unknown, RemoteFault::HostKeyUnknown);
        QCOMPARE(unknown.error().fingerprint, m_ssh->fingerprint());
        QVERIFY(has(unknown.error().detail, m_ssh->fingerprint()));
        VERIFY_FAULT(remote->trustHost("SHA256:something-else", {}), RemoteFault::HostKeyChanged);
        VERIFY_FAULT(remote->look({}), RemoteFault::HostKeyUnknown);
        QVERIFY(remote->trustHost(m_ssh->fingerprint(), {}));
        QVERIFY(remote->look({}));
        const std::string before = m_ssh->fingerprint();
        m_ssh->stop();
        m_ssh->changeHostKey();
        VERIFY_DONE(m_ssh->launch());
        const auto changed = remote->look({});
        VERIFY_FAULT(changed, RemoteFault::HostKeyChanged);
        QCOMPARE(changed.error().knownFingerprint, before);
        QCOMPARE(changed.error().fingerprint, m_ssh->fingerprint());
        struct stat status {};
        QCOMPARE(::stat(places.knownHosts.c_str(), &status), 0);
        QCOMPARE(status.st_mode & 0777u, 0600u);
    }

    /// F096: hashed, revoked, and a list that knows an authority only.
    void aHostKeyIsJudgedByTheWholeList() {
        if (!m_ssh) QSKIP("sshd is not installed (package openssh-server)");
        Places places;
        auto request = places.request(m_ssh->url(places.bare));
        request.sshKey = m_ssh->clientKey();
        const auto remote = remote::makeGitRemote(request);
        QVERIFY(remote->trustHost(m_ssh->fingerprint(), {}));
        const std::string line = readFile(places.knownHosts);
        keygen({"-H", "-f", places.knownHosts});
        QVERIFY(has(readFile(places.knownHosts), "|1|"));
        QVERIFY(remote->look({}));
        writeFile(places.knownHosts, "@revoked " + line);
        VERIFY_FAULT(remote->look({}), RemoteFault::HostKeyChanged);
        writeFile(places.knownHosts, line + "@revoked " + line);
        VERIFY_FAULT(remote->look({}), RemoteFault::HostKeyChanged);
        writeFile(places.knownHosts, "@cert-authority " + line);
        VERIFY_FAULT(remote->look({}), RemoteFault::HostKeyUnknown);
    }

    /// F097, F099: one try per key.
    void aKeyTheServerDoesNotTakeIsSaidOnce() {
        if (!m_ssh) QSKIP("sshd is not installed (package openssh-server)");
        Places places;
        auto request = places.request(m_ssh->url(places.bare));
        request.sshKey = m_ssh->otherKey();
        const auto remote = remote::makeGitRemote(request);
        QVERIFY(remote->trustHost(m_ssh->fingerprint(), {}));
        const auto refused = remote->look({});
        VERIFY_FAULT(refused, RemoteFault::AuthRefused);
        QVERIFY2(has(refused.error().detail, "GIT_SYNC_SSH_KEY_PATH"), refused.error().detail.c_str());
        const std::string open = places.folder / "open-key";
        writeFile(open, readFile(m_ssh->clientKey()));
        ::chmod(open.c_str(), 0644);
        request.sshKey = open;
        const auto tooOpen = remote::makeGitRemote(request)->look({});
        VERIFY_FAULT(tooOpen, RemoteFault::AuthRefused);
        QVERIFY2(has(tooOpen.error().detail, "chmod 600"), tooOpen.error().detail.c_str());
        ::chmod(open.c_str(), 0600);
        keygen({"-p", "-N", "a passphrase", "-f", open});
        VERIFY_FAULT(remote::makeGitRemote(request)->look({}), RemoteFault::AuthRefused);
        request.sshKey = places.folder / "no-such-key";
        VERIFY_FAULT(remote::makeGitRemote(request)->look({}), RemoteFault::AuthRefused);
    }

    /// F098
    void aServerThatIsNotThereOrSilentIsSaid() {
        Places places;
        int port = 0;
        {
            const LoopbackServer gone([](int, const std::stop_token &) {});
            port = gone.port();
        }
        const std::string host = "@127.0.0.1:" + std::to_string(port) + "/x.git";
        VERIFY_FAULT(remote::makeGitRemote(places.request("ssh://git" + host))->look({}), RemoteFault::Unreachable);
        const LoopbackServer silent([](int, const std::stop_token &stop) {
            while (!stop.stop_requested())
                ::usleep(10000);
        });
        auto request = places.request("https://127.0.0.1:" + std::to_string(silent.port()) + "/x.git");
        request.limits.silence = 1000ms;
        VERIFY_FAULT(remote::makeGitRemote(request)->look({}), RemoteFault::TimedOut);
    }

    /// The vault's configuration is other people's to write; none of it is run.
    void nothingOfTheVaultsConfigurationIsRun() {
        Places places;
        const std::string trace = places.folder / "trace";
        gitCli(places.vault, {"config", "core.sshCommand", "touch " + trace});
        gitCli(places.vault, {"config", "credential.helper", "!touch " + trace});
        gitCli(places.vault, {"config", "uploadpack.packObjectsHook", "touch " + trace});
        writeFile(places.vault + "/.git/hooks/pre-push", "#!/bin/sh\ntouch " + trace + "\n");
        ::chmod((places.vault + "/.git/hooks/pre-push").c_str(), 0755);
        const std::string ours = places.commitIn(places.vault, "b.md", "ours\n");
        QVERIFY(remote::makeGitRemote(places.request("file://" + places.bare))->push(idOf(ours), "main", {}, {}));
        VERIFY_FAULT(remote::makeGitRemote(places.request("ssh://git@127.0.0.1:1/x.git"))->look({}),
                     RemoteFault::Unreachable);
        QCOMPARE(readFile(trace), std::string());
        QVERIFY(::access(trace.c_str(), F_OK) != 0);
    }

    /// F135, F138: git's own checks come first.
    void aHostileTreeIsNotTaken() {
        Places places;
        places.pushed("a.md", "a\n");
        const std::string blob = gitCli(places.clone, {"rev-parse", "HEAD:a.md"});
        for (const char *name : {"..", ".git", ".GIT", "git~1"}) {
            const std::string tree =
                gitCli(places.clone, {"mktree", "--missing"}, "100644 blob " + blob + "\t" + name + "\n");
            const std::string bad = gitCli(places.clone, {"commit-tree", "-m", "bad", "-p", "HEAD", tree});
            gitCli(places.clone, {"push", "-q", "-f", "origin", bad + ":refs/heads/main"});
            VERIFY_FAULT(remote::makeGitRemote(places.request("file://" + places.bare))->fetch({}, {}, {}),
                         RemoteFault::Hostile);
            QVERIFY(runGit(places.vault, {"cat-file", "-e", bad}).code != 0);
        }
    }

private:
    static void keygen(const std::vector<std::string> &arguments) {
        QStringList words{QStringLiteral("-q")};
        for (const std::string &argument : arguments)
            words << QString::fromStdString(argument);
        QCOMPARE(QProcess::execute(QStringLiteral("ssh-keygen"), words), 0);
    }

    std::unique_ptr<SshGitServer> m_ssh;
};

QTEST_GUILESS_MAIN(GitRemoteTest)
#include "git_remote_test.moc"
