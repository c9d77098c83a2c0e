#pragma once

#include "models/filter_model.h"
#include "ui/page.h"

class QPushButton;

namespace wikivault {

class TableView;

/// Who leads which space: waited for, asked to stop, held for maintenance, or taken away from a holder that is gone.
class LockPage : public Page {
    Q_OBJECT

public:
    explicit LockPage(const UiContext &ui);

    void refresh() override;

private:
    void buildVerbs();
    void buildTable();
    void updateHead();
    void updateVerbs();
    void waitOrNot();
    void askHolder();
    void releaseOrAsk();
    [[nodiscard]] const LockInfo *chosen() const;
    [[nodiscard]] QString whyNoRelease(const LockInfo &lock) const;
    [[nodiscard]] QString whyNotAsked(const LockInfo &lock) const;

    FilterModel m_filter;
    TableView *m_table = nullptr;
    QPushButton *m_wait = nullptr, *m_ask = nullptr, *m_hold = nullptr, *m_release = nullptr;
};

}  // namespace wikivault
