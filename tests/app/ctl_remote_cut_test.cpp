#include "engine/core/page_file.h"
#include "tests/support/counting_proxy.h"
#include "tests/support/ctl_program.h"
#include "tests/support/https_git_server.h"
#include "tests/support/process_tree.h"
#include "tests/support/ssh_git_server.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QTest>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <limits>

using namespace wikivault;
using namespace wikivault::test;

namespace {

constexpr int kRunMs = 120'000;

/// Where the exchange is broken, evenly from its first byte to its last; with WIKIVAULT_FULL=1 finely.
int places() {
    return std::getenv("WIKIVAULT_FULL") ? 20 : 3;
}

enum class Harm { Network, Git, Server };

}  // namespace

/// The network, git or the server goes away in the middle of a run that has something to fetch and something to push:
/// whatever had passed by then, both sides are sound, and the next run makes them equal.
class CtlRemoteCutTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void theNextRunConverges_data();
    void theNextRunConverges();

private:
    void connectOver(bool https);
    void editBothSides();
    void runHarmed(Harm harm, long after);
    void expectSound();
    void expectEqual();
    [[nodiscard]] std::string bare() const { return m_folder->path() + "/there.git"; }
    [[nodiscard]] std::string person() const { return m_folder->path() + "/person"; }
    [[nodiscard]] std::string vault() const { return m_ctl->vaults() + "/" + m_wiki->general().str(); }
    [[nodiscard]] std::string wikiText() const { return m_wiki->run("select content from pages order by title"); }

    std::unique_ptr<TempDir> m_folder;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<CtlProgram> m_ctl;
    std::unique_ptr<SshGitServer> m_ssh;
    std::unique_ptr<HttpsGitServer> m_https;
    std::unique_ptr<CountingProxy> m_proxy;
    std::vector<std::string> m_words;
    int m_failed = 0, m_edits = 0;
};

void CtlRemoteCutTest::init() {
    m_folder = std::make_unique<TempDir>();
    auto wiki = TestWiki::sqlite();
    VERIFY_DONE(wiki);
    m_wiki = std::move(*wiki);
    m_ctl = std::make_unique<CtlProgram>(*m_wiki, m_folder->path());
    for (int i = 1; i <= 3; ++i)
        QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), i, "Page " + std::to_string(i), "alpha")),
                 std::string());
    gitCli(m_folder->path(), {"init", "-q", "--bare", "-b", "main", bare()});
    m_failed = m_edits = 0;
}

void CtlRemoteCutTest::cleanup() {
    m_proxy.reset();
    m_https.reset();
    m_ssh.reset();
    m_ctl.reset();
    m_wiki.reset();
    m_folder.reset();
}

void CtlRemoteCutTest::connectOver(bool https) {
    if (https) {
        auto server = HttpsGitServer::start(m_folder->path());
        if (!server && server.error().code == ErrorCode::NotFound) QSKIP(server.error().detail.c_str());
        VERIFY_DONE(server);
        m_https = std::move(*server);
        m_proxy = std::make_unique<CountingProxy>(m_https->port());
        m_ctl->set("GIT_SYNC_REMOTE.general",
                   "https://localhost:" + std::to_string(m_proxy->port()) + "/git/there.git");
        m_ctl->set("GIT_SSL_CAINFO", m_https->authority());
        m_ctl->set("GIT_SYNC_HTTPS_TOKEN", m_https->token());
    } else {
        auto server = SshGitServer::start();
        if (!server && server.error().code == ErrorCode::NotFound) QSKIP(server.error().detail.c_str());
        VERIFY_DONE(server);
        m_ssh = std::move(*server);
        m_proxy = std::make_unique<CountingProxy>(m_ssh->port());
        m_ctl->set("GIT_SYNC_REMOTE.general", m_ssh->url(bare(), m_proxy->port()));
        m_ctl->set("GIT_SYNC_SSH_KEY_PATH", m_ssh->clientKey());
        QCOMPARE(m_ctl->run("sync general").code, 1);
        QCOMPARE(m_ctl
                     ->run(QStringList{QStringLiteral("remote"), QStringLiteral("trust"), QStringLiteral("general"),
                                       QStringLiteral("--fingerprint"), QString::fromStdString(m_ssh->fingerprint())})
                     .code,
                 0);
    }
    const CtlRun first = m_ctl->run("sync general");
    QVERIFY2(first.code == 0, (first.out + first.err).constData());
    gitCli(m_folder->path(), {"clone", "-q", bare(), person()});
}

/// Something to fetch and something to push, also a page that has no id yet.
void CtlRemoteCutTest::editBothSides() {
    const std::string number = std::to_string(++m_edits), theirs = "person" + number + "x",
                      ours = "wiki" + number + "x";
    gitCli(person(), {"pull", "-q", "--no-rebase"});
    const std::string file = person() + "/Page 1.md";
    writeFile(file, withBody(readFile(file), "alpha\n\n" + theirs));
    writeFile(person() + "/New " + number + ".md", theirs + "new\n");
    gitCli(person(), {"add", "-A"});
    gitCli(person(), {"commit", "-q", "-m", theirs});
    gitCli(person(), {"push", "-q", "origin", "HEAD:main"});
    QCOMPARE(m_wiki->run("update pages set content = '" + testBody(ours) + "' where title = 'Page 2'"), std::string());
    m_words = {theirs, theirs + "new", ours};
}

void CtlRemoteCutTest::runHarmed(Harm harm, long after) {
    std::atomic<pid_t> pid = 0;
    m_proxy->arm(after, [&] {
        if (harm == Harm::Network) m_proxy->cut();
        if (harm == Harm::Server) m_ssh->killAll();
        if (harm != Harm::Git) return;
        while (pid == 0)
            QTest::qSleep(1);
        for (const pid_t git : descendantsOf(pid, "git"))
            ::kill(git, SIGKILL);
    });
    const auto run = m_ctl->start("sync general");
    pid = static_cast<pid_t>(run->processId());
    QVERIFY(run->waitForFinished(kRunMs));
    const QByteArray said = run->readAllStandardOutput() + run->readAllStandardError();
    QVERIFY2(run->exitStatus() == QProcess::NormalExit && run->exitCode() <= 1, said.constData());
    if (run->exitCode() == 1) ++m_failed;
    if (run->exitCode() == 1) QVERIFY2(said.contains("there.git"), said.constData());
    m_proxy->arm(std::numeric_limits<long>::max(), [] {});
    if (harm != Harm::Server) return;
    m_ssh->stop();
    VERIFY_DONE(m_ssh->launch());
}

void CtlRemoteCutTest::expectSound() {
    for (const std::string &place : {vault(), bare()}) {
        Ran checked;
        const auto isSound = [&] { return (checked = runGit(place, {"fsck", "--full", "--strict"})).code == 0; };
        // The server may still be at what was cut off.
        QTRY_VERIFY2_WITH_TIMEOUT(isSound(), (place + ": " + checked.out + checked.err).c_str(), 10'000);
    }
    QCOMPARE(gitCli(vault(), {"status", "--porcelain"}), std::string());
}

void CtlRemoteCutTest::expectEqual() {
    const CtlRun next = m_ctl->run("sync general");
    QVERIFY2(next.code == 0, (next.out + next.err).constData());
    QCOMPARE(gitCli(bare(), {"rev-parse", "main"}), gitCli(vault(), {"rev-parse", "main"}));
    gitCli(person(), {"pull", "-q", "--ff-only"});
    std::string files;
    for (const auto &[path, file] : filesOf(person()))
        files += file.contents;
    const std::string wiki = wikiText();
    for (const std::string &word : m_words) {
        QVERIFY2(has(wiki, word), (word + " is not in the wiki").c_str());
        QVERIFY2(has(files, word), (word + " is not in the clone").c_str());
    }
    const CtlRun quiet = m_ctl->run("sync general --json");
    QVERIFY2(quiet.array().first().toObject().value(QLatin1String("items")).toArray().isEmpty(), quiet.out.constData());
    expectSound();
}

void CtlRemoteCutTest::theNextRunConverges_data() {
    QTest::addColumn<bool>("https");
    QTest::addColumn<int>("harm");
    QTest::newRow("the network, over ssh") << false << int(Harm::Network);
    QTest::newRow("the network, over https") << true << int(Harm::Network);
    QTest::newRow("git") << false << int(Harm::Git);
    QTest::newRow("the server") << false << int(Harm::Server);
}

void CtlRemoteCutTest::theNextRunConverges() {
    QFETCH(bool, https);
    QFETCH(int, harm);
    connectOver(https);
    if (QTest::currentTestFailed() || !m_proxy) return;
    editBothSides();
    m_proxy->arm(std::numeric_limits<long>::max(), [] {});
    expectEqual();
    const long all = m_proxy->passed();
    for (int i = 0; i < places() && !QTest::currentTestFailed(); ++i) {
        editBothSides();
        runHarmed(Harm(harm), all * (2 * i + 1) / (2 * places()));
        if (!QTest::currentTestFailed()) expectSound();
        if (!QTest::currentTestFailed()) expectEqual();
    }
    QVERIFY(m_failed > 0);
    const int made = places() + 1;
    QCOMPARE(m_wiki->run("select count(*) from pages where title like 'New %'"), std::to_string(made));
    std::fprintf(stderr, "%d of %d runs noticed it, of %ld bytes\n", m_failed, places(), all);
}

QTEST_GUILESS_MAIN(CtlRemoteCutTest)
#include "ctl_remote_cut_test.moc"
