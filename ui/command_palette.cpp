#include "ui/command_palette.h"

#include "ui/table_view.h"
#include "ui/widgets.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace wikivault {

CommandPalette::CommandPalette(const Theme &theme, QList<Entry> entries, QWidget *parent)
    : QDialog(parent),
      m_entries(std::move(entries)) {
    setObjectName(QStringLiteral("commandPalette"));
    setWindowTitle(tr("Find a command or a space"));
    resize(560, 420);
    m_field = new QLineEdit;
    m_field->setObjectName(QStringLiteral("paletteField"));
    m_field->setPlaceholderText(tr("Type a part of its name"));
    m_field->setAccessibleName(windowTitle());
    m_field->addAction(theme.icon(QStringLiteral("search"), Tone::Muted), QLineEdit::LeadingPosition);
    auto *model = new QStandardItemModel(0, 2, this);
    for (const Entry &entry : m_entries)
        model->appendRow({new QStandardItem(entry.text), new QStandardItem(entry.hint)});
    m_filter = new QSortFilterProxyModel(this);
    m_filter->setSourceModel(model);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table = new TableView(theme, {32, false, windowTitle(), QStringLiteral("paletteTable")});
    m_table->setModel(m_filter);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setColumnWidths({0, 160});
    m_table->horizontalHeader()->hide();
    auto *column = new QVBoxLayout(this);
    make::margins(*column, 0, 0, 0);
    auto *top = new QVBoxLayout;
    make::margins(*top, space::kLarge, space::kLarge, 0);
    top->addWidget(m_field);
    column->addLayout(top);
    column->addWidget(m_table, 1);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::narrow);
    connect(m_table, &TableView::opened, this, &CommandPalette::runChosen);
    narrow({});
    m_field->setFocus();
}

void CommandPalette::narrow(const QString &typed) {
    m_filter->setFilterFixedString(typed.trimmed());
    if (m_filter->rowCount() > 0) m_table->chooseRow(0);
}

void CommandPalette::runChosen() {
    const QModelIndex chosen = m_filter->mapToSource(m_table->currentIndex());
    if (!chosen.isValid()) return;
    const auto run = m_entries.at(chosen.row()).run;
    accept();
    run();
}

/// The arrows move in the list while the field keeps the focus.
bool CommandPalette::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() != QEvent::KeyPress) return QDialog::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        runChosen();
        return true;
    }
    if (key != Qt::Key_Down && key != Qt::Key_Up) return QDialog::eventFilter(watched, event);
    const int row = m_table->currentIndex().row() + (key == Qt::Key_Down ? 1 : -1);
    if (row >= 0 && row < m_filter->rowCount()) m_table->chooseRow(row);
    return true;
}

}  // namespace wikivault
