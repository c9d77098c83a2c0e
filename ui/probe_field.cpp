#include "ui/probe_field.h"

#include "ui/widgets.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace wikivault {

ProbeField::ProbeField(const Theme &theme, ProbeCommands &commands, QLineEdit *edit, Spec spec)
    : m_commands(commands),
      m_spec(std::move(spec)) {
    m_button = make::button(theme, {tr("Test"), edit->objectName() + QStringLiteral("Test"), {}, "", {}});
    m_button->setAccessibleName(tr("Test: %1").arg(m_spec.label));
    m_answer = make::prose("caption");
    m_answer->setObjectName(edit->objectName() + QStringLiteral("Answer"));
    m_answer->hide();
    auto *row = new QHBoxLayout;
    make::margins(*row, 0, 0, space::kSmall);
    row->addWidget(edit, 1);
    row->addWidget(m_button);
    auto *column = new QVBoxLayout(this);
    make::margins(*column, 0, 0, space::kTiny);
    column->addLayout(row);
    column->addWidget(m_answer);
    setFocusProxy(edit);
    connect(m_button, &QPushButton::clicked, this, &ProbeField::test);
    connect(edit, &QLineEdit::textChanged, this, [this] {
        ++m_request;
        m_button->setEnabled(true);
        m_answer->hide();
    });
}

void ProbeField::test() {
    m_button->setEnabled(false);
    m_answer->show();
    make::restyle(*m_answer, "role", QStringLiteral("caption"));
    m_answer->setText(tr("Testing…"));
    m_commands.probe(m_spec.probe, m_spec.settings(), this, [this, request = ++m_request](const ProbeAnswer &answer) {
        if (request == m_request) show(answer);
    });
}

void ProbeField::show(const ProbeAnswer &answer) {
    m_button->setEnabled(true);
    m_answer->setText(answer.text);
    make::restyle(*m_answer, "role", answer.good ? QStringLiteral("good") : QStringLiteral("error"));
}

}  // namespace wikivault
