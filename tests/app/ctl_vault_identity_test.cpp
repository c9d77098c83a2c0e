#include "tests/support/ctl_world.h"

#include <QTest>

#include <filesystem>

using namespace wikivault;
using test::CtlRun;
using test::gitCli;
using test::member;
using test::words;
namespace fs = std::filesystem;

/// D13, L-42: a vault that is gone, damaged or another one is never taken for an empty one, and there is a way on.
class CtlVaultIdentityTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_world = std::make_unique<test::CtlWorld>();
        QCOMPARE(m_world->run("sync --all").code, 0);
    }
    void cleanup() { m_world.reset(); }

    void swappedVaultsAreToldApart() {
        swapVaults();
        const auto before = test::filesOf(vault());
        const std::string tips = gitCli(vault(), {"for-each-ref"});
        const CtlRun run = m_world->run("sync --all");
        QVERIFY2(run.code != 0 && run.out.contains("is the vault of another space"), (run.out + run.err).constData());
        QVERIFY(test::filesOf(vault()) == before && gitCli(vault(), {"for-each-ref"}) == tips);
        QCOMPARE(fix("take-vault:general").code, 2);
        const CtlRun lists = m_world->run("activity");
        QVERIFY2(lists.code == 0 && lists.out.contains("another space"), (lists.out + lists.err).constData());
        QCOMPARE(m_world->run("conflicts").code, 0);
        swapVaults();
        expectQuiet();
    }

    void aFreshRepositoryIsTakenOnlyWhenTold() {
        fs::remove_all(vault());
        fs::create_directory(vault());
        gitCli(vault(), {"init", "-q", "-b", "main"});
        test::writeFile(vault() + "/Notes.txt", "a person's");
        gitCli(vault(), {"add", "."});
        gitCli(vault(), {"-c", "user.name=A", "-c", "user.email=a@b", "commit", "-q", "-m", "notes"});
        QVERIFY(m_world->run("sync general").out.contains("is not the vault that was here"));
        QCOMPARE(member(m_world->doctorOfVault(), "status"), QStringLiteral("fail"));
        QVERIFY(member(m_world->doctorOfVault(), "command").contains(QStringLiteral("--fix take-vault:general")));
        const CtlRun asked = m_world->run(words("doctor --fix take-vault:general"));
        QVERIFY2(asked.out.contains("by Person of 20"), asked.out.constData());
        QVERIFY(m_world->run("sync general").code != 0);
        QCOMPARE(fix("take-vault:general").code, 0);
        QVERIFY2(m_world->run("sync general").code != 0, "paused until somebody has looked");
        QCOMPARE(m_world->run("resume general").code, 0);
        QCOMPARE(m_world->run("sync general").code, 0);
        expectWhole();
        QCOMPARE(test::readFile(vault() + "/Notes.txt"), std::string("a person's"));
    }

    void whatIsDamagedIsSetAsideAndMadeAnew() {
        m_world->writeBody("Welcome.md", "never synced");
        fs::remove_all(vault() + "/.git/objects");
        QVERIFY(m_world->run("sync general").out.contains("new-vault:" + QByteArray::fromStdString(id())));
        QVERIFY(member(m_world->doctorOfVault(), "command").contains(QStringLiteral("--fix new-vault:general")));
        const CtlRun done = fix("new-vault:general");
        QVERIFY2(done.code == 0 && done.out.contains("set-aside-"), (done.out + done.err).constData());
        QVERIFY(!fs::exists(vault() + "/Welcome.md"));
        QCOMPARE(m_world->run("sync general").code, 0);
        expectWhole();
        QVERIFY2(test::readFile(aside() + "/Welcome.md").find("never synced") != std::string::npos, "kept aside");
        QVERIFY(fix("take-vault:general").err.contains("no other vault"));
        const CtlRun doctor = m_world->run("doctor");
        QVERIFY2(doctor.out.contains("set aside by a fix") && !doctor.out.contains("of no space"),
                 doctor.out.constData());
    }

    /// Below what tells a vault from an empty folder.
    void lostObjectsAreSeen() {
        gitCli(vault(), {"repack", "-a", "-d", "-q"});
        fs::remove_all(vault() + "/.git/objects/pack");
        QCOMPARE(member(m_world->doctorOfVault(), "status"), QStringLiteral("fail"));
        QVERIFY(member(m_world->doctorOfVault(), "command").contains(QStringLiteral("--fix new-vault:general")));
        QVERIFY(fix("vault:general").code != 0);
        QVERIFY(!m_world->run(words("doctor --fix new-vault:general")).out.contains("can be read"));
        QCOMPARE(fix("new-vault:general").code, 0);
        QCOMPARE(m_world->run("sync general").code, 0);
        expectWhole();
    }

    /// L-42: the disk is not mounted.
    void whatIsGoneIsForgottenWhenTold() {
        fs::remove_all(vault());
        const CtlRun gone = m_world->run("sync general");
        QVERIFY2(gone.out.contains("mount its disk") && !fs::exists(vault()), (gone.out + gone.err).constData());
        QVERIFY(m_world->run("preview general").code != 0);
        QVERIFY(member(m_world->doctorOfVault(), "command").contains(QStringLiteral("--fix new-vault:general")));
        QCOMPARE(fix("take-vault:general").code, 2);
        QCOMPARE(fix("new-vault:general").code, 0);
        QCOMPARE(m_world->run("sync general").code, 0);
        expectWhole();
    }

    /// The journal still lists the runs of the vault before.
    void aRunOfTheVaultBeforeIsNotTakenBack() {
        m_world->editPage(1, "Edited.");
        QCOMPARE(m_world->run("sync general").code, 0);
        const std::string run =
            member(m_world->run("runs general --json").array().first().toObject(), "runId").toStdString();
        fs::remove_all(vault());
        QCOMPARE(fix("new-vault:general").code, 0);
        QCOMPARE(m_world->run("sync general").code, 0);
        for (const char *end : {" --dry-run", ""}) {
            const CtlRun undo = m_world->run(("run undo " + run + end).c_str());
            const QByteArray said = undo.out + undo.err;
            QVERIFY2(undo.code == 2 && said.contains("is not in this vault, which was made anew"), said.constData());
            QVERIFY2(said.contains("page history of the wiki"), said.constData());
        }
        QCOMPARE(m_world->body("Welcome.md"), std::string("Edited."));
        expectWhole();
    }

    /// F033: noticed, and no page is deleted for the age of the copy.
    void anOlderCopyIsNoticed() {
        const std::string copy = m_world->folder() / "copy";
        fs::copy(vault(), copy, fs::copy_options::recursive);
        m_world->addPage(m_world->wiki().general(), 4, "Added later");
        m_world->writeBody("Welcome.md", "edited later");
        QCOMPARE(m_world->run("sync general").code, 0);
        fs::remove_all(vault());
        fs::copy(copy, vault(), fs::copy_options::recursive);
        const CtlRun run = m_world->run("sync general --json");
        QVERIFY2(run.code == 0 && run.out.contains("older copy"), (run.out + run.err).constData());
        QCOMPARE(m_world->body("Welcome.md"), std::string("edited later"));
        QCOMPARE(m_world->body("Added later.md"), std::string("Added later text."));
        expectWhole();
    }

private:
    [[nodiscard]] std::string id() const { return m_world->wiki().general().str(); }
    [[nodiscard]] std::string vault() const { return m_world->vaults() + "/" + id(); }
    [[nodiscard]] std::string aside() const {
        for (const auto &entry : fs::directory_iterator(m_world->vaults()))
            if (entry.path().filename().string().starts_with(id() + ".set-aside-")) return entry.path().string();
        return {};
    }
    void swapVaults() const {
        const std::string other = m_world->vaults() + "/" + m_world->wiki().engineering().str();
        fs::rename(vault(), vault() + ".x");
        fs::rename(other, vault());
        fs::rename(vault() + ".x", other);
    }
    [[nodiscard]] CtlRun fix(const char *word) const {
        return m_world->run(words("doctor --yes --fix") << QString::fromLatin1(word));
    }
    void expectWhole() const {
        QCOMPARE(m_world->wiki().run("select count(*) from pages where deleted_at is not null"), std::string("0"));
        QVERIFY(fs::exists(vault() + "/Welcome.md") && fs::exists(vault() + "/Opening hours.md"));
        expectQuiet();
    }
    void expectQuiet() const {
        for (int i = 0; i < 2; ++i) {
            const CtlRun next = m_world->run("sync --all");
            QVERIFY2(next.code == 0 && next.out.contains("nothing to do"), (next.out + next.err).constData());
        }
        QVERIFY(test::runGit(vault(), {"fsck", "--full", "--strict"}).code == 0);
    }

    std::unique_ptr<test::CtlWorld> m_world;
};

QTEST_GUILESS_MAIN(CtlVaultIdentityTest)
#include "ctl_vault_identity_test.moc"
