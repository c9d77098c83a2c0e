#include "models/quiet_hours.h"

#include <QDateTime>

namespace wikivault {

bool QuietHours::cover(TimePoint now) const {
    if (!isOn) return false;
    const QTime time = QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count()).time();
    const int minute = time.hour() * 60 + time.minute();
    return from <= until ? minute >= from && minute < until : minute >= from || minute < until;
}

}  // namespace wikivault
