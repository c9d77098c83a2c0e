#include "engine/adapters/redis/holder_identity.h"

#include "engine/ports/own_holder.h"

namespace wikivault::redis {

HolderRecord recordOf(const RedisLockRequest &request, TimePoint now) {
    HolderRecord record = newHolder(request.self, now);
    record.leaseMs = request.ttl.count();
    return record;
}

bool isOfThisBoot(const HolderRecord &holder, const ProcessIdentity &self) {
    return !holder.bootId.empty() && holder.info.host == self.host && holder.bootId == self.bootId;
}

bool isDead(const HolderRecord &holder, const RedisLockRequest &request) {
    return isOfThisBoot(holder, request.self) && holder.info.pid && request.isAlive != nullptr &&
           !request.isAlive(*holder.info.pid, holder.startTime);
}

}  // namespace wikivault::redis
