#include "ui/run_comparison.h"

#include "models/words.h"
#include "ui/elided_label.h"
#include "ui/table_view.h"

#include <QStandardItemModel>

namespace wikivault {

RunComparison::RunComparison(const UiContext &ui, const RunId &from, const std::optional<RunId> &to, QWidget *parent)
    : QDialog(parent),
      m_ui(ui) {
    setObjectName(QStringLiteral("runComparison"));
    setWindowTitle(tr("Compare"));
    resize(1120, 700);
    build();
    m_frame.title->setText(tr("Comparing…"));
    ui.commands.compare.compareRuns(from, to, this, [this](const Result<Comparison> &comparison) {
        if (comparison) return show(*comparison);
        m_frame.fail(tr("The two states cannot be compared"), comparison.error());
    });
}

void RunComparison::build() {
    m_model = new QStandardItemModel(0, 2, this);
    m_model->setHorizontalHeaderLabels({tr("Change"), tr("Page")});
    m_table = new TableView(m_ui.theme, {32, false, tr("Pages that differ"), QStringLiteral("comparisonTable")});
    m_table->setModel(m_model);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setColumnWidths({160, 0});
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &row) { showPage(row.row()); });
    m_frame = ComparisonFrame::build(m_ui, *this, m_table, QStringLiteral("comparison"));
}

QString RunComparison::pointText(const VaultPoint &point) {
    return point.run ? tr("After run %1").arg(words::text(point.run->str())) : tr("Now");
}

void RunComparison::show(const Comparison &comparison) {
    m_comparison = comparison;
    const auto full = [](const VaultPoint &point) {
        return point.at ? tr("%1, %2").arg(pointText(point), words::fullTime(*point.at)) : pointText(point);
    };
    const int count = int(comparison.pages.size());
    m_frame.title->setText(
        tr("%1: %n page(s) with differences", nullptr, count).arg(m_ui.models.spaces.nameOf(comparison.space)));
    m_frame.sentence->setText(tr("%1  →  %2").arg(full(comparison.from), full(comparison.to)));
    for (const PageDifference &page : comparison.pages) {
        QList<QStandardItem *> items{new QStandardItem(ComparedTexts::changeOf(page)),
                                     new QStandardItem(ComparedTexts::placeOf(page))};
        items.last()->setToolTip(ComparedTexts::placeOf(page));
        m_model->appendRow(items);
    }
    if (count == 0) return m_frame.texts->setMessage(tr("The vault was the same both times."));
    m_table->chooseRow(0);
    m_table->setFocus();
}

void RunComparison::showPage(int row) {
    if (row < 0 || row >= int(m_comparison.pages.size())) return;
    const PageDifference &page = m_comparison.pages[std::size_t(row)];
    CompareView::Heads heads;
    heads.isTime = true;
    heads.left = pointText(m_comparison.from);
    heads.right = pointText(m_comparison.to);
    m_frame.texts->showChange(m_comparison.space, page, heads);
}

}  // namespace wikivault
