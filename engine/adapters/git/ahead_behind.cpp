#include "engine/adapters/git/ahead_behind.h"

#include "engine/adapters/git/git_call.h"

namespace wikivault::git {

Result<AheadBehind> aheadBehind(const std::string &path, const CommitId &ours, const CommitId &theirs) {
    git_repository *raw = nullptr;
    TRY(check(git_repository_open_ext(&raw, (path + "/.git").c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr),
              "opening the vault " + path));
    const Repository repository(raw);
    const git_oid one = toOid(ours), two = toOid(theirs);
    std::size_t ahead = 0, behind = 0;
    TRY(check(git_graph_ahead_behind(&ahead, &behind, repository.get(), &one, &two), "comparing main with the remote"));
    return AheadBehind{static_cast<int>(ahead), static_cast<int>(behind)};
}

}  // namespace wikivault::git
