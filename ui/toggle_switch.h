#pragma once

#include "ui/theme.h"

#include <QAbstractButton>

namespace wikivault {

/// On or off, with its word beside it. A click asks; whoever listens sets the state.
class ToggleSwitch : public QAbstractButton {
    Q_OBJECT

public:
    explicit ToggleSwitch(const Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void nextCheckState() override {}

private:
    const Theme &m_theme;
};

}  // namespace wikivault
