#pragma once

#include "ui/ui_context.h"

#include <QPlainTextEdit>
#include <QStackedWidget>

namespace wikivault {

class RenderedView;

/// The text a decision leaves, as source or as its readers will see it; who edits it sees the source.
class ResultPane : public QStackedWidget {
    Q_OBJECT

public:
    explicit ResultPane(const UiContext &ui, QWidget *parent = nullptr);

    [[nodiscard]] QPlainTextEdit &editor() { return *m_editor; }
    void setRendered(bool rendered);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refresh();

    const UiContext m_ui;
    QPlainTextEdit *m_editor = nullptr;
    RenderedView *m_reader = nullptr;
    bool m_isRendered = false;
    QString m_drawn;    ///< the text the rendered form is of
    int m_request = 0;  ///< answers to older requests are dropped
};

}  // namespace wikivault
