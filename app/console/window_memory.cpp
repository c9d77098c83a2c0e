#include "app/console/window_memory.h"

#include "ui/theme.h"

#include <QHeaderView>
#include <QSettings>
#include <QSplitter>
#include <QTableView>
#include <QWidget>

namespace wikivault {

namespace {
const QString kNoticeLevel = QStringLiteral("notices");
const QString kOwnNoticeLevels = QStringLiteral("noticesOfSpaces");
const QString kQuiet = QStringLiteral("quietHours");
const QString kQuietFrom = QStringLiteral("quietFrom");
const QString kQuietUntil = QStringLiteral("quietUntil");

std::optional<NoticeLevel> noticeLevelOf(const QVariant &value) {
    bool isNumber = false;
    const int level = value.toInt(&isNumber);
    const bool isLevel = isNumber && level >= int(NoticeLevel::Off) && level <= int(NoticeLevel::All);
    return isLevel ? std::optional(NoticeLevel(level)) : std::nullopt;
}

/// A table with another number of columns is another table.
QString columnsKey(const QTableView &table) {
    return table.objectName() + QString::number(table.model() ? table.model()->columnCount() : 0);
}
}  // namespace

void restoreWindow(QWidget &window, Theme &theme, const QString &file) {
    QSettings memory(file, QSettings::IniFormat);
    const int choice = memory.value(QStringLiteral("theme"), 0).toInt();
    if (choice >= int(ThemeChoice::System) && choice <= int(ThemeChoice::Contrast))
        theme.setChoice(ThemeChoice(choice));
    window.restoreGeometry(memory.value(QStringLiteral("geometry")).toByteArray());
    memory.beginGroup(QStringLiteral("panes"));
    for (QSplitter *splitter : window.findChildren<QSplitter *>())
        splitter->restoreState(memory.value(splitter->objectName()).toByteArray());
    memory.endGroup();
    memory.beginGroup(QStringLiteral("columns"));
    for (QTableView *table : window.findChildren<QTableView *>())
        table->horizontalHeader()->restoreState(memory.value(columnsKey(*table)).toByteArray());
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
    memory.beginGroup(QStringLiteral("columns"));
    for (const QTableView *table : window.findChildren<QTableView *>())
        memory.setValue(columnsKey(*table), table->horizontalHeader()->saveState());
    memory.endGroup();
}

QList<SavedView> rememberedViews(const QString &file) {
    QSettings memory(file, QSettings::IniFormat);
    QList<SavedView> views;
    const int count = memory.beginReadArray(QStringLiteral("views"));
    for (int i = 0; i < count; ++i) {
        memory.setArrayIndex(i);
        views.append({memory.value(QStringLiteral("name")).toString(), memory.value(QStringLiteral("text")).toString(),
                      memory.value(QStringLiteral("group"), -1).toInt(),
                      memory.value(QStringLiteral("columns")).toByteArray()});
    }
    return views;
}

void restoreNotices(ActivityModel &activity, const QString &file) {
    QSettings memory(file, QSettings::IniFormat);
    activity.setLevel(noticeLevelOf(memory.value(kNoticeLevel)).value_or(NoticeLevel::All));
    QuietHours quiet;
    quiet.isOn = memory.value(kQuiet, false).toBool();
    const auto minuteOf = [&memory](const QString &key, int otherwise) {
        return std::clamp(memory.value(key, otherwise).toInt(), 0, QuietHours::kDay - 1);
    };
    quiet.from = minuteOf(kQuietFrom, quiet.from);
    quiet.until = minuteOf(kQuietUntil, quiet.until);
    activity.setQuiet(quiet);
    memory.beginGroup(kOwnNoticeLevels);
    ActivityModel::OwnLevels own;
    for (const QString &space : memory.childKeys())
        if (const auto level = noticeLevelOf(memory.value(space))) own[SpaceId(space.toStdString())] = *level;
    activity.setOwnLevels(std::move(own));
}

void rememberNotices(const NoticeChoices &choices, const QString &file) {
    QSettings memory(file, QSettings::IniFormat);
    memory.setValue(kNoticeLevel, int(choices.level));
    memory.setValue(kQuiet, choices.quiet.isOn);
    memory.setValue(kQuietFrom, choices.quiet.from);
    memory.setValue(kQuietUntil, choices.quiet.until);
    memory.remove(kOwnNoticeLevels);
    memory.beginGroup(kOwnNoticeLevels);
    for (const auto &[space, ownLevel] : choices.own)
        memory.setValue(QString::fromStdString(space.str()), int(ownLevel));
}

void restoreTray(TraySetting &tray, const QString &file) {
    QSettings memory(file, QSettings::IniFormat);
    tray.setWanted(memory.value(QStringLiteral("tray"), false).toBool());
    tray.setTold(memory.value(QStringLiteral("toldOfQuitting"), false).toBool());
}

void rememberTray(bool wanted, bool told, const QString &file) {
    QSettings memory(file, QSettings::IniFormat);
    memory.setValue(QStringLiteral("tray"), wanted);
    memory.setValue(QStringLiteral("toldOfQuitting"), told);
}

void rememberViews(const QList<SavedView> &views, const QString &file) {
    QSettings memory(file, QSettings::IniFormat);
    memory.remove(QStringLiteral("views"));
    memory.beginWriteArray(QStringLiteral("views"), int(views.size()));
    for (int i = 0; i < int(views.size()); ++i) {
        memory.setArrayIndex(i);
        memory.setValue(QStringLiteral("name"), views.at(i).name);
        memory.setValue(QStringLiteral("text"), views.at(i).text);
        memory.setValue(QStringLiteral("group"), views.at(i).group);
        memory.setValue(QStringLiteral("columns"), views.at(i).columns);
    }
}

LanguageChoice rememberedLanguage(const QString &file) {
    return languageChoice(QSettings(file, QSettings::IniFormat).value(QStringLiteral("language")).toString());
}

void rememberLanguage(LanguageChoice choice, const QString &file) {
    QSettings(file, QSettings::IniFormat).setValue(QStringLiteral("language"), languageWord(choice));
}

}  // namespace wikivault
