#include "ui/shortcut_dialog.h"

#include "ui/table_view.h"
#include "ui/widgets.h"

#include <QStandardItemModel>
#include <QVBoxLayout>

namespace wikivault {

ShortcutDialog::ShortcutDialog(const Theme &theme, const QList<Entry> &entries, QWidget *parent) : QDialog(parent) {
    setObjectName(QStringLiteral("shortcutDialog"));
    setWindowTitle(tr("Keyboard shortcuts"));
    resize(520, 560);
    auto *model = new QStandardItemModel(0, 2, this);
    model->setHorizontalHeaderLabels({tr("Keys"), tr("What they do")});
    for (const Entry &entry : entries)
        model->appendRow({new QStandardItem(entry.keys), new QStandardItem(entry.act)});
    auto *table = new TableView(theme, {30, false, tr("Keyboard shortcuts"), QStringLiteral("shortcutTable")});
    table->setModel(model);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setColumnWidths({220, 0});
    auto *close = make::button(theme, {tr("Close"), QStringLiteral("closeButton"), {}, "", {}});
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    make::margins(*column, 0, 0, 0);
    column->addWidget(table, 1);
    auto *foot = make::box("footer");
    auto *buttons = new QHBoxLayout(foot);
    make::margins(*buttons, space::kHuge, space::kMedium, space::kSmall);
    buttons->addStretch(1);
    buttons->addWidget(close);
    column->addWidget(foot);
}

}  // namespace wikivault
