#include "tests/support/remote_places.h"
#include "tests/support/ssh_git_server.h"
#include "tests/support/verify.h"

#include <QElapsedTimer>

#include <cerrno>
#include <filesystem>
#include <random>

using namespace wikivault;
using namespace wikivault::test;
using namespace std::chrono_literals;

/// Servers that are ill, or mean it ill: a sentence, nothing kept of what they sent, and the next try works.
class HostileServerTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_places = std::make_unique<Places>();
        auto started = SshGitServer::start();
        if (!started && started.error().code == ErrorCode::NotFound) QSKIP(started.error().detail.c_str());
        VERIFY_DONE(started);
        m_ssh = std::move(*started);
        m_request = m_places->request(m_ssh->url(m_places->bare));
        m_request.sshKey = m_ssh->clientKey();
        QVERIFY(remote::makeGitRemote(m_request)->trustHost(m_ssh->fingerprint(), {}));
    }
    void cleanup() {
        m_ssh.reset();
        m_places.reset();
    }

    /// F102: a server that sends a byte now and then, for ever.
    void aServerThatDripsIsGivenUp() {
        m_ssh->answerWith("printf ffe0; while :; do printf f; sleep 0.1; done");
        m_request.limits.total = 2000ms;
        QElapsedTimer waited;
        waited.start();
        VERIFY_FAULT(remote::makeGitRemote(m_request)->look({}), RemoteFault::TimedOut);
        QVERIFY(waited.elapsed() < 30'000);
    }

    void aDamagedStreamIsNotTaken_data() {
        QTest::addColumn<QByteArray>("damage");
        QTest::newRow("a wrong byte") << QByteArray("printf '\\377' | dd of=$f bs=1 seek=30 conv=notrunc 2>/dev/null");
        QTest::newRow("a wrong checksum") << QByteArray(
            "printf '\\377\\377' | dd of=$f bs=1 seek=$(($(stat -c %s $f) - 2)) conv=notrunc 2>/dev/null");
        QTest::newRow("cut off") << QByteArray("truncate -s -30 $f");
    }
    /// F103
    void aDamagedStreamIsNotTaken() {
        QFETCH(QByteArray, damage);
        const std::string theirs = m_places->pushed("a.md", std::string(2000, 'a') + "\n");
        const std::string hook = m_places->folder / "hook";
        writeFile(hook, "#!/bin/sh\nf=" + m_places->folder.path() + "/pack\n\"$@\" > $f\n" + damage.toStdString() +
                            "\ncat $f\n");
        ::chmod(hook.c_str(), 0755);
        m_ssh->answerWith("eval \"exec git -c uploadpack.packObjectsHook=" + hook + " ${SSH_ORIGINAL_COMMAND#git-}\"");
        const auto remote = remote::makeGitRemote(m_request);
        const auto fetched = remote->fetch({}, {}, {});
        QVERIFY(!fetched);
        QVERIFY2(fetched.error().fault == RemoteFault::Hostile || fetched.error().fault == RemoteFault::Unreachable,
                 fetched.error().detail.c_str());
        QVERIFY(runGit(m_places->vault, {"cat-file", "-e", theirs}).code != 0);
        QCOMPARE(runGit(m_places->vault, {"fsck", "--full", "--strict"}).code, 0);
        m_ssh->answerWith("eval \"$SSH_ORIGINAL_COMMAND\"");
        QVERIFY(remote->fetch({}, {}, {}));
        QCOMPARE(runGit(m_places->vault, {"cat-file", "-e", theirs}).code, 0);
    }

    /// F102: the disk does not fill up either.
    void aPackLargerThanMayBeWrittenIsNotKept() {
        std::string noise(1u << 20, '\0');
        std::mt19937 random(1);
        for (char &c : noise)
            c = static_cast<char>(random());
        const std::string theirs = m_places->pushed("noise.bin", noise);
        remote::GitRemoteRequest small = m_request;
        small.limits.largestFile = 1u << 19;
        const auto before = snapshot(m_places->vault + "/.git/objects");
        const auto fetched = remote::makeGitRemote(small)->fetch({}, {}, {});
        VERIFY_FAULT(fetched, RemoteFault::Hostile);
        QVERIFY2(has(fetched.error().detail, "larger than a vault takes"), fetched.error().detail.c_str());
        QVERIFY(snapshot(m_places->vault + "/.git/objects") == before);
        QVERIFY(!std::filesystem::exists(m_places->vault + "/.git/wikivault/wire/quarantine"));
        QVERIFY(remote::makeGitRemote(m_request)->fetch({}, {}, {}));
        QCOMPARE(runGit(m_places->vault, {"cat-file", "-e", theirs}).code, 0);
    }

    void whatIsNoProtocolIsRefused() {
        m_ssh->answerWith("printf 'zzzz Welcome to the machine\\n'");
        const auto seen = remote::makeGitRemote(m_request)->look({});
        QVERIFY(!seen);
        QVERIFY2(has(seen.error().detail, "protocol error"), seen.error().detail.c_str());
    }

    /// F105
    void aServerWithOldMethodsOnlyIsExplained() {
        m_ssh->stop();
        m_ssh->setOption("KexAlgorithms diffie-hellman-group1-sha1");
        VERIFY_DONE(m_ssh->launch());
        const auto seen = remote::makeGitRemote(m_request)->look({});
        VERIFY_FAULT(seen, RemoteFault::Other);
        QVERIFY2(has(seen.error().detail, "no method in common"), seen.error().detail.c_str());
    }
    void aRepositoryOfAnotherFormatIsExplained() {
        gitCli(m_places->folder.path(), {"init", "-q", "--bare", "--object-format=sha256", "-b", "main", "new.git"});
        const std::string clone = m_places->folder / "new";
        gitCli(m_places->folder.path(), {"init", "-q", "--object-format=sha256", "-b", "main", clone});
        m_places->commitIn(clone, "a.md", "a\n");
        gitCli(clone, {"push", "-q", m_places->folder / "new.git", "main"});
        m_request.spec.url = parseRemoteUrl(m_ssh->url(m_places->folder / "new.git")).value();
        const auto seen = remote::makeGitRemote(m_request)->look({});
        VERIFY_FAULT(seen, RemoteFault::Other);
        QVERIFY2(has(seen.error().detail, "SHA-1"), seen.error().detail.c_str());
    }

    /// F106
    void aFullDiskOfTheServerIsSaid() {
        m_places->pushed("a.md", "a\n");
        const auto remote = remote::makeGitRemote(m_request);
        QVERIFY(remote->fetch({}, {}, {}));
        const std::string before = m_places->tipThere();
        gitCli(m_places->vault, {"reset", "-q", "--hard", before});
        const std::string ours = m_places->commitIn(m_places->vault, "b.md", std::string(5000, 'b'));
        m_ssh->answerWith("export RIG_FAULT_BELOW=" + m_places->bare + "/objects RIG_FAULT_AT=1 RIG_FAULT_STAYS=1 " +
                          "RIG_FAULT_ERRNO=" + std::to_string(ENOSPC) +
                          " LD_PRELOAD=" WIKIVAULT_BINARY_DIR
                          "/librig_disk_fault.so\n"
                          "eval \"exec $SSH_ORIGINAL_COMMAND\"");
        const auto refused = remote->push(idOf(ours), "main", {}, {});
        QVERIFY(!refused);
        QVERIFY2(has(refused.error().detail, "disk"), refused.error().detail.c_str());
        QCOMPARE(m_places->tipThere(), before);
        QCOMPARE(gitCli(m_places->vault, {"rev-parse", "HEAD"}), ours);
        m_ssh->answerWith("eval \"$SSH_ORIGINAL_COMMAND\"");
        QVERIFY(remote->push(idOf(ours), "main", {}, {}));
        QCOMPARE(m_places->tipThere(), ours);
    }

    /// F140
    void namesOfRefsAreNeverFollowed() {
        const std::string theirs = m_places->pushed("a.md", "a\n");
        std::string lines;
        const auto line = [&](const std::string &ref) {
            const std::string text = theirs + " " + ref + "\n";
            char size[5] = {};
            std::snprintf(size, sizeof size, "%04zx", text.size() + 4);
            lines += size + text;
        };
        for (const char *ref : {"refs/heads/../../config", "refs/heads/main", "refs/heads/a\033[31mb", "/etc/passwd",
                                "refs/heads/main.lock", "refs/heads/docmost\a"})
            line(ref);
        const std::string said = m_places->folder / "said", config = readFile(m_places->vault + "/.git/config");
        writeFile(said, lines + "0000");
        m_ssh->answerWith("cat " + said + "; sleep 0.2");
        const auto seen = remote::makeGitRemote(m_request)->look({});
        QVERIFY2(!seen || seen->tip == idOf(theirs), "another tip");
        if (!seen) QVERIFY(!has(seen.error().detail, "\033"));
        QCOMPARE(readFile(m_places->vault + "/.git/config"), config);
        QCOMPARE(gitCli(m_places->vault, {"for-each-ref"}), std::string());
    }
    void manyRefsAreNotListed() {
        const std::string theirs = m_places->pushed("a.md", "a\n");
        std::string packed = "# pack-refs with: peeled fully-peeled sorted \n";
        for (int i = 100'000; i < 200'000; ++i)
            packed += theirs + " refs/heads/n" + std::to_string(i) + "\n";
        writeFile(m_places->bare + "/packed-refs", packed);
        const auto remote = remote::makeGitRemote(m_request);
        const auto seen = remote->look({});
        QVERIFY2(seen && seen->tip == idOf(theirs), seen ? "another tip" : seen.error().detail.c_str());
        QVERIFY(remote->fetch({}, {}, {}));
        m_request.spec.branch = "absent";
        VERIFY_FAULT(remote::makeGitRemote(m_request)->look({}), RemoteFault::Hostile);
    }

private:
    std::unique_ptr<Places> m_places;
    std::unique_ptr<SshGitServer> m_ssh;
    remote::GitRemoteRequest m_request;
};

QTEST_GUILESS_MAIN(HostileServerTest)
#include "hostile_server_test.moc"
