#include "engine/core/page_file.h"
#include "tests/support/ctl_program.h"
#include "tests/support/https_git_server.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QTest>

#include <sys/stat.h>
#include <algorithm>
#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

namespace {

constexpr const char *kToken = "tok-3f9a61c07e55";

/// Of `git:TOKEN`, as it travels.
std::string encodedLogin(const std::string &token) {
    return QByteArray::fromStdString("git:" + token).toBase64().toStdString();
}

/// Every file below `directory` in which `word` stands.
std::string filesThatHold(const std::string &directory, const std::string &word) {
    std::string found;
    for (const auto &[path, file] : snapshot(directory))
        if (has(file.contents, word)) found += path + "\n";
    return found;
}

}  // namespace

/// The built program, a git server behind TLS that wants a token, and a person who clones from it.
class CtlRemoteHttpsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        gitCli(m_repositories.path(), {"init", "-q", "--bare", "-b", "main", "there.git"});
        auto server = HttpsGitServer::start(m_repositories.path());
        if (!server && server.error().code == ErrorCode::NotFound) QSKIP(server.error().detail.c_str());
        VERIFY_DONE(server);
        m_server = std::move(*server);
    }
    void init() {
        std::filesystem::remove_all(bare());
        gitCli(m_repositories.path(), {"init", "-q", "--bare", "-b", "main", "there.git"});
        m_server->setToken(kToken);
        m_folder = std::make_unique<TempDir>();
        auto wiki = TestWiki::sqlite();
        VERIFY_DONE(wiki);
        m_wiki = std::move(*wiki);
        m_ctl = std::make_unique<CtlProgram>(*m_wiki, m_folder->path());
        QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 1, "Page", "alpha")), std::string());
        m_ctl->set("GIT_SYNC_REMOTE.general", m_server->url("there.git"));
        m_ctl->set("GIT_SSL_CAINFO", m_server->authority());
        m_ctl->set("LOG_LEVEL", "debug");
        giveToken(kToken);
        m_ctl->set("GIT_SYNC_HTTPS_TOKEN_COMMAND", "cat " + tokenFile());
    }
    void cleanup() {
        m_ctl.reset();
        m_wiki.reset();
        m_folder.reset();
    }

    void aPersonsPushReachesTheWikiWithinAPoll() {
        m_ctl->set("GIT_SYNC_POLL_INTERVAL_MS", "1000");
        QCOMPARE(m_ctl->run("sync general").code, 0);
        const auto driver = m_ctl->start("serve");
        clonePerson();
        writePerson("Page.md", "alpha PERSON");
        writeFile(person() + "/Large.md", std::string(3'000'000, 'x') + "\n");
        gitCli(person(), {"add", "-A"});
        gitCli(person(), {"commit", "-q", "-m", "edit"});
        personsGit({"push", "-q"});
        QTRY_VERIFY_WITH_TIMEOUT(has(m_wiki->run("select content from pages where title = 'Page'"), "PERSON"), 30000);
        QTRY_COMPARE_WITH_TIMEOUT(m_wiki->run("select count(*) from pages where title = 'Large'"), std::string("1"),
                                  30000);
        // Until the run is over, a wiki that replaces the person's words contradicts them.
        QTRY_VERIFY_WITH_TIMEOUT(pullsWord("Large.md", "gitmost_id"), 30000);
        QCOMPARE(m_wiki->run("update pages set content = '" + testBody("alpha WIKI") + "' where title = 'Page'"),
                 std::string());
        QTRY_VERIFY_WITH_TIMEOUT(pullsWord("Page.md", "alpha WIKI"), 30000);
        driver->terminate();
        QVERIFY(driver->waitForFinished(60000));
        QCOMPARE(driver->exitCode(), 0);
        QCOMPARE(m_ctl->run("sync general").code, 0);
        QCOMPARE(gitCli(bare(), {"rev-parse", "main"}), gitCli(vault(), {"rev-parse", "main"}));
        QCOMPARE(runGit(vault(), {"fsck", "--full", "--strict"}).code, 0);
        QCOMPARE(runGit(bare(), {"fsck", "--full", "--strict"}).code, 0);
        const CtlRun quiet = m_ctl->run("sync general --json");
        QVERIFY(quiet.array().first().toObject().value(QLatin1String("items")).toArray().isEmpty());
    }

    /// F099
    void aWrongTokenIsTriedOnce() {
        giveToken("not-the-token");
        const auto before = m_server->requests().size();
        const CtlRun synced = m_ctl->run("sync general --json");
        QCOMPARE(synced.code, 1);
        QVERIFY2(synced.out.contains("GIT_SYNC_HTTPS_TOKEN_COMMAND"), synced.out.constData());
        QVERIFY(!synced.out.contains("not-the-token") && !synced.err.contains("not-the-token"));
        const auto requests = m_server->requests();
        const auto tries =
            std::count_if(requests.begin() + static_cast<std::ptrdiff_t>(before), requests.end(),
                          [](const std::string &request) { return has(request, encodedLogin("not-the-token")); });
        QCOMPARE(tries, std::ptrdiff_t{1});
        // Wiki and vault went on without it.
        QVERIFY(has(readFile(vault() + "/Page.md"), "alpha"));
        const CtlRun tested = m_ctl->run("remote test general --json");
        QCOMPARE(tested.code, 2);
        QCOMPARE(tested.object().value(QLatin1String("fault")).toString(), QStringLiteral("auth-refused"));
    }

    void withoutATokenNobodyIsAsked() {
        m_ctl->set("GIT_SYNC_HTTPS_TOKEN_COMMAND", "");
        const CtlRun tested = m_ctl->run("remote test general --json");
        QCOMPARE(tested.code, 2);
        QCOMPARE(tested.object().value(QLatin1String("fault")).toString(), QStringLiteral("auth-refused"));
        m_ctl->set("GIT_SYNC_HTTPS_TOKEN_COMMAND", "exit 3");
        const CtlRun failed = m_ctl->run("remote test general");
        QCOMPARE(failed.code, 2);
        QVERIFY2(failed.err.contains("the command failed with exit code 3"), failed.err.constData());
    }

    void aServerNobodyVouchesForIsNotTalkedTo() {
        m_ctl->set("GIT_SSL_CAINFO", m_server->otherAuthority());
        m_ctl->set("GIT_SYNC_REMOTE.general", m_server->url("private.git"));
        const CtlRun tested = m_ctl->run("remote test general");
        QCOMPARE(tested.code, 2);
        QVERIFY2(tested.err.contains("certificate is not trusted"), tested.err.constData());
        for (const std::string &request : m_server->requests())
            QVERIFY2(!has(request, "private.git"), request.c_str());
    }

    void aMissingRepositoryIsSaid() {
        m_ctl->set("GIT_SYNC_REMOTE.general", m_server->url("none.git"));
        const CtlRun tested = m_ctl->run("remote test general --json");
        QCOMPARE(tested.object().value(QLatin1String("fault")).toString(), QStringLiteral("not-found"));
    }

    /// F107: the token is changed on both sides while the program runs.
    void aTokenThatChangesIsTakenUp() {
        m_ctl->set("GIT_SYNC_POLL_INTERVAL_MS", "500");
        const auto driver = m_ctl->start("serve");
        QTRY_COMPARE_WITH_TIMEOUT(runGit(bare(), {"rev-parse", "-q", "--verify", "main"}).code, 0, 30000);
        giveToken("another-token");
        m_server->setToken("another-token");
        QCOMPARE(m_wiki->run("update pages set content = '" + testBody("alpha LATER") + "' where title = 'Page'"),
                 std::string());
        QTRY_VERIFY_WITH_TIMEOUT(has(runGit(bare(), {"show", "main:Page.md"}).out, "LATER"), 30000);
        driver->terminate();
        QVERIFY(driver->waitForFinished(60000));
    }

    void theTokenStandsNowhere_data() {
        QTest::addColumn<bool>("byCommand");
        QTest::newRow("a command prints it") << true;
        QTest::newRow("it comes in the environment") << false;
    }
    /// Looked for while a transfer goes on, by a hook of the server that sees every process of this user.
    void theTokenStandsNowhere() {
        QFETCH(bool, byCommand);
        if (!byCommand) {
            m_ctl->set("GIT_SYNC_HTTPS_TOKEN_COMMAND", "");
            m_ctl->set("GIT_SYNC_HTTPS_TOKEN", kToken);
        }
        const std::string seen = m_folder->path() + "/seen", words = m_repositories / "words";
        // The web server's own programs have the login, encoded, in their environment.
        writeFile(words + ".cmdline", std::string(kToken) + "\n" + encodedLogin(kToken) + "\n");
        writeFile(words + ".environ", std::string(kToken) + "\n");
        writeFile(bare() + "/hooks/pre-receive",
                  "#!/bin/sh\ncd /proc\nfor p in [0-9]*; do\n"
                  "for f in cmdline environ; do\n"
                  "grep -q -a -F -f " +
                      words +
                      ".$f $p/$f 2>/dev/null && echo \"$(cat "
                      "$p/comm) $f\" >> " +
                      seen + "\ndone\ndone\necho looked >> " + seen + "\n");
        ::chmod((bare() + "/hooks/pre-receive").c_str(), 0755);
        const CtlRun synced = m_ctl->run("sync general --json");
        QVERIFY2(synced.code == 0, synced.out.constData());
        std::string found = readFile(seen);
        QVERIFY(has(found, "looked\n"));
        QCOMPARE(found, std::string(byCommand ? "looked\n" : "wikivaultctl environ\nlooked\n"));
        std::filesystem::remove(tokenFile());
        std::filesystem::remove(seen);
        for (const std::string &word : {std::string(kToken), encodedLogin(kToken)})
            QCOMPARE(filesThatHold(m_folder->path(), word), std::string());
        QVERIFY(!synced.out.contains(kToken) && !synced.err.contains(kToken));
    }

private:
    [[nodiscard]] std::string bare() const { return m_repositories / "there.git"; }
    [[nodiscard]] std::string vault() const { return m_ctl->vaults() + "/" + m_wiki->general().str(); }
    [[nodiscard]] std::string person() const { return m_folder->path() + "/person"; }
    [[nodiscard]] std::string tokenFile() const { return m_folder->path() + "/token"; }
    void giveToken(const std::string &token) const { writeFile(tokenFile(), token + "\n"); }

    void personsGit(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"-c", "http.sslCAInfo=" + m_server->authority()});
        gitCli(std::filesystem::exists(person()) ? person() : m_folder->path(), arguments);
    }
    void clonePerson() const { personsGit({"clone", "-q", m_server->personsUrl("there.git"), person()}); }
    void writePerson(const std::string &file, const std::string &body) const {
        writeFile(person() + "/" + file, withBody(readFile(person() + "/" + file), body));
    }
    [[nodiscard]] bool pullsWord(const std::string &file, const std::string &word) const {
        personsGit({"pull", "-q", "--ff-only"});
        return has(readFile(person() + "/" + file), word);
    }

    TempDir m_repositories;
    std::unique_ptr<HttpsGitServer> m_server;
    std::unique_ptr<TempDir> m_folder;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<CtlProgram> m_ctl;
};

QTEST_GUILESS_MAIN(CtlRemoteHttpsTest)
#include "ctl_remote_https_test.moc"
