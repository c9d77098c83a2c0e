#pragma once

#include "ui/ui_context.h"

#include <QWidget>

class QComboBox;
class QLabel;

namespace wikivault {

/// What happens in one space when both sides change the same words; changing it asks.
class PolicyBar : public QWidget {
    Q_OBJECT

public:
    explicit PolicyBar(const UiContext &ui, QWidget *parent = nullptr);

    void show(const SpaceId &space);

private:
    void update();
    void ask(int choice);
    void save(int choice);

    const UiContext m_ui;
    SpaceId m_space;
    QLabel *m_label = nullptr;
    QComboBox *m_choice = nullptr;
};

}  // namespace wikivault
