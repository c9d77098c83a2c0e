#pragma once

#include "ui/elided_label.h"

#include <QAbstractButton>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>

#include <algorithm>

namespace wikivault {

/// A label that may be as narrow as it gets shows what there is room for.
inline bool mayBeNarrow(const QLabel &label) {
    return qobject_cast<const ElidedLabel *>(&label) || label.sizePolicy().horizontalPolicy() == QSizePolicy::Ignored ||
           label.text().isEmpty();
}

inline bool isCutOff(const QWidget &widget) {
    if (const auto *label = qobject_cast<const QLabel *>(&widget)) {
        if (label->wordWrap()) return label->height() < label->heightForWidth(label->width());
        return !mayBeNarrow(*label) && label->width() < label->sizeHint().width();
    }
    const auto *button = qobject_cast<const QAbstractButton *>(&widget);
    if (!button || button->text().isEmpty()) return false;
    const int text = button->fontMetrics().size(Qt::TextShowMnemonic, button->text()).width();
    return button->width() < std::min(button->sizeHint().width(), text + 3 * button->iconSize().width());
}

/// Shown labels, buttons and heads of columns below `root` that lack the room for their text.
inline QStringList cutOffBelow(const QWidget &root, const QString &picture) {
    QStringList found;
    const auto add = [&](const QString &text, int has, int wants) {
        found << QStringLiteral("%1: “%2” has %3 of %4 pixels").arg(picture, text).arg(has).arg(wants);
    };
    for (const QWidget *widget : root.findChildren<QWidget *>()) {
        if (!widget->isVisible()) continue;
        const QVariant text = widget->property("text");
        if (isCutOff(*widget)) add(text.toString(), widget->width(), widget->sizeHint().width());
        const auto *head = qobject_cast<const QHeaderView *>(widget);
        if (!head || head->orientation() != Qt::Horizontal) continue;
        for (int column = 0; column < head->count(); ++column) {
            constexpr int padding = 24;
            const QString name = head->model()->headerData(column, Qt::Horizontal).toString();
            const int wanted = head->fontMetrics().horizontalAdvance(name) + padding;
            if (!head->isSectionHidden(column) && head->sectionSize(column) < wanted)
                add(name, head->sectionSize(column), wanted);
        }
    }
    return found;
}

}  // namespace wikivault
