#include "engine/adapters/system/lock_file.h"
#include "engine/adapters/system/system.h"
#include "engine/ports/own_holder.h"

#include <spdlog/spdlog.h>

#include <unistd.h>
#include <mutex>
#include <set>
#include <thread>

namespace wikivault::system {

namespace {

/// Spaces this lock object holds: stays true when somebody removes a lock file under a running process.
struct HeldSpaces {
    std::mutex mutex;
    std::set<SpaceId> spaces;
};

/// Beside the lock file: the name of the holder that somebody asked to stop.
std::string questionPath(const std::string &lockPath) {
    return lockPath.substr(0, lockPath.rfind('/')) + "/stop";
}

bool isAskedToStop(const std::string &lockPath, const std::string &holder) {
    const auto question = openLockFile(questionPath(lockPath));
    return question && *question && (*question)->content() == holder;
}

class FileLease final : public Lease {
public:
    FileLease(std::unique_ptr<LockFile> file, std::string path, HolderRecord record, std::shared_ptr<HeldSpaces> held)
        : m_file(std::move(file)),
          m_path(std::move(path)),
          m_record(std::move(record)),
          m_held(std::move(held)) {}
    ~FileLease() override {
        if (isAskedToStop(m_path, m_record.info.holder)) unlink(questionPath(m_path).c_str());
        if (const auto cleared = m_file->setContent(""); !cleared) spdlog::warn("{}", cleared.error().detail);
        m_file.reset();
        const std::scoped_lock guard(m_held->mutex);
        m_held->spaces.erase(m_record.info.space);
    }
    FileLease(const FileLease &) = delete;
    FileLease &operator=(const FileLease &) = delete;

    [[nodiscard]] std::stop_token lost() const override { return m_lost.get_token(); }
    [[nodiscard]] std::stop_token stopAsked() const override { return m_asked.get_token(); }
    void progress(const std::string &phase) override {
        if (!m_file->isInPlace()) {
            if (m_lost.request_stop())
                spdlog::error("The lock file of space {} was removed during a run.", m_record.info.space.str());
            return;
        }
        if (!m_asked.stop_requested() && isAskedToStop(m_path, m_record.info.holder)) {
            spdlog::warn("Space {}: somebody asked its holder to stop.", m_record.info.space.str());
            m_asked.request_stop();
        }
        if (phase == m_record.info.phase) return;
        m_record.info.phase = phase;
        if (const auto told = m_file->setContent(printHolder(m_record)); !told) spdlog::warn("{}", told.error().detail);
    }

private:
    std::unique_ptr<LockFile> m_file;
    const std::string m_path;
    HolderRecord m_record;
    std::shared_ptr<HeldSpaces> m_held;
    std::stop_source m_lost, m_asked;
};

class FileLock final : public LeaderLock {
public:
    FileLock(std::string dataDir, ProcessIdentity identity, const Clock &clock)
        : m_dataDir(std::move(dataDir)),
          m_identity(std::move(identity)),
          m_clock(clock) {}

    Result<std::unique_ptr<Lease>> tryAcquire(const SpaceId &space, const RunId &run) override {
        if (!reserve(space)) return std::unique_ptr<Lease>();
        auto lease = acquireReserved(space, run);
        if (!lease || !*lease) unreserve(space);
        return lease;
    }

    Result<std::vector<LockInfo>> holders(const std::vector<SpaceId> &spaces) override {
        std::vector<LockInfo> found;
        for (const SpaceId &space : spaces) {
            TRY_ASSIGN(auto holder, holderOf(space));
            if (holder) found.push_back(std::move(*holder));
        }
        return found;
    }

    Result<> release(const SpaceId &space, const std::string &expectedHolder) override {
        TRY_ASSIGN(const auto holder, heldBy(space, expectedHolder));
        return fail(ErrorCode::Conflict, "The file lock of space " + space.str() +
                                             " is held by a living process on this "
                                             "host (" +
                                             describeHolder(holder) + "); stop it first.");
    }

    Result<> askToStop(const SpaceId &space, const std::string &expectedHolder) override {
        TRY_ASSIGN(const auto holder, heldBy(space, expectedHolder));
        if (!holder.canBeAsked)
            return fail(ErrorCode::Invalid, describeHolder(holder) + " holds space " + space.str() +
                                                " and cannot be asked to stop from here; stop it where it runs.");
        TRY_ASSIGN(const auto question, createLockFile(questionPath(pathOf(space))));
        return question->setContent(expectedHolder);
    }

private:
    Result<LockInfo> heldBy(const SpaceId &space, const std::string &expectedHolder) {
        TRY_ASSIGN(auto holder, holderOf(space));
        if (!holder)
            return fail(ErrorCode::NotFound, "No file lock is held on space " + space.str() + "; nothing to release.");
        if (holder->holder != expectedHolder)
            return fail(ErrorCode::Conflict, "The file lock of space " + space.str() + " is held by " +
                                                 describeHolder(*holder) + " under the name " + holder->holder +
                                                 ", not by " + expectedHolder + "; look again.");
        return std::move(*holder);
    }
    [[nodiscard]] std::string pathOf(const SpaceId &space) const {
        return m_dataDir + "/" + space.str() + "/.git/wikivault/lock";
    }
    bool reserve(const SpaceId &space) {
        const std::scoped_lock guard(m_held->mutex);
        return m_held->spaces.insert(space).second;
    }
    void unreserve(const SpaceId &space) {
        const std::scoped_lock guard(m_held->mutex);
        m_held->spaces.erase(space);
    }
    bool holdsItself(const SpaceId &space) {
        const std::scoped_lock guard(m_held->mutex);
        return m_held->spaces.contains(space);
    }

    Result<std::unique_ptr<Lease>> acquireReserved(const SpaceId &space, const RunId &run) {
        // A look at the holders takes the lock for a moment, hence more than one try.
        for (int attempt = 0; attempt < 4; ++attempt) {
            if (attempt > 0) std::this_thread::sleep_for(std::chrono::milliseconds(15));
            TRY_ASSIGN(auto file, createLockFile(pathOf(space)));
            if (!file->tryExclusive() || !file->isInPlace()) continue;
            HolderRecord record = recordFor(space, run);
            TRY(file->setContent(printHolder(record)));
            return std::unique_ptr<Lease>(new FileLease(std::move(file), pathOf(space), std::move(record), m_held));
        }
        return std::unique_ptr<Lease>();
    }

    HolderRecord recordFor(const SpaceId &space, const RunId &run) {
        HolderRecord record = newHolder(m_identity, m_clock.now());
        record.info.space = space;
        record.info.canBeAsked = true;
        if (!run.isEmpty()) record.info.run = run;
        return record;
    }

    /// The holder as the file names it, if the kernel says that the file is locked at all.
    Result<std::optional<LockInfo>> holderOf(const SpaceId &space) {
        TRY_ASSIGN(const auto file, openLockFile(pathOf(space)));
        if (!file || (!holdsItself(space) && file->tryExclusive())) return std::optional<LockInfo>();
        LockInfo info;
        if (auto record = parseHolder(file->content())) info = std::move(record->info);
        info.space = space;
        if (info.holder.empty()) info.holder = "unknown";
        info.ours = info.instance == m_identity.instance;
        info.endsWithProcess = true;
        info.isAsked = isAskedToStop(pathOf(space), info.holder);
        return std::optional<LockInfo>(std::move(info));
    }

    const std::string m_dataDir;
    const ProcessIdentity m_identity;
    const Clock &m_clock;
    std::shared_ptr<HeldSpaces> m_held = std::make_shared<HeldSpaces>();
};

}  // namespace

std::unique_ptr<LeaderLock> makeFileLock(const std::string &dataDir, const ProcessIdentity &identity,
                                         const Clock &clock) {
    return std::make_unique<FileLock>(dataDir, identity, clock);
}

}  // namespace wikivault::system
