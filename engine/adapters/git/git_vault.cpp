#include "engine/adapters/git/git_vault.h"

#include "engine/adapters/git/commit_text.h"
#include "engine/core/rig_hooks.h"

namespace wikivault::git {

namespace {

template <class Tag>
ObjectKey keyOf(const ObjectId<Tag> &id) {
    return ObjectKey{id.bytes};
}

std::string_view dataOf(const OdbObject &object) {
    return {static_cast<const char *>(git_odb_object_data(object.get())), git_odb_object_size(object.get())};
}

}  // namespace

GitVault::GitVault(std::shared_ptr<ObjectStore> store)
    : m_store(std::move(store)),
      m_refs(*m_store),
      m_trees(*m_store) {}

Result<std::optional<CommitId>> GitVault::tip(const std::string &ref) {
    return m_refs.tip(ref);
}

Result<CommitFacts> GitVault::commitFacts(const CommitId &commit) {
    TRY_ASSIGN(const OdbObject object, m_store->read(keyOf(commit), GIT_OBJECT_COMMIT));
    return parseCommit(dataOf(object));
}

Result<VaultTree> GitVault::tree(const TreeId &tree) {
    return m_trees.read(tree);
}

Result<std::string> GitVault::text(const BlobId &blob) {
    TRY_ASSIGN(const OdbObject object, m_store->read(keyOf(blob), GIT_OBJECT_BLOB));
    return std::string(dataOf(object));
}

Result<BlobId> GitVault::storeText(std::string_view text) {
    TRY_ASSIGN(const ObjectKey id, m_store->store(GIT_OBJECT_BLOB, text));
    return BlobId{id.bytes};
}

Result<TreeId> GitVault::storeTree(const VaultTree &files) {
    return m_trees.store(files);
}

Result<CommitId> GitVault::storeCommit(const CommitFacts &facts) {
    if (!m_store->contains(keyOf(facts.tree)))
        return fail(ErrorCode::Invalid, "a commit needs its tree first: " + toHex(facts.tree) + " is not stored");
    for (const CommitId &parent : facts.parents)
        if (!m_store->contains(keyOf(parent)))
            return fail(ErrorCode::Invalid, "a commit needs its parents first: " + toHex(parent) + " is not stored");
    TRY_ASSIGN(const ObjectKey id, m_store->store(GIT_OBJECT_COMMIT, printCommit(facts)));
    return CommitId{id.bytes};
}

Result<> GitVault::flush() {
    return m_store->flush();
}

Result<> GitVault::moveRefs(const std::vector<RefMove> &moves) {
    if (!PLANTED("refs-before-objects")) TRY(m_store->flush());
    return m_refs.move(moves);
}

Result<std::optional<CommitId>> GitVault::mergeBase(const CommitId &a, const CommitId &b) {
    // "Not found" is also what a missing commit gives; both ends have to exist for it to mean "no common history".
    TRY(commitFacts(a));
    TRY(commitFacts(b));
    const git_oid one = toOid(a);
    const git_oid two = toOid(b);
    git_oid base;
    const Result<> found =
        check(git_merge_base(&base, m_store->repository(), &one, &two), "finding the common ancestor in the vault");
    if (found) return fromOid<CommitId>(base);
    if (found.error().code == ErrorCode::NotFound) return std::nullopt;
    return tl::unexpected<Error>(found.error());
}

Result<bool> GitVault::isAncestor(const CommitId &ancestor, const CommitId &descendant) {
    if (ancestor == descendant) return true;
    TRY(commitFacts(ancestor));
    TRY(commitFacts(descendant));
    return isDescendant(m_store->repository(), descendant, ancestor);
}

}  // namespace wikivault::git
