#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QString>

namespace wikivault {

/// What a list shows and how, under a name.
struct SavedView {
    QString name;
    QString text;        ///< of the filter field
    int group = -1;      ///< the chip; -1: all
    QByteArray columns;  ///< QHeaderView::saveState(): widths, hidden ones, order of the rows
    friend bool operator==(const SavedView &, const SavedView &) = default;
};

/// The saved views of the list of spaces, by name.
class SavedViews : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] const QList<SavedView> &all() const { return m_views; }
    [[nodiscard]] const SavedView *find(const QString &name) const;
    void setAll(QList<SavedView> views);
    /// Replaces the view of that name.
    void put(const SavedView &view);
    void remove(const QString &name);

signals:
    void changed();

private:
    QList<SavedView> m_views;
};

}  // namespace wikivault
