#include "models/command_line.h"
#include "models/words.h"
#include "ui/block_origin.h"
#include "ui/block_view.h"
#include "ui/conflict_review.h"
#include "ui/elided_label.h"
#include "ui/result_pane.h"
#include "ui/review_tools.h"
#include "ui/text_pane.h"
#include "ui/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace wikivault {

ConflictReview::ConflictReview(const UiContext &ui, QWidget *parent)
    : QWidget(parent),
      m_ui(ui),
      m_drafts(ui.commands.review) {
    setObjectName(QStringLiteral("conflictReview"));
    auto *column = new QVBoxLayout(this);
    make::margins(*column, 0, 0, 0);
    m_texts = new TextPane(ui, QStringLiteral("conflictTexts"));
    m_tools = new ReviewTools(ui);
    m_blocks = new BlockView(ui.theme);
    buildHead();
    column->addWidget(buildSides());
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("reviewSplitter"));
    splitter->addWidget(m_texts);
    splitter->addWidget(buildResult());
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_blocks);
    m_stack->addWidget(splitter);
    column->addWidget(m_stack, 1);
    buildFoot();
    connectParts();
    reset();
}

void ConflictReview::buildHead() {
    auto *head = make::box("toolbar");
    auto *row = new QHBoxLayout(head);
    make::margins(*row, space::kHuge, space::kSmall, space::kSmall);
    auto *back =
        make::button(m_ui.theme, {tr("All conflicts"), QStringLiteral("backButton"), QStringLiteral("arrow-left"),
                                  "plain", tr("Back to the list; decisions stay (Esc)")});
    connect(back, &QPushButton::clicked, this, &ConflictReview::closed);
    m_title = new ElidedLabel("heading");
    m_title->setObjectName(QStringLiteral("reviewTitle"));
    m_facts = make::label("muted");
    m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    const auto chip = [&](const QString &text, const char *name, const QString &tip) {
        QPushButton *made = make::button(m_ui.theme, {text, QLatin1String(name), {}, "chip", tip});
        made->setCheckable(true);
        return made;
    };
    m_compact = chip(tr("Compact"), "compactButton", tr("One column, block by block (F9)"));
    m_fourPane = chip(tr("Four panes"), "fourPaneButton", tr("Wiki, base and git above the result (F9)"));
    auto *previous = make::button(
        m_ui.theme,
        {{}, QStringLiteral("previousChange"), QStringLiteral("previous"), "plain", tr("Previous change (Shift+F7)")});
    auto *next = make::button(
        m_ui.theme, {{}, QStringLiteral("nextChange"), QStringLiteral("next"), "plain", tr("Next change (F7)")});
    connect(previous, &QPushButton::clicked, this, [this] { stepChange(false); });
    connect(next, &QPushButton::clicked, this, [this] { stepChange(true); });
    row->addWidget(back);
    row->addWidget(m_title);
    row->addWidget(m_facts, 1);
    row->addWidget(m_compact);
    row->addWidget(m_fourPane);
    row->addSpacing(space::kSmall);
    row->addWidget(m_texts->makeSwitch());
    row->addWidget(previous);
    row->addWidget(next);
    layout()->addWidget(head);
}

/// Who changed the page when, what can be done about it, and the verbs when they stand in no card.
QWidget *ConflictReview::buildSides() {
    auto *box = make::box("toolbar");
    auto *column = new QVBoxLayout(box);
    make::margins(*column, space::kHuge, space::kSmall, space::kSmall);
    m_bylines = new QWidget;
    auto *sides = new QHBoxLayout(m_bylines);
    make::margins(*sides, 0, 0, space::kHuge);
    m_wikiBy = make::label("wiki");
    m_wikiBy->setObjectName(QStringLiteral("wikiByline"));
    m_gitBy = make::label("git");
    m_gitBy->setObjectName(QStringLiteral("gitByline"));
    m_baseNote = make::label("muted");
    sides->addWidget(m_wikiBy);
    sides->addWidget(m_gitBy);
    sides->addWidget(m_baseNote);
    sides->addStretch(1);
    m_help = make::prose("muted");
    m_help->setObjectName(QStringLiteral("conflictHelp"));
    m_toolRow = new QWidget;
    auto *tools = new QHBoxLayout(m_toolRow);
    make::margins(*tools, 0, 0, space::kMedium);
    m_block = make::label("strong");
    m_block->setObjectName(QStringLiteral("blockLabel"));
    tools->addWidget(m_block);
    column->addWidget(m_bylines);
    m_origin = new BlockOriginLine(m_ui);
    column->addWidget(m_help);
    column->addWidget(m_origin);
    column->addWidget(m_toolRow);
    return box;
}

QWidget *ConflictReview::buildResult() {
    auto *pane = make::box("pane");
    auto *column = new QVBoxLayout(pane);
    make::margins(*column, 0, 0, 0);
    auto *head = new QHBoxLayout;
    make::margins(*head, space::kHuge, space::kTiny, space::kMedium);
    m_editWhole = make::button(m_ui.theme, {tr("Edit the whole text"), QStringLiteral("editWholeButton"),
                                            QStringLiteral("edit"), "plain", tr("Once every block is decided")});
    connect(m_editWhole, &QPushButton::clicked, this, &ConflictReview::editWhole);
    QLabel *name = make::label("heading", tr("Result"));
    name->setMinimumHeight(m_editWhole->sizeHint().height());  // also where the button is not
    head->addWidget(name);
    head->addStretch(1);
    head->addWidget(m_editWhole);
    m_resultPane = new ResultPane(m_ui);
    m_result = &m_resultPane->editor();
    column->addWidget(make::line());
    column->addLayout(head);
    column->addWidget(make::line());
    column->addWidget(m_resultPane, 1);
    return pane;
}

void ConflictReview::buildFoot() {
    QWidget *foot = make::box("footer");
    auto *row = new QHBoxLayout(foot);
    make::margins(*row, space::kHuge, space::kSmall, space::kSmall);
    const auto add = [&](QPushButton *&button, const make::ButtonSpec &spec) {
        button = make::button(m_ui.theme, spec);
        row->addWidget(button);
    };
    add(m_previousBlock, {tr("Previous block"), QStringLiteral("previousBlock"), QStringLiteral("previous"), "",
                          tr("Previous block to decide (Ctrl+Shift+PgUp)")});
    add(m_nextBlock, {tr("Next block"), QStringLiteral("nextBlock"), QStringLiteral("next"), "",
                      tr("Next block to decide (Ctrl+Shift+PgDown)")});
    add(m_undo, {tr("Undo"), QStringLiteral("undoButton"), QStringLiteral("undo"), "plain", tr("Ctrl+Z")});
    add(m_redo, {tr("Redo"), QStringLiteral("redoButton"), {}, "plain", tr("Ctrl+Shift+Z")});
    add(m_tool, {tr("External tool…"),
                 QStringLiteral("toolButton"),
                 {},
                 "plain",
                 tr("KDiff3 or Meld; what it saves is shown here before it counts")});
    m_how = make::label("strong");
    m_how->setObjectName(QStringLiteral("resultState"));
    m_how->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_how->setAlignment(Qt::AlignVCenter | Qt::AlignRight);
    row->addWidget(m_how, 1);
    m_saved = make::label("muted");
    m_saved->setObjectName(QStringLiteral("draftState"));
    row->addWidget(m_saved);
    add(m_command, {tr("Copy as command"), QStringLiteral("copyCommandButton"), QStringLiteral("log"), "plain",
                    tr("This choice for wikivaultctl")});
    add(m_use, {tr("Use this result"), QStringLiteral("useResultButton"), QStringLiteral("check"), "primary",
                tr("Records the decision; the next run writes it (Ctrl+Return)")});
    layout()->addWidget(foot);
}

void ConflictReview::connectParts() {
    constexpr int pauseMs = 600;
    m_typing = new QTimer(this);
    m_typing->setSingleShot(true);
    m_typing->setInterval(pauseMs);
    connect(m_typing, &QTimer::timeout, this, &ConflictReview::takeTyped);
    connect(m_compact, &QPushButton::clicked, this, [this] { m_layout = Layout::Compact, showLayout(); });
    connect(m_fourPane, &QPushButton::clicked, this, [this] { m_layout = Layout::FourPane, showLayout(); });
    connect(m_texts, &TextPane::switched, this, [this] {
        m_resultPane->setRendered(m_texts->isRendered());
        showLayout();
    });
    connect(m_previousBlock, &QPushButton::clicked, this, [this] { stepBlock(false); });
    connect(m_nextBlock, &QPushButton::clicked, this, [this] { stepBlock(true); });
    connect(m_undo, &QPushButton::clicked, this, &ConflictReview::undo);
    connect(m_redo, &QPushButton::clicked, this, &ConflictReview::redo);
    connect(m_tool, &QPushButton::clicked, this, &ConflictReview::openTool);
    connect(m_use, &QPushButton::clicked, this, &ConflictReview::useResult);
    connect(m_command, &QPushButton::clicked, this, [this] {
        const auto take = isByBlocks() && m_composed ? m_composed->take : m_take;
        if (take) QGuiApplication::clipboard()->setText(command_line::resolve(words::text(m_page.str()), *take));
    });
    connect(m_tools, &ReviewTools::chosen, this, &ConflictReview::choose);
    connect(m_tools, &ReviewTools::editRequested, this, &ConflictReview::edit);
    connect(m_blocks, &BlockView::blockChosen, this, [this](int block) {
        keepDraft();
        m_blocks->endEdit();
        m_state->setCurrent(block);
        m_blocks->refresh();
        settle();
    });
    connect(m_blocks, &BlockView::edited, m_typing, qOverload<>(&QTimer::start));
    connect(m_result, &QPlainTextEdit::textChanged, this, [this] {
        if (m_result->isReadOnly() || !m_result->document()->isModified()) return;
        m_edited = true;
        m_typing->start();
        settle();
    });
    connect(&m_ui.models.state, &ConsoleState::settingsChanged, this, &ConflictReview::followLock);
    ConflictModel &conflicts = m_ui.models.conflicts;
    connect(&conflicts, &ConflictModel::detailChanged, this, &ConflictReview::showDetail);
    connect(&m_ui.models.state, &ConsoleState::ticked, this, &ConflictReview::showBylines);
    connect(&conflicts, &ConflictModel::decisionRecorded, this, [this](const PageId &page) {
        if (page == m_page) emit recorded();
    });
    connect(&m_drafts, &DraftKeeper::settled, this, [this](const PageId &page, bool isOnDisk) {
        if (page != m_page) return;
        const TimePoint now = m_ui.models.state.now();
        m_saved->setText(isOnDisk ? tr("Draft saved %1").arg(words::timeOfDay(now, now)) : QString());
        if (m_recordWhenReady) record();
    });
}

}  // namespace wikivault
