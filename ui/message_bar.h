#pragma once

#include "models/cell.h"
#include "ui/theme.h"

#include <QFrame>

#include <functional>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace wikivault {

/// An inline bar above the content: a message with verbs, or a question that is answered there. Enter never answers it.
class MessageBar : public QFrame {
    Q_OBJECT

public:
    struct Action {
        QString text;
        QString objectName;
        const char *kind = "";
        std::function<void()> act;  ///< may be empty; the bar closes before it is called
    };
    struct Message {
        Tone tone = Tone::Normal;
        QString text;
        QList<Action> actions;
        QString inputHint;  ///< not empty: a text field; its text is input() when an action is called
        bool closable = true;
        bool keepOpen = false;  ///< actions do not close the bar
    };

    explicit MessageBar(const Theme &theme, QWidget *parent = nullptr);

    void show(const Message &message);
    void dismiss();
    [[nodiscard]] QString input() const;
    [[nodiscard]] QString text() const;
    [[nodiscard]] bool isClosable() const;

private:
    void addActions(const Message &message);

    const Theme &m_theme;
    QLabel *const m_icon;
    QLabel *const m_text;
    QLineEdit *const m_input;
    QHBoxLayout *const m_actions;
    QPushButton *m_close = nullptr;
};

}  // namespace wikivault
