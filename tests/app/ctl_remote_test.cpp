#include "engine/core/page_file.h"
#include "tests/support/ctl_program.h"
#include "tests/support/ssh_git_server.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QTest>

#include <sys/stat.h>

using namespace wikivault;
using namespace wikivault::test;

/// The commands of `remote`, and the built program killed while it talks to one.
class CtlRemoteTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_folder = std::make_unique<TempDir>();
        auto wiki = TestWiki::sqlite();
        QVERIFY(wiki.has_value());
        m_wiki = std::move(*wiki);
        m_ctl = std::make_unique<CtlProgram>(*m_wiki, m_folder->path());
        QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 1, "Page", "alpha")), std::string());
        gitCli(m_folder->path(), {"init", "-q", "--bare", "-b", "main", bare()});
        m_ctl->set("GIT_SYNC_REMOTE.general", "file://" + bare());
    }
    void cleanup() {
        m_ctl.reset();
        m_wiki.reset();
        m_folder.reset();
    }

    void showTestPushAndFollow() {
        QCOMPARE(m_ctl->run("remote test general").code, 0);
        QCOMPARE(m_ctl->run("sync general").code, 0);
        const CtlRun shown = m_ctl->run("remote show general --json");
        QCOMPARE(shown.code, 0);
        const QJsonObject row = shown.array().first().toObject();
        QCOMPARE(row.value(QLatin1String("ahead")).toInt(-1), 0);
        QCOMPARE(row.value(QLatin1String("fault")).toString(), QString());
        const CtlRun aside = m_ctl->run("remote push general --branch side");
        QCOMPARE(aside.code, 0);
        QVERIFY2(aside.out.contains("GIT_SYNC_REMOTE_BRANCH.general = side"), aside.out.constData());
        QCOMPARE(row.value(QLatin1String("auth")).toString(), QString());
        QCOMPARE(gitCli(bare(), {"rev-parse", "side"}), gitCli(vault(), {"rev-parse", "main"}));
        QCOMPARE(m_ctl->run("remote push general --branch docmost").code, 64);
        QCOMPARE(m_ctl->run("remote push engineering").code, 64);
        QCOMPARE(m_ctl->run("remote trust general --fingerprint SHA256:x").code, 2);
        // Somebody rewrites the branch: shown, previewed, followed.
        const std::string clone = m_folder->path() + "/clone";
        gitCli(m_folder->path(), {"clone", "-q", bare(), clone});
        gitCli(clone, {"commit", "-q", "--amend", "-m", "rewritten"});
        gitCli(clone, {"push", "-q", "-f"});
        QCOMPARE(m_ctl->run("sync general").code, 1);
        const CtlRun stopped = m_ctl->run("remote show --json");
        QCOMPARE(stopped.code, 1);
        QVERIFY2(stopped.out.contains("\"rewritten\""), stopped.out.constData());
        const CtlRun preview = m_ctl->run("remote follow general --dry-run --json");
        QCOMPARE(preview.code, 0);
        QVERIFY(preview.object().value(QLatin1String("left")).toInt() > 0);
        QCOMPARE(m_ctl->run("remote follow general").code, 0);
        QCOMPARE(m_ctl->run("remote show").code, 0);
        const CtlRun doctor = m_ctl->run("doctor");
        QVERIFY2(doctor.out.contains("remote general"), doctor.out.constData());
    }

    void aPushElsewhereCanBeFollowed() {
        QCOMPARE(m_ctl->run("sync general").code, 0);
        const CtlRun row = m_ctl->run("remote show general --json");
        const QJsonObject shown = row.array().first().toObject();
        QCOMPARE(shown.value(QLatin1String("wikiAuthor")).toString().toStdString(), m_wiki->user().str());
        QVERIFY2(row.out.contains("Docmost Sync <docmost-sync@local>"), row.out.constData());
        QCOMPARE(m_ctl->run("remote push general --switch").code, 64);
        const CtlRun preview = m_ctl->run("remote push general --branch side --dry-run");
        QVERIFY2(preview.code == 0 && preview.out.contains("lacks 0 commits"), preview.out.constData());
        QVERIFY(runGit(bare(), {"rev-parse", "-q", "--verify", "side"}).code != 0);
        const std::string profile = m_folder->path() + "/.config/wikivault/default.ini";
        writeFile(profile, "# mine\nGIT_SYNC_REMOTE_BRANCH.general = old\nLOG_LEVEL = warn\n");
        m_ctl->set("GIT_SYNC_REMOTE_BRANCH.general", "main");
        QCOMPARE(m_ctl->run("remote push general --branch side --switch").code, 64);
        QVERIFY(runGit(bare(), {"rev-parse", "-q", "--verify", "side"}).code != 0);
        m_ctl->set("GIT_SYNC_REMOTE_BRANCH.general", "");
        const CtlRun pushed = m_ctl->run("remote push general --branch side --switch");
        QVERIFY2(pushed.code == 0 && pushed.out.contains("follows the branch side from now on"),
                 (pushed.out + pushed.err).constData());
        QCOMPARE(readFile(profile), std::string("# mine\nLOG_LEVEL = warn\nGIT_SYNC_REMOTE_BRANCH.general = side\n"));
        QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 2, "Second", "beta")), std::string());
        QCOMPARE(m_ctl->run("sync general").code, 0);
        QCOMPARE(gitCli(bare(), {"rev-parse", "side"}), gitCli(vault(), {"rev-parse", "main"}));
        QVERIFY(gitCli(bare(), {"rev-parse", "main"}) != gitCli(vault(), {"rev-parse", "main"}));
    }

    void whatWentOverTheWireIsSaid() {
        const CtlRun first = m_ctl->run("sync general");
        QVERIFY2(first.out.contains("pushed main at ") && first.out.contains("the branch main, which is new there"),
                 first.out.constData());
        const std::string before = gitCli(vault(), {"rev-parse", "main"}).substr(0, 12);
        const CtlRun preview = m_ctl->run("plan general");
        QVERIFY2(
            preview.out.contains(("The git remote was not asked; when it was seen last, its branch main stood at " +
                                  before + " (last fetch never, last push 20")
                                     .c_str()),
            preview.out.constData());
        pushAsPerson();
        const std::string theirs = gitCli(bare(), {"rev-parse", "main"}).substr(0, 12);
        const CtlRun fetched = m_ctl->run("sync general");
        QVERIFY2(fetched.out.contains(("fetched the branch main at " + theirs).c_str()), fetched.out.constData());
        writeFile(vault() + "/Page.md", withBody(readFile(vault() + "/Page.md"), "by hand"));
        gitCli(vault(), {"commit", "-q", "-am", "one"});
        writeFile(vault() + "/Page.md", withBody(readFile(vault() + "/Page.md"), "by hand again"));
        gitCli(vault(), {"commit", "-q", "-am", "two"});
        const std::string from = gitCli(bare(), {"rev-parse", "main"}).substr(0, 12);
        const std::string to = gitCli(vault(), {"rev-parse", "main"}).substr(0, 12);
        const CtlRun pushed = m_ctl->run("remote push general");
        QVERIFY2(
            pushed.out.contains(("pushed 2 commits of main, " + from + ".." + to + ", to the branch main\n").c_str()),
            (pushed.out + pushed.err).constData());
        QVERIFY2(!m_ctl->run("plan engineering").out.contains("remote"), "a space without a remote has one");
    }

    void aFetchListsWhatCameAndTheNextRunTakesItIn() {
        QCOMPARE(m_ctl->run("remote fetch general").code, 2);  // there is no vault to fetch into
        QCOMPARE(m_ctl->run("sync general").code, 0);
        QVERIFY(m_ctl->run("remote fetch general").out.contains("main is 0 ahead of it and 0 behind"));
        pushAsPerson();
        const std::string theirs = gitCli(bare(), {"rev-parse", "main"});
        const auto standing = [this] {
            return gitCli(vault(), {"for-each-ref"}) + readFile(vault() + "/Page.md") +
                   m_wiki->run("select * from pages") + m_ctl->run("runs").out.toStdString();
        };
        const std::string before = standing();
        const CtlRun fetched = m_ctl->run("remote fetch general");
        QCOMPARE(fetched.code, 0);
        for (const std::string &part : {"stands at " + theirs.substr(0, 12), std::string("0 ahead of it and 1 behind"),
                                        theirs.substr(0, 12) + "  ", std::string("  edit\n")})
            QVERIFY2(fetched.out.contains(part.c_str()), fetched.out.constData());
        QCOMPARE(standing(), before);
        const QJsonObject row = m_ctl->run("remote show general --json").array().first().toObject();
        QCOMPARE(row.value(QLatin1String("behind")).toInt(), 1);
        QVERIFY(!row.value(QLatin1String("lastFetch")).toString().isEmpty());
        const QJsonObject again = m_ctl->run("remote fetch general --json").object();
        QCOMPARE(again.value(QLatin1String("commits")).toArray().size(), 1);
        QCOMPARE(m_ctl->run("sync general").code, 0);
        QVERIFY(has(m_wiki->run("select content from pages"), "alpha PERSON"));
        QCOMPARE(gitCli(bare(), {"rev-parse", "main"}), gitCli(vault(), {"rev-parse", "main"}));
        QVERIFY(m_ctl->run("remote fetch general").out.contains("main is 0 ahead of it and 0 behind"));
    }

    /// Why the next run would not take it in is told, and kept for whoever lists the remotes.
    void aFetchTellsWhyWhatCameCannotBeTakenIn() {
        QCOMPARE(m_ctl->run("sync general").code, 0);
        const std::string rewritten = gitCli(bare(), {"commit-tree", "main^{tree}", "-m", "rewritten"});
        const auto fetch = [this](int code, const char *fault) {
            const CtlRun fetched = m_ctl->run("remote fetch general");
            const CtlRun shown = m_ctl->run("remote show general --json");
            const QJsonObject row = shown.array().first().toObject();
            return fetched.code == code && (code == 0 || !fetched.err.isEmpty()) &&
                   row.value(QLatin1String("fault")).toString() == QLatin1String(fault);
        };
        const std::string ours = gitCli(bare(), {"rev-parse", "main"});
        gitCli(bare(), {"update-ref", "refs/heads/main", rewritten});
        QVERIFY(fetch(1, "rewritten"));
        gitCli(bare(), {"update-ref", "-d", "refs/heads/main"});
        QVERIFY(fetch(1, "deleted"));
        QVERIFY(::rename(bare().c_str(), (bare() + ".away").c_str()) == 0);
        QVERIFY(fetch(2, "not-found"));
        QVERIFY(::rename((bare() + ".away").c_str(), bare().c_str()) == 0);
        gitCli(bare(), {"update-ref", "refs/heads/main", ours});
        QVERIFY(fetch(0, ""));
        QCOMPARE(m_ctl->run("sync general").code, 0);
    }

    void whatIsNoRemoteIsRefusedBeforeAnythingIsOpened() {
        m_ctl->set("GIT_SYNC_REMOTE.general", "ext::sh -c id");
        const CtlRun refused = m_ctl->run("sync general");
        QCOMPARE(refused.code, 64);
        QVERIFY2(refused.err.contains("GIT_SYNC_REMOTE.general"), refused.err.constData());
    }

    void anUnknownHostIsTrustedByItsFingerprint() {
        const auto server = SshGitServer::start();
        if (!server && server.error().code == ErrorCode::NotFound) QSKIP(server.error().detail.c_str());
        VERIFY_DONE(server);
        m_ctl->set("GIT_SYNC_REMOTE.general", (*server)->url(bare()));
        m_ctl->set("GIT_SYNC_SSH_KEY_PATH", (*server)->clientKey());
        const CtlRun synced = m_ctl->run("sync general");
        QCOMPARE(synced.code, 1);
        const CtlRun tested = m_ctl->run("remote test general --json");
        QCOMPARE(tested.code, 2);
        const QString fingerprint = tested.object().value(QLatin1String("fingerprint")).toString();
        QCOMPARE(fingerprint.toStdString(), (*server)->fingerprint());
        QCOMPARE(m_ctl
                     ->run(QStringList{QStringLiteral("remote"), QStringLiteral("trust"), QStringLiteral("general"),
                                       QStringLiteral("--fingerprint"), fingerprint})
                     .code,
                 0);
        QCOMPARE(m_ctl->run("sync general").code, 0);
        QCOMPARE(gitCli(bare(), {"rev-parse", "main"}), gitCli(vault(), {"rev-parse", "main"}));
    }

    void killedWhileItTalks_data() {
        QTest::addColumn<QString>("hook");
        QTest::addColumn<bool>("accepts");
        QTest::newRow("before the server takes it") << "pre-receive" << true;
        QTest::newRow("before the server refuses it") << "pre-receive" << false;
        QTest::newRow("after the server has it") << "post-receive" << true;
        QTest::newRow("while it fetches") << "fetch" << true;
    }
    void killedWhileItTalks() {
        QFETCH(QString, hook);
        QFETCH(bool, accepts);
        QCOMPARE(m_ctl->run("sync general").code, 0);
        pushAsPerson();
        QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 2, "Second", "from the wiki")), std::string());
        const std::string pid = m_folder->path() + "/pid", script = m_folder->path() + "/script";
        writeFile(script, "#!/bin/sh\nwhile [ ! -s " + pid + " ]; do sleep 0.05; done\nkill -9 $(cat " + pid + ")\n" +
                              (hook == QLatin1String("fetch") ? "exec \"$@\"\n"
                               : accepts                      ? "exit 0\n"
                                                              : "exit 1\n"));
        ::chmod(script.c_str(), 0755);
        if (hook == QLatin1String("fetch"))
            writeFile(m_folder->path() + "/.gitconfig", "[uploadpack]\n\tpackObjectsHook = " + script + "\n");
        else
            gitCli(m_folder->path(), {"-C", bare(), "config", "core.hooksPath", m_folder->path() + "/hooks"});
        if (hook != QLatin1String("fetch")) {
            writeFile(m_folder->path() + "/hooks/" + hook.toStdString(), readFile(script));
            ::chmod((m_folder->path() + "/hooks/" + hook.toStdString()).c_str(), 0755);
        }
        const auto run = m_ctl->start("sync general");
        writeFile(pid, std::to_string(run->processId()));
        QVERIFY(run->waitForFinished(60000));
        QCOMPARE(run->exitStatus(), QProcess::CrashExit);
        ::unlink((m_folder->path() + "/.gitconfig").c_str());
        gitCli(m_folder->path(), {"-C", bare(), "config", "core.hooksPath", "/dev/null"});
        const CtlRun next = m_ctl->run("sync general --json");
        QVERIFY2(next.code == 0, (next.out + next.err).constData());
        QCOMPARE(gitCli(bare(), {"rev-parse", "main"}), gitCli(vault(), {"rev-parse", "main"}));
        QVERIFY(has(m_wiki->run("select content from pages where title = 'Page'"), "PERSON"));
        QCOMPARE(m_wiki->run("select count(*) from pages"), std::string("2"));
        QCOMPARE(runGit(vault(), {"fsck", "--full", "--strict"}).code, 0);
        QCOMPARE(runGit(bare(), {"fsck", "--full", "--strict"}).code, 0);
        const CtlRun quiet = m_ctl->run("sync general --json");
        QVERIFY(quiet.array().first().toObject().value(QLatin1String("items")).toArray().isEmpty());
    }

private:
    [[nodiscard]] std::string bare() const { return m_folder->path() + "/there.git"; }
    [[nodiscard]] std::string vault() const { return m_ctl->vaults() + "/" + m_wiki->general().str(); }
    void pushAsPerson() const {
        const std::string person = m_folder->path() + "/person";
        gitCli(m_folder->path(), {"clone", "-q", bare(), person});
        writeFile(person + "/Page.md", withBody(readFile(person + "/Page.md"), "alpha PERSON"));
        gitCli(person, {"commit", "-q", "-am", "edit"});
        gitCli(person, {"push", "-q"});
    }

    std::unique_ptr<TempDir> m_folder;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<CtlProgram> m_ctl;
};

QTEST_GUILESS_MAIN(CtlRemoteTest)
#include "ctl_remote_test.moc"
