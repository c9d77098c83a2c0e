#include "tests/support/temp_vault.h"
#include "tests/support/vault_desk.h"

#include <fcntl.h>
#include <unistd.h>
#include <QProcess>
#include <QtTest>
#include <chrono>
#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;
namespace fs = std::filesystem;

namespace {

const Texts kFiles{{"A.md", "a\n"}, {"B.md", "b\n"}};

void makeOld(const std::string &path) {
    fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(1));
}

std::string healed(const VaultDesk &desk) {
    const auto items = desk.opened.workTree->heal();
    if (!items) return "error: " + items.error().detail;
    std::string text;
    for (const Item &item : *items) {
        if (item.action != Action::Heal || item.detail.empty()) return "an item without a word";
        text += item.path + "\n";
    }
    return text;
}

std::size_t setAside(const VaultDesk &desk) {
    const fs::path place = desk.path + "/.git/wikivault/set-aside";
    return fs::exists(place) ? static_cast<std::size_t>(std::distance(fs::directory_iterator(place), {})) : 0;
}

}  // namespace

#define SAME(actual, expected) QCOMPARE(QString::fromStdString(actual), QString::fromUtf8(expected))

class HealTest : public QObject {
    Q_OBJECT

private slots:
    void soundVaultIsLeftAlone() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(kFiles));
        const auto before = snapshot(desk.path);
        SAME(healed(desk), "");
        QVERIFY(snapshot(desk.path) == before);
    }

    void staleLocksAreSetAside_data() {
        QTest::addColumn<QString>("lock");
        for (const char *lock : {"index.lock", "HEAD.lock", "config.lock", "packed-refs.lock", "refs/heads/main.lock",
                                 "refs/wikivault/epoch.lock"})
            QTest::newRow(lock) << lock;
    }
    void staleLocksAreSetAside() {
        QFETCH(QString, lock);
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(kFiles));
        const std::string path = desk.path + "/.git/" + lock.toStdString();
        writeFile(path, "");
        SAME(healed(desk), "");  // young: somebody may be at it
        QVERIFY(fs::exists(path));
        makeOld(path);
        {
            const int open = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
            SAME(healed(desk), "");  // a living process has it
            ::close(open);
        }
        SAME(healed(desk), (".git/" + lock.toStdString() + "\n").c_str());
        QVERIFY(!fs::exists(path));
        QCOMPARE(setAside(desk), std::size_t{1});
        desk.publish(desk.treeOf({{"A.md", "new\n"}}));
        SAME(desk.status(), "");
    }

    void livingGitKeepsItsLock() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(kFiles));
        writeFile(desk.path + "/.git/index.lock", "");
        makeOld(desk.path + "/.git/index.lock");
        QProcess waiting;
        waiting.setWorkingDirectory(QString::fromStdString(desk.path));
        waiting.start(QStringLiteral("git"), {QStringLiteral("cat-file"), QStringLiteral("--batch")});
        QVERIFY(waiting.waitForStarted());
        QTRY_VERIFY(fs::exists("/proc/" + std::to_string(waiting.processId()) + "/cwd"));
        SAME(healed(desk), "");
        waiting.closeWriteChannel();
        QVERIFY(waiting.waitForFinished());
        SAME(healed(desk), ".git/index.lock\n");
    }

    void staleConfigLockDoesNotStopOpening() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(kFiles));
        gitCli(desk.path, {"config", "core.autocrlf", "true"});
        writeFile(desk.path + "/.git/config.lock", "");
        makeOld(desk.path + "/.git/config.lock");
        desk.reopen();
        SAME(healed(desk), ".git/config.lock\n");
        SAME(gitCli(desk.path, {"config", "--local", "core.autocrlf"}), "false");
    }

    void cutOffObjectsAreSetAside() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(kFiles));
        std::string text;
        for (int i = 0; i < 2000; ++i)
            text += std::to_string(i * 7919) + " ";
        for (const int keep : {0, 2, 500}) {
            const std::string hex = gitCli(desk.path, {"hash-object", "-w", "--stdin"}, text + std::to_string(keep));
            const std::string file = desk.path + "/.git/objects/" + hex.substr(0, 2) + "/" + hex.substr(2);
            fs::permissions(file, fs::perms::owner_all);
            fs::resize_file(file, static_cast<std::uintmax_t>(keep));
            SAME(healed(desk), (".git/objects/" + hex.substr(0, 2) + "/" + hex.substr(2) + "\n").c_str());
            QCOMPARE(toHex(desk.opened.vault->storeText(text + std::to_string(keep)).value()), hex);
            QVERIFY(desk.opened.vault->flush());
        }
        SAME(desk.fsck(), "");
        SAME(healed(desk), "");
    }

    void lostRefsComeBackFromTheirLog_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<bool>("packed");
        QTest::newRow("empty") << QByteArray("") << false;
        QTest::newRow("garbage") << QByteArray(41, '\0') << false;
        QTest::newRow("missing") << QByteArray("-") << false;
        QTest::newRow("empty over an older packed one") << QByteArray("") << true;
    }
    void lostRefsComeBackFromTheirLog() {
        QFETCH(QByteArray, content);
        QFETCH(bool, packed);
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(kFiles));
        if (packed) gitCli(desk.path, {"pack-refs", "--all"});
        desk.publish(desk.treeOf({{"A.md", "second\n"}}));
        const CommitId tip = desk.opened.vault->tip(refs::kMain).value().value();
        const std::string file = desk.path + "/.git/refs/heads/main";
        fs::remove(file);
        if (content != "-") writeFile(file, content.toStdString());
        desk.opened = {};
        desk.opened = git::openVault({desk.path, kVaultSpace, knownVault()}).value();
        QVERIFY(healed(desk).find("refs/heads/main") != std::string::npos);
        QVERIFY(desk.opened.vault->tip(refs::kMain).value() == tip);
        SAME(desk.status(), "");
        SAME(desk.fsck(), "");
    }

    void missingMainIsMadeFromTheMirror() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        const CommitId mirror = desk.commit(refs::kMirror, desk.treeOf(kFiles));
        fs::remove(desk.path + "/.git/refs/heads/main");
        fs::remove_all(desk.path + "/.git/logs");
        SAME(healed(desk), ".git/refs/heads/main\n");
        QVERIFY(desk.opened.vault->tip(refs::kMain).value() == mirror);
        fs::remove(desk.path + "/.git/refs/heads/main");
        fs::remove(desk.path + "/.git/refs/heads/docmost");
        fs::remove_all(desk.path + "/.git/logs");
        SAME(healed(desk).substr(0, 6), "error:");
        QVERIFY(desk.opened.workTree->heal().error().code == ErrorCode::Corrupt);
        desk.opened = {};
        const auto opened = git::openVault({desk.path, kVaultSpace, knownVault()});
        QVERIFY(!opened && opened.error().code == ErrorCode::Corrupt);
    }

    void emptyHeadStandsOnMainAgain() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(kFiles));
        writeFile(desk.path + "/.git/HEAD", "");
        desk.reopen();
        SAME(healed(desk), ".git/HEAD\n");
        QCOMPARE(desk.opened.workTree->headState().value(), HeadState::OnMain);
        SAME(desk.status(), "");
    }

    void unreadableIndexIsMadeAgain_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("garbage") << QByteArray("DIRC garbage that is long enough to be looked at");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut off") << QByteArray("-");
    }
    void unreadableIndexIsMadeAgain() {
        QFETCH(QByteArray, content);
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(kFiles));
        const std::string index = desk.path + "/.git/index";
        if (content == "-") {
            fs::resize_file(index, fs::file_size(index) / 2);
        } else {
            writeFile(index, content.toStdString());
        }
        healed(desk);
        desk.publish(desk.treeOf(kFiles));
        SAME(desk.status(), "");
        SAME(healed(desk), "");
    }

    void nodeEnginesLeftoverMergeIsEndedAfterARescue() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        const Texts base{{"A.md", "a\n"}, {"Both.md", "one\n"}, {"Old.md", "o\n"}};
        desk.publish(desk.treeOf(base));
        gitCli(desk.path, {"branch", "-f", "docmost", "main"});
        desk.commit(refs::kMirror,
                    desk.treeOf({{"A.md", "wiki\n"}, {"Both.md", "wiki\n"}, {"Old.md", "o\n"}, {"New.md", "n\n"}}));
        desk.publish(desk.treeOf({{"A.md", "a\n"}, {"Both.md", "git\n"}, {"Old.md", "o\n"}}));
        QVERIFY(runGit(desk.path, {"merge", "docmost"}).code != 0);
        writeFile(desk.path + "/Mine.md", "a person's own\n");
        SAME(healed(desk), "");  // young
        makeOld(desk.path + "/.git/MERGE_HEAD");
        SAME(healed(desk), ".git/MERGE_HEAD\n");
        QCOMPARE(desk.opened.workTree->headState().value(), HeadState::OnMain);
        const std::string rescue = gitCli(desk.path, {"for-each-ref", "--format=%(refname)", "refs/wikivault/rescue/"});
        QVERIFY(rescue.starts_with("refs/wikivault/rescue/2"));
        QVERIFY(gitCli(desk.path, {"show", rescue + ":Both.md"}).find("<<<<<<<") != std::string::npos);
        SAME(gitCli(desk.path, {"show", rescue + ":Mine.md"}), "a person's own");
        SAME(gitCli(desk.path, {"show", rescue + ":New.md"}), "n");
        SAME(gitCli(desk.path, {"show", rescue + "^2:A.md"}), "wiki");
        SAME(readFile(desk.path + "/Both.md"), "git\n");
        SAME(readFile(desk.path + "/A.md"), "a\n");
        QVERIFY(!fs::exists(desk.path + "/New.md"));
        SAME(desk.status(), "?? Mine.md");
        SAME(desk.changes(), "+Mine.md\n");
        SAME(desk.fsck(), "");
        SAME(healed(desk), "");
    }

    void personsMergeIsHisOwn() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(kFiles));
        gitCli(desk.path, {"checkout", "-q", "-b", "mine"});
        writeFile(desk.path + "/A.md", "mine\n");
        gitCli(desk.path, {"commit", "-qam", "mine"});
        gitCli(desk.path, {"checkout", "-q", "main"});
        writeFile(desk.path + "/A.md", "main\n");
        gitCli(desk.path, {"commit", "-qam", "main"});
        QVERIFY(runGit(desk.path, {"merge", "mine"}).code != 0);
        makeOld(desk.path + "/.git/MERGE_HEAD");
        const auto before = snapshot(desk.path);
        SAME(healed(desk), "");
        QVERIFY(snapshot(desk.path) == before);
    }

    void detachedHeadOnMainsTipIsAttached() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(kFiles));
        gitCli(desk.path, {"checkout", "-q", "--detach"});
        writeFile(desk.path + "/A.md", "edited\n");
        SAME(healed(desk), ".git/HEAD\n");
        QCOMPARE(desk.opened.workTree->headState().value(), HeadState::OnMain);
        SAME(desk.status(), " M A.md");
        SAME(gitCli(desk.path,
                    {"show",
                     gitCli(desk.path, {"for-each-ref", "--format=%(refname)", "refs/wikivault/rescue/"}) + ":A.md"}),
             "edited");
        gitCli(desk.path, {"checkout", "-q", "-f", "--detach", "main^"});
        SAME(healed(desk), "");
        QCOMPARE(desk.opened.workTree->headState().value(), HeadState::OtherBranch);
    }

    void interruptedReplacementsAreKept() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(kFiles));
        writeFile(desk.path + "/.git/wikivault/tmp/new0", "a\n");
        writeFile(desk.path + "/.git/wikivault/tmp/new1", "nowhere else\n");
        SAME(healed(desk), ".git/wikivault/tmp/new1\n");
        QVERIFY(fs::is_empty(desk.path + "/.git/wikivault/tmp"));
        QCOMPARE(setAside(desk), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(HealTest)
#include "heal_test.moc"
