#pragma once

#include "models/filter_model.h"
#include "ui/page.h"

class QPushButton;

namespace wikivault {

class FilterBar;
class TableView;

/// When each space runs next; pauses.
class SchedulePage : public Page {
    Q_OBJECT

public:
    explicit SchedulePage(const UiContext &ui);

    void refresh() override;
    void mainVerb() override;
    void focusFilter() override;
    void clearFilter() override;

private:
    void build();
    void updateHead();
    void updateVerbs();
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] std::vector<SpaceId> chosen() const;

    FilterModel m_filter;
    FilterBar *m_filters = nullptr;
    TableView *m_table = nullptr;
    QPushButton *m_pause = nullptr;
    QPushButton *m_resume = nullptr;
    QPushButton *m_run = nullptr;
    QPushButton *m_driver = nullptr;
};

}  // namespace wikivault
