#include "engine/ports/own_holder.h"

#include <QUuid>

namespace wikivault {

HolderRecord newHolder(const ProcessIdentity &self, TimePoint now) {
    HolderRecord record{{}, self.bootId, self.startTime};
    record.info.holder = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    record.info.instance = self.instance;
    record.info.host = self.host;
    record.info.user = self.user;
    record.info.role = self.role;
    record.info.version = self.version;
    record.info.pid = self.pid;
    record.info.since = now;
    return record;
}

}  // namespace wikivault
