#pragma once

#include "ui/ui_context.h"

#include <QDialog>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace wikivault {

/// Which space is held for maintenance, how long and why.
class HoldDialog : public QDialog {
    Q_OBJECT

public:
    /// `chosen` may be empty.
    HoldDialog(const UiContext &ui, const SpaceId &chosen, QWidget *parent);

    [[nodiscard]] HoldOrder order() const;

private:
    void fill(const SpaceId &chosen);
    void update();

    const UiContext m_ui;
    QComboBox *m_space = nullptr, *m_time = nullptr;
    QLineEdit *m_reason = nullptr;
    QPushButton *m_verb = nullptr;
};

/// The dialog; what it says is done.
void openHoldDialog(const UiContext &ui, const SpaceId &chosen, QWidget &parent);

}  // namespace wikivault
