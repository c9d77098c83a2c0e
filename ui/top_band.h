#pragma once

#include "ui/ui_context.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace wikivault {

class ToggleSwitch;

/// Which wiki this is, in the colour of its environment; whether writes are locked, master switch and
/// poll indicator.
class TopBand : public QWidget {
    Q_OBJECT

public:
    explicit TopBand(const UiContext &ui, QWidget *parent = nullptr);

signals:
    void masterRequested(bool on);
    void unlockRequested();

private:
    void updateSettings();
    void updateLock();
    void updatePoll();

    const UiContext m_ui;
    QLabel *const m_environment;
    QLabel *const m_wiki;
    QLabel *const m_readOnly;
    QPushButton *const m_unlock;
    QLabel *const m_poll;
    ToggleSwitch *const m_master;
};

}  // namespace wikivault
