#include "ui/table_dialog.h"

#include "ui/table_view.h"
#include "ui/widgets.h"

#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

namespace wikivault {

TableDialog::TableDialog(const Theme &theme, const Content &content, QWidget *parent) : QDialog(parent) {
    setObjectName(content.objectName);
    setWindowTitle(content.title);
    constexpr int rowHeight = 30, frame = 190, tallest = 560;
    resize(content.columns.size() > 2 ? 760 : 520, std::min(tallest, frame + rowHeight * int(content.rows.size())));
    auto *model = new QStandardItemModel(0, int(content.columns.size()), this);
    model->setHorizontalHeaderLabels(content.columns);
    for (const QStringList &row : content.rows) {
        QList<QStandardItem *> items;
        for (const QString &text : row) {
            items << new QStandardItem(text);
            items.last()->setToolTip(text);
        }
        model->appendRow(items);
    }
    auto *table = new TableView(theme, {rowHeight, false, content.title, content.objectName + QStringLiteral("Table")});
    table->setModel(model);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setColumnWidths(content.widths);
    auto *close = make::button(theme, {tr("Close"), QStringLiteral("closeButton"), {}, "", {}});
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    make::margins(*column, 0, 0, 0);
    if (!content.sentence.isEmpty()) {
        QLabel *sentence = make::prose("body", content.sentence);
        sentence->setObjectName(QStringLiteral("dialogSentence"));
        sentence->setContentsMargins(space::kHuge, space::kLarge, space::kHuge, space::kMedium);
        column->addWidget(sentence);
        column->addWidget(make::line());
    }
    column->addWidget(table, 1);
    auto *foot = make::box("footer");
    auto *buttons = new QHBoxLayout(foot);
    make::margins(*buttons, space::kHuge, space::kMedium, space::kSmall);
    buttons->addStretch(1);
    buttons->addWidget(close);
    column->addWidget(foot);
}

}  // namespace wikivault
