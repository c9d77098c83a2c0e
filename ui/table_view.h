#pragma once

#include <QTableView>

#include <functional>

class QMenu;

namespace wikivault {

class CellDelegate;
class Theme;

/// A calm table: whole rows, no grid, hover, the row height of its content.
class TableView : public QTableView {
    Q_OBJECT

public:
    struct Look {
        int rowHeight = 48;
        bool multiSelect = false;
        QString accessibleName;
        QString objectName;
    };
    TableView(const Theme &theme, const Look &look, QWidget *parent = nullptr);

    void setStale(bool stale);
    /// Widths in pixels by column; a width of 0 stretches. Call after setModel().
    void setColumnWidths(const QList<int> &widths);
    /// Columns that are there while the window is that wide, until somebody chooses columns by hand.
    void showFrom(int width, const QList<int> &columns);
    void keepColumns() { m_roomy.clear(); }
    /// IdRole of the current row, and of all selected ones.
    [[nodiscard]] QString currentId() const;
    [[nodiscard]] QStringList selectedIds() const;
    void selectId(const QString &id);
    /// Selects this row and no other, whatever keys are held down (QTableView::selectRow() looks at them).
    void chooseRow(int row);
    /// The one that was, if it is still there; the first, where none is.
    void keepRowChosen();
    /// An entry of the menu of the selected rows (right click, Shift+F10).
    QAction *addMenuEntry(const QString &text, std::function<void()> act);
    /// A menu in that menu.
    QMenu *addMenu(const QString &text);

signals:
    void opened(const QModelIndex &index);  ///< Return or double click
    void currentIdChanged(const QString &id);
    void selectedIdsChanged();

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void reset() override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void hover(int row);
    void shareWidth();
    [[nodiscard]] int headWidth(int column) const;
    void restore();
    /// Ticks or clears the box of the row; false: it has none.
    [[nodiscard]] bool toggleCheck(int row);

    CellDelegate *const m_delegate;
    QString m_wantedId;
    QList<int> m_stretching;  ///< columns that take what is left
    QList<int> m_roomy;       ///< see showFrom()
    int m_roomyFrom = 0;
};

}  // namespace wikivault
