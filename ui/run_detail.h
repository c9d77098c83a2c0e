#pragma once

#include "models/filter_model.h"
#include "models/phase_model.h"
#include "ui/list_frame.h"
#include "ui/ui_context.h"

#include <QPushButton>

class QButtonGroup;
class QLabel;
class QLayout;
class QSplitter;
class QStackedWidget;

namespace wikivault {

class ComparedTexts;
class ElidedLabel;
class PageOpener;
class RunItemNote;

/// What one run did: its pages, its errors, a page before and after it, its lines of the log. Of a fold: what was
/// skipped.
class RunDetail : public QWidget {
    Q_OBJECT

public:
    enum class Tab { Pages, Errors, Phases, Log, Texts };

    explicit RunDetail(const UiContext &ui);

    /// Nothing: none is selected.
    void showRun(const RunRecord *run);
    /// Skipped runs, newest first.
    void showSkips(const std::vector<const RunRecord *> &skips, bool isOpen);
    void showTab(Tab tab);
    void stepChange(bool forward);
    void undo() { m_undo->click(); }
    void runAgain() { m_again->click(); }
    void copyCommand() { m_command->click(); }
    void copyId() { m_copy->click(); }

signals:
    void undoRequested();
    void againRequested();
    /// Of the fold that is shown.
    void foldToggled();
    void retryRequested();
    void logRequested();
    void reviewRequested(const wikivault::PageId &page);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void build();
    void connectParts();
    [[nodiscard]] QLayout *buildHead();
    [[nodiscard]] QLayout *buildTabs();
    [[nodiscard]] QWidget *buildPages();
    [[nodiscard]] QWidget *buildPhases();
    [[nodiscard]] QWidget *buildLog();
    [[nodiscard]] static ListFrame::Words wordsOfItems(const RunRecord *run);
    [[nodiscard]] static QString factsOf(const RunRecord &run);
    void followLog();
    void updateTabs();
    void updatePhases();
    void updateItem();
    void showTexts();
    void showHistory();
    [[nodiscard]] const RunRecord *run() const;
    [[nodiscard]] const Item *currentItem() const;
    [[nodiscard]] bool isOfRun(const LogEntry &line) const;

    const UiContext m_ui;
    FilterModel m_itemFilter, m_logFilter;
    PhaseModel m_phases;
    RunId m_run;
    Tab m_tab = Tab::Pages;
    TableView *m_items = nullptr;
    ListFrame *m_itemFrame = nullptr;
    RunItemNote *m_note = nullptr;
    ComparedTexts *m_texts = nullptr;
    PageOpener *m_opener = nullptr;
    QSplitter *m_sides = nullptr;  ///< the pages and, beside them, a page before and after
    ListFrame *m_phaseFrame = nullptr;
    QStackedWidget *m_stack = nullptr;
    QButtonGroup *m_tabs = nullptr;
    ElidedLabel *m_title = nullptr;
    QLabel *m_sentence = nullptr;
    QLabel *m_facts = nullptr;
    QPushButton *m_undo = nullptr;
    QPushButton *m_again = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_command = nullptr;
    QPushButton *m_history = nullptr;
};

}  // namespace wikivault
