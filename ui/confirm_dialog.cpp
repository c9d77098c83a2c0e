#include "ui/confirm_dialog.h"

#include "ui/widgets.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace wikivault {

ConfirmDialog::ConfirmDialog(const UiContext &ui, const Question &question, QWidget *parent)
    : QDialog(parent),
      m_ui(ui),
      m_typeThis(question.typeThis) {
    setObjectName(QStringLiteral("confirmDialog"));
    setWindowTitle(question.title);
    setMinimumWidth(520);
    auto *edge = make::box("band");
    edge->setProperty("environment", QString::fromStdString(ui.models.state.settings().environment));
    edge->setFixedHeight(4);
    auto *column = new QVBoxLayout(this);
    make::margins(*column, 0, 0, 0);
    column->addWidget(edge);
    auto *body = new QVBoxLayout;
    make::margins(*body, space::kHuge, space::kHuge, space::kMedium);
    body->addWidget(make::prose("heading", question.title));
    body->addWidget(make::prose("body", question.text));
    column->addLayout(body);
    if (!question.list.isEmpty()) addList(ui, question.list);
    auto *buttons = new QHBoxLayout;
    make::margins(*buttons, space::kHuge, space::kLarge, space::kSmall);
    const QString cancelText = question.cancel.isEmpty() ? tr("Cancel") : question.cancel;
    m_cancel = make::button(ui.theme, {cancelText, QStringLiteral("cancelButton"), {}, "", {}});
    const char *kind = question.dangerous ? "danger" : "primary";
    m_verb = make::button(ui.theme, {question.verb, QStringLiteral("verbButton"), {}, kind, {}});
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_verb);
    addGates(question);
    column->addLayout(buttons);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_verb, &QPushButton::clicked, this, &QDialog::accept);
    m_cancel->setDefault(true);
    m_cancel->setFocus();
    updateVerb();
}

void ConfirmDialog::addList(const UiContext &ui, const QStringList &list) {
    m_list = new QPlainTextEdit(list.join(QLatin1Char('\n')));
    m_list->setReadOnly(true);
    m_list->setAccessibleName(tr("What is affected"));
    m_list->setFont(ui.theme.font(Theme::Text::Mono));
    static_cast<QVBoxLayout *>(layout()->itemAt(1)->layout())->addWidget(m_list);
}

/// As high as the width makes it: the texts are wrapped, and a list is seen whole while it is short.
void ConfirmDialog::showEvent(QShowEvent *event) {
    if (m_list) {
        constexpr int mostLines = 10, frame = 30;
        const int line = QFontMetrics(m_list->font()).lineSpacing();
        const int room = width() - 2 * space::kHuge - frame;
        int lines = 0;
        for (const QString &one : m_list->toPlainText().split(QLatin1Char('\n')))
            lines += 1 + QFontMetrics(m_list->font()).horizontalAdvance(one) / std::max(room, 1);
        m_list->setFixedHeight(std::min(lines, mostLines) * line + frame);
    }
    layout()->activate();
    resize(width(), layout()->totalHeightForWidth(width()));
    QDialog::showEvent(event);
}

void ConfirmDialog::addGates(const Question &question) {
    auto *body = static_cast<QVBoxLayout *>(layout()->itemAt(1)->layout());
    if (!question.choose.isEmpty()) {
        m_choice = new QCheckBox(question.choose);
        m_choice->setObjectName(QStringLiteral("choiceCheck"));
        body->addWidget(m_choice);
    }
    if (!question.checkThis.isEmpty()) {
        m_checked = new QCheckBox(question.checkThis);
        m_checked->setObjectName(QStringLiteral("gateCheck"));
        body->addWidget(m_checked);
        connect(m_checked, &QCheckBox::toggled, this, &ConfirmDialog::updateVerb);
    }
    if (!question.typeThis.isEmpty()) {
        body->addWidget(make::label("muted", tr("Type %1 to go on:").arg(question.typeThis)));
        m_typed = new QLineEdit;
        m_typed->setObjectName(QStringLiteral("gateText"));
        m_typed->setAccessibleName(tr("Type %1 to go on").arg(question.typeThis));
        body->addWidget(m_typed);
        connect(m_typed, &QLineEdit::textChanged, this, &ConfirmDialog::updateVerb);
    }
}

bool ConfirmDialog::isChosen() const {
    return m_choice && m_choice->isChecked();
}

void ConfirmDialog::setCancelText(const QString &text) {
    m_cancel->setText(text);
    m_cancel->setAccessibleName(text);
}

void ConfirmDialog::updateVerb() {
    m_verb->setEnabled((!m_checked || m_checked->isChecked()) && (!m_typed || m_typed->text() == m_typeThis));
}

}  // namespace wikivault
