#include "models/log_model.h"

#include "models/cell.h"
#include "models/words.h"

#include <algorithm>

namespace wikivault {

LogModel::LogModel(QObject *parent) : TableModel({tr("Time"), tr("Level"), tr("Message")}, parent) {}

void LogModel::append(const std::vector<LogEntry> &lines) {
    if (lines.empty()) return;
    const std::size_t fresh = std::min(lines.size(), kLimit);
    if (const std::size_t total = m_lines.size() + fresh; total > kLimit) {
        const std::size_t gone = total - kLimit;
        beginRemoveRows({}, 0, int(gone) - 1);
        m_lines.erase(m_lines.begin(), m_lines.begin() + std::ptrdiff_t(gone));
        endRemoveRows();
    }
    beginInsertRows({}, rowCount(), rowCount() + int(fresh) - 1);
    m_lines.insert(m_lines.end(), lines.end() - std::ptrdiff_t(fresh), lines.end());
    endInsertRows();
    finishLoad(lines.back().at);
}

int LogModel::countOf(LogLevel level) const {
    return int(
        std::count_if(m_lines.begin(), m_lines.end(), [&](const LogEntry &entry) { return entry.level == level; }));
}

int LogModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_lines.size());
}

QString LogModel::display(const LogEntry &entry, int column) const {
    switch (column) {
        case Time: return words::timeOfDay(entry.at, now());
        case Text: return words::text(entry.text);
        default: break;
    }
    switch (entry.level) {
        case LogLevel::Debug: return tr("Debug");
        case LogLevel::Info: return tr("Info");
        case LogLevel::Warning: return tr("Warning");
        case LogLevel::Error: return tr("Error");
    }
    return {};
}

QVariant LogModel::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const LogEntry &entry = m_lines[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole: return display(entry, column);
        case Qt::ToolTipRole: return column == Time ? words::fullTime(entry.at) : display(entry, column);
        case SortRole: return index.row();
        case CellKindRole: return int(column == Level ? CellKind::Text : CellKind::Mono);
        case ToneRole:
            if (column == Time) return int(Tone::Muted);
            if (entry.level == LogLevel::Error) return int(Tone::Danger);
            if (entry.level == LogLevel::Warning) return int(Tone::Attention);
            return int(entry.level == LogLevel::Debug || column == Level ? Tone::Muted : Tone::Normal);
        case FilterRole: return words::text(entry.text);
        case GroupRole: return int(entry.level);
        case IdRole: return QString::number(index.row());
        default: return {};
    }
}

}  // namespace wikivault
