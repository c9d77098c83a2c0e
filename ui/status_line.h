#pragma once

#include "ui/ui_context.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace wikivault {

class HealthChip;

/// Are the connections there? One line at the very bottom.
class StatusLine : public QWidget {
    Q_OBJECT

public:
    explicit StatusLine(const UiContext &ui, QWidget *parent = nullptr);

signals:
    /// The doctor's check of that name is wanted.
    void checkRequested(const QString &check);

private:
    void update();

    const UiContext m_ui;
    HealthChip *const m_database;
    HealthChip *const m_locks;
    HealthChip *const m_vaults;
    QLabel *const m_mode;
    QPushButton *const m_change;
};

}  // namespace wikivault
