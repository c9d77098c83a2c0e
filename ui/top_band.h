#pragma once

#include "ui/ui_context.h"

#include <QWidget>

class QLabel;

namespace wikivault {

class ToggleSwitch;

/// Which wiki this is, in the colour of its environment; master switch and poll indicator.
class TopBand : public QWidget {
    Q_OBJECT

public:
    explicit TopBand(const UiContext &ui, QWidget *parent = nullptr);

signals:
    void masterRequested(bool on);

private:
    void updateSettings();
    void updatePoll();

    const UiContext m_ui;
    QLabel *const m_environment;
    QLabel *const m_wiki;
    QLabel *const m_readOnly;
    QLabel *const m_poll;
    ToggleSwitch *const m_master;
};

}  // namespace wikivault
