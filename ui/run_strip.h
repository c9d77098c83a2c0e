#pragma once

#include "ui/ui_context.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace wikivault {

/// The runs in progress, at the bottom; gone when there are none. Never modal.
class RunStrip : public QWidget {
    Q_OBJECT

public:
    explicit RunStrip(const UiContext &ui, QWidget *parent = nullptr);

private:
    void update();
    [[nodiscard]] const ActiveRun *shown() const;

    const UiContext m_ui;
    QLabel *const m_name;
    QLabel *const m_phase;
    QProgressBar *const m_progress;
    QLabel *const m_time;
    QLabel *const m_more;
    QPushButton *m_stop = nullptr;
};

}  // namespace wikivault
