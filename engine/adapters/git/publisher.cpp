#include "engine/adapters/git/publisher.h"

#include "engine/core/rig_hooks.h"

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <set>

namespace wikivault::git {

namespace {

// Above this, one sync of the file system is cheaper than one per file.
constexpr std::size_t kSyncEach = 64;

std::string textOf(const OdbObject &object) {
    return {static_cast<const char *>(git_odb_object_data(object.get())), git_odb_object_size(object.get())};
}

std::optional<DiskStamp> stampAt(int directory, const std::string &name) {
    struct stat status {};
    if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return std::nullopt;
    return stampOf(status);
}

// Trouble with this one path; anything else (a full or failing disk) is trouble with all.
bool isOfThePathAlone(int error) {
    return error == EACCES || error == EPERM || error == ENAMETOOLONG || error == EISDIR || error == ENOTDIR;
}

}  // namespace

Result<PublishReport> Publisher::run(const VaultTree &published, const PathStates &changes) {
    m_report.onDisk = published;
    if (changes.empty()) return std::move(m_report);
    TRY(prepare(published, changes));
    TRY(removeFiles());
    TRY(stage());
    TRY(place());
    TRY(syncDirectories());
    FAILPOINT("publish.synced");
    std::sort(m_report.leftAlone.begin(), m_report.leftAlone.end());
    std::sort(m_report.blocked.begin(), m_report.blocked.end());
    return std::move(m_report);
}

Result<> Publisher::prepare(const VaultTree &published, const PathStates &changes) {
    const std::string directory = m_parts.store.ownFile("tmp");
    TRY(makeDirectory(directory));
    m_temporary = Fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!m_temporary) return failErrno("opening", directory);
    for (const auto &[path, after] : changes)
        (after ? m_writes : m_removals).push_back({path, entryAt(published, path), after, {}, {}});
    return {};
}

Publisher::Standing Publisher::look(Step &step) {
    const auto directory = m_parts.root.directoryOf(step.path);
    if (!directory) {
        if (directory.error().code != ErrorCode::NotFound) return Standing::Occupied;
        step.stamp.reset();
    } else {
        step.stamp = stampAt(*directory, baseName(step.path));
    }
    if (!step.stamp) {
        const auto left = m_parts.interrupted.find(step.path);
        const bool leftGone = left != m_parts.interrupted.end() && !left->second;
        if (!step.after) return Standing::Done;
        // A person deleted what the engine left there; the next scan captures that.
        return step.before && !leftGone ? Standing::Edited : Standing::Ready;
    }
    const std::optional<TreeEntry> basis = step.before ? step.before : step.after;
    const Result<TreeEntry> now = m_parts.contents.entryOf(m_parts.root, {step.path, *step.stamp}, basis);
    if (!now) return now.error().code == ErrorCode::Invalid ? Standing::Occupied : Standing::Edited;
    if (step.after == *now) return Standing::Done;
    // What an interrupted publish put there is in `before` as well: the scan has seen it.
    if (step.before == *now || PLANTED("publish-overwrites")) return Standing::Ready;
    return step.before || isPageFile(step.path) ? Standing::Edited : Standing::Occupied;
}

void Publisher::settle(const Step &step, Standing standing) {
    if (standing == Standing::Edited) m_report.leftAlone.push_back(step.path);
    if (standing == Standing::Occupied) m_report.blocked.push_back(step.path);
    if (standing != Standing::Ready && standing != Standing::Done) return;
    if (step.after) {
        m_report.onDisk.insert_or_assign(step.path, *step.after);
    } else {
        m_report.onDisk.erase(step.path);
    }
}

std::string Publisher::placeOf(const Step &step) const {
    return m_parts.store.place().vaultDir + "/" + step.path;
}

Result<> Publisher::removeFiles() {
    for (Step &step : m_removals)
        TRY(removeFile(step));
    m_parts.root.forget();
    return {};
}

Result<> Publisher::removeFile(Step &step) {
    if (step.before && step.before->mode == kSubmoduleMode) {
        if (const auto directory = m_parts.root.directoryOf(step.path))
            ::unlinkat(*directory, baseName(step.path).c_str(), AT_REMOVEDIR);
        settle(step, Standing::Done);
        return {};
    }
    Standing standing = look(step);
    if (standing == Standing::Ready) {
        TRY_ASSIGN(const int directory, m_parts.root.directoryOf(step.path));
        const std::string name = baseName(step.path);
        const std::string moved = "gone";
        if (::renameat(directory, name.c_str(), m_temporary.value(), moved.c_str()) != 0) {
            if (!isOfThePathAlone(errno)) return failErrno("removing", placeOf(step));
            settle(step, Standing::Occupied);
            return {};
        }
        FAILPOINT("publish.set-aside");
        if (isStill(step, moved)) {
            ::unlinkat(m_temporary.value(), moved.c_str(), 0);
            m_parts.contents.cache().forget(step.path);
            m_touched.push_back(step.path);
            FAILPOINT("publish.removed");
        } else {
            standing = Standing::Edited;
            if (::renameat2(m_temporary.value(), moved.c_str(), directory, name.c_str(), RENAME_NOREPLACE) != 0)
                return failErrno("putting back", placeOf(step));
        }
    }
    settle(step, standing);
    if (standing == Standing::Ready || standing == Standing::Done) m_parts.root.removeEmptyDirectories(step.path);
    return {};
}

// What stood there when it was looked at, and nobody wrote to it since.
bool Publisher::isStill(const Step &step, const std::string &temporary) const {
    const auto stamp = stampAt(m_temporary.value(), temporary);
    return stamp && step.stamp && isSameContent(*stamp, *step.stamp);
}

Result<> Publisher::stage() {
    std::vector<Step> ready;
    for (Step &step : m_writes) {
        if (step.after->mode == kSubmoduleMode) {
            if (const auto directory = m_parts.root.directoryOf(step.path, true))
                ::mkdirat(*directory, baseName(step.path).c_str(), 0777);
            settle(step, Standing::Done);
            continue;
        }
        const Standing standing = look(step);
        if (standing == Standing::Ready) {
            step.temporary = "new" + std::to_string(ready.size());
            TRY(writeTemporary(step));
            ready.push_back(std::move(step));
        } else {
            settle(step, standing);
        }
    }
    m_writes = std::move(ready);
    FAILPOINT("publish.staged");
    return m_writes.size() > kSyncEach ? syncAll() : Result<>();
}

Result<> Publisher::writeTemporary(Step &step) {
    TRY_ASSIGN(const OdbObject object, m_parts.store.read(ObjectKey{step.after->blob.bytes}, GIT_OBJECT_BLOB));
    const mode_t mode = step.after->mode == 0100755 ? 0777 : 0666;
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    const auto create = [&] { return Fd(::openat(m_temporary.value(), step.temporary.c_str(), flags, mode)); };
    Fd file = create();
    if (!file && errno == EEXIST && ::unlinkat(m_temporary.value(), step.temporary.c_str(), 0) == 0) file = create();
    if (!file) return failErrno("preparing", placeOf(step));
    TRY(writeAll(file.value(), textOf(object), placeOf(step)));
    if (m_writes.size() <= kSyncEach && ::fsync(file.value()) != 0) return failErrno("syncing", placeOf(step));
    return {};
}

Result<> Publisher::place() {
    for (Step &step : m_writes)
        TRY(placeFile(step));
    return {};
}

Result<> Publisher::placeFile(Step &step) {
    const auto directory = m_parts.root.directoryOf(step.path, true);
    const auto discard = [&] { ::unlinkat(m_temporary.value(), step.temporary.c_str(), 0); };
    if (!directory) {
        discard();
        const ErrorCode code = directory.error().code;
        if (code != ErrorCode::Invalid && code != ErrorCode::Denied) return tl::unexpected<Error>(directory.error());
        settle(step, Standing::Occupied);
        return {};
    }
    TRY_ASSIGN(const Standing standing, exchange(step, *directory));
    FAILPOINT("publish.exchanged");
    // What came out of an exchange, or was not placed; a new file moved and left nothing behind.
    if (step.stamp || standing != Standing::Ready) discard();
    if (standing == Standing::Ready) {
        remember(step, *directory);
        m_touched.push_back(step.path);
    }
    settle(step, standing);
    return {};
}

Result<Publisher::Standing> Publisher::exchange(const Step &step, int directory) {
    const std::string name = baseName(step.path);
    const unsigned how = step.stamp ? RENAME_EXCHANGE : RENAME_NOREPLACE;
    const auto swap = [&](unsigned flags) {
        return ::renameat2(m_temporary.value(), step.temporary.c_str(), directory, name.c_str(), flags) == 0;
    };
    if (swap(how)) {
        if (!step.stamp || isStill(step, step.temporary)) return Standing::Ready;
        if (!swap(RENAME_EXCHANGE)) return failErrno("putting back", placeOf(step));
        return Standing::Edited;
    }
    if (errno == EEXIST || errno == ENOENT) return Standing::Edited;
    if (isOfThePathAlone(errno)) return Standing::Occupied;
    if (errno != EINVAL && errno != ENOSYS) return failErrno("writing", placeOf(step));
    // A file system without exchange: look once more and replace.
    const auto now = stampAt(directory, name);
    if (now.has_value() != step.stamp.has_value() || (now && *now != *step.stamp)) return Standing::Edited;
    if (!swap(0)) return failErrno("writing", placeOf(step));
    return Standing::Ready;
}

void Publisher::remember(const Step &step, int directory) {
    if (const auto stamp = stampAt(directory, baseName(step.path)))
        m_parts.contents.cache().put(step.path, *stamp, step.after->blob, wallClockNs());
}

Result<> Publisher::syncAll() const {
    if (::syncfs(m_parts.root.root()) != 0) return failErrno("syncing", m_parts.store.place().vaultDir);
    return {};
}

Result<> Publisher::syncDirectories() {
    if (m_touched.size() > kSyncEach) return syncAll();
    std::set<std::string> directories;
    for (std::string path : m_touched) {
        for (std::size_t slash = path.rfind('/'); slash != std::string::npos; slash = path.rfind('/')) {
            directories.insert(path.substr(0, slash + 1));
            path.resize(slash);
        }
        directories.insert("");
    }
    for (const std::string &directory : directories) {
        // One that was removed with its last file is synced by the one above it.
        const auto opened = m_parts.root.directoryOf(directory);
        if (opened && ::fsync(*opened) != 0)
            return failErrno("syncing", m_parts.store.place().vaultDir + "/" + directory);
    }
    return {};
}

}  // namespace wikivault::git
