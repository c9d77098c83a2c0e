#pragma once

#include "ui/message_bar.h"
#include "ui/ui_context.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace wikivault {

/// A page of the window: title, a sentence below it, verbs at the right, a bar for messages, content.
class Page : public QWidget {
    Q_OBJECT

public:
    struct Head {
        QString title;
        QString objectName;
    };
    Page(const UiContext &ui, const Head &head);

    /// Reads the page's data again; never writes.
    virtual void refresh() = 0;
    /// The page's main verb (Ctrl+Return); it still asks what it has to ask.
    virtual void mainVerb() {}
    virtual void previewVerb() {}
    virtual void focusFilter() {}
    /// What the keyboard works on when the page is opened: its first list or text that is in sight.
    void focusMain();
    virtual void clearFilter() {}
    /// Back out of what is open: a message, then the filter. Never discards work.
    virtual void escape();
    /// F7 and Shift+F7.
    virtual void stepChange(bool forward) { Q_UNUSED(forward) }
    [[nodiscard]] MessageBar &bar() { return *m_bar; }

protected:
    void setTitle(const QString &title);
    void setSentence(const QString &sentence);
    void addAction(QWidget *widget);
    /// A row under the head, for filters.
    void addToolRow(QWidget *widget);
    void setContent(QWidget *content);
    [[nodiscard]] const UiContext &ui() const { return m_ui; }

private:
    UiContext m_ui;
    QLabel *const m_title;
    QLabel *const m_sentence;
    QHBoxLayout *m_actions = nullptr;
    QVBoxLayout *m_head = nullptr;
    QVBoxLayout *m_body = nullptr;
    MessageBar *const m_bar;
};

}  // namespace wikivault
