#include "ui/run_page.h"

#include "models/words.h"
#include "ui/file_question.h"
#include "ui/filter_bar.h"
#include "ui/run_comparison.h"
#include "ui/run_detail.h"
#include "ui/run_question.h"
#include "ui/run_scope.h"
#include "ui/run_timeline.h"
#include "ui/table_view.h"

#include <QPushButton>

#include <algorithm>

namespace wikivault {

RunPage::RunPage(const UiContext &ui)
    : Page(ui, {tr("Runs"), QStringLiteral("runPage")}),
      m_folds(ui.models.runs),
      m_filter(m_folds, this) {
    build();
    connectParts();
    m_table->addMenuEntry(tr("Undo this run…"), [this] { m_detail->undo(); });
    m_table->addMenuEntry(tr("Run again…"), [this] { m_detail->runAgain(); });
    m_table->addMenuEntry(tr("Copy as command"), [this] { m_detail->copyCommand(); });
    m_table->addMenuEntry(tr("Compare…"), [this] { compare(); });
    m_table->addMenuEntry(tr("Copy run id"), [this] { m_detail->copyId(); });
    m_table->addMenuEntry(tr("Show or fold skipped runs"), [this] { toggleFold(m_chosen); });
    updateHead();
    updateCompare();
    updateDetail();
}

void RunPage::connectParts() {
    m_filters->narrow(m_filter);
    connect(m_table, &TableView::currentIdChanged, this, &RunPage::showChosen);
    connect(m_table, &TableView::opened, this,
            [this](const QModelIndex &row) { toggleFold(row.data(IdRole).toString()); });
    connect(m_table, &QAbstractItemView::clicked, this, [this](const QModelIndex &cell) {
        if (cell.column() == RunListModel::Number) toggleFold(cell.data(IdRole).toString());
    });
    connect(m_timeline, &RunTimeline::picked, m_table, &TableView::selectId);
    connect(m_table, &TableView::selectedIdsChanged, this, &RunPage::updateCompare);
    const ConsoleModels &models = ui().models;
    connect(&models.runs, &TableModel::loadChanged, this, &RunPage::updateHead);
    connect(&models.state, &ConsoleState::settingsChanged, this, &RunPage::updateDetail);
    connect(&models.spaces, &QAbstractItemModel::modelReset, this, &RunPage::updateDetail);  // it has names now
    connect(&m_filter, &QAbstractItemModel::modelReset, this, [this] {
        m_table->keepRowChosen();
        updateCompare();
        updateDetail();
    });
    connect(m_compare, &QPushButton::clicked, this, &RunPage::compare);
    connect(m_scope, &RunScope::changed, this, &RunPage::narrow);
    connect(m_detail, &RunDetail::undoRequested, this, &RunPage::undo);
    connect(m_detail, &RunDetail::againRequested, this, &RunPage::runAgain);
    connect(m_detail, &RunDetail::foldToggled, this, [this] { toggleFold(m_chosen); });
    connect(m_detail, &RunDetail::retryRequested, this, [this] { showChosen(m_chosen); });
    connect(m_detail, &RunDetail::logRequested, this, &RunPage::logRequested);
    connect(m_detail, &RunDetail::reviewRequested, this, &RunPage::reviewRequested);
}

void RunPage::runAgain() {
    const RunRecord *run = ui().models.runs.find(RunId(m_chosen.toStdString()));
    if (run) askToRun(ui(), *this, {run->space});
}

/// What a fold hides goes with it.
void RunPage::exportShown() {
    std::vector<RunRecord> shown;
    for (int row = 0; row < m_filter.rowCount(); ++row) {
        if (m_folds.isOpen(m_filter.index(row, 0).data(IdRole).toString()))
            continue;  // its runs have rows of their own
        for (const RunRecord *run : m_folds.runsAt(m_filter.sourceRow(m_filter.index(row, 0))))
            shown.push_back(*run);
    }
    askForFile(*this,
               {tr("Export %n run(s)", nullptr, int(shown.size())), QStringLiteral("exportRunsDialog"),
                tr("Table (*.csv);;JSON (*.json)"), QStringLiteral("runs.csv")},
               [this, shown](const QString &path) { ui().commands.ledger.exportRuns(shown, path); });
}

std::vector<const RunRecord *> RunPage::chosen() const {
    std::vector<const RunRecord *> runs;
    for (const QString &id : m_table->selectedIds())
        if (const RunRecord *run = ui().models.runs.find(RunId(id.toStdString()))) runs.push_back(run);
    std::sort(runs.begin(), runs.end(), [](const auto *a, const auto *b) { return a->startedAt < b->startedAt; });
    return runs;
}

void RunPage::updateCompare() {
    const auto runs = chosen();
    const bool isPair = runs.size() == 2 && runs[0]->space == runs[1]->space;
    m_compare->setEnabled(runs.size() == 1 || isPair);
    m_compare->setText(runs.size() == 2 ? tr("Compare the two…") : tr("Compare with now…"));
    m_compare->setAccessibleName(m_compare->text());
    m_compare->setToolTip(runs.size() == 2 && !isPair
                              ? tr("These runs are of two spaces")
                              : tr("Pages that differ between the vault after one run and after "
                                   "another, or now (Ctrl+Shift+D). Select two with Ctrl."));
}

void RunPage::compare() {
    const auto runs = chosen();
    if (!m_compare->isEnabled() || runs.empty()) return;
    const std::optional<RunId> second = runs.size() == 2 ? std::optional(runs[1]->id) : std::nullopt;
    auto *dialog = new RunComparison(ui(), runs[0]->id, second, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void RunPage::undo() {
    const RunRecord *run = ui().models.runs.find(RunId(m_chosen.toStdString()));
    if (!run) return;
    ui().commands.plans.preview({{run->space, run->id, {}}});
    emit planStarted();
}

void RunPage::refresh() {
    ui().commands.ledger.refreshRuns();
}

void RunPage::clearFilter() {
    m_filters->clearFilter();
    m_scope->clear();
}

void RunPage::focusFilter() {
    m_filters->focusSearch();
}

void RunPage::stepChange(bool forward) {
    m_detail->stepChange(forward);
}

void RunPage::openRun(const QString &run) {
    clearFilter();
    m_folds.reveal(run);
    m_table->selectId(run);
}

void RunPage::updateHead() {
    const RunListModel &runs = ui().models.runs;
    m_export->setEnabled(runs.rowCount() > 0);
    m_filters->setCount(-1, runs.rowCount());
    for (int mark = int(Mark::InSync); mark <= int(Mark::Unknown); ++mark) {
        int count = 0;
        for (int row = 0; row < runs.rowCount(); ++row)
            count += runs.index(row, 0).data(GroupRole).toInt() == mark ? 1 : 0;
        m_filters->setCount(mark, count);
    }
    const auto &asOf = runs.load().asOf;
    if (!asOf) return;
    QString sentence =
        (runs.rowCount() < RunFilter{}.limit ? tr("%n run(s). As of %1.", nullptr, runs.rowCount())
                                             : tr("The newest %n run(s). As of %1.", nullptr, runs.rowCount()))
            .arg(words::timeOfDay(*asOf, runs.now()));
    if (runs.lacksNumbers() && m_scope->filter() == RunFilter())
        sentence += QLatin1Char(' ') + tr("Numbers that are missing were looks that found nothing new.");
    setSentence(sentence);
}

void RunPage::showChosen(const QString &id) {
    m_chosen = id;
    m_timeline->setChosen(id);
    const auto skips = m_folds.runsOf(id);
    ui().commands.ledger.openRun(skips.empty() ? RunId(id.toStdString()) : skips.front()->id);
    updateDetail();
}

void RunPage::toggleFold(const QString &id) {
    if (m_folds.runsOf(id).empty()) return;
    m_folds.toggle(id);
    updateDetail();
}

void RunPage::updateDetail() {
    const auto skips = m_folds.runsOf(m_chosen);
    if (skips.empty())
        m_detail->showRun(ui().models.runs.find(RunId(m_chosen.toStdString())));
    else
        m_detail->showSkips(skips, m_folds.isOpen(m_chosen));
}

}  // namespace wikivault
