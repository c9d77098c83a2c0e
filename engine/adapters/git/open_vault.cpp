#include "engine/adapters/git/open_vault.h"

#include "engine/adapters/git/file_call.h"
#include "engine/adapters/git/git_vault.h"
#include "engine/adapters/git/heal.h"
#include "engine/adapters/git/vault_config.h"
#include "engine/adapters/git/vault_identity.h"
#include "engine/adapters/git/vault_owner.h"
#include "engine/adapters/git/work_tree.h"
#include "engine/core/rig_hooks.h"

#include <git2/sys/repository.h>
#include <sys/stat.h>
#include <ctime>
#include <filesystem>
#include <mutex>

namespace wikivault::git {

namespace {

enum class Finding {
    Missing,     ///< nothing there, an empty directory, or one that holds only `.git/wikivault`
    Unfinished,  ///< its creation was cut off before the first object
    Repository,
    Damaged,  ///< `.git` without what makes it a repository
    Foreign,  ///< files and no repository
    NoDirectory,
    Linked,  ///< `.git` leads elsewhere
};

bool isDirectory(const std::string &path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool isFile(const std::string &path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

/// Number of entries in `path` other than `but`; NotFound when it is not there.
Result<int> countEntries(const std::string &path, std::string_view but) {
    std::error_code error;
    int count = 0;
    for (auto entry = std::filesystem::directory_iterator(path, error);
         !error && entry != std::filesystem::directory_iterator(); entry.increment(error))
        count += entry->path().filename().string() == but ? 0 : 1;
    if (!error) return count;
    errno = error.value();
    return failErrno("reading the directory", path);
}

bool holdsNoFile(const std::string &directory) {
    std::error_code error;
    for (auto entry = std::filesystem::recursive_directory_iterator(directory, error);
         !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error))
        if (!entry->is_directory(error)) return false;
    return !error || error == std::errc::no_such_file_or_directory;
}

// Neither objects nor refs: nothing was ever kept here.
bool isBlank(const std::string &gitDir) {
    return holdsNoFile(gitDir + "/objects") && holdsNoFile(gitDir + "/refs") && !isFile(gitDir + "/packed-refs");
}

Result<Finding> look(const std::string &path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
        if (errno == ENOENT && ::lstat(path.c_str(), &status) != 0) return Finding::Missing;
        if (errno == ENOENT || errno == ENOTDIR) return Finding::NoDirectory;
        return failErrno("opening", path);
    }
    if (!S_ISDIR(status.st_mode)) return Finding::NoDirectory;
    const std::string gitDir = path + "/.git";
    TRY_ASSIGN(const int besideGit, countEntries(path, ".git"));
    if (!isDirectory(gitDir)) {
        if (::lstat(gitDir.c_str(), &status) == 0) return Finding::Linked;
        return besideGit == 0 ? Finding::Missing : Finding::Foreign;
    }
    if (isFile(gitDir + "/HEAD") && isDirectory(gitDir + "/objects") && isDirectory(gitDir + "/refs"))
        return Finding::Repository;
    TRY_ASSIGN(const int inGit, countEntries(gitDir, "wikivault"));
    if (inGit == 0) return besideGit == 0 ? Finding::Missing : Finding::Foreign;
    return besideGit == 0 && isBlank(gitDir) ? Finding::Unfinished : Finding::Damaged;
}

Result<> create(const std::string &path) {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error == std::errc::permission_denied || error == std::errc::operation_not_permitted ||
        error == std::errc::read_only_file_system)
        return fail(ErrorCode::Denied, "the vault " + path + " cannot be created: " + error.message() +
                                           "; let this user write there or choose another data directory");
    if (error) return fail(ErrorCode::Unavailable, "creating the vault " + path + ": " + error.message());
    git_repository_init_options options = GIT_REPOSITORY_INIT_OPTIONS_INIT;
    options.flags = GIT_REPOSITORY_INIT_MKDIR;
    options.initial_head = "main";
    git_repository *raw = nullptr;
    TRY(check(git_repository_init_ext(&raw, path.c_str(), &options), "creating the vault " + path));
    const Repository repository(raw);
    FAILPOINT("vault.made");
    for (const std::string &directory : {path + "/.git", path, path + "/.."})
        TRY(syncDirectory(directory));
    return {};
}

Result<> plantRoot(GitVault &vault) {
    TRY_ASSIGN(const TreeId empty, vault.storeTree({}));
    const Signature engine{"Docmost Sync", "docmost-sync@local"};
    const CommitFacts root{empty, {}, {engine, "init vault", static_cast<std::int64_t>(std::time(nullptr))}};
    TRY_ASSIGN(const CommitId commit, vault.storeCommit(root));
    return vault.moveRefs({{refs::kMain, std::nullopt, commit}, {refs::kMirror, std::nullopt, commit}});
}

/// No branch at all: what a creation cut off before its root commit leaves, and a fresh `git init`.
bool isUnborn(GitVault &vault, const std::string &gitDir) {
    const auto main = vault.tip(refs::kMain);
    const auto mirror = vault.tip(refs::kMirror);
    if (!main || *main || !mirror || *mirror) return false;
    return !isFile(gitDir + "/packed-refs") && !isFile(gitDir + "/logs/refs/heads/main");
}

Result<> refuse(Finding finding, const OpenVaultRequest &request) {
    const std::string &path = request.path;
    switch (finding) {
        case Finding::NoDirectory:
            return fail(ErrorCode::Invalid,
                        path + " is a file, not a directory; move it away or choose another data directory");
        case Finding::Foreign:
            return fail(request.memory.known ? ErrorCode::Corrupt : ErrorCode::Invalid,
                        path +
                            " holds files and is no vault (it has no .git of its own); move them away or choose "
                            "another data directory");
        case Finding::Linked:
            return fail(request.memory.known ? ErrorCode::Corrupt : ErrorCode::Invalid,
                        path +
                            "/.git is a file or a link; a vault needs a .git directory of its own: put that back, or " +
                            startAnewAdvice(request.space));
        case Finding::Damaged:
            return fail(ErrorCode::Corrupt,
                        path +
                            "/.git is damaged: HEAD, objects or refs is missing; restore the vault from a copy, or " +
                            startAnewAdvice(request.space));
        case Finding::Missing:
        case Finding::Unfinished:
            if (!request.memory.known) return {};
            return fail(ErrorCode::Corrupt, "the vault " + path +
                                                " was here before and is gone, and nothing was created in its "
                                                "place; mount its disk, restore it from a copy, or " +
                                                startAnewAdvice(request.space));
        case Finding::Repository: return {};
    }
    return {};
}

Result<OpenedVault> openInMemory(const std::string &path) {
    TRY_ASSIGN(auto store, ObjectStore::open({path, "", true}));
    auto vault = std::make_unique<GitVault>(std::move(store));
    TRY(plantRoot(*vault));
    return OpenedVault{std::move(vault), nullptr, true};
}

}  // namespace

Result<> checkVault(const OpenVaultRequest &request) {
    TRY(checkOwner(request.path));
    TRY_ASSIGN(const Finding finding, look(request.path));
    return refuse(finding, request);
}

Result<OpenedVault> openVault(const OpenVaultRequest &request) {
    TRY(checkOwner(request.path));
    TRY_ASSIGN(const Finding finding, look(request.path));
    TRY(refuse(finding, request));
    const bool isNew = finding == Finding::Missing || finding == Finding::Unfinished;
    if (isNew && request.scratch) return openInMemory(request.path);
    if (isNew) TRY(create(request.path));
    const std::string gitDir = request.path + "/.git";
    TRY_ASSIGN(auto store, ObjectStore::open({request.path, gitDir, request.scratch}));
    auto vault = std::make_unique<GitVault>(store);
    const bool unborn = isUnborn(*vault, gitDir);
    if (unborn && request.memory.known) return failWithoutBranches(request.path, request.space);
    TRY_ASSIGN(std::string id, identityOf(*store, request.space, request.memory));
    if (!request.scratch) {
        TRY(makeDirectory(gitDir + "/wikivault"));
        if (id.empty()) {
            TRY_ASSIGN(id, nameVault(*store, request.space, request.memory));
        }
        // A held lock is no reason to stop: heal() sets a stale one aside and pins again.
        if (const auto pinned = pinConfig(gitDir); !pinned && pinned.error().code != ErrorCode::Unavailable)
            return tl::unexpected<Error>(pinned.error());
    }
    FAILPOINT("vault.pinned");
    auto workTree = makeWorkTree(store);
    // Nothing heals a vault without branches later: whoever was killed while making it may have left locks.
    if (unborn && !request.scratch) TRY(Healer(*store, *workTree).setLocksAside());
    if (unborn) TRY(plantRoot(*vault));
    return OpenedVault{std::move(vault), std::move(workTree), isNew || unborn, std::move(id)};
}

void initialiseGit() {
    static std::once_flag once;
    std::call_once(once, [] {
        git_libgit2_init();
        git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
        git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);  // checkOwner() says whose it is and what to do
        for (const int level :
             {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL, GIT_CONFIG_LEVEL_PROGRAMDATA})
            git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
        // What was just written has to be read back from the disk, not from memory.
        git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
        // Packs, then our guard, then loose objects.
        git_libgit2_opts(GIT_OPT_SET_ODB_PACKED_PRIORITY, 20);
        git_libgit2_opts(GIT_OPT_SET_ODB_LOOSE_PRIORITY, 1);
        git_libgit2_opts(GIT_OPT_SET_PACK_MAX_OBJECTS, std::size_t{1'000'000});
        git_libgit2_opts(GIT_OPT_SET_PACK_MAX_OBJECT_SIZE, std::size_t{64} << 20);
        const char *extensions[] = {"worktreeconfig"};
        git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, std::size_t{1});
    });
}

}  // namespace wikivault::git
