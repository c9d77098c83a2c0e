#include "engine/adapters/git/index_file.h"

#include "engine/adapters/git/disk_contents.h"
#include "engine/core/rig_hooks.h"

#include <fcntl.h>
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <string_view>
#include <thread>

namespace wikivault::git {

namespace {

constexpr std::size_t kMaxIndexFile = 256u << 20;
// `git status` holds the lock for a moment only.
constexpr int kLockTries = 20;

/// What has to be done to an index; nothing = remove the path.
using IndexEdits = std::vector<std::pair<std::string, std::optional<TreeEntry>>>;

std::uint32_t indexMode(std::uint32_t mode) {
    return mode == 0100664 ? 0100644 : mode;
}

bool agrees(const git_index_entry &entry, const TreeEntry &wanted) {
    return entry.mode == indexMode(wanted.mode) && fromOid<BlobId>(entry.id) == wanted.blob;
}

bool hasConflict(git_index *index, const std::string &path) {
    for (int stage = 1; stage <= 3; ++stage)
        if (git_index_get_bypath(index, path.c_str(), stage) != nullptr) return true;
    return false;
}

std::optional<struct stat> statusAt(Beneath &root, const std::string &path) {
    struct stat status {};
    const auto directory = root.directoryOf(path);
    if (!directory || ::fstatat(*directory, baseName(path).c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return std::nullopt;
    return status;
}

/// An entry that `target` does not name. A page that is neither on disk nor in main was deleted; the scan that saw it
/// may have been another process's.
bool isGone(const std::string &path, const IndexRequest &request) {
    return request.published.contains(path) || request.deleted.contains(path) ||
           (isPageFile(path) && !statusAt(request.root, path));
}

/// Both are in the order of their paths.
IndexEdits editsOf(git_index *index, const IndexRequest &request) {
    IndexEdits edits;
    std::vector<std::string> others;
    const std::size_t count = git_index_entrycount(index);
    const bool anyConflict = git_index_has_conflicts(index) != 0;
    std::size_t at = 0;
    const auto passOthers = [&](const std::string *upTo) {
        for (; at < count; ++at) {
            const std::string_view path = git_index_get_byindex(index, at)->path;
            if (upTo != nullptr && path >= *upTo) return;
            if (others.empty() || others.back() != path) others.emplace_back(path);
        }
    };
    for (const auto &[path, wanted] : request.target) {
        passOthers(&path);
        bool same = false;
        for (; at < count; ++at) {
            const git_index_entry *entry = git_index_get_byindex(index, at);
            if (entry->path != path) break;
            same = same || (git_index_entry_stage(entry) == 0 && agrees(*entry, wanted));
        }
        if (!same || (anyConflict && hasConflict(index, path))) edits.emplace_back(path, wanted);
    }
    passOthers(nullptr);
    for (const std::string &path : others)
        if (isGone(path, request)) edits.emplace_back(path, std::nullopt);
    return edits;
}

void copyTimes(const struct stat &status, git_index_entry &entry) {
    entry.ctime = {static_cast<std::int32_t>(status.st_ctim.tv_sec),
                   static_cast<std::uint32_t>(status.st_ctim.tv_nsec)};
    entry.mtime = {static_cast<std::int32_t>(status.st_mtim.tv_sec),
                   static_cast<std::uint32_t>(status.st_mtim.tv_nsec)};
    entry.dev = static_cast<std::uint32_t>(status.st_dev);
    entry.ino = static_cast<std::uint32_t>(status.st_ino);
    entry.uid = status.st_uid;
    entry.gid = status.st_gid;
    entry.file_size = static_cast<std::uint32_t>(status.st_size);
}

/// Without times git reads the file itself and sees a person's newer content.
Result<> putEntry(git_index *index, const std::string &path, const TreeEntry &wanted,
                  const std::optional<struct stat> &status) {
    git_index_entry entry{};
    entry.mode = indexMode(wanted.mode);
    entry.id = toOid(wanted.blob);
    entry.path = path.c_str();
    if (status) copyTimes(*status, entry);
    return check(git_index_add(index, &entry), "putting " + path + " into the index");
}

Result<> apply(git_index *index, const IndexEdits &edits, const IndexRequest &request) {
    for (const auto &[path, wanted] : edits) {
        if (hasConflict(index, path)) git_index_conflict_remove(index, path.c_str());
        if (!wanted) {
            git_index_remove(index, path.c_str(), 0);
            continue;
        }
        std::optional<struct stat> status = statusAt(request.root, path);
        if (status && request.cache.findRecent(path, stampOf(*status)) != wanted->blob) status.reset();
        TRY(putEntry(index, path, *wanted, status));
    }
    return {};
}

}  // namespace

Result<Index> openIndex(const std::string &path) {
    git_index *raw = nullptr;
    TRY(check(git_index_open(&raw, path.c_str()), "reading the index " + path));
    return Index(raw);
}

std::unordered_set<std::string> sparsePaths(const std::string &gitDir) {
    std::unordered_set<std::string> paths;
    const auto index = openIndex(gitDir + "/index");
    if (!index) return paths;
    for (std::size_t i = 0; i < git_index_entrycount(index->get()); ++i) {
        const git_index_entry *entry = git_index_get_byindex(index->get(), i);
        if ((entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) != 0) paths.insert(entry->path);
    }
    return paths;
}

Result<std::unique_ptr<IndexGuard>> lockIndexFile(const std::string &gitDir) {
    const std::string path = gitDir + "/index.lock";
    auto note = std::make_unique<LockNote>(gitDir, "index");
    for (int attempt = 1;; ++attempt) {
        Fd lock(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
        if (lock) {
            FAILPOINT("index.locked");
            return std::make_unique<HeldIndex>(gitDir, std::move(note), std::move(lock));
        }
        if (errno != EEXIST) return failErrno("locking the index", path);
        if (attempt == kLockTries) return nullptr;
        std::this_thread::sleep_for(std::chrono::milliseconds(25));
    }
}

HeldIndex::~HeldIndex() {
    struct stat ours {};
    struct stat there {};
    // Only what we made ourselves: somebody may have removed the lock by hand and another process taken it.
    if (m_lock && ::fstat(m_lock.value(), &ours) == 0 && ::lstat(lockPath().c_str(), &there) == 0 &&
        ours.st_ino == there.st_ino)
        ::unlink(lockPath().c_str());
}

Result<> HeldIndex::makeEqual(const IndexRequest &request) {
    const std::string beside = m_gitDir + "/wikivault/index";
    ::unlink(beside.c_str());
    ::unlink((beside + ".lock").c_str());
    // libgit2 writes an index only under its own name and lock, so a copy is edited and put in place.
    const auto text = readFile(m_gitDir + "/index", kMaxIndexFile);
    if (!text && text.error().code != ErrorCode::NotFound) return tl::unexpected<Error>(text.error());
    if (text) TRY(writeNew(beside, *text));
    TRY_ASSIGN(const Index copy, openIndex(beside));
    const IndexEdits edits = editsOf(copy.get(), request);
    if (edits.empty() || PLANTED("index-not-updated")) {
        ::unlink(beside.c_str());
        return {};
    }
    TRY(apply(copy.get(), edits, request));
    return replaceBy(copy.get(), beside);
}

Result<> HeldIndex::rebuild(const VaultTree &entries) {
    const std::string beside = m_gitDir + "/wikivault/index";
    ::unlink(beside.c_str());
    ::unlink((beside + ".lock").c_str());
    TRY_ASSIGN(const Index index, openIndex(beside));
    for (const auto &[path, entry] : entries)
        TRY(putEntry(index.get(), path, entry, std::nullopt));
    return replaceBy(index.get(), beside);
}

Result<> HeldIndex::replaceBy(git_index *index, const std::string &path) {
    TRY(check(git_index_write(index), "writing the index of " + m_gitDir));
    if (!m_lock) return fail(ErrorCode::Invalid, "the index lock was given up already");
    TRY(syncFile(path));  // libgit2 does not: a power cut would leave an index without its end
    FAILPOINT("index.written");
    // Over our own lock first: who looks at the lock sees it held until the very moment the new index is there.
    if (::rename(path.c_str(), lockPath().c_str()) != 0) return failErrno("placing", lockPath());
    m_lock.reset();
    FAILPOINT("index.in-lock");
    if (::rename(lockPath().c_str(), (m_gitDir + "/index").c_str()) != 0) {
        const auto failed = failErrno("placing", m_gitDir + "/index");
        ::unlink(lockPath().c_str());
        return failed;
    }
    return syncDirectory(m_gitDir);
}

}  // namespace wikivault::git
