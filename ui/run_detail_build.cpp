#include "ui/compared_texts.h"
#include "ui/elided_label.h"
#include "ui/page_opener.h"
#include "ui/run_detail.h"
#include "ui/run_item_note.h"
#include "ui/widgets.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

/// The parts of a run's detail.
namespace wikivault {

void RunDetail::build() {
    setProperty("role", QLatin1String("pane"));
    setAttribute(Qt::WA_StyledBackground);
    auto *column = new QVBoxLayout(this);
    make::margins(*column, 0, 0, 0);
    auto *texts = new QVBoxLayout;
    make::margins(*texts, space::kHuge, space::kMedium, 2);
    m_sentence = make::prose("body");
    m_sentence->setObjectName(QStringLiteral("runSentence"));
    m_facts = make::prose("caption");
    texts->addLayout(buildHead());
    texts->addWidget(m_sentence);
    texts->addWidget(m_facts);
    texts->addLayout(buildTabs());
    m_stack = new QStackedWidget;
    m_stack->addWidget(buildPages());
    m_stack->addWidget(buildLog());
    m_stack->addWidget(buildPhases());
    m_note = new RunItemNote(m_ui);
    column->addLayout(texts);
    column->addWidget(make::line());
    column->addWidget(m_stack, 1);
    column->addWidget(m_note);
}

QLayout *RunDetail::buildHead() {
    auto *head = new QHBoxLayout;
    make::margins(*head, 0, 0, space::kSmall);
    const Theme &theme = m_ui.theme;
    m_title = new ElidedLabel("heading");
    m_title->setObjectName(QStringLiteral("runTitle"));
    m_undo = make::button(theme, {tr("Undo this run…"), QStringLiteral("undoRunButton"), QStringLiteral("undo"), "",
                                  tr("Shows first, as a plan, what taking it back would do on both sides")});
    m_again = make::button(theme, {tr("Run again…"), QStringLiteral("runAgainButton"), QStringLiteral("run"), "", {}});
    m_copy =
        make::button(theme, {tr("Copy run id"), QStringLiteral("copyRunButton"), QStringLiteral("copy"), "plain", {}});
    m_command = make::button(theme, {tr("Copy as command"), QStringLiteral("copyCommandButton"), QStringLiteral("log"),
                                     "plain", tr("The same run for wikivaultctl")});
    head->addWidget(m_title, 1);
    for (QPushButton *button : {m_command, m_copy, m_undo, m_again})
        head->addWidget(button);
    return head;
}

QLayout *RunDetail::buildTabs() {
    auto *row = new QHBoxLayout;
    make::margins(*row, 0, space::kTiny, space::kTiny);
    m_tabs = new QButtonGroup(this);
    const std::tuple<Tab, QString, QString> tabs[] = {
        {Tab::Pages, QStringLiteral("runPagesTab"), tr("Every page the run had to do with, problems first")},
        {Tab::Errors, QStringLiteral("runErrorsTab"), tr("Pages that failed, with the reason and what can be done")},
        {Tab::Phases, QStringLiteral("runPhasesTab"), tr("How long each phase of the run took")},
        {Tab::Texts, QStringLiteral("runTextsTab"), tr("The text of the chosen page before this run and after it")},
        {Tab::Log, QStringLiteral("runLogTab"),
         tr("What this console logged about the run and, while it ran, its "
            "space")}};
    for (const auto &[tab, name, toolTip] : tabs) {
        QPushButton *button = make::button(m_ui.theme, {{}, name, {}, "chip", toolTip});
        button->setCheckable(true);
        m_tabs->addButton(button, int(tab));
        row->addWidget(button);
    }
    m_history = make::button(
        m_ui.theme, {tr("History of the page…"), QStringLiteral("pageHistoryButton"), QStringLiteral("runs"), "plain",
                     tr("The versions of the page chosen below, on both "
                        "sides")});
    m_opener = new PageOpener(m_ui, QStringLiteral("run"), this);
    row->addStretch(1);
    row->addWidget(m_opener->makeButtons());
    row->addWidget(m_history);
    return row;
}

QWidget *RunDetail::buildPages() {
    m_items = new TableView(m_ui.theme, {44, false, tr("Pages of the run"), QStringLiteral("runItemTable")});
    m_items->setModel(&m_itemFilter);
    m_items->setColumnWidths({128, 92, 100, 280, 0});
    m_items->addMenuEntry(tr("History of the page…"), [this] { m_history->click(); });
    m_items->addMenuEntry(tr("Before and after"), [this] { showTab(Tab::Texts); });
    m_opener->addTo(*m_items);
    m_itemFrame = new ListFrame(m_ui.theme, m_ui.models.items, m_items, wordsOfItems(nullptr));
    m_texts = new ComparedTexts(m_ui, QStringLiteral("runTexts"));
    m_sides = new QSplitter(Qt::Horizontal);
    m_sides->setObjectName(QStringLiteral("runTextSplitter"));
    m_sides->addWidget(m_itemFrame);
    m_sides->addWidget(m_texts);
    m_sides->setChildrenCollapsible(false);
    return m_sides;
}

QWidget *RunDetail::buildPhases() {
    auto *table = new TableView(m_ui.theme, {32, false, tr("Phases of the run"), QStringLiteral("runPhaseTable")});
    table->setModel(&m_phases);
    table->setColumnWidths({280, 110, 90});
    m_phaseFrame = new ListFrame(m_ui.theme, m_phases, table, {});
    return m_phaseFrame;
}

QWidget *RunDetail::buildLog() {
    auto *table = new TableView(m_ui.theme, {26, true, tr("Log of the run"), QStringLiteral("runLogTable")});
    table->setModel(&m_logFilter);
    table->setColumnWidths({110, 120, 0});
    const QString none = tr("This console logged nothing about this run. It keeps the last %1 lines since its start.")
                             .arg(LogModel::kLimit);
    auto *frame = new ListFrame(m_ui.theme, m_ui.models.log, table,
                                {QStringLiteral("log"), tr("Nothing logged yet."), {}, {}, none, tr("Open the log")});
    connect(frame, &ListFrame::clearFilterRequested, this, &RunDetail::logRequested);
    return frame;
}

}  // namespace wikivault
