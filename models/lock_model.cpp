#include "models/lock_model.h"

#include "models/cell.h"
#include "models/engine_text.h"
#include "models/words.h"

namespace wikivault {

LockModel::LockModel(NameOf nameOf, QObject *parent)
    : TableModel({tr("Space"), tr("Holder"), tr("What it does"), tr("Held for"), tr("Expires in")}, parent),
      m_nameOf(std::move(nameOf)) {}

void LockModel::setLocks(std::vector<LockInfo> locks, TimePoint now) {
    const bool sameShape = locks.size() == m_locks.size() && !locks.empty();
    if (sameShape) {
        m_locks = std::move(locks);
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    } else {
        beginResetModel();
        m_locks = std::move(locks);
        endResetModel();
    }
    m_readAt = now;
    finishLoad(now);
}

const LockInfo *LockModel::at(int row) const {
    return row < 0 || row >= rowCount() ? nullptr : &m_locks[std::size_t(row)];
}

std::optional<std::chrono::milliseconds> LockModel::left(const LockInfo &lock) const {
    if (!lock.ttlMs) return {};
    const auto rest = std::chrono::milliseconds(*lock.ttlMs) - (now() - m_readAt);
    return std::max(rest, std::chrono::milliseconds(0));
}

QString LockModel::what(const LockInfo &lock) {
    QStringList parts;
    if (lock.run) parts << tr("run %1").arg(words::text(lock.run->str()));
    if (!lock.phase.empty()) parts << engineText(lock.phase);
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
        case Since: return lock.since ? words::clock(now() - *lock.since) : QStringLiteral("?");
        default: break;
    }
    const auto rest = left(lock);
    return rest ? words::clock(*rest) : tr("no expiry");
}

QVariant LockModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const LockInfo &lock = m_locks[std::size_t(index.row())];
    const int column = index.column();
    const auto rest = left(lock);
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole: return display(lock, column);
        case Qt::ToolTipRole:
            if (column == Holder) return words::text(lock.holder);
            return column == Since && lock.since ? words::fullTime(*lock.since) : display(lock, column);
        case SortRole:
            if (column == Expires) return rest ? qint64(rest->count()) : qint64(-1);
            return display(lock, column);
        case CellKindRole:
            if (column == Holder) return int(CellKind::Page);
            if (column == Expires && !rest) return int(CellKind::State);
            return int(isNumber(column) ? CellKind::Count : CellKind::Text);
        case MarkRole: return column == Expires && !rest ? int(Mark::Failing) : int(Mark::None);
        case ToneRole:
            if (column == Expires && rest && rest->count() < 5000) return int(Tone::Danger);
            return int(column == SpaceName ? Tone::Normal : Tone::Muted);
        case SubtitleRole:
            if (column != Holder) return QString();
            return lock.role.empty() ? tr("gives no details") : words::text(lock.role + ' ' + lock.version);
        case FilterRole: return display(lock, SpaceName) + display(lock, Holder);
        case IdRole: return words::text(lock.space.str());
        default: return {};
    }
}

}  // namespace wikivault
