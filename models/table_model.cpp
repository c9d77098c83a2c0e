#include "models/table_model.h"

#include "models/cell.h"
#include "models/error_text.h"

namespace wikivault {

TableModel::TableModel(QStringList columns, QObject *parent)
    : QAbstractTableModel(parent),
      m_columns(std::move(columns)) {}

void TableModel::beginLoad() {
    m_load.phase = Load::Phase::Loading;
    emit loadChanged();
}

void TableModel::failLoad(const Error &error) {
    m_load.phase = Load::Phase::Failed;
    m_load.error = errorText(error);
    emit loadChanged();
}

void TableModel::finishLoad(TimePoint now) {
    m_load = {Load::Phase::Ready, {}, now};
    m_now = now;
    emit loadChanged();
}

void TableModel::forgetLoad() {
    m_load = {};
    emit loadChanged();
}

void TableModel::setNow(TimePoint now) {
    m_now = now;
    const auto [first, last] = timedColumns();
    if (first >= 0 && rowCount() > 0)
        emit dataChanged(index(0, first), index(rowCount() - 1, last),
                         {Qt::DisplayRole, Qt::ToolTipRole, Qt::AccessibleTextRole, SubtitleRole, MarkRole, GroupRole});
}

int TableModel::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size())
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::DisplayRole) return m_columns.at(section);
    if (role == Qt::TextAlignmentRole)
        return int(isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | int(Qt::AlignVCenter);
    return QAbstractTableModel::headerData(section, orientation, role);
}

}  // namespace wikivault
