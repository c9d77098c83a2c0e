#pragma once

#include "engine/core/activity.h"
#include "models/filter_model.h"
#include "ui/page.h"

class QComboBox;
class QPushButton;

namespace wikivault {

class FilterBar;
class TableView;

/// What needs a person, in all spaces, and what did lately.
class ActivityPage : public Page {
    Q_OBJECT

public:
    explicit ActivityPage(const UiContext &ui);

    void refresh() override;
    void mainVerb() override;
    void focusFilter() override;
    void clearFilter() override;

signals:
    void chosen(const wikivault::Activity &activity);

private:
    void buildNotices();
    void updateHead();
    void updateVerb();
    void updateNotices();

    FilterModel m_filter;
    FilterBar *m_filters = nullptr;
    TableView *m_table = nullptr;
    QPushButton *m_open = nullptr;
    QComboBox *m_level = nullptr;
};

}  // namespace wikivault
