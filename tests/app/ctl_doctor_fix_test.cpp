#include "tests/support/ctl_world.h"
#include "tests/support/redis_server.h"

#include <QTest>

#include <filesystem>

using namespace wikivault;
using test::CtlRun;
using test::gitCli;
using test::member;
using test::words;

namespace {
constexpr int kPatienceMs = 20000;
}

/// What the doctor finds is mended by one named act, on real vaults and a real Redis: it says what it does, does
/// nothing before it is told to, and loses nothing.
class CtlDoctorFixTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_world = std::make_unique<test::CtlWorld>();
        QCOMPARE(m_world->run("sync general").code, 0);
    }
    void cleanup() { m_world.reset(); }

    void aLockLeftBehindIsMovedAside() {
        const std::string lock = gitFile("index.lock");
        test::writeFile(lock, "left");
        QVERIFY2(m_world->doctorOfVault().value(QStringLiteral("command")).toString().isEmpty(),
                 "a fresh lock is nobody's to take");
        const CtlRun fresh = fix("vault:general", true);
        QVERIFY2(fresh.code == 2 && fresh.err.contains("may be at work"), fresh.err.constData());
        age(lock);
        QVERIFY(m_world->doctorOfVault()
                    .value(QStringLiteral("command"))
                    .toString()
                    .contains(QStringLiteral("doctor --fix vault:general")));
        const CtlRun asked = fix("vault:general", false);
        QVERIFY2(asked.code == 0 && asked.out.contains("Moves .git/index.lock") && asked.out.contains("--yes does it"),
                 asked.out.constData());
        QVERIFY(std::filesystem::exists(lock));
        const CtlRun done = fix("vault:general", true);
        QVERIFY2(done.code == 0 && done.out.contains("set-aside"), (done.out + done.err).constData());
        QVERIFY(!std::filesystem::exists(lock));
        const auto aside = test::snapshot(gitFile("wikivault/set-aside"));
        QVERIFY(aside.size() == 1 && aside.begin()->second.contents == "left");
        expectWell();
    }

    void aMissingMainIsMadeAgain() {
        const std::string tip = git({"rev-parse", "main"});
        git({"update-ref", "-d", "refs/heads/main"});
        QCOMPARE(member(m_world->doctorOfVault(), "status"), QStringLiteral("fail"));
        const CtlRun done = fix("vault:general", true);
        QVERIFY2(done.code == 0, done.err.constData());
        QCOMPARE(git({"rev-parse", "main"}), tip);
        expectWell();
    }

    /// F021: nothing is made of what cannot be read, and no space runs before somebody has looked.
    void aDamagedStateIsBegunAnew_data() {
        QTest::addColumn<bool>("isWhole");
        QTest::newRow("no database at all") << true;
        QTest::newRow("a page in the middle") << false;
    }
    void aDamagedStateIsBegunAnew() {
        QFETCH(const bool, isWhole);
        const std::string state = m_world->vaults() + "/.wikivault/state.db";
        QVERIFY(fix("state", true).out.contains("is sound"));
        m_world->editPage(1, "Edited in the wiki.");
        m_world->writeBody("Opening hours.md", "edited in the file");
        damage(state, isWhole);
        const std::string damaged = test::readFile(state);
        const CtlRun run = m_world->run("sync general");
        QVERIFY2(run.code == 2 && (run.out + run.err).contains("doctor --fix state"), (run.out + run.err).constData());
        QVERIFY(m_world->run("doctor --json").out.contains("--fix state"));
        QVERIFY(fix("state", false).out.contains("pauses are forgotten"));
        QCOMPARE(test::readFile(state), damaged);
        const CtlRun done = fix("state", true);
        QVERIFY2(done.code == 0 && done.out.contains("Paused 1 space"), (done.out + done.err).constData());
        QCOMPARE(test::readFile(asideOf(state)), damaged);
        QVERIFY(m_world->run("sync general").out.contains("paused"));
        QCOMPARE(m_world->run("resume general").code, 0);
        const std::string vault = std::filesystem::path(m_world->file("Welcome.md")).parent_path();
        std::filesystem::rename(vault, vault + ".away");
        QVERIFY2(m_world->run("sync general").out.contains("mount its disk"), "that there was a vault is known still");
        std::filesystem::rename(vault + ".away", vault);
        QCOMPARE(m_world->run("sync general").code, 0);
        QCOMPARE(m_world->body("Welcome.md"), std::string("Edited in the wiki."));
        QVERIFY(m_world->wiki().run("select content from pages").find("edited in the file") != std::string::npos);
        QCOMPARE(m_world->wiki().run("select count(*) from pages where deleted_at is not null"), std::string("0"));
        expectWell();
    }

    void anotherBranchIsLeftForMain() {
        git({"checkout", "-q", "-b", "side"});
        test::writeFile(m_world->file("Notes.txt"), "a person's");
        QVERIFY(fix("vault:general", false).out.contains("git switch main"));
        QCOMPARE(git({"symbolic-ref", "--short", "HEAD"}), std::string("side"));
        QCOMPARE(fix("vault:general", true).code, 0);
        QCOMPARE(git({"symbolic-ref", "--short", "HEAD"}), std::string("main"));
        QCOMPARE(test::readFile(m_world->file("Notes.txt")), std::string("a person's"));
        expectWell();
    }

    void whatSwitchingWouldOverwriteStopsIt() {
        git({"checkout", "-q", "-b", "side"});
        m_world->writeBody("Welcome.md", "of the side");
        git({"-c", "user.name=A", "-c", "user.email=a@b", "commit", "-q", "-a", "-m", "side"});
        m_world->writeBody("Welcome.md", "not committed");
        const CtlRun refused = fix("vault:general", true);
        QVERIFY2(refused.code == 2 && refused.err.contains("nothing changed"), refused.err.constData());
        QCOMPARE(git({"symbolic-ref", "--short", "HEAD"}), std::string("side"));
        QCOMPARE(m_world->body("Welcome.md"), std::string("not committed"));
    }

    void aCommitOnNoBranchIsKept() {
        git({"checkout", "-q", "--detach"});
        m_world->writeBody("Welcome.md", "on no branch");
        git({"-c", "user.name=A", "-c", "user.email=a@b", "commit", "-q", "-a", "-m", "lost?"});
        const std::string commit = git({"rev-parse", "HEAD"});
        const CtlRun done = fix("vault:general", true);
        QVERIFY2(done.code == 0, done.err.constData());
        QCOMPARE(git({"for-each-ref", "--format=%(objectname)", "refs/wikivault/rescue"}), commit);
        QCOMPARE(m_world->body("Welcome.md"), std::string("Welcome text."));
        expectWell();
    }

    void aMergeThatWasCutOffIsEndedAndAPersonsIsNot() {
        const std::string head = gitFile("MERGE_HEAD");
        test::writeFile(head, git({"rev-parse", "main"}) + "\n");
        QVERIFY(m_world->doctorOfVault().value(QStringLiteral("command")).toString().isEmpty());
        const CtlRun persons = fix("vault:general", true);
        QVERIFY2(persons.code == 2 && persons.err.contains("finish it or abort it"), persons.err.constData());
        const std::string mirror = git(
            {"-c", "user.name=A", "-c", "user.email=a@b", "commit-tree", "main^{tree}", "-p", "docmost", "-m", "x"});
        git({"update-ref", "refs/heads/docmost", mirror});
        test::writeFile(head, mirror + "\n");
        age(head);
        const CtlRun asked = fix("vault:general", false);
        QVERIFY2(asked.out.contains("refs/wikivault/rescue"), asked.out.constData());
        const CtlRun done = fix("vault:general", true);
        QVERIFY2(done.code == 0, (done.out + done.err).constData());
        QVERIFY(!std::filesystem::exists(head));
        QCOMPARE(member(m_world->doctorOfVault(), "status"), QStringLiteral("ok"));
        QCOMPARE(m_world->run("sync general").code, 0);
    }

    void aLockWithoutAnEndIsReleasedOnlyFromItsHolder() {
        auto server = test::RedisServer::start();
        if (!server) QSKIP("Redis is not here");
        const test::CtlProgram::Variables redis{
            {QStringLiteral("REDIS_URL"), QString::fromStdString((*server)->url())}};
        const std::string key = "git-sync:lock:" + m_world->wiki().general().str();
        (*server)->run({"SET", key, "a-stranger"});
        const CtlRun doctor = m_world->run("doctor --json", redis);
        QVERIFY2(doctor.out.contains("never expires"), doctor.out.constData());
        QVERIFY2(doctor.out.contains("The clock of Redis agrees with this host's."), doctor.out.constData());
        QVERIFY(m_world->run(words("doctor --fix lock:general"), redis).out.contains("a-stranger"));
        QCOMPARE((*server)->run({"GET", key}), std::string("a-stranger"));
        QCOMPARE(m_world->run(words("doctor --fix lock:general --yes"), redis).code, 0);
        QCOMPARE((*server)->run({"GET", key}), std::string("(nil)"));
        (*server)->run({"SET", key, "a-stranger", "PX", "60000"});
        const CtlRun alive = m_world->run(words("doctor --fix lock:general --yes"), redis);
        QVERIFY2(alive.code == 0 && alive.out.contains("without an end"), alive.err.constData());
        QCOMPARE((*server)->run({"GET", key}), std::string("a-stranger"));
    }

    void theDataDirectoryIsClosedToOthers() {
        namespace fs = std::filesystem;
        const std::string folder = m_world->vaults();
        fs::permissions(folder, fs::perms::others_read | fs::perms::others_exec, fs::perm_options::add);
        QVERIFY(m_world->run("doctor --json").out.contains("--fix data-directory"));
        QCOMPARE(fix("data-directory", true).code, 0);
        QVERIFY((fs::status(folder).permissions() & fs::perms::others_all) == fs::perms::none);
    }

    void aMirrorOfAnotherHistoryIsNamed() {
        const std::string other =
            git({"-c", "user.name=A", "-c", "user.email=a@b", "commit-tree", "main^{tree}", "-m", "x"});
        const std::string main = git({"rev-parse", "main"}), mirror = git({"rev-parse", "docmost"});
        m_world->writeBody("Welcome.md", "edited meanwhile");
        git({"mv", "Opening hours.md", "Hours.md"});
        git({"update-ref", "refs/heads/docmost", other});
        QCOMPARE(member(m_world->doctorOfVault(), "status"), QStringLiteral("warn"));
        QVERIFY(member(m_world->doctorOfVault(), "detail").contains(QStringLiteral("no history in common")));
        QCOMPARE(m_world->run("sync general").code, 0);
        QCOMPARE(git({"merge-base", "--is-ancestor", main, "main"}), std::string());
        QCOMPARE(git({"merge-base", "--is-ancestor", mirror, "docmost"}), std::string());
        // What people did with the files meanwhile was done to what both sides had agreed on.
        QCOMPARE(m_world->body("Welcome.md"), std::string("edited meanwhile"));
        QVERIFY(std::filesystem::exists(m_world->file("Hours.md")));
        QCOMPARE(m_world->wiki().run("select title from pages where id = '" + test::testPage(2).str() + "'"),
                 std::string("Hours"));
        expectWell();
    }

    void strangeVaultsAreNamedAndLeft() {
        const std::string stray = m_world->vaults() + "/99999999-9999-4999-8999-999999999999";
        std::filesystem::create_directories(stray);
        gitCli(stray, {"init", "-q"});
        const CtlRun doctor = m_world->run("doctor");
        QVERIFY2(doctor.out.contains("1 vault in ") && doctor.out.contains("99999999-9999"), doctor.out.constData());
        QVERIFY(std::filesystem::exists(stray + "/.git"));
    }

    void severalFixesAreMadeInTheirOrder() {
        namespace fs = std::filesystem;
        fs::permissions(m_world->vaults(), fs::perms::others_read | fs::perms::others_exec, fs::perm_options::add);
        git({"update-ref", "-d", "refs/heads/main"});
        const CtlRun typo = m_world->run("doctor --fix vault:general --fix nonsense --yes");
        QVERIFY2(typo.code == 64 && typo.err.contains("nonsense"), typo.err.constData());
        QVERIFY(gitCli(m_world->file("."), {"for-each-ref", "refs/heads/main"}).empty());  // nothing was done
        const CtlRun both = m_world->run("doctor --fix vault:general --fix data-directory --yes --json");
        QVERIFY2(both.code == 0 && both.array().size() == 2, both.err.constData());
        QVERIFY(member(both.array().at(0).toObject(), "done").contains(QStringLiteral("main")));
        QVERIFY(member(both.array().at(1).toObject(), "done").contains(QStringLiteral("is closed")));
        QVERIFY((fs::status(m_world->vaults()).permissions() & fs::perms::others_all) == fs::perms::none);
        test::writeFile(gitFile("index.lock"), "fresh");
        fs::permissions(m_world->vaults(), fs::perms::others_read, fs::perm_options::add);
        const CtlRun one = m_world->run("doctor --fix vault:general --fix data-directory --yes");
        QVERIFY2(one.code == 1 && one.err.contains("may be at work") && one.out.contains("is closed"),
                 (one.out + one.err).constData());
        fs::remove(gitFile("index.lock"));
        expectWell();
    }

    void aGitFileInPlaceOfTheDirectoryHasAWayOut() {
        namespace fs = std::filesystem;
        fs::rename(gitFile(""), m_world->folder().path() + "/elsewhere");
        test::writeFile(m_world->file(".git"), "gitdir: " + m_world->folder().path() + "/elsewhere\n");
        const CtlRun refused = m_world->run("sync general");
        QVERIFY2(refused.code == 2 && refused.out.contains("new-vault:"), refused.out.constData());
        QVERIFY(member(m_world->doctorOfVault(), "command").contains(QStringLiteral("--fix new-vault:general")));
        const CtlRun done = fix("new-vault:general", true);
        QVERIFY2(done.code == 0 && done.out.contains("set-aside"), done.err.constData());
        QCOMPARE(m_world->run("sync general").code, 0);
        QCOMPARE(m_world->body("Welcome.md"), std::string("Welcome text."));
        expectWell();
    }

    void aRunningDriverRunsWhatWasMended() {
        const auto serve = m_world->start("serve");
        QTRY_COMPARE_WITH_TIMEOUT(m_world->run("status").code, 0, kPatienceMs);
        QCOMPARE(m_world->run("wait-idle").code, 0);
        git({"checkout", "-q", "-b", "side"});
        const CtlRun done = fix("vault:general", true);
        QVERIFY2(done.code == 0 && done.out.contains("The running serve runs the space now."), done.out.constData());
        serve->terminate();
        QVERIFY(serve->waitForFinished(kPatienceMs));
        QVERIFY(m_world->run("runs general").out.contains("control"));
    }

    void whatIsNoFixIsRefused() {
        for (const char *word : {"nonsense", "vault", "vault:nobody", "data-directory:general"}) {
            const CtlRun refused = fix(word, true);
            QVERIFY2(refused.code == 64 && !refused.err.isEmpty(), word);
        }
        const CtlRun well = fix("vault:general", true);
        QVERIFY2(well.code == 0 && well.out.contains("Nothing is left to fix"), well.err.constData());
        const QJsonObject json = m_world->run("doctor --fix vault:general --yes --json").object();
        QVERIFY(member(json, "nothing").contains(QStringLiteral("Nothing is left to fix")));
        QVERIFY(member(json, "done").isEmpty() && !json.contains(QStringLiteral("error")));
        QCOMPARE(m_world->run("doctor --yes").code, 64);
    }

private:
    /// As the whole file, or a stretch behind its head.
    static void damage(const std::string &file, bool isWhole) {
        std::string bytes = test::readFile(file);
        if (isWhole)
            bytes = std::string(8000, 'x');
        else
            bytes.replace(4096, bytes.size() - 4096, bytes.size() - 4096, 'x');
        test::writeFile(file, bytes);
        for (const char *end : {"-wal", "-shm"})
            std::filesystem::remove(file + end);
    }
    static std::string asideOf(const std::string &file) {
        for (const auto &entry : std::filesystem::directory_iterator(std::filesystem::path(file).parent_path()))
            if (entry.path().string().starts_with(file + ".set-aside-")) return entry.path().string();
        return {};
    }
    [[nodiscard]] std::string gitFile(const std::string &name) const { return m_world->file(".git/" + name); }
    std::string git(const std::vector<std::string> &arguments) const { return gitCli(m_world->file("."), arguments); }
    static void age(const std::string &file) {
        using namespace std::chrono_literals;
        std::filesystem::last_write_time(file, std::filesystem::last_write_time(file) - 10min);
    }
    [[nodiscard]] CtlRun fix(const char *word, bool yes) const {
        QStringList line = words("doctor --fix") << QString::fromLatin1(word);
        return m_world->run(yes ? line << QStringLiteral("--yes") : line);
    }
    void expectWell() const {
        QCOMPARE(member(m_world->doctorOfVault(), "status"), QStringLiteral("ok"));
        QVERIFY(fix("vault:general", false).out.contains("Nothing is left to fix"));
        const CtlRun next = m_world->run("sync general");
        QVERIFY2(next.code == 0 && next.out.contains("nothing to do"), (next.out + next.err).constData());
    }

    std::unique_ptr<test::CtlWorld> m_world;
};

QTEST_GUILESS_MAIN(CtlDoctorFixTest)
#include "ctl_doctor_fix_test.moc"
