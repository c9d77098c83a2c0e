#include "engine/adapters/redis/holder_identity.h"

#include <QUuid>

namespace wikivault::redis {

HolderRecord recordOf(const RedisLockRequest &request, TimePoint now) {
    const ProcessIdentity &self = request.self;
    HolderRecord record{{}, self.bootId, self.startTime};
    record.info.holder = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    record.info.instance = self.instance;
    record.info.host = self.host;
    record.info.user = self.user;
    record.info.role = self.role;
    record.info.version = self.version;
    record.info.pid = self.pid;
    record.info.since = now;
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
