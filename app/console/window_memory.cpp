#include "app/console/window_memory.h"

#include "ui/theme.h"

#include <QHeaderView>
#include <QSettings>
#include <QSplitter>
#include <QTableView>
#include <QWidget>

namespace wikivault {

void restoreWindow(QWidget &window, Theme &theme, const QString &file) {
    QSettings memory(file, QSettings::IniFormat);
    const int choice = memory.value(QStringLiteral("theme"), 0).toInt();
    if (choice >= int(ThemeChoice::System) && choice <= int(ThemeChoice::Dark)) theme.setChoice(ThemeChoice(choice));
    window.restoreGeometry(memory.value(QStringLiteral("geometry")).toByteArray());
    memory.beginGroup(QStringLiteral("panes"));
    for (QSplitter *splitter : window.findChildren<QSplitter *>())
        splitter->restoreState(memory.value(splitter->objectName()).toByteArray());
    memory.endGroup();
}

void rememberWindow(const QWidget &window, const Theme &theme, const QString &file) {
    QSettings memory(file, QSettings::IniFormat);
    memory.setValue(QStringLiteral("theme"), int(theme.choice()));
    memory.setValue(QStringLiteral("geometry"), window.saveGeometry());
    memory.beginGroup(QStringLiteral("panes"));
    for (const QSplitter *splitter : window.findChildren<QSplitter *>())
        memory.setValue(splitter->objectName(), splitter->saveState());
    memory.endGroup();
}

}  // namespace wikivault
