#pragma once

#include "models/filter_model.h"
#include "ui/page.h"

class QCheckBox;

namespace wikivault {

class FilterBar;
class LogScopeBar;
class TableView;

/// The log of this console, live.
class LogPage : public Page {
    Q_OBJECT

public:
    explicit LogPage(const UiContext &ui);

    void refresh() override {}
    void focusFilter() override;
    void clearFilter() override;

signals:
    void runRequested(const QString &run);

private:
    void build();
    void narrow();
    void openRun(const QModelIndex &line);
    void updateHead();
    void copySelected();

    FilterModel m_filter;
    FilterBar *m_filters = nullptr;
    LogScopeBar *m_scope = nullptr;
    TableView *m_table = nullptr;
    QCheckBox *m_follow = nullptr;
};

}  // namespace wikivault
