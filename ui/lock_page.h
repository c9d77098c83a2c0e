#pragma once

#include "models/filter_model.h"
#include "ui/page.h"

class QPushButton;

namespace wikivault {

class TableView;

/// Who leads which space; a lock may be taken away from a holder that is gone.
class LockPage : public Page {
    Q_OBJECT

public:
    explicit LockPage(const UiContext &ui);

    void refresh() override;

private:
    void updateHead();
    void askRelease();
    [[nodiscard]] const LockInfo *chosen() const;

    FilterModel m_filter;
    TableView *m_table = nullptr;
    QPushButton *m_release = nullptr;
};

}  // namespace wikivault
