#include "engine/adapters/redis/redis_lock.h"
#include "engine/adapters/redis/holder_identity.h"
#include "engine/adapters/redis/lock_commands.h"
#include "engine/adapters/redis/redis_lease.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace wikivault::redis {

namespace {

Error errorOf(const Answer &answer) {
    return answer.error().error;
}

/// Connections belong to one call (and its thread); the heartbeat of a lease has its own.
class RedisLock final : public LeaderLock {
public:
    RedisLock(RedisLockRequest request, const Clock &clock)
        : m_request(std::move(request)),
          m_address(parseRedisUrl(m_request.url)),
          m_clock(clock) {}

    Result<std::unique_ptr<Lease>> tryAcquire(const SpaceId &space, const RunId &run) override;
    Result<std::vector<LockInfo>> holders(const std::vector<SpaceId> &spaces) override;
    Result<> release(const SpaceId &space, const std::string &expectedHolder) override;
    Result<> askToStop(const SpaceId &space, const std::string &expectedHolder) override;

private:
    Error notHeldBy(RedisClient &client, const SpaceId &space, const std::string &expectedHolder) const;
    enum class Claim { Granted, HeldByOther };
    Result<RedisClient> dial() const;
    Result<Claim> claim(RedisClient &client, const LockInfo &lock);
    Result<Claim> resolveAmbiguous(RedisClient &client, const LockInfo &lock) const;
    Result<bool> releaseDeadHolder(RedisClient &client, const SpaceId &space);
    Result<std::optional<HolderRecord>> holderOf(RedisClient &client, const SpaceId &space) const;
    [[nodiscard]] HolderRecord recordFor(const SpaceId &space, const RunId &run) const;

    const RedisLockRequest m_request;
    const Result<RedisAddress> m_address;
    const Clock &m_clock;
};

Result<RedisClient> RedisLock::dial() const {
    if (!m_address) return tl::unexpected<Error>(m_address.error());
    return RedisClient::dial(*m_address, m_request.timeout);
}

Result<std::unique_ptr<Lease>> RedisLock::tryAcquire(const SpaceId &space, const RunId &run) {
    TRY_ASSIGN(auto client, dial());
    RedisLease::Grant grant{*m_address, m_request, recordFor(space, run), m_clock.sinceBoot()};
    TRY_ASSIGN(auto claimed, claim(client, grant.record.info));
    if (claimed == Claim::HeldByOther) {
        TRY_ASSIGN(const bool freed, releaseDeadHolder(client, space));
        if (!freed) return std::unique_ptr<Lease>();
        grant.sentAt = m_clock.sinceBoot();
        TRY_ASSIGN(claimed, claim(client, grant.record.info));
        if (claimed == Claim::HeldByOther) return std::unique_ptr<Lease>();
    }
    if (m_clock.sinceBoot() >= grant.sentAt + m_request.ttl * 2 / 3) {
        if (const auto given = release(space, grant.record.info.holder); !given)
            spdlog::warn("Space {}: {}", space.str(), given.error().detail);
        return fail(ErrorCode::Unavailable, "Redis at " + m_address->name() + " granted the lock of space " +
                                                space.str() + " too late to be used; try again.");
    }
    // Details are for people; a lock without them is still a lock.
    if (const Answer told = tellHolder(client, grant.record, m_request.ttl); !told)
        spdlog::warn("Space {}: the lock's details were not written. {}", space.str(), errorOf(told).detail);
    return std::unique_ptr<Lease>(new RedisLease(std::move(grant), m_clock));
}

Result<RedisLock::Claim> RedisLock::claim(RedisClient &client, const LockInfo &lock) {
    const Answer answer = setIfFree(client, lock, m_request.ttl);
    if (answer) return answer->text ? Claim::Granted : Claim::HeldByOther;
    if (answer.error().answered) return tl::unexpected<Error>(errorOf(answer));
    return resolveAmbiguous(client, lock);
}

/// The answer to the claim was lost and the connection with it: the lock's value says whether it was granted.
Result<RedisLock::Claim> RedisLock::resolveAmbiguous(RedisClient &client, const LockInfo &lock) const {
    TRY_ASSIGN(client, dial());
    const Answer answer = valueOf(client, lock.space);
    if (!answer) return tl::unexpected<Error>(errorOf(answer));
    if (!answer->text)
        return fail(ErrorCode::Unavailable, "Redis at " + m_address->name() + " did not confirm the lock of space " +
                                                lock.space.str() + "; try again.");
    return *answer->text == lock.holder ? Claim::Granted : Claim::HeldByOther;
}

/// A holder of this host and boot whose process is gone will never renew: waiting for the expiry helps nobody.
Result<bool> RedisLock::releaseDeadHolder(RedisClient &client, const SpaceId &space) {
    TRY_ASSIGN(const auto holder, holderOf(client, space));
    if (!holder) return true;
    if (!isDead(*holder, m_request)) return false;
    const Answer answer = deleteIfHeld(client, space, holder->info.holder);
    if (!answer) return tl::unexpected<Error>(errorOf(answer));
    spdlog::warn("Space {}: the lock of {}, which does not live any more, was released.", space.str(),
                 describeHolder(holder->info));
    return true;
}

/// Nothing: the lock is free. A holder that left no details of its own is known by its value alone.
Result<std::optional<HolderRecord>> RedisLock::holderOf(RedisClient &client, const SpaceId &space) const {
    const Answer value = valueOf(client, space);
    HolderRecord record;
    if (value && !value->text) return std::optional<HolderRecord>();
    if (value) {
        const Answer details = client.command({"GET", holderKey(space)});
        const auto parsed = details && details->text ? parseHolder(*details->text) : std::nullopt;
        if (parsed && parsed->info.holder == *value->text) record = *parsed;
        record.info.holder = *value->text;
    } else if (value.error().answered && errorOf(value).code == ErrorCode::Conflict) {
        record.info.holder = "unknown";
    } else {
        return tl::unexpected<Error>(errorOf(value));
    }
    const Answer ttl = client.command({"PTTL", lockKey(space)});
    if (!ttl) return tl::unexpected<Error>(errorOf(ttl));
    if (ttl->number == -2) return std::optional<HolderRecord>();
    if (ttl->number >= 0) record.info.ttlMs = ttl->number;
    if (ttl->number >= 0 && record.leaseMs)
        record.info.beatMs = std::max<std::int64_t>(*record.leaseMs - ttl->number, 0);
    record.info.space = space;
    record.info.ours = !record.info.instance.empty() && record.info.instance == m_request.self.instance;
    return std::optional<HolderRecord>(std::move(record));
}

HolderRecord RedisLock::recordFor(const SpaceId &space, const RunId &run) const {
    HolderRecord record = recordOf(m_request, m_clock.now());
    record.info.space = space;
    record.info.canBeAsked = true;
    if (!run.isEmpty()) record.info.run = run;
    return record;
}

Result<std::vector<LockInfo>> RedisLock::holders(const std::vector<SpaceId> &spaces) {
    std::vector<LockInfo> found;
    if (spaces.empty()) return found;
    TRY_ASSIGN(auto client, dial());
    for (const SpaceId &space : spaces) {
        TRY_ASSIGN(auto holder, holderOf(client, space));
        if (holder) found.push_back(std::move(holder->info));
    }
    return found;
}

Result<> RedisLock::release(const SpaceId &space, const std::string &expectedHolder) {
    TRY_ASSIGN(auto client, dial());
    const Answer answer = deleteIfHeld(client, space, expectedHolder);
    if (!answer) return tl::unexpected<Error>(errorOf(answer));
    if (answer->number == 1) return {};
    return tl::unexpected<Error>(notHeldBy(client, space, expectedHolder));
}

Error RedisLock::notHeldBy(RedisClient &client, const SpaceId &space, const std::string &expectedHolder) const {
    const auto holder = holderOf(client, space);
    if (!holder) return holder.error();
    if (!*holder)
        return {ErrorCode::NotFound, "No Redis lock is held on space " + space.str() + "; nothing to release."};
    return {ErrorCode::Conflict, "The Redis lock of space " + space.str() + " is held by " +
                                     describeHolder((*holder)->info) + " under the name " + (*holder)->info.holder +
                                     ", not by " + expectedHolder + "; look again."};
}

/// Its next heartbeat finds the question in its own details.
Result<> RedisLock::askToStop(const SpaceId &space, const std::string &expectedHolder) {
    TRY_ASSIGN(auto client, dial());
    TRY_ASSIGN(auto holder, holderOf(client, space));
    if (!holder || holder->info.holder != expectedHolder)
        return tl::unexpected<Error>(notHeldBy(client, space, expectedHolder));
    if (!holder->info.canBeAsked)
        return fail(ErrorCode::Invalid, describeHolder(holder->info) + " holds space " + space.str() +
                                            " and cannot be asked to stop from here; stop it where it runs.");
    holder->info.isAsked = true;
    const Answer answer = tellWhileHeld(client, *holder, m_request.ttl);
    if (!answer) return tl::unexpected<Error>(errorOf(answer));
    if (answer->number != 1) return tl::unexpected<Error>(notHeldBy(client, space, expectedHolder));
    return {};
}

}  // namespace

std::unique_ptr<LeaderLock> makeRedisLock(const RedisLockRequest &request, const Clock &clock) {
    return std::make_unique<RedisLock>(request, clock);
}

}  // namespace wikivault::redis
