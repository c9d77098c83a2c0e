#pragma once

#include "models/cell.h"

#include <QStyledItemDelegate>

namespace wikivault {

class Theme;

/// Paints every cell of every table from what the model says it means (`models/cell.h`).
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    CellDelegate(const Theme &theme, QObject *parent);

    void setHoverRow(int row) { m_hoverRow = row; }
    /// Values are from an earlier time: painted quietly.
    void setStale(bool stale) { m_stale = stale; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    struct Ink {
        QPainter &painter;
        const QStyleOptionViewItem &option;
        const QModelIndex &index;
        QRect box;  ///< the cell without its padding
    };
    void paintBackground(const Ink &ink) const;
    void paintText(const Ink &ink, CellKind kind) const;
    void paintTwoLines(const Ink &ink) const;
    void paintState(const Ink &ink) const;
    void paintCount(const Ink &ink) const;
    void paintCheck(const Ink &ink) const;
    [[nodiscard]] QColor inkColor(const QModelIndex &index) const;

    const Theme &m_theme;
    int m_hoverRow = -1;
    bool m_stale = false;
};

}  // namespace wikivault
