#pragma once

#include <QString>

class QFormLayout;
class QWidget;

/// Forms whose labels share one column, whatever section they stand in.
namespace wikivault::forms {

[[nodiscard]] QFormLayout *layout();
/// The label is the buddy of `field`, whose value the wheel does not change; `tall`: it stands beside the first line of
/// it.
void addRow(QFormLayout &form, const QString &text, QWidget *field, bool tall = false);

}  // namespace wikivault::forms
