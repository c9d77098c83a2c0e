#pragma once

#include "models/filter_model.h"
#include "ui/page.h"

class QPushButton;
class QStackedWidget;

namespace wikivault {

class BulkBar;
class ConflictReview;
class FilterBar;
class PageOpener;
class PolicyBar;
class SettledView;
class TableView;

/// The inbox of conflicts, and the review of one.
class ConflictPage : public Page {
    Q_OBJECT

public:
    explicit ConflictPage(const UiContext &ui);

    void refresh() override;
    void mainVerb() override;
    void escape() override;
    void focusFilter() override;
    void clearFilter() override;
    void stepChange(bool forward) override;
    void openConflict(const PageId &page);
    void closeReview();
    void showOpen();
    /// What rules settled.
    void showSettled();
    /// The next or previous conflict that waits for a decision.
    void stepConflict(bool forward);
    /// The next or previous block of the open review; past its ends the next or previous conflict.
    void stepUndecided(bool forward);

signals:
    /// The plan that puts a settled text back is on its way.
    void planStarted();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void advance();
    void showHistory();
    bool reviewKey(const QKeyEvent &event);
    void build();
    // conflict_page_bulk.cpp
    QWidget *buildBulk();
    void updateBulk();
    void askToTake(Take take);
    /// The selected conflicts that wait for a decision.
    [[nodiscard]] std::vector<ConflictSummary> chosen() const;
    void showList(const QSet<int> &groups);
    void updateHead();
    [[nodiscard]] QString sentence() const;
    /// Of the conflict, open or settled, that is chosen or under review.
    [[nodiscard]] std::optional<PagePlace> place() const;

    FilterModel m_filter;
    FilterBar *m_filters = nullptr;
    TableView *m_table = nullptr;
    QStackedWidget *m_stack = nullptr;
    ConflictReview *m_review = nullptr;
    QWidget *m_list = nullptr;  ///< of the open conflicts
    SettledView *m_settled = nullptr;
    PolicyBar *m_policy = nullptr;
    BulkBar *m_bulk = nullptr;
    std::vector<QPushButton *> m_takes;
    PageOpener *m_opener = nullptr;
    QPushButton *m_history = nullptr;
    QPushButton *m_open = nullptr;
    QPushButton *m_previous = nullptr;
    QPushButton *m_next = nullptr;
};

}  // namespace wikivault
