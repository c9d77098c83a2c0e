#pragma once

#include "ui/theme.h"

#include <QAbstractButton>

namespace wikivault {

/// On or off, with its word beside it. A click asks; whoever listens sets the state.
class ToggleSwitch : public QAbstractButton {
    Q_OBJECT

public:
    explicit ToggleSwitch(const Theme &theme, QWidget *parent = nullptr);

    /// It stands on a colour of its own: white instead of the colours of the theme.
    void setOnColor(bool onColor);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void nextCheckState() override {}

private:
    const Theme &m_theme;
    bool m_onColor = false;
};

}  // namespace wikivault
