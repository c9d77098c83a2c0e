#include "tests/support/vault_desk.h"

#include "tests/support/temp_vault.h"

#include <QtGlobal>

namespace wikivault::test {

namespace {

template <class Value>
Value must(Result<Value> result) {
    if (!result) qFatal("%s", result.error().detail.c_str());
    return std::move(*result);
}

}  // namespace

VaultDesk::VaultDesk(std::string where) : path(std::move(where)) {
    reopen();
}

void VaultDesk::reopen() {
    opened = {};
    git::initialiseGit();
    opened = must(git::openVault({path, kVaultSpace}));
}

VaultTree VaultDesk::treeOf(const Texts &texts) const {
    VaultTree tree;
    for (const auto &[name, text] : texts)
        tree[name] = {must(opened.vault->storeText(text)), 0100644};
    return tree;
}

CommitId VaultDesk::commit(const std::string &ref, const VaultTree &files) const {
    const auto before = must(opened.vault->tip(ref));
    const std::vector<CommitId> parents = before ? std::vector{*before} : std::vector<CommitId>{};
    const Signature engine{"Docmost Sync", "docmost-sync@local"};
    const TreeId tree = must(opened.vault->storeTree(files));
    const CommitId next = must(opened.vault->storeCommit({tree, parents, {engine, "step", 1700000000}}));
    if (const auto moved = opened.vault->moveRefs({{ref, before, next}}); !moved)
        qFatal("%s", moved.error().detail.c_str());
    return next;
}

DiskScan VaultDesk::scan() const {
    return must(opened.workTree->scan(published, {}));
}

std::string VaultDesk::changes() const {
    std::string text;
    for (const DiskChange &change : scan().changes)
        text += (change.now ? change.before ? "~" : "+" : "-") + change.path + "\n";
    return text;
}

PublishReport VaultDesk::publish(const VaultTree &target) {
    auto guard = must(opened.workTree->lockIndex());
    if (!guard) qFatal("the index is locked");
    commit(refs::kMain, target);
    PublishReport report = must(opened.workTree->publish(published, target, std::move(guard)));
    published = report.onDisk;
    commit(refs::kWorkTree, published);
    return report;
}

PublishReport VaultDesk::capture() {
    for (const DiskChange &change : scan().changes) {
        published.erase(change.path);
        if (change.now) published[change.path] = *change.now;
    }
    const VaultTree onDisk = published;
    return publish(onDisk);
}

std::string VaultDesk::status() const {
    return gitCli(path, {"status", "--porcelain", "-uall"});
}

std::string VaultDesk::fsck() const {
    const Ran ran = runGit(path, {"fsck", "--full", "--strict", "--no-dangling"});
    return ran.code == 0 ? std::string() : ran.out + ran.err;
}

}  // namespace wikivault::test
