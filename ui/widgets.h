#pragma once

#include "ui/theme.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>

class QBoxLayout;
class QScrollBar;

/// Small makers, so that every page is built from the same parts.
namespace wikivault::make {

/// `role` is a label role of the style sheet: `title` `heading` `strong` `muted` `caption` `section`.
[[nodiscard]] QLabel *label(const char *role, const QString &text = {});
/// Wraps and can be selected with the mouse.
[[nodiscard]] QLabel *prose(const char *role, const QString &text = {});

struct ButtonSpec {
    QString text;
    QString objectName;
    QString icon;
    const char *kind = "";  ///< `primary` `danger` `wiki` `git` `plain` `chip`
    QString toolTip;
};
[[nodiscard]] QPushButton *button(const Theme &theme, const ButtonSpec &spec);
[[nodiscard]] QFrame *line();
/// A widget with a style sheet role and no margins.
[[nodiscard]] QWidget *box(const char *role);
/// Sets a property the style sheet looks at and applies it.
void restyle(QWidget &widget, const char *property, const QString &value);
/// What Home, End and the page keys do in a view that draws its lines itself; false: `key` is none of them.
bool scrollByKey(QScrollBar &bar, int key);
void margins(QBoxLayout &layout, int horizontal, int vertical, int spacing);

}  // namespace wikivault::make
