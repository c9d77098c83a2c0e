#pragma once

#include "models/saved_views.h"

#include <QObject>

class QMenu;
class QPushButton;

namespace wikivault {

class FilterBar;
class MessageBar;
class TableView;
class Theme;

/// The button beside a filter: chooses a saved view, keeps the present one under a name, forgets one, shows and hides
/// columns.
class ViewMenu : public QObject {
    Q_OBJECT

public:
    struct Parts {
        FilterBar &filters;
        TableView &table;
        MessageBar &bar;
        SavedViews &views;
    };
    ViewMenu(const Theme &theme, const Parts &parts, QObject *parent);

    void apply(const QString &name);

private:
    void fill();
    void addViews();
    void addColumns();
    void askName(const QString &lead = {});
    void save(const QString &name);
    void updateButton();

    const Parts m_parts;
    QMenu *m_menu = nullptr;
    QPushButton *m_button = nullptr;
    QString m_current;  ///< the view that was chosen last
};

}  // namespace wikivault
