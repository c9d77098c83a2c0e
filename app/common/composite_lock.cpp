#include "app/common/composite_lock.h"

#include "app/common/either_stop.h"

#include <algorithm>

namespace wikivault {

namespace {

class CompositeLease final : public Lease {
public:
    CompositeLease(std::unique_ptr<Lease> kernel, std::unique_ptr<Lease> redis)
        : m_kernel(std::move(kernel)),
          m_redis(std::move(redis)),
          m_lost(m_kernel->lost(), m_redis->lost()),
          m_asked(m_kernel->stopAsked(), m_redis->stopAsked()) {}

    [[nodiscard]] std::stop_token lost() const override { return m_lost.token(); }
    [[nodiscard]] std::stop_token stopAsked() const override { return m_asked.token(); }
    void progress(const std::string &phase) override {
        m_kernel->progress(phase);
        m_redis->progress(phase);
    }

private:
    std::unique_ptr<Lease> m_kernel, m_redis;
    EitherStop m_lost, m_asked;
};

class CompositeLock final : public LeaderLock {
public:
    CompositeLock(std::unique_ptr<LeaderLock> kernel, std::unique_ptr<LeaderLock> redis)
        : m_kernel(std::move(kernel)),
          m_redis(std::move(redis)) {}

    Result<std::unique_ptr<Lease>> tryAcquire(const SpaceId &space, const RunId &run) override {
        TRY_ASSIGN(auto kernel, m_kernel->tryAcquire(space, run));
        if (!kernel) return std::unique_ptr<Lease>();
        TRY_ASSIGN(auto redis, m_redis->tryAcquire(space, run));
        if (!redis) return std::unique_ptr<Lease>();
        return std::unique_ptr<Lease>(new CompositeLease(std::move(kernel), std::move(redis)));
    }

    Result<std::vector<LockInfo>> holders(const std::vector<SpaceId> &spaces) override {
        TRY_ASSIGN(auto found, m_redis->holders(spaces));
        TRY_ASSIGN(auto inKernel, m_kernel->holders(spaces));
        for (LockInfo &info : inKernel) {
            const bool isNamed = std::any_of(found.begin(), found.end(), [&](const LockInfo &other) {
                return other.space == info.space && !info.instance.empty() && other.instance == info.instance;
            });
            if (!isNamed) found.push_back(std::move(info));
        }
        return found;
    }

    /// The kernel lock cannot be taken from a living process, so its refusal stands when Redis knows no such holder.
    Result<> release(const SpaceId &space, const std::string &expectedHolder) override {
        const Result<> inRedis = m_redis->release(space, expectedHolder);
        if (inRedis) return {};
        TRY_ASSIGN(const auto inKernel, m_kernel->holders({space}));
        const bool isKernels = !inKernel.empty() && inKernel.front().holder == expectedHolder;
        if (isKernels || inRedis.error().code == ErrorCode::NotFound) return m_kernel->release(space, expectedHolder);
        return inRedis;
    }

    /// Of a holder that both know it is Redis that is shown.
    Result<> askToStop(const SpaceId &space, const std::string &expectedHolder) override {
        const Result<> byRedis = m_redis->askToStop(space, expectedHolder);
        if (byRedis || byRedis.error().code == ErrorCode::Invalid) return byRedis;
        TRY_ASSIGN(const auto inKernel, m_kernel->holders({space}));
        const bool isKernels = !inKernel.empty() && inKernel.front().holder == expectedHolder;
        return isKernels ? m_kernel->askToStop(space, expectedHolder) : byRedis;
    }

private:
    std::unique_ptr<LeaderLock> m_kernel, m_redis;
};

}  // namespace

std::unique_ptr<LeaderLock> makeCompositeLock(std::unique_ptr<LeaderLock> kernel, std::unique_ptr<LeaderLock> redis) {
    if (!redis) return kernel;
    return std::make_unique<CompositeLock>(std::move(kernel), std::move(redis));
}

}  // namespace wikivault
