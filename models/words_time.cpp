#include "models/words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace wikivault::words {

namespace {
using namespace std::chrono;

struct TimeWords {
    Q_DECLARE_TR_FUNCTIONS(TimeWords)
};
QDateTime localTime(TimePoint then) {
    return QDateTime::fromMSecsSinceEpoch(then.time_since_epoch().count());
}
}  // namespace

QString ago(TimePoint then, TimePoint now) {
    const auto age = duration_cast<seconds>(now - then).count();
    if (age < 10) return TimeWords::tr("just now");
    if (age < 60) return TimeWords::tr("%n s ago", nullptr, int(age));
    if (age < 3600) return TimeWords::tr("%n min ago", nullptr, int(age / 60));
    const QDateTime local = localTime(then);
    const auto days = local.date().daysTo(localTime(now).date());
    const QString hour = local.time().toString(QStringLiteral("HH:mm"));
    if (days == 0) return hour;
    if (days == 1) return TimeWords::tr("yesterday %1").arg(hour);
    return QLocale().toString(local.date(), days < 300 ? QStringLiteral("d MMM") : QStringLiteral("d MMM yyyy"));
}

QString clock(milliseconds span) {
    const auto total = std::max<std::int64_t>(0, duration_cast<seconds>(span).count());
    const auto two = [](std::int64_t n) { return QStringLiteral("%1").arg(n, 2, 10, QLatin1Char('0')); };
    if (total < 3600) return QStringLiteral("%1:%2").arg(total / 60).arg(two(total % 60));
    return QStringLiteral("%1:%2:%3").arg(total / 3600).arg(two(total / 60 % 60), two(total % 60));
}

QString span(milliseconds span) {
    if (span < seconds(1)) return TimeWords::tr("%n ms", nullptr, int(std::max<std::int64_t>(0, span.count())));
    const auto total = int(duration_cast<seconds>(span).count());
    if (total < 60) return TimeWords::tr("%n s", nullptr, total);
    if (total % 3600 == 0 || (total > 2 * 3600 && total % 3600 < 60))
        return TimeWords::tr("%n h", nullptr, total / 3600);
    if (total > 2 * 3600) return TimeWords::tr("%1 h %2 min").arg(total / 3600).arg(total / 60 % 60);
    if (total % 60 == 0) return TimeWords::tr("%n min", nullptr, total / 60);
    return TimeWords::tr("%1 min %2 s").arg(total / 60).arg(total % 60);
}

QString timeOfDay(TimePoint then, TimePoint now) {
    const QDateTime local = localTime(then);
    const QString time = local.time().toString(QStringLiteral("HH:mm:ss"));
    if (local.date() == localTime(now).date()) return time;
    return QLocale().toString(local.date(), QStringLiteral("d MMM")) + QLatin1Char(' ') + time.left(5);
}

QString fullTime(TimePoint then) {
    return QLocale().toString(localTime(then), QLocale::LongFormat);
}

QString text(const std::string &utf8) {
    return QString::fromStdString(utf8);
}

QString few(const QStringList &names) {
    constexpr int atMost = 5;
    const QString shown = names.mid(0, atMost).join(QStringLiteral(", "));
    const int more = int(names.size()) - atMost;
    return more > 0 ? TimeWords::tr("%1 and %n more", nullptr, more).arg(shown) : shown;
}

PathParts pathParts(const std::string &path) {
    QString whole = text(path);
    if (whole.endsWith(QStringLiteral(".md"))) whole.chop(3);
    const auto slash = whole.lastIndexOf(QLatin1Char('/'));
    if (slash < 0) return {whole, {}};
    return {whole.mid(slash + 1), whole.left(slash)};
}

QString holder(const LockInfo &lock) {
    if (lock.user.empty() && lock.host.empty()) return text(lock.holder);
    QString who = lock.user.empty() ? text(lock.host) : text(lock.user) + QLatin1Char('@') + text(lock.host);
    if (lock.pid) who = TimeWords::tr("%1, pid %2").arg(who).arg(*lock.pid);
    return lock.ours ? TimeWords::tr("this console (%1)").arg(who) : who;
}

}  // namespace wikivault::words
