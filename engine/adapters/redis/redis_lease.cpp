#include "engine/adapters/redis/redis_lease.h"
#include "engine/adapters/redis/lock_commands.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace wikivault::redis {

RedisLease::RedisLease(Grant grant, const Clock &clock)
    : m_address(std::move(grant.address)),
      m_request(std::move(grant.request)),
      m_clock(clock),
      m_record(std::move(grant.record)),
      m_lastProgress(clock.sinceBoot()),
      m_confirmedAt(grant.sentAt),
      m_heartbeat([this](const std::stop_token &stop) { keepAlive(stop); }) {}

RedisLease::~RedisLease() {
    m_heartbeat.request_stop();
    m_wake.notify_all();
    m_heartbeat.join();
    giveUp();
}

void RedisLease::progress(const std::string &phase) {
    {
        const std::scoped_lock guard(m_mutex);
        // Whoever holds a space without a run says why, and does not wait for the next heartbeat to say it.
        m_tellsNow = m_tellsNow || (m_phase.empty() && !m_record.info.run);
        m_phase = phase;
        m_lastProgress = m_clock.sinceBoot();
    }
    m_wake.notify_all();
    // A process that was stopped may come back here before its heartbeat does.
    if (isOverdue()) lose("no renewal was confirmed in time");
}

void RedisLease::keepAlive(const std::stop_token &stop) {
    bool failing = false;
    while (!stop.stop_requested() && !m_lost.stop_requested()) {
        {
            std::unique_lock guard(m_mutex);
            const Milliseconds wait = nextWait(failing);
            m_wake.wait_for(guard, stop, wait, [this] { return m_tellsNow; });
            m_tellsNow = false;
        }
        if (stop.stop_requested()) return;
        if (isOverdue()) return lose("no renewal was confirmed in time");
        if (!workerMoves()) {
            failing = true;
            continue;
        }
        const Beat beat = renew();
        if (beat == Beat::Lost) return lose("the lock is not ours any more");
        failing = beat == Beat::TryAgain;
    }
}

/// A third of the time to live, or a short while after a failure; never past the moment the lease is overdue.
RedisLease::Milliseconds RedisLease::nextWait(bool failing) const {
    const Milliseconds pause = failing ? std::min(Milliseconds(1000), m_request.ttl / 15) : m_request.ttl / 3;
    const Milliseconds left = m_confirmedAt + m_request.ttl * 2 / 3 - m_clock.sinceBoot();
    return std::clamp(std::min(pause, left), Milliseconds(1), pause);
}

RedisLease::Beat RedisLease::renew() {
    const Milliseconds sentAt = m_clock.sinceBoot();
    if (!m_client) {
        auto dialled = RedisClient::dial(m_address, std::min(m_request.timeout, m_request.ttl / 4));
        if (!dialled) {
            spdlog::warn("Space {}: the lock was not renewed. {}", m_record.info.space.str(), dialled.error().detail);
            return Beat::TryAgain;
        }
        m_client = std::move(*dialled);
    }
    const Answer answer = renewIfHeld(*m_client, recordNow(), m_request.ttl);
    if (answer && answer->number > 0) {
        if (answer->number == 2 && m_asked.request_stop())
            spdlog::warn("Space {}: somebody asked its holder to stop.", m_record.info.space.str());
        const std::scoped_lock guard(m_mutex);
        // A confirmation that comes after the lease was overdue proves nothing.
        if (m_clock.sinceBoot() >= m_confirmedAt + m_request.ttl * 2 / 3) return Beat::TryAgain;
        m_confirmedAt = sentAt;
        return Beat::Renewed;
    }
    if (answer) return Beat::Lost;
    if (answer.error().answered && answer.error().error.code == ErrorCode::Conflict) return Beat::Lost;
    if (!answer.error().answered) m_client.reset();
    spdlog::warn("Space {}: the lock was not renewed. {}", m_record.info.space.str(), answer.error().error.detail);
    return Beat::TryAgain;
}

HolderRecord RedisLease::recordNow() const {
    HolderRecord record = m_record;
    record.info.isAsked = m_asked.stop_requested();
    const std::scoped_lock guard(m_mutex);
    record.info.phase = m_phase;
    return record;
}

bool RedisLease::workerMoves() const {
    const std::scoped_lock guard(m_mutex);
    return m_clock.sinceBoot() - m_lastProgress < m_request.progressLimit;
}

bool RedisLease::isOverdue() const {
    const std::scoped_lock guard(m_mutex);
    return m_clock.sinceBoot() >= m_confirmedAt + m_request.ttl * 2 / 3;
}

void RedisLease::lose(const std::string &why) {
    if (m_lost.request_stop())
        spdlog::error("Space {}: the lease is lost ({}); nothing more is written.", m_record.info.space.str(), why);
}

/// The worker is done: the lock goes, but only if it is still ours.
void RedisLease::giveUp() {
    if (!m_client) {
        auto dialled = RedisClient::dial(m_address, m_request.timeout);
        if (dialled) m_client = std::move(*dialled);
    }
    if (!m_client) {
        spdlog::warn("Space {}: the lock could not be released; it expires within {} s.", m_record.info.space.str(),
                     std::chrono::ceil<std::chrono::seconds>(m_request.ttl).count());
        return;
    }
    const Answer answer = deleteIfHeld(*m_client, m_record.info.space, m_record.info.holder);
    if (!answer)
        spdlog::warn("Space {}: the lock was not released. {}", m_record.info.space.str(), answer.error().error.detail);
    else if (answer->number == 0)
        spdlog::error("Space {}: the lease was lost during the run.", m_record.info.space.str());
}

}  // namespace wikivault::redis
