#pragma once

#include "models/profile_commands.h"
#include "ui/theme.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace wikivault {

/// A field for one connection, with a button that tries it and a sentence below that says what was found.
class ProbeField : public QWidget {
    Q_OBJECT

public:
    struct Spec {
        QString label;  ///< for screen readers: what is tested
        Probe probe;
        std::function<Settings()> settings;  ///< what stands in the form when the button is pressed
    };
    /// Takes `edit`; its object name begins those of the button (`…Test`) and of the sentence (`…Answer`).
    ProbeField(const Theme &theme, ProbeCommands &commands, QLineEdit *edit, Spec spec);

    void test();

private:
    void show(const ProbeAnswer &answer);

    ProbeCommands &m_commands;
    const Spec m_spec;
    QPushButton *m_button = nullptr;
    QLabel *m_answer = nullptr;
    int m_request = 0;  ///< answers about what stood there before are dropped
};

}  // namespace wikivault
