#include "engine/adapters/git/ahead_behind.h"

#include "engine/adapters/git/git_refs.h"

namespace wikivault::git {

Result<AheadBehind> aheadBehind(const std::string &vault, const CommitId &theirs) {
    TRY_ASSIGN(const std::shared_ptr<ObjectStore> store, ObjectStore::open({vault, vault + "/.git", true}));
    TRY_ASSIGN(const auto main, GitRefs(*store).tip(refs::kMain));
    if (!main) return fail(ErrorCode::NotFound, "the vault " + vault + " has no branch main yet");
    const git_oid one = toOid(*main), two = toOid(theirs);
    std::size_t ahead = 0, behind = 0;
    TRY(check(git_graph_ahead_behind(&ahead, &behind, store->repository(), &one, &two),
              "comparing main with the remote"));
    return AheadBehind{static_cast<int>(ahead), static_cast<int>(behind)};
}

}  // namespace wikivault::git
