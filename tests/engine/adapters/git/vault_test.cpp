#include "engine/adapters/git/open_vault.h"
#include "tests/support/temp_vault.h"
#include "tests/support/vault_desk.h"

#include <QProcess>
#include <QScopeGuard>
#include <QtTest>
#include <atomic>
#include <filesystem>
#include <thread>

using namespace wikivault;
using namespace wikivault::test;
namespace fs = std::filesystem;

namespace {

const Signature kWho{"Some One", "some@one.example"};

OpenedVault open(const std::string &path, bool knownBefore = false, bool scratch = false) {
    git::initialiseGit();
    auto opened = git::openVault({path, kVaultSpace, knownVault(knownBefore), scratch});
    if (!opened) qFatal("%s", opened.error().detail.c_str());
    return std::move(*opened);
}

std::optional<Error> refusal(const std::string &path, bool knownBefore = false, bool scratch = false) {
    git::initialiseGit();
    auto opened = git::openVault({path, kVaultSpace, knownVault(knownBefore), scratch});
    return opened ? std::nullopt : std::optional(opened.error());
}

CommitId commitOf(Vault &vault, const VaultTree &files, const std::vector<CommitId> &parents,
                  const std::string &message = "step") {
    return vault.storeCommit({vault.storeTree(files).value(), parents, {kWho, message, 1700000000}}).value();
}

VaultTree pages(Vault &vault, int count, const std::string &text = "page") {
    VaultTree files;
    for (int i = 0; i < count; ++i)
        files["Folder " + std::to_string(i % 7) + "/Page " + std::to_string(i) + ".md"] = {
            vault.storeText(text + " " + std::to_string(i) + "\n").value(), 0100644};
    return files;
}

int packsOf(const std::string &path) {
    int packs = 0;
    for (const auto &entry : fs::directory_iterator(path + "/.git/objects/pack"))
        packs += entry.path().extension() == ".pack" ? 1 : 0;
    return packs;
}

QString fsck(const std::string &path) {
    const Ran ran = runGit(path, {"fsck", "--full", "--strict", "--no-dangling"});
    return QString::fromStdString(ran.code == 0 ? std::string() : ran.out + ran.err);
}

/// A tree object with any entry git's own tools would refuse to write.
TreeId rawTree(const std::string &path, const std::string &mode, const std::vector<std::string> &names) {
    const std::string empty = gitCli(path, {"hash-object", "-w", "--stdin"}, "x");
    const std::string directory = gitCli(path, {"mktree"});
    std::string data;
    for (const std::string &name : names) {
        const auto bytes = fromHex(mode == "40000" ? directory : empty).value();
        data += mode + " " + name + '\0' + std::string(bytes.begin(), bytes.end());
    }
    return {fromHex(gitCli(path, {"hash-object", "-w", "-t", "tree", "--literally", "--stdin"}, data)).value()};
}

}  // namespace

class VaultTest : public QObject {
    Q_OBJECT

private slots:
    void newVaultIsWhatGitExpects() {
        TempDir dir;
        const std::string path = dir / "data/space";
        OpenedVault opened = open(path);
        QVERIFY(opened.created);
        QCOMPARE(gitCli(path, {"symbolic-ref", "HEAD"}), std::string("refs/heads/main"));
        QCOMPARE(gitCli(path, {"log", "--format=%an <%ae>|%s|%P", "docmost"}),
                 std::string("Docmost Sync <docmost-sync@local>|init vault|"));
        QCOMPARE(gitCli(path, {"rev-parse", "main"}), gitCli(path, {"rev-parse", "docmost"}));
        QCOMPARE(gitCli(path, {"config", "--local", "core.autocrlf"}), std::string("false"));
        QCOMPARE(gitCli(path, {"config", "--local", "core.symlinks"}), std::string("false"));
        QCOMPARE(gitCli(path, {"status", "--porcelain"}), std::string());
        QCOMPARE(fsck(path), QString());
        const auto before = snapshot(path);
        opened = {};
        QVERIFY(!open(path, true).created);
        QVERIFY(snapshot(path) == before);
    }

    void enclosingRepositoryIsNeverUsed() {
        TempDir dir;
        gitCli(dir.path(), {"init", "-q", "-b", "outer"});
        const auto outer = snapshot(dir / ".git");
        open(dir / "data/space");
        QVERIFY(fs::is_directory(dir / "data/space/.git"));
        QVERIFY(snapshot(dir / ".git") == outer);
    }

    void surroundingsHaveNoEffect() {
        TempDir dir;
        writeFile(dir / "home/.gitconfig",
                  "[core]\n\tautocrlf = true\n\thooksPath = /nonexistent\n"
                  "[init]\n\tdefaultBranch = trunk\n[user]\n\tname = Person\n");
        qputenv("HOME", QByteArray::fromStdString(dir / "home"));
        qputenv("GIT_DIR", "/nonexistent");
        qputenv("GIT_OBJECT_DIRECTORY", "/nonexistent");
        const std::string path = dir / "space";
        OpenedVault opened = open(path);
        const BlobId blob = opened.vault->storeText("a\r\nb\n").value();
        commitOf(*opened.vault,
                 {{".gitattributes", {opened.vault->storeText("* text eol=lf\n").value(), 0100644}},
                  {"A.md", {blob, 0100644}}},
                 {});
        QVERIFY(opened.vault->flush());
        qunsetenv("GIT_DIR");
        qunsetenv("GIT_OBJECT_DIRECTORY");
        QCOMPARE(gitCli(path, {"cat-file", "blob", toHex(blob)}), std::string("a\r\nb"));
        QCOMPARE(gitCli(path, {"symbolic-ref", "HEAD"}), std::string("refs/heads/main"));
        // A person's own name is left to his own configuration.
        QVERIFY(runGit(path, {"config", "--local", "user.name"}).code != 0);
    }

    void refusalsSayWhatToDo() {
        TempDir dir;
        writeFile(dir / "file", "x");
        auto error = refusal(dir / "file");
        QVERIFY(error && error->code == ErrorCode::Invalid);
        QVERIFY(error->detail.find("is a file, not a directory") != std::string::npos);
        QVERIFY(refusal(dir / "file/below"));
        writeFile(dir / "foreign/notes.txt", "mine");
        error = refusal(dir / "foreign");
        QVERIFY(error && error->code == ErrorCode::Invalid && !fs::exists(dir / "foreign/.git"));
        writeFile(dir / "linked/.git", "gitdir: /nonexistent\n");
        error = refusal(dir / "linked");
        QVERIFY(error && error->code == ErrorCode::Invalid);
        error = refusal(dir / "missing", true);
        QVERIFY(error && error->code == ErrorCode::Corrupt && !fs::exists(dir / "missing"));
        fs::create_directories(dir / "lock-only/.git/wikivault");
        writeFile(dir / "lock-only/.git/wikivault/lock", "{}");
        QVERIFY(refusal(dir / "lock-only", true)->code == ErrorCode::Corrupt);
        QVERIFY(open(dir / "lock-only").created);
        QCOMPARE(readFile(dir / "lock-only/.git/wikivault/lock"), std::string("{}"));
    }

    void damageIsNeverTakenForEmptiness_data() {
        QTest::addColumn<QString>("victim");
        for (const char *victim : {"HEAD", "refs", "objects", "config"})
            QTest::newRow(victim) << victim;
    }
    void damageIsNeverTakenForEmptiness() {
        QFETCH(QString, victim);
        TempDir dir;
        const std::string path = dir / "space";
        open(path);
        if (victim == QLatin1String("config")) {
            writeFile(path + "/.git/config", "[core\n garbage");
        } else {
            fs::remove_all(path + "/.git/" + victim.toStdString());
        }
        const auto before = snapshot(path);
        for (const bool knownBefore : {true, false}) {
            const auto error = refusal(path, knownBefore);
            const bool healedByNew = !knownBefore && !error;
            QVERIFY2(!healedByNew, qPrintable(victim));
            QVERIFY(error->code == ErrorCode::Corrupt);
        }
        QVERIFY(snapshot(path) == before);
    }

    void cutOffCreationIsFinished() {
        TempDir dir;
        fs::create_directories(dir / "space/.git/objects");
        writeFile(dir / "space/.git/description", "x");
        QVERIFY(open(dir / "space").created);
        gitCli(dir.path(), {"init", "-q", "-b", "main", "born"});
        QVERIFY(open(dir / "born").created);
        QCOMPARE(gitCli(dir / "born", {"log", "--format=%s", "main"}), std::string("init vault"));
    }

    void oneFlushIsOnePackAndGitReadsIt() {
        TempDir dir;
        const std::string path = dir / "space";
        OpenedVault opened = open(path);
        Vault &vault = *opened.vault;
        const CommitId root = vault.tip(refs::kMain).value().value();
        const VaultTree files = pages(vault, 300);
        const CommitId commit =
            commitOf(vault, files, {root}, "docmost: sync 300 page(s)\n\nDocmost-Sync-Source: docmost");
        QCOMPARE(packsOf(path), 0);
        QVERIFY(vault.moveRefs({{refs::kMain, root, commit}}));
        QCOMPARE(packsOf(path), 1);
        QVERIFY(vault.flush());
        QCOMPARE(packsOf(path), 1);
        QCOMPARE(fsck(path), QString());
        QCOMPARE(gitCli(path, {"ls-tree", "-r", "--name-only", "main"}).size() > 300, true);
        QCOMPARE(gitCli(path, {"log", "-1", "--format=%(trailers:only)", "main"}),
                 std::string("Docmost-Sync-Source: docmost\n"));
        const OpenedVault again = open(path, true);
        const CommitFacts facts = again.vault->commitFacts(commit).value();
        QVERIFY(again.vault->tree(facts.tree).value() == files);
        QCOMPARE(facts.info.message, std::string("docmost: sync 300 page(s)\n\nDocmost-Sync-Source: docmost"));
        QCOMPARE(facts.info.author.name, kWho.name);
        QCOMPARE(facts.info.seconds, std::int64_t{1700000000});
        QCOMPARE(again.vault->text(files.begin()->second.blob).value().substr(0, 4), std::string("page"));
        // A page more: loose objects, no pack each.
        VaultTree more = files;
        more["New.md"] = {again.vault->storeText("").value(), 0100755};
        const CommitId next = commitOf(*again.vault, more, {commit});
        QVERIFY(again.vault->moveRefs({{refs::kMain, commit, next}}));
        QCOMPARE(packsOf(path), 1);
        QCOMPARE(fsck(path), QString());
        gitCli(path, {"gc", "-q"});
        QVERIFY(again.vault->tree(again.vault->commitFacts(next).value().tree).value() == more);
    }

    void refsMoveByCompareAndSwapAllOrNone() {
        TempDir dir;
        OpenedVault opened = open(dir / "space");
        Vault &vault = *opened.vault;
        const CommitId root = vault.tip(refs::kMain).value().value();
        const CommitId next = commitOf(vault, {}, {root}, "next");
        QVERIFY(vault.moveRefs({{refs::kMain, root, next}, {refs::kEpoch, std::nullopt, next}}));
        const auto stale = vault.moveRefs({{refs::kMirror, root, next}, {refs::kMain, root, next}});
        QVERIFY(!stale && stale.error().code == ErrorCode::Conflict);
        QVERIFY(vault.tip(refs::kMirror).value() == root);
        const auto exists = vault.moveRefs({{refs::kEpoch, std::nullopt, next}});
        QVERIFY(!exists && exists.error().code == ErrorCode::Conflict);
        QVERIFY(vault.moveRefs({{refs::kEpoch, next, next}, {refs::kMirror, root, next}}));
        QVERIFY(vault.moveRefs({{refs::kEpoch, next, std::nullopt}}));
        QVERIFY(!vault.tip(refs::kEpoch).value());
        gitCli(dir / "space", {"pack-refs", "--all"});
        QVERIFY(vault.tip(refs::kMain).value() == next);
        QVERIFY(vault.moveRefs({{refs::kMain, next, root}}));
        QCOMPARE(gitCli(dir / "space", {"rev-parse", "main"}), toHex(root));
        const auto missing = vault.moveRefs({{refs::kMain, root, CommitId{}}});
        QVERIFY(!missing && missing.error().code == ErrorCode::Invalid);
        writeFile(dir / "space/.git/refs/heads/docmost.lock", "");
        const auto locked = vault.moveRefs({{refs::kMain, root, next}, {refs::kMirror, next, root}});
        QVERIFY(!locked && locked.error().code == ErrorCode::Unavailable);
        QVERIFY(vault.tip(refs::kMain).value() == root);
        QVERIFY(!fs::exists(dir / "space/.git/refs/heads/main.lock"));
    }

    void racingWritersLoseNothing() {
        TempDir dir;
        const std::string path = dir / "space";
        open(path);
        constexpr int kWriters = 4, kCommits = 15;
        std::atomic<int> failures = 0;
        const auto work = [&](int writer) {
            const OpenedVault opened = open(path, true);
            for (int i = 0; i < kCommits; ++i) {
                for (bool moved = false; !moved;) {
                    const CommitId tip = opened.vault->tip(refs::kMain).value().value();
                    const std::string message = std::to_string(writer) + "/" + std::to_string(i);
                    const CommitId next = commitOf(*opened.vault, {}, {tip}, message);
                    const auto result = opened.vault->moveRefs({{refs::kMain, tip, next}});
                    moved = result.has_value();
                    if (!moved && result.error().code == ErrorCode::Corrupt) ++failures;
                }
            }
        };
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < kWriters; ++i)
                threads.emplace_back(work, i);
        }
        QCOMPARE(failures.load(), 0);
        QCOMPARE(gitCli(path, {"rev-list", "--count", "main"}), std::to_string(kWriters * kCommits + 1));
        QCOMPARE(fsck(path), QString());
    }

    void hostileTreesAreRefused_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("mode");
        const auto row = [](const char *what, const char *name, const char *mode = "100644") {
            QTest::newRow(what) << QByteArray(name) << mode;
        };
        row("parent", "..");
        row("itself", ".");
        row("empty", "");
        row("separator", "a/b.md");
        row("climbing", "../x");
        row("windows separator", "..\\x");
        row("git directory", ".git", "40000");
        row("git directory in capitals", ".GIT", "40000");
        row("git short name", "GIT~1", "40000");
        row("git with trailing dot", ".git. .");
        row("git stream", ".git::$INDEX_ALLOCATION");
        row("git with ignorable letter",
            ".g\xe2\x80\x8c"
            "it");
        row("not UTF-8", "\xff\xfe.md");
        row("unknown mode", "a.md", "100000");
    }
    void hostileTreesAreRefused() {
        QFETCH(QByteArray, name);
        QFETCH(QString, mode);
        TempDir dir;
        OpenedVault opened = open(dir / "space");
        const TreeId tree = rawTree(dir / "space", mode.toStdString(), {name.toStdString()});
        const auto read = opened.vault->tree(tree);
        QVERIFY(!read && read.error().code == ErrorCode::Corrupt);
        QVERIFY(!read.error().detail.empty());
    }

    void duplicatesAreRefusedAndOddNamesKept() {
        TempDir dir;
        OpenedVault opened = open(dir / "space");
        const TreeId twice = rawTree(dir / "space", "100644", {"a.md", "a.md"});
        QVERIFY(opened.vault->tree(twice).error().code == ErrorCode::Corrupt);
        const std::vector<std::string> odd{"CON.md", "a:b.md", "line\nbreak.md", "trail.", "\xe2\x80\xaertl.md"};
        QCOMPARE(opened.vault->tree(rawTree(dir / "space", "100644", odd)).value().size(), odd.size());
        const VaultTree links = opened.vault->tree(rawTree(dir / "space", "120000", {"link.md"})).value();
        QCOMPARE(links.at("link.md").mode, 0120000u);
    }

    void badPathsAreNotStored_data() {
        QTest::addColumn<QStringList>("paths");
        for (const char *path : {"", "/a.md", "a//b.md", "../a.md", "a/.git/config", "a/", "\xff.md"})
            QTest::newRow(QByteArray("path '").append(path).append("'").toPercentEncoding().constData())
                << QStringList{QString::fromLatin1(path)};
        QTest::newRow("file and folder") << QStringList{QStringLiteral("a"), QStringLiteral("a.md"),
                                                        QStringLiteral("a/b.md")};
        QTest::newRow("too deep") << QStringList{QStringLiteral("d/").repeated(70) + QStringLiteral("a.md")};
    }
    void badPathsAreNotStored() {
        QFETCH(QStringList, paths);
        TempDir dir;
        OpenedVault opened = open(dir / "space");
        const BlobId blob = opened.vault->storeText("x").value();
        VaultTree files;
        for (const QString &path : paths)
            files[path.toLatin1().toStdString()] = {blob, 0100644};
        const auto stored = opened.vault->storeTree(files);
        QVERIFY(!stored && stored.error().code == ErrorCode::Invalid);
    }

    void bombsEndInTime() {
        TempDir dir;
        OpenedVault opened = open(dir / "space");
        std::string below = toHex(opened.vault->storeText("x").value());
        QVERIFY(opened.vault->flush());
        std::string kind = "100644 blob ";
        for (int level = 0; level < 10; ++level) {
            std::string lines;
            for (int i = 0; i < 10; ++i)
                lines += kind + below + "\t" + std::to_string(i) + "\n";
            below = gitCli(dir / "space", {"mktree"}, lines);
            kind = "040000 tree ";
        }
        QVERIFY(opened.vault->tree({fromHex(below).value()}).error().code == ErrorCode::Corrupt);
        for (int level = 0; level < 70; ++level)
            below = gitCli(dir / "space", {"mktree"}, "040000 tree " + below + "\td\n");
        QVERIFY(opened.vault->tree({fromHex(below).value()}).error().code == ErrorCode::Corrupt);
    }

    void historyIsAnswered() {
        TempDir dir;
        OpenedVault opened = open(dir / "space");
        Vault &vault = *opened.vault;
        const CommitId root = vault.tip(refs::kMain).value().value();
        const CommitId left = commitOf(vault, {}, {root}, "left");
        const CommitId right = commitOf(vault, {}, {root}, "right");
        const CommitId merge = commitOf(vault, {}, {left, right}, "merge");
        const CommitId stranger = commitOf(vault, {}, {}, "stranger");
        QVERIFY(vault.mergeBase(left, right).value() == root);
        QVERIFY(vault.mergeBase(merge, right).value() == right);
        QVERIFY(!vault.mergeBase(merge, stranger).value());
        QVERIFY(vault.isAncestor(root, merge).value() && vault.isAncestor(merge, merge).value());
        QVERIFY(!vault.isAncestor(merge, root).value() && !vault.isAncestor(stranger, merge).value());
        QVERIFY(!vault.mergeBase(merge, CommitId{}));
    }

    void scratchLeavesTheDiskAlone() {
        TempDir dir;
        const std::string path = dir / "space";
        {
            OpenedVault real = open(path);
            const CommitId root = real.vault->tip(refs::kMain).value().value();
            QVERIFY(real.vault->moveRefs({{refs::kMain, root, commitOf(*real.vault, pages(*real.vault, 20), {root})}}));
            writeFile(path + "/Mine.md", "untracked\n");
        }
        const auto before = snapshot(dir.path());
        const OpenedVault scratch = open(path, true, true);
        Vault &vault = *scratch.vault;
        const CommitId tip = vault.tip(refs::kMain).value().value();
        const VaultTree files = pages(vault, 40, "other");
        const CommitId next = commitOf(vault, files, {tip});
        QVERIFY(vault.moveRefs({{refs::kMain, tip, next}, {refs::kMirror, vault.tip(refs::kMirror).value(), next}}));
        QVERIFY(vault.flush());
        QVERIFY(vault.tip(refs::kMain).value() == next);
        QVERIFY(vault.tree(vault.commitFacts(next).value().tree).value() == files);
        QVERIFY(vault.isAncestor(tip, next).value());
        QVERIFY(!vault.moveRefs({{refs::kMain, tip, next}}));
        const DiskScan scan = scratch.workTree->scan({}, {}).value();
        QCOMPARE(scan.changes.size(), std::size_t{1});
        QCOMPARE(vault.text(scan.changes[0].now->blob).value(), std::string("untracked\n"));
        QVERIFY(!scratch.workTree->lockIndex());
        QVERIFY(scratch.workTree->heal().value().empty());
        QVERIFY(snapshot(dir.path()) == before);
    }

    void scratchOfAMissingVaultIsInMemory() {
        TempDir dir;
        const OpenedVault scratch = open(dir / "none", false, true);
        QVERIFY(scratch.created && !scratch.workTree && !fs::exists(dir / "none"));
        const CommitId root = scratch.vault->tip(refs::kMain).value().value();
        const CommitId next = commitOf(*scratch.vault, pages(*scratch.vault, 3), {root});
        QVERIFY(scratch.vault->moveRefs({{refs::kMain, root, next}}));
        QVERIFY(scratch.vault->mergeBase(root, next).value() == root);
        QVERIFY(scratch.vault->tip("refs/heads/nothing").value() == std::nullopt);
        QVERIFY(!fs::exists(dir / "none"));
    }

    void truncatedObjectIsAnErrorNotALoop() {
        TempDir dir;
        const std::string path = dir / "space";
        std::string text;
        for (int i = 0; i < 3000; ++i)
            text += std::to_string(i * 7919) + " ";
        open(path);
        const std::string hex = gitCli(path, {"hash-object", "-w", "--stdin"}, text);
        const std::string file = path + "/.git/objects/" + hex.substr(0, 2) + "/" + hex.substr(2);
        const auto size = fs::file_size(file);
        fs::permissions(file, fs::perms::owner_all);
        for (const std::uintmax_t length : {size - 1, size / 2, std::uintmax_t{2}, std::uintmax_t{0}}) {
            fs::resize_file(file, length);
            const OpenedVault opened = open(path, true);
            const auto read = opened.vault->text({fromHex(hex).value()});
            QVERIFY(!read && read.error().code == ErrorCode::Corrupt);
        }
        // Stored again it is whole again, though the file is in the way.
        OpenedVault opened = open(path, true);
        QCOMPARE(toHex(opened.vault->storeText(text).value()), hex);
        QVERIFY(opened.vault->flush());
        QCOMPARE(open(path, true).vault->text({fromHex(hex).value()}).value(), text);
        QCOMPARE(fsck(path), QString());
    }

    void unwritableDirectoryIsSaidSo() {
        TempDir dir;
        fs::create_directory(dir / "data");
        // Even root may not write below an immutable directory.
        if (QProcess::execute(QStringLiteral("chattr"), {QStringLiteral("+i"), QString::fromStdString(dir / "data")}) !=
            0)
            QSKIP("no directory can be made immutable here");
        const auto error = refusal(dir / "data/space");
        QProcess::execute(QStringLiteral("chattr"), {QStringLiteral("-i"), QString::fromStdString(dir / "data")});
        QVERIFY(error && error->code == ErrorCode::Denied);
        QVERIFY(error->detail.find("let this user write there") != std::string::npos);
        QVERIFY(fs::is_empty(dir / "data"));
    }

    void fullDiskIsAnErrorAndSpaceHealsIt() {
        TempDir dir;
        const QString place = QString::fromStdString(dir / "disk");
        fs::create_directory(dir / "disk");
        const QStringList tmpfs{QStringLiteral("-t"),      QStringLiteral("tmpfs"), QStringLiteral("-o"),
                                QStringLiteral("size=2m"), QStringLiteral("tmpfs"), place};
        if (QProcess::execute(QStringLiteral("mount"), tmpfs) != 0) QSKIP("no small disk can be mounted here");
        const auto unmount = qScopeGuard([&] { QProcess::execute(QStringLiteral("umount"), {place}); });
        const std::string path = dir / "disk/space";
        OpenedVault opened = open(path);
        Vault &vault = *opened.vault;
        const CommitId root = vault.tip(refs::kMain).value().value();
        std::string noise;
        for (unsigned i = 0, seed = 1; i < 3u << 20; ++i)
            noise.push_back(static_cast<char>((seed = seed * 1664525 + 1013904223) >> 24));
        VaultTree files;
        for (std::size_t i = 0; i < 30; ++i)
            files[std::to_string(i) + ".md"] = {vault.storeText(noise.substr(i * 100'000, 100'000)).value(), 0100644};
        const CommitId next = commitOf(vault, files, {root});
        const auto moved = vault.moveRefs({{refs::kMain, root, next}});
        QVERIFY(!moved && moved.error().code == ErrorCode::Unavailable);
        QVERIFY(vault.tip(refs::kMain).value() == root);
        QCOMPARE(fsck(path), QString());
        const CommitId loose = commitOf(vault, {{"big.md", {vault.storeText(noise).value(), 0100644}}}, {root});
        QVERIFY(!vault.moveRefs({{refs::kMain, root, loose}}));
        QCOMPARE(QProcess::execute(QStringLiteral("mount"),
                                   {QStringLiteral("-o"), QStringLiteral("remount,size=30m"), place}),
                 0);
        QVERIFY(vault.moveRefs({{refs::kMain, root, next}}));
        QCOMPARE(fsck(path), QString());
        QCOMPARE(packsOf(path), 1);
    }
};

QTEST_GUILESS_MAIN(VaultTest)
#include "vault_test.moc"
