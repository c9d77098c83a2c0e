#pragma once

#include "ui/ui_context.h"

#include <QWidget>

#include <map>
#include <optional>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTimer;

namespace wikivault {

class TextPane;

/// One conflict: three texts, the choices, the result. Nothing is written; a decision is recorded for the next run.
class ConflictReview : public QWidget {
    Q_OBJECT

public:
    explicit ConflictReview(const UiContext &ui, QWidget *parent = nullptr);

    void open(const PageId &page);
    [[nodiscard]] const PageId &page() const { return m_page; }
    void useResult();
    void stepChange(bool forward);
    void choose(Take take);
    void edit();
    /// A text that was written and not recorded is on disk a moment later, and comes back when its page is opened
    /// again.
    void keepDraft();

signals:
    void closed();
    void refused(const QString &why);

private:
    void buildHead();
    void buildChoices();
    void buildResult();
    void showDetail();
    void showChoices(const ConflictDetail &detail);
    void showDraft(const ConflictDetail &detail);
    void showResult(const QString &text, const QString &how);
    void resetResult();
    [[nodiscard]] bool restoreDraft(const ConflictDetail &detail);
    void saveDraft();
    [[nodiscard]] QPushButton *choice(const QString &text, const char *name, const char *kind, Take take);

    const UiContext m_ui;
    PageId m_page;
    std::optional<Take> m_take;
    bool m_edited = false;
    std::map<PageId, QString> m_drafts;
    int m_request = 0;  ///< answers to older requests are dropped
    QLabel *m_title = nullptr;
    QLabel *m_facts = nullptr;
    TextPane *m_texts = nullptr;
    QLabel *m_help = nullptr;
    QTimer *m_saving = nullptr;  ///< a pause in typing saves the draft
    QPushButton *m_takeWiki = nullptr;
    QPushButton *m_takeGit = nullptr;
    QPushButton *m_takeBoth = nullptr;
    QPushButton *m_takeBase = nullptr;
    QPushButton *m_edit = nullptr;
    QWidget *m_resultPane = nullptr;
    QLabel *m_how = nullptr;
    QPlainTextEdit *m_result = nullptr;
    QPushButton *m_use = nullptr;
    QPushButton *m_command = nullptr;
};

}  // namespace wikivault
