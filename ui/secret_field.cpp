#include "ui/secret_field.h"

#include "models/error_text.h"
#include "models/words.h"
#include "ui/widgets.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace wikivault {

SecretField::SecretField(const Theme &theme, ProfileCommands &commands, Spec spec)
    : m_commands(commands),
      m_spec(std::move(spec)),
      m_command(m_spec.command) {
    if (m_spec.none.isEmpty()) m_spec.none = tr("None is given.");
    m_edit = new QLineEdit(words::text(m_spec.value));
    m_edit->setObjectName(m_spec.objectName);
    m_edit->setAccessibleName(m_spec.label);
    m_edit->setEchoMode(QLineEdit::Password);
    m_keep = make::button(theme, {tr("Keep in keyring"),
                                  m_spec.objectName + QStringLiteral("Keep"),
                                  {},
                                  "",
                                  tr("Stored by the desktop, for every start")});
    m_forget = make::button(
        theme, {tr("Forget"), m_spec.objectName + QStringLiteral("Forget"), {}, "", tr("Take it out of the keyring")});
    m_state = make::prose("caption");
    m_state->setObjectName(m_spec.objectName + QStringLiteral("State"));
    auto *row = new QHBoxLayout;
    make::margins(*row, 0, 0, space::kSmall);
    row->addWidget(m_edit, 1);
    row->addWidget(m_keep);
    row->addWidget(m_forget);
    auto *column = new QVBoxLayout(this);
    make::margins(*column, 0, 0, space::kTiny);
    column->addLayout(row);
    column->addWidget(m_state);
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textChanged, this, [this] {
        showState();
        emit changed();
    });
    connect(m_keep, &QPushButton::clicked, this, &SecretField::keep);
    connect(m_forget, &QPushButton::clicked, this, &SecretField::forget);
    showState();
}

std::string SecretField::value() const {
    return m_edit->text().toStdString();
}

void SecretField::keep() {
    ask(m_edit->text().toStdString());
}

void SecretField::forget() {
    ask(std::nullopt);
}

void SecretField::ask(const std::optional<std::string> &secret) {
    m_keep->setEnabled(false);
    m_forget->setEnabled(false);
    make::restyle(*m_state, "role", QStringLiteral("caption"));
    m_state->setText(tr("Asking the keyring; it may want to be unlocked…"));
    m_commands.keepSecret({m_spec.profile, m_spec.variable, secret}, this, [this, secret](const Result<> &done) {
        if (done) {
            m_command = secret ? kKeyringCommand : "";
            const QSignalBlocker quiet(m_edit);
            m_edit->clear();  // from now on the keyring is asked
        }
        showState();
        if (done) return emit changed();
        make::restyle(*m_state, "role", QStringLiteral("error"));
        m_state->setText(errorText(done.error()));
    });
}

void SecretField::showState() {
    const bool isKept = m_command == kKeyringCommand;
    m_keep->setEnabled(!m_edit->text().isEmpty());
    m_forget->setEnabled(isKept);
    make::restyle(*m_state, "role", QString::fromLatin1(isKept ? "good" : "caption"));
    if (!m_edit->text().isEmpty())
        m_state->setText(tr("Used until the console closes, unless it is kept in the keyring."));
    else if (isKept)
        m_state->setText(tr("Kept in the keyring of this desktop."));
    else
        m_state->setText(m_command.empty() ? m_spec.none : tr("Printed by a command: %1").arg(words::text(m_command)));
}

}  // namespace wikivault
