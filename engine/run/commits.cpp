#include "engine/run/commits.h"

namespace wikivault {

CommitInfo engineCommit(const Cycle &cycle, const std::string &subject) {
    return {kEngineSignature, subject + "\n\nDocmost-Sync-Source: docmost\n", cycle.nowSeconds()};
}

Result<VaultTree> treeAt(Vault &vault, const std::optional<CommitId> &commit) {
    if (!commit) return VaultTree();
    TRY_ASSIGN(const CommitFacts facts, vault.commitFacts(*commit));
    return vault.tree(facts.tree);
}

Result<PageIndex> pagesAt(Cycle &cycle, const std::optional<CommitId> &commit) {
    TRY_ASSIGN(const VaultTree tree, treeAt(cycle.ports.vault, commit));
    return indexPages(tree, nullptr, cycle.files);
}

std::optional<CommitId> firstParent(const CommitFacts &facts) {
    return facts.parents.empty() ? std::nullopt : std::optional(facts.parents.front());
}

bool isMadeByEngine(const CommitFacts &facts) {
    return facts.info.message.find("\nDocmost-Sync-Source: ") != std::string::npos;
}

bool isCapture(const CommitInfo &info) {
    return info.author.email == kLocalSignature.email &&
           info.message.find("\nDocmost-Sync-Source: local") != std::string::npos;
}

bool isOfTheWiki(const CommitInfo &info) {
    return info.author.email == kEngineSignature.email && info.message.starts_with("docmost: sync");
}

Result<CommitId> commitTree(Cycle &cycle, const VaultTree &tree, std::vector<CommitId> parents,
                            const std::string &subject) {
    CommitFacts facts{{}, std::move(parents), engineCommit(cycle, subject)};
    TRY_ASSIGN(facts.tree, cycle.ports.vault.storeTree(tree));
    return cycle.ports.vault.storeCommit(facts);
}

std::string syncSubject(const VaultTree &before, const VaultTree &after) {
    int written = 0, deleted = 0;
    forEachDifference(before, after, [&](const std::string &, const TreeEntry *was, const TreeEntry *is) {
        if (!is)
            ++deleted;
        else if (!was || was->blob != is->blob)
            ++written;
        return true;
    });
    return "docmost: sync " + std::to_string(written) + " page(s)" +
           (deleted > 0 ? ", " + std::to_string(deleted) + " deleted" : std::string());
}

}  // namespace wikivault
