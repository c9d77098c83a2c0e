#pragma once

#include "models/filter_model.h"
#include "ui/page.h"

class QLabel;
class QLayout;
class QPushButton;

namespace wikivault {

class FilterBar;
class TableView;

/// Checks of everything a run needs, the worst first, each with what to do. Looking changes nothing.
class DoctorPage : public Page {
    Q_OBJECT

public:
    explicit DoctorPage(const UiContext &ui);

    void refresh() override;
    void mainVerb() override { refresh(); }
    void focusFilter() override;
    void clearFilter() override;
    /// Chooses the check of that name once it is there.
    void showCheck(const QString &name);

private:
    QWidget *buildDetail();
    QWidget *buildFinding();
    QLayout *buildVerbs();
    void copyFinding();
    void updateHead();
    void showRow();
    void askToFix(const std::string &word);
    void askFirst(const DoctorFix &fix);
    [[nodiscard]] std::string chosenFix() const;

    FilterModel m_filter;
    FilterBar *m_filters = nullptr;
    TableView *m_table = nullptr;
    QLabel *m_name = nullptr;
    QLabel *m_detail = nullptr;
    QLabel *m_advice = nullptr;
    QPushButton *m_again = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_copyCommand = nullptr;
    QPushButton *m_copyFinding = nullptr;
    QPushButton *m_fix = nullptr;
    QPushButton *m_otherFix = nullptr;
};

}  // namespace wikivault
