#pragma once

#include <QSet>
#include <QSortFilterProxyModel>

#include <functional>

namespace wikivault {

/// Shows the rows whose FilterRole contains the text and whose GroupRole is wanted; sorts by SortRole.
class FilterModel : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit FilterModel(QAbstractItemModel &source, QObject *parent = nullptr);

    void setText(const QString &text);
    /// Empty: every group.
    void setGroups(const QSet<int> &groups);
    /// Shows only rows of the source that it accepts as well; to be set again when its answers change.
    void setRule(std::function<bool(int sourceRow)> rule);
    /// Row in the source model; -1 for none.
    [[nodiscard]] int sourceRow(const QModelIndex &index) const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_text;
    QSet<int> m_groups;
    std::function<bool(int)> m_rule;
};

}  // namespace wikivault
