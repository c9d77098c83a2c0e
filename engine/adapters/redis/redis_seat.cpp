#include "engine/adapters/redis/redis_seat.h"

#include "engine/adapters/redis/holder_identity.h"
#include "engine/adapters/redis/redis_client.h"

#include <spdlog/spdlog.h>

#include <mutex>
#include <optional>

namespace wikivault::redis {

namespace {

/// ARGV: our value, time to live, the value of a holder that does not count or "". Answers who sits there now.
constexpr const char *kSit = R"lua(
local held = redis.call('get', KEYS[1])
if held and held ~= ARGV[1] and held ~= ARGV[3] then return held end
redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1])lua";

constexpr const char *kTake = R"lua(
local held = redis.call('get', KEYS[1])
redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])
return held)lua";

constexpr const char *kLeave = R"lua(
if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end
return 1)lua";

std::string seatKey(const WorkspaceId &workspace) {
    return "wikivault:driver:" + workspace.str();
}

class RedisSeat final : public DriverSeat {
public:
    RedisSeat(RedisLockRequest request, const Clock &clock) : m_request(std::move(request)), m_clock(clock) {}

    Result<std::optional<LockInfo>> holder(const WorkspaceId &workspace) override;
    Result<LockInfo> sit(const WorkspaceId &workspace) override;
    Result<std::optional<LockInfo>> take(const WorkspaceId &workspace) override;
    Result<> leave(const WorkspaceId &workspace) override;

private:
    Result<Reply> ask(const std::vector<std::string> &command);
    Result<Reply> sitBeside(const WorkspaceId &workspace, const std::string &whoDoesNotCount);
    [[nodiscard]] HolderRecord recordIn(const std::string &value) const;
    [[nodiscard]] bool counts(const HolderRecord &holder) const;
    [[nodiscard]] std::string ttl() const { return std::to_string(m_request.ttl.count()); }
    [[nodiscard]] std::string newValue() const { return printHolder(recordOf(m_request, m_clock.now())); }

    const RedisLockRequest m_request;
    const Clock &m_clock;
    std::mutex m_mutex;  ///< guards what follows, and the conversation
    std::optional<RedisClient> m_client;
    std::string m_value;  ///< ours, while we may sit there
};

Result<Reply> RedisSeat::ask(const std::vector<std::string> &command) {
    if (!m_client) {
        TRY_ASSIGN(const RedisAddress address, parseRedisUrl(m_request.url));
        TRY_ASSIGN(m_client, RedisClient::dial(address, m_request.timeout));
    }
    auto reply = m_client->command(command);
    if (reply) return std::move(*reply);
    if (!reply.error().answered) m_client.reset();
    return tl::unexpected<Error>(reply.error().error);
}

/// A value that nobody of us wrote still says that somebody sits there.
HolderRecord RedisSeat::recordIn(const std::string &value) const {
    HolderRecord record = parseHolder(value).value_or(HolderRecord{});
    if (record.info.holder.empty()) record.info.holder = value;
    record.info.ours = value == m_value;
    return record;
}

/// The dead do not, nor does what this very process was before its settings changed.
bool RedisSeat::counts(const HolderRecord &holder) const {
    const ProcessIdentity &self = m_request.self;
    const bool isThisProcess =
        isOfThisBoot(holder, self) && holder.info.pid == self.pid && holder.startTime == self.startTime;
    return !isThisProcess && !isDead(holder, m_request);
}

Result<std::optional<LockInfo>> RedisSeat::holder(const WorkspaceId &workspace) {
    const std::scoped_lock guard(m_mutex);
    TRY_ASSIGN(const Reply reply, ask({"GET", seatKey(workspace)}));
    if (!reply.text) return std::optional<LockInfo>();
    HolderRecord record = recordIn(*reply.text);
    if (!record.info.ours && !counts(record)) return std::optional<LockInfo>();
    return std::optional<LockInfo>(std::move(record.info));
}

Result<Reply> RedisSeat::sitBeside(const WorkspaceId &workspace, const std::string &whoDoesNotCount) {
    return ask({"EVAL", kSit, "1", seatKey(workspace), m_value, ttl(), whoDoesNotCount});
}

Result<LockInfo> RedisSeat::sit(const WorkspaceId &workspace) {
    const std::scoped_lock guard(m_mutex);
    if (m_value.empty()) m_value = newValue();
    TRY_ASSIGN(Reply reply, sitBeside(workspace, {}));
    HolderRecord record = recordIn(reply.text.value_or(""));
    if (!record.info.ours && !counts(record)) {
        TRY_ASSIGN(reply, sitBeside(workspace, *reply.text));
        record = recordIn(reply.text.value_or(""));
    }
    if (!record.info.ours) m_value.clear();
    return std::move(record.info);
}

Result<std::optional<LockInfo>> RedisSeat::take(const WorkspaceId &workspace) {
    const std::scoped_lock guard(m_mutex);
    const std::string before = m_value;
    m_value = newValue();
    TRY_ASSIGN(const Reply reply, ask({"EVAL", kTake, "1", seatKey(workspace), m_value, ttl()}));
    if (!reply.text || *reply.text == before) return std::optional<LockInfo>();
    HolderRecord record = recordIn(*reply.text);
    if (!counts(record)) return std::optional<LockInfo>();
    return std::optional<LockInfo>(std::move(record.info));
}

Result<> RedisSeat::leave(const WorkspaceId &workspace) {
    const std::scoped_lock guard(m_mutex);
    if (m_value.empty()) return {};
    TRY(ask({"EVAL", kLeave, "1", seatKey(workspace), m_value}));
    m_value.clear();
    return {};
}

}  // namespace

std::unique_ptr<DriverSeat> makeRedisSeat(const RedisLockRequest &request, const Clock &clock) {
    return std::make_unique<RedisSeat>(request, clock);
}

}  // namespace wikivault::redis
