#include "models/run_folds.h"

#include "models/cell.h"
#include "models/words.h"

#include <algorithm>

namespace wikivault {

RunFolds::RunFolds(const RunListModel &runs, QObject *parent) : QAbstractTableModel(parent), m_runs(runs) {
    connect(&runs, &QAbstractItemModel::modelReset, this, &RunFolds::rebuild);
    connect(&runs, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last, const QList<int> &roles) {
                if (m_rows.empty()) return;
                emit dataChanged(index(0, first.column()), index(rowCount() - 1, last.column()), roles);
            });
    rebuild();
}

void RunFolds::rebuild() {
    beginResetModel();
    m_folds.clear();
    const auto &runs = m_runs.runs();
    std::map<SpaceId, std::size_t> newest;  // the fold that an older run of the space may join
    for (int row = 0; row < int(runs.size()); ++row) {
        const RunRecord &run = runs[std::size_t(row)];
        const auto open = newest.find(run.space);
        if (open != newest.end() && run.skipped != SkipReason::None) {
            Fold &fold = m_folds[open->second];
            if (runs[std::size_t(fold.runs.front())].skipped == run.skipped) {
                fold.runs.push_back(row);
                continue;
            }
        }
        newest[run.space] = m_folds.size();
        m_folds.push_back({{row}});
    }
    layRows();
    endResetModel();
}

void RunFolds::layRows() {
    m_rows.clear();
    for (std::size_t at = 0; at < m_folds.size(); ++at) {
        const Fold &fold = m_folds[at];
        const bool isFold = fold.runs.size() > 1;
        if (isFold) m_rows.push_back({at, -1});
        if (isFold && !m_open.contains(idOf(fold))) continue;
        for (const int run : fold.runs)
            m_rows.push_back({at, run});
    }
}

/// By its oldest run: those that come later are newer.
QString RunFolds::idOf(const Fold &fold) const {
    return QStringLiteral("skips-") + words::text(m_runs.runs()[std::size_t(fold.runs.back())].id.str());
}

int RunFolds::findFold(const QString &id) const {
    const auto found = std::find_if(m_folds.begin(), m_folds.end(),
                                    [&](const Fold &fold) { return fold.runs.size() > 1 && idOf(fold) == id; });
    return found == m_folds.end() ? -1 : int(found - m_folds.begin());
}

std::vector<const RunRecord *> RunFolds::recordsOf(const Fold &fold) const {
    std::vector<const RunRecord *> records;
    for (const int run : fold.runs)
        records.push_back(&m_runs.runs()[std::size_t(run)]);
    return records;
}

std::vector<const RunRecord *> RunFolds::runsAt(int row) const {
    if (row < 0 || row >= rowCount()) return {};
    const Row &at = m_rows[std::size_t(row)];
    if (at.run >= 0) return {&m_runs.runs()[std::size_t(at.run)]};
    return recordsOf(m_folds[at.fold]);
}

std::vector<const RunRecord *> RunFolds::runsOf(const QString &fold) const {
    const int at = findFold(fold);
    return at < 0 ? std::vector<const RunRecord *>() : recordsOf(m_folds[std::size_t(at)]);
}

void RunFolds::toggle(const QString &fold) {
    const int at = findFold(fold);
    if (at < 0) return;
    const auto head =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &row) { return row.fold == std::size_t(at); });
    const int first = int(head - m_rows.begin()) + 1, last = first + int(m_folds[std::size_t(at)].runs.size()) - 1;
    if (m_open.remove(fold)) {
        beginRemoveRows({}, first, last);
        layRows();
        endRemoveRows();
    } else {
        m_open.insert(fold);
        beginInsertRows({}, first, last);
        layRows();
        endInsertRows();
    }
    emit dataChanged(index(first - 1, 0), index(first - 1, columnCount() - 1));
}

void RunFolds::reveal(const QString &run) {
    const int row = m_runs.rowOf(RunId(run.toStdString()));
    for (const Fold &fold : m_folds)
        if (fold.runs.size() > 1 && std::find(fold.runs.begin(), fold.runs.end(), row) != fold.runs.end() &&
            !isOpen(idOf(fold)))
            return toggle(idOf(fold));
}

QString RunFolds::nameOf(std::size_t count) {
    return tr("%n skip(s)", nullptr, int(count));
}

QString RunFolds::sentence(const std::vector<const RunRecord *> &skips) {
    return skips.empty() ? QString() : words::skip(skips.front()->skipped);
}

int RunFolds::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

int RunFolds::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : m_runs.columnCount();
}

QVariant RunFolds::headerData(int section, Qt::Orientation orientation, int role) const {
    return m_runs.headerData(section, orientation, role);
}

QVariant RunFolds::data(const QModelIndex &index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row &row = m_rows[std::size_t(index.row())];
    if (row.run >= 0) return m_runs.index(row.run, index.column()).data(role);
    return dataOf(m_folds[row.fold], index.column(), role);
}

QString RunFolds::display(const std::vector<const RunRecord *> &skips, int column) const {
    const RunRecord &newest = *skips.front(), &oldest = *skips.back();
    const bool isAlike =
        std::all_of(skips.begin(), skips.end(), [&](const RunRecord *run) { return run->trigger == newest.trigger; });
    switch (column) {
        case RunListModel::Result: return nameOf(skips.size());
        case RunListModel::SpaceName: return m_runs.spaceName(newest.space);
        case RunListModel::Why: return isAlike ? words::trigger(newest.trigger) : tr("for several reasons");
        case RunListModel::Counts: return sentence(skips);
        case RunListModel::Started: return words::ago(newest.startedAt, m_runs.now());
        case RunListModel::Took: return words::span(newest.startedAt - oldest.startedAt);
        default: return QStringLiteral("[+]");
    }
}

QVariant RunFolds::dataOf(const Fold &fold, int column, int role) const {
    const auto skips = recordsOf(fold);
    const bool isShown = isOpen(idOf(fold));
    switch (role) {
        case IdRole: return idOf(fold);
        case Qt::DisplayRole:
            if (column == RunListModel::Number) return isShown ? QStringLiteral("[–]") : QStringLiteral("[+]");
            return display(skips, column);
        case Qt::AccessibleTextRole:
            if (column == RunListModel::Number) return isShown ? tr("unfolded") : tr("folded");
            return display(skips, column);
        case Qt::ToolTipRole:
            if (column == RunListModel::Number)
                return isShown ? tr("Fold these runs (Return)") : tr("Show these runs (Return)");
            if (column == RunListModel::Started || column == RunListModel::Took)
                return QStringLiteral(u"%1 – %2")
                    .arg(words::fullTime(skips.back()->startedAt), words::fullTime(skips.front()->startedAt));
            return display(skips, column);
        case FilterRole:
            return display(skips, RunListModel::SpaceName) + display(skips, RunListModel::Why) + sentence(skips);
        default: return m_runs.index(fold.runs.front(), column).data(role);
    }
}

}  // namespace wikivault
