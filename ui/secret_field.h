#pragma once

#include "models/profile_commands.h"
#include "ui/theme.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace wikivault {

/// A secret that is typed for this session, kept in the system's keyring or forgotten there.
class SecretField : public QWidget {
    Q_OBJECT

public:
    struct Spec {
        QString label, objectName;
        std::string profile, variable;  ///< whose secret, `DOCMOST_PASSWORD`
        std::string value, command;     ///< what the settings give, and the command that prints it instead
        QString none = {};              ///< what happens without any
    };
    SecretField(const Theme &theme, ProfileCommands &commands, Spec spec);

    /// What the settings get: a text for this session, or a command.
    [[nodiscard]] std::string value() const;
    [[nodiscard]] std::string command() const { return m_command; }

signals:
    void changed();

private:
    void keep();
    void forget();
    void ask(const std::optional<std::string> &secret);
    void showState();

    ProfileCommands &m_commands;
    Spec m_spec;
    std::string m_command;
    QLineEdit *m_edit = nullptr;
    QPushButton *m_keep = nullptr, *m_forget = nullptr;
    QLabel *m_state = nullptr;
};

}  // namespace wikivault
