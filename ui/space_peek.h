#pragma once

#include "ui/ui_context.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace wikivault {

/// What is known about one space, below the list.
class SpacePeek : public QWidget {
    Q_OBJECT

public:
    explicit SpacePeek(const UiContext &ui, QWidget *parent = nullptr);

    void show(const SpaceId &space);
    [[nodiscard]] const SpaceId &space() const { return m_space; }

signals:
    void runRequested(const QString &run);
    void switchRequested(bool enabled);

private:
    void update();
    void updateFacts(const SpaceRow &row);
    [[nodiscard]] QString pendingSentence(const SpaceRow &row) const;

    const UiContext m_ui;
    SpaceId m_space;
    QLabel *const m_name;
    QLabel *const m_state;
    QLabel *const m_sentence;
    QLabel *const m_pending;
    QLabel *const m_lastRun;
    QLabel *const m_next;
    QLabel *const m_note;
    QLabel *const m_attachments;
    QLabel *const m_id;
    QLabel *m_attachmentsName = nullptr;
    QPushButton *m_openRun = nullptr;
    QPushButton *m_openAttachments = nullptr;
    QPushButton *m_switch = nullptr;
};

}  // namespace wikivault
