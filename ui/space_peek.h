#pragma once

#include "ui/ui_context.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace wikivault {

class ListFrame;
class PageOpener;
class TableView;

/// What is known about one space, below the list.
class SpacePeek : public QWidget {
    Q_OBJECT

public:
    explicit SpacePeek(const UiContext &ui, QWidget *parent = nullptr);

    void show(const SpaceId &space);
    /// Asks both sides what a run would do; writes nothing.
    void look();
    [[nodiscard]] const SpaceId &space() const { return m_space; }
    /// Of the space that is shown.
    [[nodiscard]] PageOpener &opener() const { return *m_opener; }

signals:
    void runRequested(const QString &run);
    void switchRequested(bool enabled);
    /// The whole plan, with its texts.
    void planRequested();

private:
    void update();
    [[nodiscard]] QWidget *buildPlan();
    void updatePlan();
    void updateFacts(const SpaceRow &row);
    [[nodiscard]] QString pendingSentence(const SpaceRow &row) const;

    const UiContext m_ui;
    SpaceId m_space;
    PageOpener *const m_opener;
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
    QLabel *m_planHead = nullptr;
    TableView *m_plan = nullptr;
    ListFrame *m_planFrame = nullptr;
    QPushButton *m_look = nullptr;
    QPushButton *m_openRun = nullptr;
    QPushButton *m_openAttachments = nullptr;
    QPushButton *m_switch = nullptr;
};

}  // namespace wikivault
