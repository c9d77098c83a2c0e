#pragma once

#include "ui/ui_context.h"

#include <QDialog>
#include <QStringList>

class QCheckBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace wikivault {

/// A question before something that cannot be taken back: what happens, to what, on which side. Cancel has the focus;
/// the verb may first need the space's name to be typed.
class ConfirmDialog : public QDialog {
    Q_OBJECT

public:
    struct Question {
        QString title;  ///< names the side
        QString text;
        QStringList list;  ///< what is affected, may be empty
        QString verb;
        QString cancel;     ///< "" = Cancel
        QString typeThis;   ///< not empty: has to be typed first
        QString checkThis;  ///< not empty: a box that has to be ticked first
        QString choose;     ///< not empty: a box that may be ticked
        bool dangerous = true;
    };
    ConfirmDialog(const UiContext &ui, const Question &question, QWidget *parent);
    [[nodiscard]] bool isChosen() const;
    /// Of a way out that counts down.
    void setCancelText(const QString &text);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void addList(const UiContext &ui, const QStringList &list);
    void addGates(const Question &question);
    void updateVerb();

    const UiContext m_ui;
    QPlainTextEdit *m_list = nullptr;
    QPushButton *m_verb = nullptr, *m_cancel = nullptr;
    QLineEdit *m_typed = nullptr;
    QCheckBox *m_checked = nullptr, *m_choice = nullptr;
    QString m_typeThis;
};

}  // namespace wikivault
