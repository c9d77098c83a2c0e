#include "ui/run_detail.h"

#include "models/command_line.h"
#include "models/log_scope.h"
#include "models/run_folds.h"
#include "models/words.h"
#include "ui/compared_texts.h"
#include "ui/elided_label.h"
#include "ui/once.h"
#include "ui/page_history.h"
#include "ui/page_opener.h"
#include "ui/run_item_note.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

namespace wikivault {

namespace {
constexpr int kPagesBeside = 320, kTextsBeside = 680;
}

RunDetail::RunDetail(const UiContext &ui)
    : m_ui(ui),
      m_itemFilter(ui.models.items, this),
      m_logFilter(ui.models.log, this) {
    build();
    connectParts();
    showRun(nullptr);
    showTab(Tab::Pages);
}

void RunDetail::connectParts() {
    connect(m_tabs, &QButtonGroup::idClicked, this, [this](int tab) { showTab(Tab(tab)); });
    connect(m_items, &TableView::currentIdChanged, this, &RunDetail::updateItem);
    connect(&m_itemFilter, &QAbstractItemModel::modelReset, this, [this] {
        m_items->keepRowChosen();
        updateTabs();
        updateItem();
    });
    auto *count = make::once(this, [this] { updateTabs(); });
    for (auto change : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_logFilter, change, count, qOverload<>(&QTimer::start));
    connect(m_note, &RunItemNote::reviewRequested, this, &RunDetail::reviewRequested);
    connect(m_history, &QPushButton::clicked, this, &RunDetail::showHistory);
    connect(m_itemFrame, &ListFrame::clearFilterRequested, this, [this] { showTab(Tab::Pages); });
    connect(m_itemFrame, &ListFrame::retryRequested, this, &RunDetail::retryRequested);
    connect(m_undo, &QPushButton::clicked, this, &RunDetail::undoRequested);
    connect(m_again, &QPushButton::clicked, this, &RunDetail::againRequested);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(words::text(m_run.str())); });
    connect(m_command, &QPushButton::clicked, this, [this] {
        const SpaceRow *row = run() ? m_ui.models.spaces.find(run()->space) : nullptr;
        if (row)
            QGuiApplication::clipboard()->setText(
                command_line::sync({words::text(row->space.slug)}, words::text(run()->reason)));
    });
}

const RunRecord *RunDetail::run() const {
    return m_ui.models.runs.find(m_run);
}

ListFrame::Words RunDetail::wordsOfItems(const RunRecord *run) {
    ListFrame::Words words{QStringLiteral("check"),
                           tr("This run changed no page."),
                           {},
                           tr("The pages of the run could not be read."),
                           tr("No page failed in this run."),
                           tr("Show all pages")};
    const bool isOpen = run && run->outcome == "running";
    if (!isOpen && (!run || run->outcome != "interrupted")) return words;
    words.icon = QStringLiteral("clock");
    words.empty = isOpen ? tr("What this run does is noted at its end.") : tr("What this run did is not known.");
    words.emptyDetail =
        tr("A program that is killed notes nothing. What reached the wiki or git stays there, and the "
           "next run goes on from it.");
    return words;
}

QString RunDetail::factsOf(const RunRecord &run) {
    QStringList facts{words::fullTime(run.startedAt), RunListModel::why(run)};
    if (run.endedAt) facts << tr("took %1").arg(words::span(*run.endedAt - run.startedAt));
    if (!run.mainAfter.empty() && run.mainAfter != run.mainBefore)
        facts << (run.mainBefore.empty()
                      ? tr("git begins at %1").arg(words::text(run.mainAfter).left(8))
                      : tr("git %1 → %2").arg(words::text(run.mainBefore).left(8), words::text(run.mainAfter).left(8)));
    if (!run.undoOf.empty()) facts << tr("takes run %1 back").arg(words::text(run.undoOf));
    if (!run.planHash.empty()) facts << tr("plan %1").arg(words::text(run.planHash).left(12));
    return facts.join(QStringLiteral("  ·  "));
}

void RunDetail::showRun(const RunRecord *run) {
    m_run = run ? run->id : RunId();
    m_itemFrame->setEmptyAction({}, {});
    m_itemFrame->setWords(wordsOfItems(run));
    m_again->setEnabled(run && !m_ui.models.state.isReadOnly());
    m_undo->setEnabled(run && RunListModel::canUndo(*run));
    m_copy->setEnabled(run != nullptr);
    m_command->setEnabled(run != nullptr);
    m_title->setText(
        run ? tr("Run %1, %2: %3")
                  .arg(words::text(run->id.str()), m_ui.models.spaces.nameOf(run->space), words::runOutcome(*run))
            : tr("No run selected"));
    m_sentence->setText(run ? RunListModel::sentence(*run) : QString());
    m_facts->setText(run ? factsOf(*run) : QString());
    followLog();
    updateTabs();
    updateItem();
}

/// Nobody counts lines behind another page.
void RunDetail::followLog() {
    m_logFilter.setRule([this](int row) { return isVisible() && isOfRun(m_ui.models.log.at(row)); });
}

void RunDetail::showSkips(const std::vector<const RunRecord *> &skips, bool isOpen) {
    showRun(skips.front());
    m_title->setText(tr("%1, %2").arg(RunFolds::nameOf(skips.size()), m_ui.models.spaces.nameOf(skips.front()->space)));
    m_sentence->setText(RunFolds::sentence(skips));
    m_facts->setText(QStringLiteral(u"%1 – %2")
                         .arg(words::fullTime(skips.back()->startedAt), words::fullTime(skips.front()->startedAt)));
    ListFrame::Words words = wordsOfItems(nullptr);
    words.empty = tr("These runs changed no page: they never began.");
    m_itemFrame->setWords(words);
    m_itemFrame->setEmptyAction(isOpen ? tr("Fold these runs") : tr("Show these runs"), [this] { emit foldToggled(); });
}

void RunDetail::updateTabs() {
    const RunItemModel &items = m_ui.models.items;
    const std::pair<Tab, QString> names[] = {
        {Tab::Pages, tr("Pages  %1").arg(items.rowCount())},
        {Tab::Errors, tr("Errors  %1").arg(items.countOf(Outcome::Failed))},
        {Tab::Phases, tr("Phases")},
        {Tab::Texts, tr("Before/After")},
        {Tab::Log, tr("Log  %1").arg(m_logFilter.rowCount())},
    };
    for (const auto &[tab, name] : names) {
        m_tabs->button(int(tab))->setText(name);
        m_tabs->button(int(tab))->setAccessibleName(name.simplified());
    }
    updatePhases();
}

/// A run's journal notes no phases; the line it logs at its end does.
void RunDetail::updatePhases() {
    const RunRecord *shown = run();
    std::vector<log_scope::PhaseTime> phases;
    for (int row = m_logFilter.rowCount() - 1; row >= 0 && phases.empty() && shown; --row)
        phases = log_scope::phasesIn(m_ui.models.log.at(m_logFilter.sourceRow(m_logFilter.index(row, 0))), shown->id);
    m_phases.setPhases(std::move(phases), m_ui.models.runs.now());
    const bool isOpen = shown && shown->outcome == "running";
    m_phaseFrame->setWords(
        {QStringLiteral("clock"),
         isOpen ? tr("How long each phase takes is noted at the end of the run.")
                : tr("How long the phases of this run took is not known here."),
         isOpen ? tr("The strip at the bottom shows the phase at hand.")
                : tr("It stands in the log of the program that ran it, unless all were short; this window keeps the "
                     "lines since its start. \"wikivaultctl log --run %1\" looks for older ones.")
                      .arg(words::text(m_run.str())),
         {},
         {}});
}

void RunDetail::showTab(Tab tab) {
    m_tab = tab;
    m_tabs->button(int(tab))->setChecked(true);
    m_itemFilter.setGroups(tab == Tab::Errors ? QSet<int>{int(Outcome::Failed)} : QSet<int>());
    m_stack->setCurrentIndex(tab == Tab::Log ? 1 : tab == Tab::Phases ? 2 : 0);
    const bool isBeside = tab == Tab::Texts;
    m_texts->setVisible(isBeside);
    if (m_items->isColumnHidden(RunItemModel::Note) != isBeside) {
        for (const int column : {RunItemModel::Way, RunItemModel::Change, RunItemModel::Note})
            m_items->setColumnHidden(column, isBeside);
        m_items->setColumnWidths(isBeside ? QList<int>{128, 92, 100, 0, 280} : QList<int>{128, 92, 100, 280, 0});
        m_sides->setSizes({kPagesBeside, kTextsBeside});
    }
    if (!m_items->currentIndex().isValid()) m_items->keepRowChosen();
    updateTabs();
    updateItem();
}

/// Columns as they were remembered may be those of another tab.
void RunDetail::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    followLog();
    showTab(m_tab);
}

void RunDetail::stepChange(bool forward) {
    if (m_tab == Tab::Texts) m_texts->stepChange(forward);
}

const Item *RunDetail::currentItem() const {
    const int row = m_itemFilter.sourceRow(m_items->currentIndex());
    return row < 0 ? nullptr : &m_ui.models.items.items()[std::size_t(row)];
}

void RunDetail::updateItem() {
    const Item *item = currentItem();
    m_history->setEnabled(item && item->page);
    m_opener->setPlace(item && run() ? std::optional(PagePlace{run()->space, item->page, item->path}) : std::nullopt);
    const bool isAboutPages = m_tab != Tab::Log && m_tab != Tab::Phases;
    m_note->show(isAboutPages ? m_items->currentIndex() : QModelIndex());
    if (m_tab == Tab::Texts) showTexts();
}

void RunDetail::showTexts() {
    const Item *item = currentItem();
    if (!item || !run()) return m_texts->setMessage(tr("Choose a page."));
    if (!item->before && !item->after) return m_texts->setMessage(tr("The run noted no text of this page."));
    PageDifference change;
    change.id = item->page ? item->page->str() : std::string();
    change.before = item->fromPath.empty() ? item->path : item->fromPath;
    change.after = item->path;
    change.was = item->before;
    change.is = item->after;
    CompareView::Heads heads;
    heads.isTime = true;
    heads.left = tr("Before");
    heads.right = tr("After run %1").arg(words::text(m_run.str()));
    m_texts->showChange(run()->space, change, heads);
}

void RunDetail::showHistory() {
    if (!run() || m_items->currentId().isEmpty()) return;
    PageHistoryDialog::openOf(m_ui, run()->space, m_items->currentId(), this);
}

bool RunDetail::isOfRun(const LogEntry &line) const {
    const RunRecord *shown = run();
    const SpaceRow *row = shown ? m_ui.models.spaces.find(shown->space) : nullptr;
    return shown && log_scope::isOfRun(line, *shown, row ? &row->space : nullptr);
}

}  // namespace wikivault
