#pragma once

#include <QSet>
#include <QSortFilterProxyModel>

namespace wikivault {

/// Shows the rows whose FilterRole contains the text and whose GroupRole is wanted; sorts by SortRole.
class FilterModel : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit FilterModel(QAbstractItemModel &source, QObject *parent = nullptr);

    void setText(const QString &text);
    /// Empty: every group.
    void setGroups(const QSet<int> &groups);
    /// Row in the source model; -1 for none.
    [[nodiscard]] int sourceRow(const QModelIndex &index) const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_text;
    QSet<int> m_groups;
};

}  // namespace wikivault
