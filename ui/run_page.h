#pragma once

#include "models/filter_model.h"
#include "ui/list_frame.h"
#include "ui/page.h"

class QLabel;
class QLayout;
class QPushButton;

namespace wikivault {

class FilterBar;

/// Every recorded run, and what the selected one did page by page.
class RunPage : public Page {
    Q_OBJECT

public:
    explicit RunPage(const UiContext &ui);

    void refresh() override;
    void focusFilter() override;
    void clearFilter() override;
    void openRun(const QString &run);
    /// The two selected runs, or the selected one with now.
    void compare();

signals:
    /// The plan of an undo is on its way.
    void planStarted();
    void reviewRequested(const wikivault::PageId &page);

private:
    void undo();
    void copyCommand();
    void showHistory();
    void exportShown();
    /// Selected, the earlier one first.
    [[nodiscard]] std::vector<const RunRecord *> chosen() const;
    void updateCompare();
    void build();
    [[nodiscard]] static ListFrame::Words wordsOfItems(const RunRecord *run);
    QLayout *buildFacts();
    QWidget *buildDetail();
    void updateHead();
    void showRun(const QString &id);
    void updateDetail();

    FilterModel m_filter;
    FilterModel m_itemFilter;
    FilterBar *m_filters = nullptr;
    TableView *m_table = nullptr;
    TableView *m_items = nullptr;
    ListFrame *m_itemFrame = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_sentence = nullptr;
    QLabel *m_facts = nullptr;
    QPushButton *m_export = nullptr;
    QPushButton *m_compare = nullptr;
    QPushButton *m_undo = nullptr;
    QPushButton *m_again = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_command = nullptr;
    QPushButton *m_history = nullptr;
    QString m_run;
};

}  // namespace wikivault
