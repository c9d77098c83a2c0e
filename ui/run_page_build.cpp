#include "ui/filter_bar.h"
#include "ui/list_frame.h"
#include "ui/run_detail.h"
#include "ui/run_page.h"
#include "ui/run_scope.h"
#include "ui/run_timeline.h"
#include "ui/widgets.h"

#include <QSplitter>
#include <QVBoxLayout>

/// The parts of the page of runs.
namespace wikivault {

void RunPage::buildFilters() {
    m_filters = new FilterBar(ui().theme, tr("Filter runs"));
    m_filters->addChip(-1, tr("All"));
    const std::pair<Mark, QString> chips[] = {{Mark::Running, tr("Running")},  {Mark::InSync, tr("Done")},
                                              {Mark::Pending, tr("Problems")}, {Mark::Conflicts, tr("Conflicts")},
                                              {Mark::Failing, tr("Failed")},   {Mark::Paused, tr("Stopped")},
                                              {Mark::Off, tr("Skipped")}};
    for (const auto &[mark, word] : chips)
        m_filters->addChip(int(mark), word);
    m_scope = new RunScope(ui().models);
    addAction(m_scope);
    addToolRow(m_filters);
}

/// The journal may hold far more runs than are shown: it is asked for those that are looked for.
void RunPage::narrow() {
    const RunFilter filter = m_scope->filter();
    const bool isNarrow = filter != RunFilter();
    ListFrame::Words words{QStringLiteral("runs"), tr("No runs recorded by this console yet."),
                           tr("Runs made elsewhere show only what git and the server report."),
                           tr("The runs could not be read."), tr("No run matches.")};
    if (isNarrow) words.icon = QStringLiteral("search"), words.empty = words.noMatch, words.emptyDetail.clear();
    m_frame->setWords(words);
    m_frame->setEmptyAction(isNarrow ? tr("Clear filter") : QString(), [this] { clearFilter(); });
    ui().commands.ledger.narrowRuns(filter);
}

void RunPage::build() {
    buildFilters();
    m_export = make::button(ui().theme, {tr("Export…"), QStringLiteral("exportRunsButton"), QStringLiteral("folder"),
                                         "", tr("Writes the runs shown here to a file, CSV or JSON")});
    connect(m_export, &QPushButton::clicked, this, &RunPage::exportShown);
    m_compare = make::button(
        ui().theme, {tr("Compare with now…"), QStringLiteral("compareRunsButton"), QStringLiteral("preview"), "", {}});
    addAction(m_compare);
    addAction(m_export);
    m_table = new TableView(ui().theme, {48, true, tr("Runs"), QStringLiteral("runTable")});
    m_table->setModel(&m_filter);
    m_table->setColumnWidths({0, 140, 236, 0, 112, 108, 92});
    m_table->setColumnHidden(RunListModel::Counts, true);  // stands below the result
    m_frame = new ListFrame(ui().theme, ui().models.runs, m_table, {});
    connect(m_frame, &ListFrame::retryRequested, this, &RunPage::refresh);
    connect(m_frame, &ListFrame::clearFilterRequested, this, &RunPage::clearFilter);
    narrow();
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("runSplitter"));
    auto *list = new QWidget;
    auto *column = new QVBoxLayout(list);
    make::margins(*column, 0, 0, 0);
    m_timeline = new RunTimeline(ui().theme, m_filter);
    column->addWidget(m_timeline);
    column->addWidget(m_frame, 1);
    m_detail = new RunDetail(ui());
    splitter->addWidget(list);
    splitter->addWidget(m_detail);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({300, 340});
    setContent(splitter);
}

}  // namespace wikivault
