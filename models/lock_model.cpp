#include "models/lock_model.h"

#include "models/cell.h"
#include "models/engine_text.h"
#include "models/words.h"

#include <algorithm>

namespace wikivault {

namespace {
const QString kNoValue = QStringLiteral("–"), kNotKnown = QStringLiteral("?");
/// What reading may take; a renewal is worth seconds.
constexpr std::chrono::milliseconds kJump{1500};
}  // namespace

LockModel::LockModel(NameOf nameOf, QObject *parent)
    : TableModel(
          {tr("Space"), tr("Holder"), tr("What it does"), tr("Held for"), tr("Beat"), tr("Expires in"), tr("Waiting")},
          parent),
      m_nameOf(std::move(nameOf)) {}

void LockModel::setLocks(std::vector<LockInfo> locks, TimePoint now) {
    const bool sameShape = locks.size() == m_locks.size() && !locks.empty();
    if (sameShape) {
        m_locks = std::move(locks);
        watch(now);
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    } else {
        beginResetModel();
        m_locks = std::move(locks);
        watch(now);
        endResetModel();
    }
    m_readAt = now;
    finishLoad(now);
}

/// A lock whose end moves away was renewed in between.
void LockModel::watch(TimePoint now) {
    std::map<std::pair<SpaceId, std::string>, Watched> watched;
    for (const LockInfo &lock : m_locks) {
        if (lock.beatMs || !lock.ttlMs) continue;
        const std::pair key(lock.space, lock.holder);
        const TimePoint expiry = now + std::chrono::milliseconds(*lock.ttlMs);
        const auto before = m_watched.find(key);
        Watched seen = before == m_watched.end() ? Watched{now, now, expiry} : before->second;
        seen.longestMs = std::max(seen.longestMs, *lock.ttlMs);
        if (expiry > seen.expiry + kJump)
            seen.beat = std::max(seen.read, expiry - std::chrono::milliseconds(seen.longestMs));
        seen.expiry = std::max(seen.expiry, expiry);
        seen.read = now;
        watched.emplace(key, seen);
    }
    m_watched = std::move(watched);
}

void LockModel::setWaiting(std::set<SpaceId> spaces) {
    m_waiting = std::move(spaces);
    if (rowCount() > 0) emit dataChanged(index(0, Waiting), index(rowCount() - 1, Waiting));
    emit loadChanged();
}

void LockModel::setHolds(std::set<SpaceId> spaces) {
    m_holds = std::move(spaces);
    emit loadChanged();
}

const LockInfo *LockModel::at(int row) const {
    return row < 0 || row >= rowCount() ? nullptr : &m_locks[std::size_t(row)];
}

const LockInfo *LockModel::find(const SpaceId &space, const std::string &holder) const {
    const auto found = std::find_if(m_locks.begin(), m_locks.end(),
                                    [&](const LockInfo &lock) { return lock.space == space && lock.holder == holder; });
    return found == m_locks.end() ? nullptr : &*found;
}

std::optional<std::chrono::milliseconds> LockModel::left(const LockInfo &lock) const {
    if (!lock.ttlMs) return {};
    const auto rest = std::chrono::milliseconds(*lock.ttlMs) - (now() - m_readAt);
    return std::max(rest, std::chrono::milliseconds(0));
}

LockModel::Sign LockModel::signOf(const LockInfo &lock) const {
    if (lock.beatMs) return {std::chrono::milliseconds(*lock.beatMs) + (now() - m_readAt), false};
    const auto seen = m_watched.find({lock.space, lock.holder});
    if (seen == m_watched.end() || !seen->second.beat) return {{}, true};
    return {now() - *seen->second.beat, true};
}

bool LockModel::isStale(const LockInfo &lock) const {
    const Sign sign = signOf(lock);
    return sign.age && *sign.age > kStaleAfter;
}

QString LockModel::what(const LockInfo &lock) {
    QStringList parts;
    if (lock.run) parts << tr("run %1").arg(words::text(lock.run->str()));
    if (!lock.phase.empty()) parts << engineText(lock.phase);
    if (lock.isAsked) parts << tr("asked to stop");
    return parts.isEmpty() ? tr("unknown") : parts.join(QStringLiteral(", "));
}

int LockModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_locks.size());
}

QString LockModel::display(const LockInfo &lock, int column) const {
    switch (column) {
        case SpaceName: return m_nameOf(lock.space);
        case Holder: return words::holder(lock);
        case What: return what(lock);
        case Since: {
            if (lock.since) return words::clock(now() - *lock.since);
            const auto seen = m_watched.find({lock.space, lock.holder});
            return seen == m_watched.end() ? kNotKnown : tr("seen %1").arg(words::clock(now() - seen->second.first));
        }
        case Beat: {
            if (lock.endsWithProcess) return kNoValue;
            const Sign sign = signOf(lock);
            return (sign.age ? words::clock(*sign.age) : QString()) + (sign.isGuessed ? kNotKnown : QString());
        }
        case Waiting: return isWaiting(lock.space) ? tr("this console") : kNoValue;
        default: break;
    }
    const auto rest = left(lock);
    if (!rest && lock.endsWithProcess) return tr("with its process");
    return rest ? words::clock(*rest) : tr("no expiry");
}

QString LockModel::toolTip(const LockInfo &lock, int column) const {
    switch (column) {
        case Holder: return words::text(lock.holder);
        case Since:
            if (lock.since) return words::fullTime(*lock.since);
            return tr("This holder does not say since when; it was seen here for so long.");
        case Beat:
            if (lock.endsWithProcess) return tr("A file lock has no heartbeat: it lives and ends with its process.");
            if (lock.beatMs) return tr("Since the last heartbeat. One is due every ten seconds.");
            return lock.ttlMs
                       ? tr("Inferred: this holder tells nothing about itself, so a beat is seen only when the "
                            "time to live of its lock jumps up.")
                       : tr("A lock without expiry is never renewed, so nothing shows whether its holder lives.");
        case Expires:
            if (lock.ttlMs) return tr("Every heartbeat of its holder puts that off.");
            return lock.endsWithProcess
                       ? tr("The kernel gives a file lock up when its process ends, and not before.")
                       : tr("Nothing renews this lock and nothing ends it: it stays until somebody deletes it. Neither "
                            "this program nor a wiki's server makes such a lock. Find out who did, then force-release "
                            "it.");
        case Waiting: return tr("Who else waits for the space is not known: nobody writes that down.");
        default: return display(lock, column);
    }
}

/// How a cell is painted.
QVariant LockModel::look(const LockInfo &lock, int column, int role) const {
    const auto rest = left(lock);
    const bool isBad = (column == Expires && !rest && !lock.endsWithProcess) || (column == Beat && isStale(lock));
    switch (role) {
        case CellKindRole:
            if (column == Holder) return int(CellKind::Page);
            if (isBad) return int(CellKind::State);
            return int(isNumber(column) ? CellKind::Count : CellKind::Text);
        case MarkRole: return int(isBad ? Mark::Failing : Mark::None);
        default:
            if (column == Expires && rest && rest->count() < 5000) return int(Tone::Danger);
            return int(column == SpaceName ? Tone::Normal : Tone::Muted);
    }
}

QVariant LockModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const LockInfo &lock = m_locks[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole: return display(lock, column);
        case Qt::ToolTipRole: return toolTip(lock, column);
        case SortRole:
            if (column != Expires) return display(lock, column);
            return qint64(left(lock).value_or(std::chrono::milliseconds(-1)).count());
        case CellKindRole:
        case MarkRole:
        case ToneRole: return look(lock, column, role);
        case SubtitleRole:
            if (column != Holder) return QString();
            return lock.role.empty() ? tr("gives no details") : words::text(lock.role + ' ' + lock.version);
        case FilterRole: return display(lock, SpaceName) + display(lock, Holder);
        case IdRole: return words::text(lock.space.str());
        default: return {};
    }
}

}  // namespace wikivault
