#pragma once

#include "models/filter_model.h"
#include "ui/page.h"

class QCheckBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace wikivault {

class FilterBar;
class ListFrame;
class PageOpener;
class TableView;
class TextPane;

/// What a run would do, in both directions, with each item's texts side by side; what is ticked is carried out exactly
/// so. Nothing here writes but Apply, which asks.
class PlanPage : public Page {
    Q_OBJECT

public:
    explicit PlanPage(const UiContext &ui);

    void refresh() override;
    void mainVerb() override;
    void previewVerb() override { refresh(); }
    void focusFilter() override;
    void clearFilter() override;
    void escape() override;
    void stepChange(bool forward) override;
    /// Asks for a plan file.
    void openFile();

signals:
    void conflictRequested(const wikivault::PageId &page);

private:
    // plan_page_build.cpp
    void build();
    void buildActions();
    QWidget *buildDiff();
    void buildMenu();
    void connectModel();

    void updateHead();
    void updateVerbs();
    void updateWords();
    void updateNote();
    [[nodiscard]] QString sentence() const;
    void narrowSpelling();
    void showRow(int row);
    void showTexts(int row);
    void review();
    void flip();
    void saveFile();
    void showProof();

    // plan_page_guard.cpp
    void updateGuard();
    void showHeld(int count);
    void askApproval();
    void putBack();
    /// Shows the message unless it stands there already: a bar that is made anew loses the focus.
    static void showOnce(MessageBar &bar, const MessageBar::Message &message);

    FilterModel m_filter;
    bool m_isLooking = false;
    FilterBar *m_filters = nullptr;
    TableView *m_table = nullptr;
    ListFrame *m_frame = nullptr;
    MessageBar *m_guard = nullptr;
    MessageBar *m_note = nullptr;
    QCheckBox *m_spelling = nullptr;  ///< shows changes of nothing but blanks and marks
    QProgressBar *m_progress = nullptr;
    QWidget *m_pane = nullptr;  ///< both texts of the chosen change
    TextPane *m_diff = nullptr;
    PageOpener *m_opener = nullptr;
    QLabel *m_path = nullptr;
    QLabel *m_effect = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_proof = nullptr, *m_carried = nullptr;
    QPushButton *m_recompute = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_apply = nullptr;
    QPushButton *m_review = nullptr;
    QPushButton *m_flip = nullptr;
};

}  // namespace wikivault
