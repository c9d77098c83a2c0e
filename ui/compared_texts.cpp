#include "ui/compared_texts.h"

#include "models/error_text.h"
#include "models/words.h"
#include "ui/elided_label.h"
#include "ui/text_pane.h"
#include "ui/widgets.h"

#include <QDialog>
#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

namespace wikivault {

namespace {

bool isBinary(const std::string &text) {
    return text.find('\0') != std::string::npos;
}

}  // namespace

ComparedTexts::ComparedTexts(const UiContext &ui, const QString &objectName, QWidget *parent)
    : QWidget(parent),
      m_ui(ui) {
    auto *column = new QVBoxLayout(this);
    make::margins(*column, 0, 0, 0);
    auto *head = new QHBoxLayout;
    make::margins(*head, space::kHuge, space::kSmall, space::kSmall);
    m_path = new ElidedLabel("strong");
    m_path->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_texts = new TextPane(ui, objectName);
    auto *previous = make::button(
        ui.theme, {{}, QStringLiteral("previousChange"), QStringLiteral("previous"), "plain", tr("Previous change")});
    auto *next =
        make::button(ui.theme, {{}, QStringLiteral("nextChange"), QStringLiteral("next"), "plain", tr("Next change")});
    connect(previous, &QPushButton::clicked, m_texts, [this] { m_texts->stepChange(false); });
    connect(next, &QPushButton::clicked, m_texts, [this] { m_texts->stepChange(true); });
    head->addWidget(m_path, 1);
    head->addWidget(m_texts->makeSwitch());
    head->addWidget(previous);
    head->addWidget(next);
    column->addLayout(head);
    column->addWidget(make::line());
    column->addWidget(m_texts, 1);
}

void ComparedTexts::setMessage(const QString &message) {
    m_texts->setMessage(message);
}

void ComparedTexts::stepChange(bool forward) {
    m_texts->stepChange(forward);
}

QString ComparedTexts::changeOf(const PageDifference &change) {
    if (!change.was) return tr("new");
    if (!change.is) return tr("gone");
    if (!change.isMove()) return tr("changed");
    return change.was == change.is ? tr("moved") : tr("moved, changed");
}

QString ComparedTexts::placeOf(const PageDifference &change) {
    if (!change.isMove()) return words::text(change.after.empty() ? change.before : change.after);
    return words::text(change.before) + QStringLiteral(" → ") + words::text(change.after);
}

void ComparedTexts::showChange(const SpaceId &space, const PageDifference &change, CompareView::Heads heads) {
    m_path->setText(placeOf(change));
    m_texts->setMessage(tr("Reading both texts…"));
    if (!change.was) heads.left = tr("%1: not there").arg(heads.left);
    if (!change.is) heads.right = tr("%1: not there").arg(heads.right);
    m_ui.commands.compare.compareTexts(space, change, this, [this, heads](const Result<CompareCommands::Texts> &texts) {
        if (!texts) return m_texts->setMessage(errorText(texts.error()));
        if (isBinary(texts->first) || isBinary(texts->second)) return m_texts->setMessage(tr("This file is no text."));
        if (texts->first == texts->second) return m_texts->setMessage(tr("Only its place changed."));
        m_texts->showTwo(texts->first, texts->second, heads);
    });
}

ComparisonFrame ComparisonFrame::build(const UiContext &ui, QDialog &dialog, QWidget *table, const QString &prefix) {
    ComparisonFrame frame;
    auto *column = new QVBoxLayout(&dialog);
    make::margins(*column, 0, 0, 0);
    auto *head = new QVBoxLayout;
    make::margins(*head, space::kHuge, space::kLarge, space::kTiny);
    frame.title = new ElidedLabel("title");
    frame.title->setObjectName(prefix + QStringLiteral("Title"));
    frame.sentence = make::prose("muted");
    frame.sentence->setObjectName(prefix + QStringLiteral("Sentence"));
    head->addWidget(frame.title);
    head->addWidget(frame.sentence);
    frame.texts = new ComparedTexts(ui, prefix + QStringLiteral("Texts"));
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(table);
    splitter->addWidget(frame.texts);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({200, 400});
    auto *foot = make::box("footer");
    auto *buttons = new QHBoxLayout(foot);
    make::margins(*buttons, space::kHuge, space::kMedium, space::kSmall);
    auto *close = make::button(ui.theme, {ComparedTexts::tr("Close"), QStringLiteral("closeButton"), {}, "", {}});
    QObject::connect(close, &QPushButton::clicked, &dialog, &QDialog::reject);
    buttons->addStretch(1);
    buttons->addWidget(close);
    column->addLayout(head);
    column->addWidget(make::line());
    column->addWidget(splitter, 1);
    column->addWidget(foot);
    return frame;
}

void ComparisonFrame::fail(const QString &what, const Error &why) const {
    title->setText(what);
    make::restyle(*sentence, "role", QStringLiteral("error"));
    sentence->setText(errorText(why));
    texts->setMessage({});
}

}  // namespace wikivault
