#pragma once

#include "models/filter_model.h"
#include "models/run_folds.h"
#include "ui/page.h"

class QPushButton;

namespace wikivault {

class FilterBar;
class ListFrame;
class RunDetail;
class RunScope;
class RunTimeline;
class TableView;

/// Every recorded run, and what the selected one did page by page.
class RunPage : public Page {
    Q_OBJECT

public:
    explicit RunPage(const UiContext &ui);

    void refresh() override;
    void focusFilter() override;
    void clearFilter() override;
    void stepChange(bool forward) override;
    void openRun(const QString &run);
    /// The two selected runs, or the selected one with now.
    void compare();

signals:
    /// The plan of an undo is on its way.
    void planStarted();
    void logRequested();
    void reviewRequested(const wikivault::PageId &page);

private:
    void build();
    void buildFilters();
    void connectParts();
    void narrow();
    void undo();
    void runAgain();
    void exportShown();
    /// Selected, the earlier one first.
    [[nodiscard]] std::vector<const RunRecord *> chosen() const;
    void updateCompare();
    void updateHead();
    void showChosen(const QString &id);
    void toggleFold(const QString &id);
    void updateDetail();

    RunFolds m_folds;
    FilterModel m_filter;
    FilterBar *m_filters = nullptr;
    RunScope *m_scope = nullptr;
    RunTimeline *m_timeline = nullptr;
    TableView *m_table = nullptr;
    ListFrame *m_frame = nullptr;
    RunDetail *m_detail = nullptr;
    QPushButton *m_export = nullptr;
    QPushButton *m_compare = nullptr;
    QString m_chosen;  ///< a run's number, or the id of a fold
};

}  // namespace wikivault
