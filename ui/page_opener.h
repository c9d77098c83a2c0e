#pragma once

#include "ui/ui_context.h"

#include <QObject>

#include <optional>

class QAction;
class QPushButton;
class QWidget;

namespace wikivault {

class TableView;

/// "Open in wiki" and "Open file" of the page that is chosen, as buttons and in a list's menu. What cannot be opened is
/// off and says why.
class PageOpener : public QObject {
    Q_OBJECT

public:
    /// `name`: what the names of its buttons begin with.
    PageOpener(const UiContext &ui, const QString &name, QObject *parent);

    /// Nothing: no page is chosen.
    void setPlace(const std::optional<PagePlace> &place);
    [[nodiscard]] QWidget *makeButtons();
    void addTo(TableView &list);

private:
    void openInWiki();
    void openFile();
    void update();
    [[nodiscard]] QString nameOfFile() const;

    const UiContext m_ui;
    const QString m_name;
    std::optional<PagePlace> m_place;
    QPushButton *m_wikiButton = nullptr, *m_fileButton = nullptr;
    QList<QAction *> m_wikiEntries, m_fileEntries;  ///< of every list it is in
};

}  // namespace wikivault
