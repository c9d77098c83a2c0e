#include "ui/run_item_note.h"

#include "models/cell.h"
#include "models/run_item_model.h"
#include "ui/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>

namespace wikivault {

RunItemNote::RunItemNote(const UiContext &ui)
    : m_text(make::prose("body")),
      m_review(make::button(ui.theme,
                            {tr("Review"), QStringLiteral("itemReviewButton"), QStringLiteral("conflicts"), "", {}})),
      m_copy(make::button(ui.theme, {tr("Copy details"), QStringLiteral("copyItemButton"), QStringLiteral("copy"),
                                     "plain", tr("The page and what is said of it")})) {
    auto *row = new QHBoxLayout(this);
    make::margins(*row, space::kHuge, space::kSmall, space::kMedium);
    m_text->setObjectName(QStringLiteral("runItemNote"));
    row->addWidget(m_text, 1);
    row->addWidget(m_review);
    row->addWidget(m_copy);
    connect(m_review, &QPushButton::clicked, this, [this] { emit reviewRequested(m_page); });
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_text->text()); });
    hide();
}

void RunItemNote::show(const QModelIndex &item) {
    const auto cell = [&item](int column, int role) { return item.siblingAtColumn(column).data(role); };
    const QString note = cell(RunItemModel::Note, Qt::DisplayRole).toString();
    m_page = PageId(item.data(IdRole).toString().toStdString());
    m_text->setText(tr("%1: %2").arg(cell(RunItemModel::Page, Qt::ToolTipRole).toString(), note));
    m_review->setVisible(cell(RunItemModel::Result, MarkRole).toInt() == int(Mark::Conflicts));
    setVisible(!note.isEmpty());
}

}  // namespace wikivault
