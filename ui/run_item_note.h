#pragma once

#include "engine/core/ids.h"
#include "ui/ui_context.h"

#include <QWidget>

class QLabel;
class QModelIndex;
class QPushButton;

namespace wikivault {

/// All that is said of one page of a run, to be read to its end and copied, with the next step.
class RunItemNote : public QWidget {
    Q_OBJECT

public:
    explicit RunItemNote(const UiContext &ui);

    /// A row of the run's pages; one of which nothing is said takes no room.
    void show(const QModelIndex &item);

signals:
    void reviewRequested(const wikivault::PageId &page);

private:
    QLabel *const m_text;
    QPushButton *const m_review;
    QPushButton *const m_copy;
    PageId m_page;
};

}  // namespace wikivault
