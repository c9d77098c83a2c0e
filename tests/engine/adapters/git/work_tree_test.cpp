#include "engine/adapters/git/open_vault.h"
#include "tests/support/temp_vault.h"

#include <sys/stat.h>
#include <unistd.h>
#include <QtTest>
#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;
namespace fs = std::filesystem;

namespace {

const Signature kEngine{"Docmost Sync", "docmost-sync@local"};

using Texts = std::map<std::string, std::string>;

/// A vault with the bookkeeping a cycle does around its work tree.
struct Desk {
    std::string path;
    OpenedVault opened;
    VaultTree published;

    explicit Desk(std::string where) : path(std::move(where)) { reopen(); }
    void reopen() {
        opened = {};
        git::initialiseGit();
        auto result = git::openVault({path, false, false});
        if (!result) qFatal("%s", result.error().detail.c_str());
        opened = std::move(*result);
    }
    [[nodiscard]] VaultTree treeOf(const Texts &texts) const {
        VaultTree tree;
        for (const auto &[name, text] : texts)
            tree[name] = {opened.vault->storeText(text).value(), 0100644};
        return tree;
    }
    CommitId commit(const std::string &ref, const VaultTree &files) const {
        const auto before = opened.vault->tip(ref).value();
        const TreeId tree = opened.vault->storeTree(files).value();
        const std::vector<CommitId> parents = before ? std::vector{*before} : std::vector<CommitId>{};
        const CommitId next = opened.vault->storeCommit({tree, parents, {kEngine, "step", 1700000000}}).value();
        const auto moved = opened.vault->moveRefs({{ref, before, next}});
        if (!moved) qFatal("%s", moved.error().detail.c_str());
        return next;
    }
    [[nodiscard]] DiskScan scan() const {
        auto result = opened.workTree->scan(published, {});
        if (!result) qFatal("%s", result.error().detail.c_str());
        return std::move(*result);
    }
    /// main becomes `target`, the disk follows, and the worktree ref says so.
    PublishReport publish(const VaultTree &target) {
        auto guard = opened.workTree->lockIndex();
        if (!guard || !*guard) qFatal("the index is locked");
        commit(refs::kMain, target);
        auto report = opened.workTree->publish(published, target, std::move(*guard));
        if (!report) qFatal("%s", report.error().detail.c_str());
        published = report->onDisk;
        commit(refs::kWorkTree, published);
        return std::move(*report);
    }
    [[nodiscard]] std::string status() const { return gitCli(path, {"status", "--porcelain", "-uall"}); }
    [[nodiscard]] std::string fsck() const {
        const Ran ran = runGit(path, {"fsck", "--full", "--strict", "--no-dangling"});
        return ran.code == 0 ? std::string() : ran.out + ran.err;
    }
};

const Texts kPages{{"A.md", "a\n"}, {"Folder/Folder.md", "f\n"}, {"Folder/B.md", "b\n"}, {"Тема/Страница.md", "т\n"}};

std::string pathsOf(const std::vector<DiskChange> &changes) {
    std::string text;
    for (const DiskChange &change : changes)
        text += (change.now ? change.before ? "~" : "+" : "-") + change.path + "\n";
    return text;
}

}  // namespace

class WorkTreeTest : public QObject {
    Q_OBJECT

private slots:
    void publishedFilesAreCleanForGit() {
        TempDir dir;
        Desk desk(dir / "vault");
        const PublishReport report = desk.publish(desk.treeOf(kPages));
        QVERIFY(report.leftAlone.empty() && report.blocked.empty());
        QCOMPARE(QString::fromStdString(desk.status()), QString());
        QCOMPARE(QString::fromStdString(desk.fsck()), QString());
        QCOMPARE(readFile(desk.path + "/Folder/B.md"), std::string("b\n"));
        QCOMPARE(pathsOf(desk.scan().changes), std::string());
        QVERIFY(!fs::exists(desk.path + "/.git/index.lock"));
    }

    void secondPublishTouchesNothing() {
        TempDir dir;
        Desk desk(dir / "vault");
        const VaultTree tree = desk.treeOf(kPages);
        desk.publish(tree);
        const auto files = filesOf(desk.path);
        const auto before = snapshot(desk.path);
        auto report =
            desk.opened.workTree->publish(desk.published, tree, std::move(*desk.opened.workTree->lockIndex()));
        QVERIFY(report);
        QVERIFY(filesOf(desk.path) == files);
        QVERIFY(snapshot(desk.path).at(".git/index") == before.at(".git/index"));
    }
};

QTEST_GUILESS_MAIN(WorkTreeTest)
#include "work_tree_test.moc"
