#include "engine/adapters/git/published_look.h"

#include "engine/adapters/git/file_call.h"
#include "engine/adapters/git/git_refs.h"
#include "engine/core/attachment.h"

#include <sys/stat.h>

namespace wikivault::git {

namespace {

using Tree = std::unique_ptr<git_tree, Freer<git_tree_free>>;
using TreeEntryHandle = std::unique_ptr<git_tree_entry, Freer<git_tree_entry_free>>;

/// The tree on disk as the engine left it; null when it has left none.
Result<Tree> publishedTree(ObjectStore &store) {
    TRY_ASSIGN(const auto tip, GitRefs(store).tip(refs::kWorkTree));
    if (!tip) return Tree();
    const git_oid oid = toOid(*tip);
    git_commit *commit = nullptr;
    TRY(check(git_commit_lookup(&commit, store.repository(), &oid), "reading what was left on disk"));
    const Commit owned(commit);
    git_tree *tree = nullptr;
    TRY(check(git_commit_tree(&tree, commit), "reading what was left on disk"));
    return Tree(tree);
}

bool differs(const Tree &published, const std::string &vault, const std::string &path) {
    git_tree_entry *raw = nullptr;
    if (published && git_tree_entry_bypath(&raw, published.get(), path.c_str()) != 0) raw = nullptr;
    const TreeEntryHandle left(raw);
    struct stat status {};
    const std::string file = vault + "/" + path;
    if (::lstat(file.c_str(), &status) != 0) return left != nullptr;
    if (left == nullptr) return S_ISREG(status.st_mode) && isSyncedFile(path);
    const bool isFolder = git_tree_entry_type(left.get()) != GIT_OBJECT_BLOB;
    if (S_ISDIR(status.st_mode)) return !isFolder;
    if (S_ISLNK(status.st_mode)) return git_tree_entry_filemode(left.get()) != GIT_FILEMODE_LINK;
    git_oid now;
    return isFolder || !S_ISREG(status.st_mode) || git_odb_hashfile(&now, file.c_str(), GIT_OBJECT_BLOB) != 0 ||
           git_oid_equal(&now, git_tree_entry_id(left.get())) == 0;
}

}  // namespace

Result<bool> differsFromPublished(const std::string &vault, const std::set<std::string> &paths) {
    TRY_ASSIGN(const std::shared_ptr<ObjectStore> store, ObjectStore::open({vault, vault + "/.git", true}));
    TRY_ASSIGN(const Tree published, publishedTree(*store));
    for (const std::string &path : paths)
        if (differs(published, vault, path)) return true;
    return false;
}

std::string branchesOf(const std::string &vault) {
    const auto head = readFile(vault + "/.git/HEAD", 4096);
    std::string main;
    if (const auto store = ObjectStore::open({vault, vault + "/.git", true}))
        if (const auto tip = GitRefs(**store).tip(refs::kMain); tip && *tip) main = toHex(**tip);
    return (head ? *head : std::string()) + main;
}

}  // namespace wikivault::git
