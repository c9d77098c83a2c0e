#pragma once

#include "models/filter_model.h"
#include "ui/page.h"

class QLabel;
class QPushButton;

namespace wikivault {

class CompareView;
class FilterBar;
class ListFrame;
class TableView;

/// What a run would do, in both directions, with each item's texts side by side. Nothing here writes but Run, which
/// asks.
class PlanPage : public Page {
    Q_OBJECT

public:
    explicit PlanPage(const UiContext &ui);

    void refresh() override;
    void mainVerb() override;
    void previewVerb() override { refresh(); }
    void focusFilter() override;
    void clearFilter() override;
    void stepChange(bool forward) override;

signals:
    void conflictRequested(const wikivault::PageId &page);

private:
    void build();
    QWidget *buildDiff();
    void updateHead();
    void updateWords();
    void showRow(int row);
    void showTexts(int row);

    FilterModel m_filter;
    FilterBar *m_filters = nullptr;
    TableView *m_table = nullptr;
    ListFrame *m_frame = nullptr;
    CompareView *m_diff = nullptr;
    QLabel *m_path = nullptr;
    QLabel *m_effect = nullptr;
    QPushButton *m_recompute = nullptr;
    QPushButton *m_run = nullptr;
    QPushButton *m_review = nullptr;
    int m_request = 0;  ///< answers to older requests are dropped
};

}  // namespace wikivault
