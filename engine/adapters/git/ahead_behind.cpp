#include "engine/adapters/git/ahead_behind.h"

#include "engine/adapters/git/git_refs.h"

#include <algorithm>

namespace wikivault::git {

namespace {

struct MainOfVault {
    std::shared_ptr<ObjectStore> store;
    git_oid tip;
};

Result<MainOfVault> openMain(const std::string &vault) {
    TRY_ASSIGN(const std::shared_ptr<ObjectStore> store, ObjectStore::open({vault, vault + "/.git", true}));
    TRY_ASSIGN(const auto main, GitRefs(*store).tip(refs::kMain));
    if (!main) return fail(ErrorCode::NotFound, "the vault " + vault + " has no branch main yet");
    return MainOfVault{store, toOid(*main)};
}

/// Whoever made the commit chose its time too: what is no year of four digits is shown as the nearest one.
TimePoint timeOf(const git_signature &author) {
    constexpr git_time_t kYear10000 = 253'402'300'800;
    return TimePoint(std::chrono::seconds(std::clamp<git_time_t>(author.when.time, 0, kYear10000 - 1)));
}

RemoteCommit describe(git_commit *commit) {
    const char *const summary = git_commit_summary(commit);
    const git_signature *const author = git_commit_author(commit);
    return {toHex(fromOid<CommitId>(*git_commit_id(commit))), author->name, summary ? summary : "", timeOf(*author)};
}

}  // namespace

Result<AheadBehind> aheadBehind(const std::string &vault, const CommitId &theirs) {
    TRY_ASSIGN(const MainOfVault main, openMain(vault));
    const git_oid two = toOid(theirs);
    std::size_t ahead = 0, behind = 0;
    TRY(check(git_graph_ahead_behind(&ahead, &behind, main.store->repository(), &main.tip, &two),
              "comparing main with the remote"));
    return AheadBehind{static_cast<int>(ahead), static_cast<int>(behind)};
}

Result<std::vector<RemoteCommit>> commitsBehind(const std::string &vault, const CommitId &theirs) {
    TRY_ASSIGN(const MainOfVault main, openMain(vault));
    git_repository *const repository = main.store->repository();
    git_revwalk *made = nullptr;
    TRY(check(git_revwalk_new(&made, repository), "listing what the remote has"));
    const Revwalk walk(made);
    const git_oid tip = toOid(theirs);
    TRY(check(git_revwalk_sorting(made, GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME), "listing what the remote has"));
    TRY(check(git_revwalk_push(made, &tip), "listing what the remote has"));
    TRY(check(git_revwalk_hide(made, &main.tip), "listing what the remote has"));
    std::vector<RemoteCommit> commits;
    git_oid id{};
    while (std::ssize(commits) < RemoteNews::kMostCommits && git_revwalk_next(&id, made) == 0) {
        git_commit *found = nullptr;
        TRY(check(git_commit_lookup(&found, repository, &id), "listing what the remote has"));
        const Commit commit(found);
        commits.push_back(describe(commit.get()));
    }
    return commits;
}

}  // namespace wikivault::git
