#pragma once

#include "ui/compare_view.h"
#include "ui/ui_context.h"

#include <QWidget>

class QPushButton;
class QStackedWidget;

namespace wikivault {

class RenderedView;

/// Two or three texts of a page side by side, as source or as their readers see them.
class TextPane : public QWidget {
    Q_OBJECT

public:
    TextPane(const UiContext &ui, const QString &objectName, QWidget *parent = nullptr);

    void setMessage(const QString &message);
    void showTwo(const std::string &wiki, const std::string &git, const CompareView::Heads &heads);
    void showThree(const ConflictDetail &detail);
    void setBylines(const QString &wiki, const QString &git) { m_source->setBylines(wiki, git); }
    void stepChange(bool forward);
    /// `Source` and `Rendered`, for the head of the page.
    [[nodiscard]] QWidget *makeSwitch();

    void setRendered(bool rendered);
    [[nodiscard]] bool isRendered() const;

signals:
    /// Between source and rendered.
    void switched();

private:
    void render();

    const UiContext m_ui;
    CompareView *m_source = nullptr;
    RenderedView *m_reader = nullptr;
    QStackedWidget *m_stack = nullptr;
    QPushButton *m_sourceButton = nullptr;
    QPushButton *m_renderedButton = nullptr;
    std::vector<std::string> m_files;  ///< what is shown; empty: a message
    QStringList m_headings;
    bool m_isDrawn = false;  ///< the rendered form is of these files
    int m_request = 0;       ///< answers to older requests are dropped
};

}  // namespace wikivault
