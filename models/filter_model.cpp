#include "models/filter_model.h"

#include "models/cell.h"

namespace wikivault {

FilterModel::FilterModel(QAbstractItemModel &source, QObject *parent) : QSortFilterProxyModel(parent) {
    setSourceModel(&source);
    setSortRole(SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSortLocaleAware(true);
}

void FilterModel::setText(const QString &text) {
    m_text = text.trimmed();
    invalidateFilter();
}

void FilterModel::setGroups(const QSet<int> &groups) {
    m_groups = groups;
    invalidateFilter();
}

void FilterModel::setRule(std::function<bool(int sourceRow)> rule) {
    m_rule = std::move(rule);
    invalidateFilter();
}

int FilterModel::sourceRow(const QModelIndex &index) const {
    return mapToSource(index).row();
}

bool FilterModel::filterAcceptsRow(int row, const QModelIndex &parent) const {
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (!m_groups.isEmpty() && !m_groups.contains(index.data(GroupRole).toInt())) return false;
    if (m_rule && !m_rule(row)) return false;
    return m_text.isEmpty() || index.data(FilterRole).toString().contains(m_text, Qt::CaseInsensitive);
}

}  // namespace wikivault
