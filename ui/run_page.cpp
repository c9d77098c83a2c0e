#include "ui/run_page.h"

#include "models/command_line.h"
#include "models/words.h"
#include "ui/elided_label.h"
#include "ui/file_question.h"
#include "ui/filter_bar.h"
#include "ui/list_frame.h"
#include "ui/page_history.h"
#include "ui/run_comparison.h"
#include "ui/run_item_note.h"
#include "ui/run_question.h"
#include "ui/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace wikivault {

RunPage::RunPage(const UiContext &ui)
    : Page(ui, {tr("Runs"), QStringLiteral("runPage")}),
      m_filter(ui.models.runs, this),
      m_itemFilter(ui.models.items, this) {
    build();
    m_filters->narrow(m_filter);
    connect(m_table, &TableView::currentIdChanged, this, &RunPage::showRun);
    connect(&ui.models.runs, &TableModel::loadChanged, this, &RunPage::updateHead);
    connect(&ui.models.items, &QAbstractItemModel::modelReset, this, &RunPage::updateDetail);
    connect(&ui.models.state, &ConsoleState::settingsChanged, this, &RunPage::updateDetail);
    connect(&ui.models.runs, &QAbstractItemModel::modelReset, this, [this] {
        m_table->keepRowChosen();
        updateCompare();
        updateDetail();
    });
    m_table->addMenuEntry(tr("Undo this run…"), [this] { m_undo->click(); });
    m_table->addMenuEntry(tr("Run again…"), [this] { m_again->click(); });
    m_table->addMenuEntry(tr("Copy as command"), [this] { m_command->click(); });
    m_table->addMenuEntry(tr("Compare…"), [this] { compare(); });
    connect(m_compare, &QPushButton::clicked, this, &RunPage::compare);
    connect(m_table, &TableView::selectedIdsChanged, this, &RunPage::updateCompare);
    connect(m_command, &QPushButton::clicked, this, &RunPage::copyCommand);
    connect(m_undo, &QPushButton::clicked, this, &RunPage::undo);
    m_table->addMenuEntry(tr("Copy run id"), [this] { m_copy->click(); });
    connect(m_again, &QPushButton::clicked, this, [this] {
        const RunRecord *run = this->ui().models.runs.find(RunId(m_run.toStdString()));
        if (run) askToRun(this->ui(), *this, {run->space});
    });
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_run); });
    updateHead();
    updateCompare();
    updateDetail();
}

void RunPage::copyCommand() {
    const RunRecord *run = ui().models.runs.find(RunId(m_run.toStdString()));
    const SpaceRow *row = run ? ui().models.spaces.find(run->space) : nullptr;
    if (row)
        QGuiApplication::clipboard()->setText(
            command_line::sync({words::text(row->space.slug)}, words::text(run->reason)));
}

void RunPage::showHistory() {
    const RunRecord *run = ui().models.runs.find(RunId(m_run.toStdString()));
    if (!run || m_items->currentId().isEmpty()) return;
    auto *dialog = new PageHistoryDialog(ui(), run->space, m_items->currentId(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void RunPage::exportShown() {
    const std::vector<RunRecord> &all = ui().models.runs.runs();
    std::vector<RunRecord> shown;
    for (int row = 0; row < m_filter.rowCount(); ++row)
        shown.push_back(all[std::size_t(m_filter.sourceRow(m_filter.index(row, 0)))]);
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
    const RunRecord *run = ui().models.runs.find(RunId(m_run.toStdString()));
    if (!run) return;
    ui().commands.plans.preview({{run->space, run->id, {}}});
    emit planStarted();
}

void RunPage::refresh() {
    ui().commands.ledger.refreshRuns();
}

void RunPage::clearFilter() {
    m_filters->clearFilter();
}

void RunPage::focusFilter() {
    m_filters->focusSearch();
}

void RunPage::openRun(const QString &run) {
    m_filters->clearFilter();
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
    if (asOf)
        setSentence(tr("%n run(s). As of %1.", nullptr, runs.rowCount()).arg(words::timeOfDay(*asOf, runs.now())));
}

void RunPage::showRun(const QString &id) {
    m_run = id;
    ui().commands.ledger.openRun(RunId(id.toStdString()));
    updateDetail();
}

void RunPage::updateDetail() {
    const RunRecord *run = ui().models.runs.find(RunId(m_run.toStdString()));
    m_itemFrame->setWords(wordsOfItems(run));
    m_again->setEnabled(run != nullptr && !ui().models.state.isReadOnly());
    m_undo->setEnabled(run != nullptr && RunListModel::canUndo(*run));
    m_copy->setEnabled(run != nullptr);
    m_history->setEnabled(run != nullptr && !m_items->currentId().isEmpty());
    m_command->setEnabled(run != nullptr);
    if (!run) {
        m_title->setText(tr("No run selected"));
        m_sentence->clear();
        return m_facts->clear();
    }
    m_title->setText(
        tr("Run %1, %2: %3")
            .arg(words::text(run->id.str()), ui().models.spaces.nameOf(run->space), words::runOutcome(*run)));
    m_sentence->setText(RunListModel::sentence(*run));
    QStringList facts{words::fullTime(run->startedAt), RunListModel::why(*run)};
    if (run->endedAt) facts << tr("took %1").arg(words::span(*run->endedAt - run->startedAt));
    if (!run->mainAfter.empty() && run->mainAfter != run->mainBefore)
        facts
            << (run->mainBefore.empty()
                    ? tr("git begins at %1").arg(words::text(run->mainAfter).left(8))
                    : tr("git %1 → %2").arg(words::text(run->mainBefore).left(8), words::text(run->mainAfter).left(8)));
    if (!run->undoOf.empty()) facts << tr("takes run %1 back").arg(words::text(run->undoOf));
    if (!run->planHash.empty()) facts << tr("plan %1").arg(words::text(run->planHash).left(12));
    m_facts->setText(facts.join(QStringLiteral("  ·  ")));
}

}  // namespace wikivault
