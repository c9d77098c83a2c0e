#include "ui/view_menu.h"

#include "ui/filter_bar.h"
#include "ui/message_bar.h"
#include "ui/table_view.h"
#include "ui/widgets.h"

#include <QHeaderView>
#include <QMenu>

namespace wikivault {

namespace {
constexpr int kAlwaysShown = 2;  ///< what the row is and how it stands

/// An `&` in a name is no mnemonic.
QString menuText(QString name) {
    return name.replace(QLatin1Char('&'), QStringLiteral("&&"));
}
}  // namespace

ViewMenu::ViewMenu(const Theme &theme, const Parts &parts, QObject *parent) : QObject(parent), m_parts(parts) {
    m_button =
        make::button(theme, {tr("Views"), QStringLiteral("viewsButton"), {}, "", tr("Saved filters and columns")});
    m_menu = new QMenu(m_button);
    m_menu->setObjectName(QStringLiteral("viewsMenu"));
    m_button->setMenu(m_menu);
    make::restyle(*m_button, "menu", QStringLiteral("yes"));
    m_parts.filters.addTool(m_button);
    connect(m_menu, &QMenu::aboutToShow, this, &ViewMenu::fill);
    connect(&parts.views, &SavedViews::changed, this, &ViewMenu::updateButton);
    const auto leave = [this] {
        m_current.clear();
        updateButton();
    };
    connect(&parts.filters, &FilterBar::textChanged, this, leave);
    connect(&parts.filters, &FilterBar::groupsChanged, this, leave);
}

void ViewMenu::fill() {
    m_menu->clear();
    addViews();
    m_menu->addSeparator();
    connect(m_menu->addAction(tr("Save this view…")), &QAction::triggered, this, [this] { askName(); });
    if (!m_parts.views.all().isEmpty()) {
        QMenu *forget = m_menu->addMenu(tr("Forget"));
        for (const SavedView &view : m_parts.views.all())
            connect(forget->addAction(menuText(view.name)), &QAction::triggered, this,
                    [this, name = view.name] { m_parts.views.remove(name); });
    }
    m_menu->addSeparator();
    addColumns();
}

void ViewMenu::addViews() {
    if (m_parts.views.all().isEmpty()) m_menu->addAction(tr("No view is saved yet"))->setEnabled(false);
    for (const SavedView &view : m_parts.views.all()) {
        QAction *entry = m_menu->addAction(menuText(view.name));
        entry->setCheckable(true);
        entry->setChecked(view.name == m_current);
        connect(entry, &QAction::triggered, this, [this, name = view.name] { apply(name); });
    }
}

void ViewMenu::addColumns() {
    QMenu *columns = m_menu->addMenu(tr("Columns"));
    for (int column = kAlwaysShown; column < m_parts.table.model()->columnCount(); ++column) {
        QAction *entry = columns->addAction(
            menuText(m_parts.table.model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()));
        entry->setCheckable(true);
        entry->setChecked(!m_parts.table.isColumnHidden(column));
        connect(entry, &QAction::toggled, this, [this, column](bool shown) {
            m_parts.table.keepColumns();
            m_parts.table.setColumnHidden(column, !shown);
        });
    }
}

void ViewMenu::apply(const QString &name) {
    const SavedView *view = m_parts.views.find(name);
    if (!view) return;
    m_parts.filters.setFilter(view->text, view->group);
    m_parts.table.keepColumns();
    m_parts.table.horizontalHeader()->restoreState(view->columns);
    m_current = name;
    updateButton();
}

void ViewMenu::askName(const QString &lead) {
    m_parts.bar.show({Tone::Normal,
                      lead + tr("Save what the list shows now, its columns and their order, under which name?"),
                      {{tr("Save view"), QStringLiteral("saveViewButton"), "primary",
                        [this] { save(m_parts.bar.input().trimmed()); }}},
                      tr("Name of the view"),
                      true,
                      false});
}

void ViewMenu::save(const QString &name) {
    if (name.isEmpty()) return askName(tr("A view needs a name.") + QLatin1Char(' '));
    m_parts.views.put(
        {name, m_parts.filters.text(), m_parts.filters.group(), m_parts.table.horizontalHeader()->saveState()});
    m_current = name;
    updateButton();
}

void ViewMenu::updateButton() {
    if (!m_parts.views.find(m_current)) m_current.clear();
    m_button->setText(m_current.isEmpty() ? tr("Views") : tr("View: %1").arg(menuText(m_current)));
    m_button->setAccessibleName(m_current.isEmpty() ? tr("Views") : tr("View: %1").arg(m_current));
}

}  // namespace wikivault
