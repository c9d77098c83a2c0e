#pragma once

class QString;
class QWidget;

namespace wikivault {

class Theme;

/// How the window looked last time: geometry, panes, columns, theme.
void restoreWindow(QWidget &window, Theme &theme, const QString &file);
void rememberWindow(const QWidget &window, const Theme &theme, const QString &file);

}  // namespace wikivault
