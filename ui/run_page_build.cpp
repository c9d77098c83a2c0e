#include "ui/elided_label.h"
#include "ui/filter_bar.h"
#include "ui/list_frame.h"
#include "ui/run_item_note.h"
#include "ui/run_page.h"
#include "ui/widgets.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

/// The parts of the page of runs.
namespace wikivault {

ListFrame::Words RunPage::wordsOfItems(const RunRecord *run) {
    ListFrame::Words words{QStringLiteral("check"),
                           tr("This run changed no page."),
                           {},
                           tr("The pages of the run could not be read."),
                           tr("No page matches.")};
    const bool isOpen = run && run->outcome == "running";
    if (!isOpen && (!run || run->outcome != "interrupted")) return words;
    words.icon = QStringLiteral("clock");
    words.empty = isOpen ? tr("What this run does is noted at its end.") : tr("What this run did is not known.");
    words.emptyDetail =
        tr("A program that is killed notes nothing. What reached the wiki or git stays there, and the "
           "next run goes on from it.");
    return words;
}

QLayout *RunPage::buildFacts() {
    auto *facts = new QHBoxLayout;
    m_history = make::button(
        ui().theme, {tr("History of the page…"), QStringLiteral("pageHistoryButton"), QStringLiteral("runs"), "plain",
                     tr("The versions of the page chosen below, on both sides")});
    facts->addWidget(m_facts, 1);
    facts->addWidget(m_history);
    return facts;
}

QWidget *RunPage::buildDetail() {
    auto *pane = make::box("pane");
    auto *column = new QVBoxLayout(pane);
    make::margins(*column, 0, 0, 0);
    auto *head = new QHBoxLayout;
    make::margins(*head, 0, 0, space::kSmall);
    auto *texts = new QVBoxLayout;
    make::margins(*texts, space::kHuge, space::kMedium, 2);
    m_title = new ElidedLabel("heading");
    m_title->setObjectName(QStringLiteral("runTitle"));
    m_sentence = make::prose("body");
    m_sentence->setObjectName(QStringLiteral("runSentence"));
    m_facts = make::prose("caption");
    texts->addLayout(head);
    texts->addWidget(m_sentence);
    texts->addLayout(buildFacts());
    m_undo = make::button(ui().theme, {tr("Undo this run…"), QStringLiteral("undoRunButton"), QStringLiteral("undo"),
                                       "", tr("Shows first, as a plan, what taking it back would do on both sides")});
    m_again =
        make::button(ui().theme, {tr("Run again…"), QStringLiteral("runAgainButton"), QStringLiteral("run"), "", {}});
    m_copy = make::button(ui().theme,
                          {tr("Copy run id"), QStringLiteral("copyRunButton"), QStringLiteral("copy"), "plain", {}});
    m_command = make::button(ui().theme, {tr("Copy as command"), QStringLiteral("copyCommandButton"),
                                          QStringLiteral("log"), "plain", tr("The same run for wikivaultctl")});
    head->addWidget(m_title, 1);
    for (QPushButton *button : {m_command, m_copy, m_undo, m_again})
        head->addWidget(button);
    column->addLayout(texts);
    column->addWidget(make::line());
    m_items = new TableView(ui().theme, {44, false, tr("Pages of the run"), QStringLiteral("runItemTable")});
    m_items->setModel(&m_itemFilter);
    m_items->setColumnWidths({128, 92, 100, 280, 0});
    m_items->addMenuEntry(tr("History of the page…"), [this] { m_history->click(); });
    auto *note = new RunItemNote(ui());
    connect(m_items, &TableView::currentIdChanged, this, [this, note](const QString &page) {
        m_history->setEnabled(!page.isEmpty());
        note->show(m_items->currentIndex());
    });
    connect(&m_itemFilter, &QAbstractItemModel::modelReset, this, [this, note] {
        m_items->keepRowChosen();
        note->show(m_items->currentIndex());
    });
    connect(note, &RunItemNote::reviewRequested, this, &RunPage::reviewRequested);
    connect(m_history, &QPushButton::clicked, this, &RunPage::showHistory);
    m_itemFrame = new ListFrame(ui().theme, ui().models.items, m_items, wordsOfItems(nullptr));
    connect(m_itemFrame, &ListFrame::retryRequested, this, [this] { showRun(m_run); });
    column->addWidget(m_itemFrame, 1);
    column->addWidget(note);
    return pane;
}

void RunPage::build() {
    m_filters = new FilterBar(ui().theme, tr("Filter runs"));
    m_filters->addChip(-1, tr("All"));
    const std::pair<Mark, QString> chips[] = {{Mark::Running, tr("Running")},  {Mark::InSync, tr("Done")},
                                              {Mark::Pending, tr("Problems")}, {Mark::Conflicts, tr("Conflicts")},
                                              {Mark::Failing, tr("Failed")},   {Mark::Paused, tr("Stopped")},
                                              {Mark::Off, tr("Skipped")}};
    for (const auto &[mark, word] : chips)
        m_filters->addChip(int(mark), word);
    addToolRow(m_filters);
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
    auto *frame = new ListFrame(ui().theme, ui().models.runs, m_table,
                                {QStringLiteral("runs"), tr("No runs recorded by this console yet."),
                                 tr("Runs made elsewhere show only what git and the server report."),
                                 tr("The runs could not be read."), tr("No run matches.")});
    connect(frame, &ListFrame::retryRequested, this, &RunPage::refresh);
    connect(frame, &ListFrame::clearFilterRequested, m_filters, &FilterBar::clearFilter);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("runSplitter"));
    splitter->addWidget(frame);
    splitter->addWidget(buildDetail());
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({300, 340});
    setContent(splitter);
}

}  // namespace wikivault
