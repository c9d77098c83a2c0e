#pragma once

#include "models/activity_model.h"
#include "models/language.h"
#include "models/saved_views.h"
#include "models/tray_setting.h"

class QString;
class QWidget;

namespace wikivault {

class Theme;

/// How the window looked last time: geometry, panes, columns, theme.
void restoreWindow(QWidget &window, Theme &theme, const QString &file);
void rememberWindow(const QWidget &window, const Theme &theme, const QString &file);
[[nodiscard]] QList<SavedView> rememberedViews(const QString &file);
/// Which changes the desktop is told.
void restoreNotices(ActivityModel &activity, const QString &file);
struct NoticeChoices {
    NoticeLevel level;
    ActivityModel::OwnLevels own;
    QuietHours quiet;
};
void rememberNotices(const NoticeChoices &choices, const QString &file);
/// Whether it is wanted, and whether somebody knows what closing ends.
void restoreTray(TraySetting &tray, const QString &file);
void rememberTray(bool wanted, bool told, const QString &file);
void rememberViews(const QList<SavedView> &views, const QString &file);
[[nodiscard]] LanguageChoice rememberedLanguage(const QString &file);
void rememberLanguage(LanguageChoice choice, const QString &file);

}  // namespace wikivault
