#include "models/command_line.h"
#include "models/words.h"
#include "ui/conflict_review.h"
#include "ui/text_pane.h"
#include "ui/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QTimer>
#include <QVBoxLayout>

namespace wikivault {

ConflictReview::ConflictReview(const UiContext &ui, QWidget *parent) : QWidget(parent), m_ui(ui) {
    setObjectName(QStringLiteral("conflictReview"));
    auto *column = new QVBoxLayout(this);
    make::margins(*column, 0, 0, 0);
    m_texts = new TextPane(ui, QStringLiteral("conflictTexts"));
    buildHead();
    buildChoices();
    buildResult();
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("reviewSplitter"));
    splitter->addWidget(m_texts);
    splitter->addWidget(m_resultPane);
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    column->addWidget(splitter, 1);
    connect(&ui.models.conflicts, &ConflictModel::detailChanged, this, &ConflictReview::showDetail);
    resetResult();
}

void ConflictReview::buildHead() {
    auto *head = make::box("pane");
    auto *row = new QHBoxLayout(head);
    make::margins(*row, space::kHuge, space::kMedium, space::kSmall);
    auto *back =
        make::button(m_ui.theme, {tr("All conflicts"), QStringLiteral("backButton"), QStringLiteral("arrow-left"),
                                  "plain", tr("Back to the list; decisions stay (Esc)")});
    connect(back, &QPushButton::clicked, this, &ConflictReview::closed);
    m_title = make::label("heading");
    m_title->setObjectName(QStringLiteral("reviewTitle"));
    m_facts = make::label("muted");
    m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
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
    row->addWidget(m_texts->makeSwitch());
    row->addWidget(previous);
    row->addWidget(next);
    layout()->addWidget(head);
}

QPushButton *ConflictReview::choice(const QString &text, const char *name, const char *kind, Take take) {
    QPushButton *button = make::button(m_ui.theme, {text, QLatin1String(name), {}, kind, {}});
    button->setCheckable(true);
    connect(button, &QPushButton::clicked, this, [this, take] { choose(take); });
    return button;
}

void ConflictReview::buildChoices() {
    auto *bar = make::box("toolbar");
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(space::kHuge, 0, space::kHuge, space::kMedium);
    row->setSpacing(space::kSmall);
    m_takeWiki = choice(tr("Use Wiki"), "takeWikiButton", "wiki", Take::Wiki);
    m_takeWiki->setIcon(m_ui.theme.icon(QStringLiteral("wiki"), Tone::Wiki));
    m_takeWiki->setToolTip(tr("Ctrl+2"));
    m_takeBase = choice(tr("Use Base"), "takeBaseButton", "", Take::Base);
    m_takeBase->setToolTip(tr("Ctrl+1"));
    m_takeBoth = choice(tr("Both: Wiki, then Git"), "takeBothButton", "", Take::Both);
    m_takeGit = choice(tr("Use Git"), "takeGitButton", "git", Take::Git);
    m_takeGit->setIcon(m_ui.theme.icon(QStringLiteral("git"), Tone::Git));
    m_takeGit->setToolTip(tr("Ctrl+3"));
    m_edit = make::button(m_ui.theme, {tr("Edit"), QStringLiteral("editButton"), QStringLiteral("edit"), "",
                                       tr("Write a text of your own (F2)")});
    connect(m_edit, &QPushButton::clicked, this, &ConflictReview::edit);
    for (QPushButton *button : {m_takeWiki, m_takeGit, m_takeBoth, m_takeBase, m_edit})
        row->addWidget(button);
    row->addStretch(1);
    layout()->addWidget(bar);
    auto *help = make::box("pane");
    auto *line = new QHBoxLayout(help);
    make::margins(*line, space::kHuge, space::kSmall, 0);
    m_help = make::prose("muted");
    m_help->setObjectName(QStringLiteral("conflictHelp"));
    line->addWidget(m_help);
    layout()->addWidget(help);
}

void ConflictReview::buildResult() {
    m_resultPane = make::box("pane");
    auto *column = new QVBoxLayout(m_resultPane);
    make::margins(*column, 0, 0, 0);
    auto *head = new QHBoxLayout;
    make::margins(*head, space::kHuge, space::kSmall, space::kMedium);
    m_how = make::label("muted");
    m_how->setObjectName(QStringLiteral("resultState"));
    m_how->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_use = make::button(m_ui.theme, {tr("Use this result"), QStringLiteral("useResultButton"), QStringLiteral("check"),
                                      "primary", tr("Records the decision; the next run writes it (Ctrl+Return)")});
    connect(m_use, &QPushButton::clicked, this, &ConflictReview::useResult);
    head->addWidget(make::label("heading", tr("Result")));
    m_command = make::button(m_ui.theme, {tr("Copy as command"), QStringLiteral("copyCommandButton"),
                                          QStringLiteral("log"), "plain", tr("This choice for wikivaultctl")});
    connect(m_command, &QPushButton::clicked, this, [this] {
        if (m_take) QGuiApplication::clipboard()->setText(command_line::resolve(words::text(m_page.str()), *m_take));
    });
    head->addWidget(m_how, 1);
    head->addWidget(m_command);
    head->addWidget(m_use);
    m_result = new QPlainTextEdit;
    m_result->setObjectName(QStringLiteral("resultText"));
    m_result->setAccessibleName(tr("Result"));
    m_result->setFont(m_ui.theme.font(Theme::Text::Mono));
    m_result->setFrameShape(QFrame::NoFrame);
    m_result->setProperty("kind", QLatin1String("bare"));
    m_result->setReadOnly(true);
    constexpr int pauseMs = 600;
    m_saving = new QTimer(this);
    m_saving->setSingleShot(true);
    m_saving->setInterval(pauseMs);
    connect(m_saving, &QTimer::timeout, this, &ConflictReview::saveDraft);
    connect(m_result, &QPlainTextEdit::textChanged, this, [this] {
        if (m_edited && m_result->document()->isModified()) m_saving->start();
    });
    connect(m_result->document(), &QTextDocument::modificationChanged, this, [this](bool changed) {
        if (!changed || m_result->isReadOnly()) return;  // only a person edits it then
        m_edited = true;
        m_command->setEnabled(false);
        m_how->setText(tr("Edited by you."));
    });
    column->addWidget(make::line());
    column->addLayout(head);
    column->addWidget(make::line());
    column->addWidget(m_result, 1);
}

}  // namespace wikivault
