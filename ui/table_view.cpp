#include "ui/table_view.h"

#include "models/cell.h"
#include "ui/delegates/cell_delegate.h"
#include "ui/theme.h"

#include <QAction>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QTimer>

namespace wikivault {

TableView::TableView(const Theme &theme, const Look &look, QWidget *parent)
    : QTableView(parent),
      m_delegate(new CellDelegate(theme, this)) {
    setObjectName(look.objectName);
    setAccessibleName(look.accessibleName);
    setItemDelegate(m_delegate);
    setShowGrid(false);
    setWordWrap(false);
    setMouseTracking(true);
    setSortingEnabled(false);
    setTabKeyNavigation(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(look.multiSelect ? ExtendedSelection : SingleSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setFrameShape(NoFrame);
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(20);
    verticalHeader()->setDefaultSectionSize(look.rowHeight);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setMinimumSectionSize(48);
    connect(this, &QAbstractItemView::doubleClicked, this, &TableView::opened);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void TableView::setStale(bool stale) {
    m_delegate->setStale(stale);
    viewport()->update();
}

/// What the head of a column needs for its text in the language of the window.
int TableView::headWidth(int column) const {
    const QString text = model() ? model()->headerData(column, Qt::Horizontal).toString() : QString();
    constexpr int padding = 2 * space::kMedium + 2;
    return horizontalHeader()->fontMetrics().horizontalAdvance(text) + padding + (column == 0 ? space::kMedium : 0);
}

void TableView::setColumnWidths(const QList<int> &widths) {
    m_stretching.clear();
    for (int column = 0; column < int(widths.size()); ++column) {
        const bool stretches = widths.at(column) == 0;
        if (stretches) m_stretching << column;
        horizontalHeader()->setSectionResizeMode(column, stretches ? QHeaderView::Stretch : QHeaderView::Interactive);
        if (!stretches) setColumnWidth(column, std::max(widths.at(column), headWidth(column)));
    }
}

/// Columns that take what is left keep enough to be read; where that does not fit, the list scrolls sideways.
void TableView::shareWidth() {
    constexpr int narrowest = 160;
    int others = 0;
    for (int column = 0; column < horizontalHeader()->count(); ++column)
        if (!m_stretching.contains(column) && !isColumnHidden(column)) others += columnWidth(column);
    const bool fits = viewport()->width() >= others + narrowest * int(m_stretching.size());
    for (const int column : m_stretching) {
        horizontalHeader()->setSectionResizeMode(column, fits ? QHeaderView::Stretch : QHeaderView::Interactive);
        if (!fits) setColumnWidth(column, narrowest);
    }
}

void TableView::showFrom(int width, const QList<int> &columns) {
    m_roomyFrom = width;
    m_roomy = columns;
}

void TableView::resizeEvent(QResizeEvent *event) {
    const QRect row = visualRect(currentIndex());
    const bool wasSeen = row.isValid() && row.bottom() > 0 && row.top() < event->oldSize().height();
    QTableView::resizeEvent(event);
    for (const int column : m_roomy)
        setColumnHidden(column, window()->width() < m_roomyFrom);
    shareWidth();
    // A question above the list is about the chosen row: it stays in sight.
    if (wasSeen) scrollTo(currentIndex());
}

QString TableView::currentId() const {
    return currentIndex().data(IdRole).toString();
}

QStringList TableView::selectedIds() const {
    QStringList ids;
    if (!selectionModel()) return ids;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        ids << index.data(IdRole).toString();
    return ids;
}

void TableView::selectId(const QString &id) {
    m_wantedId = id;
    restore();
}

QAction *TableView::addMenuEntry(const QString &text, std::function<void()> act) {
    auto *entry = new QAction(text, this);
    connect(entry, &QAction::triggered, this, [act = std::move(act)] { act(); });
    addAction(entry);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    return entry;
}

QMenu *TableView::addMenu(const QString &text) {
    auto *menu = new QMenu(text, this);
    addAction(menu->menuAction());
    setContextMenuPolicy(Qt::ActionsContextMenu);
    return menu;
}

void TableView::chooseRow(int row) {
    selectionModel()->setCurrentIndex(model()->index(row, 0),
                                      QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void TableView::keepRowChosen() {
    restore();  // the selection forgets after a reset what was restored in it
    if (!currentIndex().isValid() && model()->rowCount() > 0) chooseRow(0);
}

void TableView::restore() {
    if (!model() || m_wantedId.isEmpty() || currentId() == m_wantedId) return;
    for (int row = 0; row < model()->rowCount(); ++row)
        if (model()->index(row, 0).data(IdRole).toString() == m_wantedId) {
            const QString keep = m_wantedId;
            chooseRow(row);
            m_wantedId = keep;
            return;
        }
}

void TableView::currentChanged(const QModelIndex &current, const QModelIndex &previous) {
    QTableView::currentChanged(current, previous);
    if (!current.isValid()) return;
    m_wantedId = current.data(IdRole).toString();
    emit currentIdChanged(m_wantedId);
}

void TableView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) {
    QTableView::selectionChanged(selected, deselected);
    emit selectedIdsChanged();
}

void TableView::reset() {
    QTableView::reset();
    restore();
    emit selectedIdsChanged();
}

void TableView::rowsInserted(const QModelIndex &parent, int start, int end) {
    QTableView::rowsInserted(parent, start, end);
    restore();
}

void TableView::hover(int row) {
    m_delegate->setHoverRow(row);
    viewport()->update();
}

void TableView::mouseMoveEvent(QMouseEvent *event) {
    hover(indexAt(event->position().toPoint()).row());
    QTableView::mouseMoveEvent(event);
}

void TableView::leaveEvent(QEvent *event) {
    hover(-1);
    QTableView::leaveEvent(event);
}

void TableView::keyPressEvent(QKeyEvent *event) {
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && event->modifiers() == Qt::NoModifier &&
        currentIndex().isValid()) {
        emit opened(currentIndex());
        return;
    }
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier && currentIndex().isValid() &&
        toggleCheck(currentIndex().row()))
        return;
    QTableView::keyPressEvent(event);
}

bool TableView::toggleCheck(int row) {
    for (int column = 0; column < model()->columnCount(); ++column) {
        const QModelIndex cell = model()->index(row, column);
        const QVariant check = cell.data(Qt::CheckStateRole);
        if (check.isValid())
            return model()->setData(cell, check.toInt() == Qt::Checked ? Qt::Unchecked : Qt::Checked,
                                    Qt::CheckStateRole);
    }
    return false;
}

}  // namespace wikivault
