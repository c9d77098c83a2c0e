#include "tests/support/temp_vault.h"
#include "tests/support/vault_desk.h"

#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>
#include <QProcess>
#include <QtTest>
#include <cstring>
#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;
namespace fs = std::filesystem;

namespace {

const Texts kPages{{"A.md", "a\n"}, {"Folder/Folder.md", "f\n"}, {"Folder/B.md", "b\n"}, {"Тема/Страница.md", "т\n"}};

using Paths = std::vector<std::string>;

Texts with(Texts texts, const Texts &more) {
    for (const auto &[path, text] : more)
        texts[path] = text;
    return texts;
}

Texts without(Texts texts, const Paths &paths) {
    for (const std::string &path : paths)
        texts.erase(path);
    return texts;
}

/// How many times `action` opens a file that stands directly in `directory`.
template <class Action>
int filesOpenedIn(const std::string &directory, Action action) {
    const int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    inotify_add_watch(watch, directory.c_str(), IN_OPEN);
    action();
    int opened = 0;
    alignas(inotify_event) char buffer[4096];
    for (ssize_t got = read(watch, buffer, sizeof buffer); got > 0; got = read(watch, buffer, sizeof buffer)) {
        for (ssize_t at = 0; at < got;) {
            inotify_event event{};
            std::memcpy(&event, buffer + at, sizeof event);
            opened += (event.mask & IN_ISDIR) == 0 ? 1 : 0;
            at += static_cast<ssize_t>(sizeof event + event.len);
        }
    }
    close(watch);
    return opened;
}

}  // namespace

#define SAME(actual, expected) QCOMPARE(QString::fromStdString(actual), QString::fromUtf8(expected))

class WorkTreeTest : public QObject {
    Q_OBJECT

private slots:
    void publishedFilesAreCleanForGit() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        const PublishReport report = desk.publish(desk.treeOf(kPages));
        QVERIFY(report.leftAlone.empty() && report.blocked.empty());
        SAME(desk.status(), "");
        SAME(desk.fsck(), "");
        SAME(readFile(desk.path + "/Folder/B.md"), "b\n");
        SAME(desk.changes(), "");
        QVERIFY(!fs::exists(desk.path + "/.git/index.lock"));
        QVERIFY(fs::is_empty(desk.path + "/.git/wikivault/tmp"));
    }

    void secondPublishTouchesNothing() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        const VaultTree tree = desk.treeOf(kPages);
        desk.publish(tree);
        auto before = snapshot(desk.path);
        desk.reopen();
        SAME(desk.changes(), "");
        QVERIFY(desk.opened.workTree->heal().value().empty());
        QVERIFY(desk.opened.workTree->publish(desk.published, tree, desk.opened.workTree->lockIndex().value()));
        auto after = snapshot(desk.path);
        // What had just been written is remembered once it has settled.
        before.erase(".git/wikivault/stat-cache");
        after.erase(".git/wikivault/stat-cache");
        // The lock and its note came and went.
        for (const char *where : {".git", ".git/wikivault"})
            after.at(where).mtimeNs = before.at(where).mtimeNs;
        QVERIFY(after == before);
    }

    void onlyWhatDiffersIsWritten() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(kPages));
        const auto before = filesOf(desk.path);
        const auto report = desk.publish(desk.treeOf(
            without(with(kPages, {{"A.md", "A\n"}, {"New/C.md", "c\n"}}), {"Folder/Folder.md", "Folder/B.md"})));
        QVERIFY(report.leftAlone.empty() && report.blocked.empty());
        const auto after = filesOf(desk.path);
        QVERIFY(after.at("Тема/Страница.md") == before.at("Тема/Страница.md"));
        QVERIFY(!after.contains("Folder"));
        SAME(after.at("A.md").contents, "A\n");
        SAME(after.at("New/C.md").contents, "c\n");
        SAME(desk.status(), "");
    }

    void filesAndFoldersChangePlaces() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf({{"X.md", "x\n"}, {"Y.md/Inner.md", "y\n"}, {"Z.md", "1\n"}, {"W.md", "2\n"}}));
        const auto report =
            desk.publish(desk.treeOf({{"X.md/Inner.md", "x\n"}, {"Y.md", "y\n"}, {"Z.md", "2\n"}, {"W.md", "1\n"}}));
        QVERIFY(report.leftAlone.empty() && report.blocked.empty());
        SAME(desk.status(), "");
        SAME(desk.changes(), "");
        SAME(readFile(desk.path + "/Y.md"), "y\n");
    }

    void personsEditsAreCaptured() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(with(kPages, {{"image.png", "png"}})));
        writeFile(desk.path + "/A.md", "A\n");  // as long as before
        writeFile(desk.path + "/New folder/Neu.md", "neu\r\n");
        writeFile(desk.path + "/image.png", "PNG");
        fs::remove(desk.path + "/Folder/B.md");
        writeFile(desk.path + "/notes.txt", "untracked");
        writeFile(desk.path + "/.obsidian/plugin/README.md", "not ours");
        writeFile(desk.path + "/.hidden.md", "not ours");
        SAME(desk.changes(), "~A.md\n-Folder/B.md\n+New folder/Neu.md\n~image.png\n");
        const DiskScan scan = desk.scan();
        QCOMPARE(scan.untrackedIgnored, 3);
        SAME(desk.opened.vault->text(scan.changes[2].now->blob).value(), "neu\r\n");
        desk.capture();
        SAME(desk.status(), "?? .hidden.md\n?? .obsidian/plugin/README.md\n?? notes.txt");
        SAME(desk.changes(), "");
        SAME(desk.fsck(), "");
    }

    void attributesAndIgnoreFilesChangeNothing() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf({{".gitattributes", "*.md text eol=crlf filter=evil working-tree-encoding=UTF-16\n"},
                                  {".gitignore", "*.md\n"},
                                  {"A.md", "a\nb\n"}}));
        SAME(readFile(desk.path + "/A.md"), "a\nb\n");
        writeFile(desk.path + "/B.md", "b\n");
        SAME(desk.changes(), "+B.md\n");
    }

    void executableBitsAreFollowed() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        VaultTree tree = desk.treeOf({{"run.sh", "#!/bin/sh\n"}, {"A.md", "a\n"}});
        tree["run.sh"].mode = 0100755;
        desk.publish(tree);
        QVERIFY((filesOf(desk.path).at("run.sh").mode & S_IXUSR) != 0);
        SAME(desk.status(), "");
        fs::permissions(desk.path + "/run.sh", fs::perms::owner_read | fs::perms::owner_write);
        QCOMPARE(desk.scan().changes.at(0).now->mode, 0100644u);
        desk.capture();
        SAME(desk.status(), "");
    }

    void newerContentIsLeftAlone() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(with(kPages, {{"gone.md", "g\n"}, {"kept.md", "k\n"}})));
        const VaultTree target = desk.treeOf(
            without(with(kPages, {{"A.md", "wiki\n"}, {"new.md", "wiki\n"}, {"kept.md", "wiki\n"}}), {"Folder/B.md"}));
        writeFile(desk.path + "/A.md", "p\n");
        writeFile(desk.path + "/Folder/B.md", "p\n");
        writeFile(desk.path + "/new.md", "p\n");
        fs::remove(desk.path + "/kept.md");
        const PublishReport report = desk.publish(target);
        QCOMPARE(report.leftAlone, (Paths{"A.md", "Folder/B.md", "kept.md", "new.md"}));
        QVERIFY(report.blocked.empty());
        SAME(readFile(desk.path + "/A.md"), "p\n");
        SAME(readFile(desk.path + "/new.md"), "p\n");
        // The index says what main says, so git shows the person's edits as such.
        SAME(desk.status(), " M A.md\n D kept.md\n M new.md\n?? Folder/B.md");
        SAME(desk.changes(), "~A.md\n~Folder/B.md\n-kept.md\n+new.md\n");
    }

    void occupiedPathsAreBlockedAndLinksNeverFollowed() {
        TempDir dir;
        writeFile(dir / "outside/target.md", "secret\n");
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf({{"Page.md", "p\n"}, {"Dir/Inner.md", "i\n"}}));
        fs::remove(desk.path + "/Page.md");
        fs::create_symlink(dir / "outside/target.md", desk.path + "/Page.md");
        fs::remove_all(desk.path + "/Dir");
        fs::create_directory_symlink(dir / "outside", desk.path + "/Dir");
        fs::create_symlink(dir / "outside/target.md", desk.path + "/link.md");
        fs::create_directory_symlink(dir / "outside", desk.path + "/Linked");
        fs::create_directory(desk.path + "/folder.md");
        writeFile(desk.path + "/data.bin", "person's");
        writeFile(desk.path + "/File", "a file where a folder is needed");
        QCOMPARE(mkfifo((desk.path + "/pipe.md").c_str(), 0600), 0);
        const DiskScan scan = desk.scan();
        QVERIFY(scan.changes.empty());
        QCOMPARE(Paths(scan.unreadable), (Paths{"Dir/", "Page.md", "link.md", "pipe.md"}));
        const auto outside = snapshot(dir / "outside");
        const PublishReport report = desk.publish(desk.treeOf({{"Page.md", "new\n"},
                                                               {"Dir/Inner.md", "new\n"},
                                                               {"Linked/target.md", "new\n"},
                                                               {"folder.md", "new\n"},
                                                               {"data.bin", "new\n"},
                                                               {"File/Inner.md", "new\n"},
                                                               {"fine.md", "new\n"}}));
        QCOMPARE(report.blocked,
                 (Paths{"Dir/Inner.md", "File/Inner.md", "Linked/target.md", "Page.md", "data.bin", "folder.md"}));
        QVERIFY(snapshot(dir / "outside") == outside);
        SAME(readFile(desk.path + "/fine.md"), "new\n");
        SAME(readFile(desk.path + "/data.bin"), "person's");
        QVERIFY(report.onDisk.contains("fine.md") && !report.onDisk.contains("data.bin"));
    }

    void onePathInTroubleStopsNoOther() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf({{"Closed/A.md", "a\n"}, {"Closed/B.md", "b\n"}}));
        const QStringList closed{QString::fromStdString(desk.path + "/Closed")};
        if (QProcess::execute(QStringLiteral("chattr"), QStringList{QStringLiteral("+i")} + closed) != 0)
            QSKIP("no directory can be made immutable here");
        const std::string longName(300, 'x');
        const PublishReport report = desk.publish(desk.treeOf({{"Closed/A.md", "new\n"},
                                                               {"Closed/In/C.md", "c\n"},
                                                               {longName + ".md", "l\n"},
                                                               {longName + "/l.md", "l\n"},
                                                               {"Z.md", "z\n"}}));
        QProcess::execute(QStringLiteral("chattr"), QStringList{QStringLiteral("-i")} + closed);
        QCOMPARE(report.blocked,
                 (Paths{"Closed/A.md", "Closed/B.md", "Closed/In/C.md", longName + ".md", longName + "/l.md"}));
        SAME(readFile(desk.path + "/Z.md"), "z\n");
        SAME(readFile(desk.path + "/Closed/A.md"), "a\n");
        QVERIFY(fs::is_empty(desk.path + "/.git/wikivault/tmp"));
    }

    void linksAndSubmodulesOfATreeAreNeverMadeReal() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        VaultTree tree = desk.treeOf({{"A.md", "a\n"}, {"link.md", "/etc/hostname"}});
        tree["link.md"].mode = 0120000;
        tree["sub"] = {BlobId{desk.opened.vault->tip(refs::kMain).value()->bytes}, 0160000};
        desk.publish(tree);
        QVERIFY(fs::is_regular_file(fs::symlink_status(desk.path + "/link.md")));
        SAME(readFile(desk.path + "/link.md"), "/etc/hostname");
        SAME(desk.changes(), "");
        SAME(desk.status(), "");
        // A clone made by git itself has the link; it is the same entry.
        fs::remove(desk.path + "/link.md");
        fs::create_symlink("/etc/hostname", desk.path + "/link.md");
        SAME(desk.changes(), "");
        tree.erase("link.md");
        tree.erase("sub");
        const PublishReport report = desk.publish(tree);
        QVERIFY(report.blocked.empty() && report.leftAlone.empty());
        SAME(desk.status(), "");
    }

    void quickEditOfSameLengthIsSeen() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(kPages));
        for (int i = 0; i < 20; ++i) {
            const std::string text = std::string(1, static_cast<char>('b' + i)) + "\n";
            writeFile(desk.path + "/A.md", text);
            SAME(desk.changes(), "~A.md\n");
            desk.capture();
            SAME(desk.status(), "");
        }
    }

    void unchangedFilesAreNotOpened() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        Texts many;
        for (int i = 0; i < 100; ++i)
            many["Page " + std::to_string(i) + ".md"] = std::to_string(i) + "\n";
        desk.publish(desk.treeOf(many));
        QTest::qWait(50);
        SAME(desk.changes(), "");  // settles what had just been written
        desk.reopen();
        QCOMPARE(filesOpenedIn(desk.path, [&] { SAME(desk.changes(), ""); }), 0);
        writeFile(desk.path + "/Page 7.md", "8\n");
        QCOMPARE(filesOpenedIn(desk.path, [&] { SAME(desk.changes(), "~Page 7.md\n"); }), 1);
        desk.capture();
        QCOMPARE(desk.scan().filesExamined, 100);
        fs::remove(desk.path + "/.git/wikivault/stat-cache");
        writeFile(desk.path + "/.git/wikivault/stat-cache", "damaged");
        desk.reopen();
        SAME(desk.changes(), "");
    }

    void interruptedPublishIsNoPersonsEdit() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf({{"A.md", "a\n"}, {"B.md", "b\n"}, {"C.md", "c\n"}}));
        const VaultTree before = desk.published;
        const VaultTree target = desk.treeOf({{"A.md", "A2\n"}, {"B.md", "b\n"}, {"D.md", "d\n"}});
        desk.commit(refs::kMain, target);
        // The process dies after the files were placed and before the worktree ref moved.
        QVERIFY(desk.opened.workTree->publish(before, target, desk.opened.workTree->lockIndex().value()));
        desk.reopen();
        SAME(desk.changes(), "");
        for (const auto &[path, state] : desk.scan().finished)
            setEntry(desk.published, path, state);
        writeFile(desk.path + "/D.md", "person\n");
        SAME(desk.changes(), "~D.md\n");
        const VaultTree later = desk.treeOf({{"A.md", "A3\n"}, {"B.md", "b\n"}, {"C.md", "c\n"}});
        const PublishReport report = desk.publish(later);
        QVERIFY(report.leftAlone == Paths{"D.md"} && report.blocked.empty());
        SAME(readFile(desk.path + "/A.md"), "A3\n");
        SAME(readFile(desk.path + "/C.md"), "c\n");
        // A way back to what a finished publish wrote is an edit again.
        writeFile(desk.path + "/A.md", "A4\n");
        desk.capture();
        writeFile(desk.path + "/A.md", "A3\n");
        SAME(desk.changes(), "~A.md\n");
    }

    void stagedWorkOfAPersonStays() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(kPages));
        writeFile(desk.path + "/notes.txt", "mine");
        gitCli(desk.path, {"add", "notes.txt"});
        desk.publish(desk.treeOf(with(kPages, {{"A.md", "new\n"}})));
        SAME(desk.status(), "A  notes.txt");
        // A page a person staged and the engine captured is clean.
        writeFile(desk.path + "/Staged.md", "s\n");
        gitCli(desk.path, {"add", "Staged.md"});
        desk.capture();
        SAME(desk.status(), "A  notes.txt");
    }

    void sparseCheckoutIsNoDeletion() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(kPages));
        gitCli(desk.path, {"sparse-checkout", "set", "--no-cone", "/A.md"});
        QVERIFY(!fs::exists(desk.path + "/Folder/B.md"));
        SAME(desk.changes(), "");
    }

    void personsGitOperationsAreSeen() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(kPages));
        const auto state = [&] { return desk.opened.workTree->headState().value(); };
        QCOMPARE(state(), HeadState::OnMain);
        gitCli(desk.path, {"checkout", "-q", "-b", "other"});
        QCOMPARE(state(), HeadState::OtherBranch);
        writeFile(desk.path + "/A.md", "other\n");
        gitCli(desk.path, {"commit", "-qam", "other"});
        gitCli(desk.path, {"checkout", "-q", "main"});
        writeFile(desk.path + "/A.md", "main\n");
        gitCli(desk.path, {"commit", "-qam", "main"});
        for (const std::string command : {"merge", "rebase", "cherry-pick"}) {
            QVERIFY(runGit(desk.path, {command, "other"}).code != 0);
            QCOMPARE(state(), HeadState::OperationPending);
            gitCli(desk.path, {command, "--abort"});
            QCOMPARE(state(), HeadState::OnMain);
        }
        gitCli(desk.path, {"checkout", "-q", "--detach", "other"});
        QCOMPARE(state(), HeadState::OtherBranch);
    }

    void indexLockExcludesGitBothWays() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(kPages));
        {
            const auto guard = desk.opened.workTree->lockIndex().value();
            QVERIFY(guard != nullptr);
            writeFile(desk.path + "/A.md", "p\n");
            QVERIFY(runGit(desk.path, {"add", "A.md"}).code != 0);
        }
        gitCli(desk.path, {"add", "A.md"});
        writeFile(desk.path + "/.git/index.lock", "");
        QVERIFY(desk.opened.workTree->lockIndex().value() == nullptr);
        QVERIFY(fs::exists(desk.path + "/.git/index.lock"));
    }

    void stoppingIsHeeded() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        desk.publish(desk.treeOf(kPages));
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(desk.opened.workTree->scan({}, stop.get_token()).error().code, ErrorCode::Cancelled);
    }

    void largeBatchesAreCleanToo() {
        TempDir dir;
        VaultDesk desk(dir / "vault");
        Texts many;
        for (int i = 0; i < 500; ++i)
            many["F" + std::to_string(i % 20) + "/Page " + std::to_string(i) + ".md"] = std::to_string(i) + "\n";
        desk.publish(desk.treeOf(many));
        SAME(desk.status(), "");
        for (auto &[path, text] : many)
            text += "changed\n";
        many.erase("F1/Page 1.md");
        const PublishReport report = desk.publish(desk.treeOf(many));
        QVERIFY(report.leftAlone.empty() && report.blocked.empty());
        SAME(desk.status(), "");
        SAME(desk.changes(), "");
        SAME(desk.fsck(), "");
    }
};

QTEST_GUILESS_MAIN(WorkTreeTest)
#include "work_tree_test.moc"
