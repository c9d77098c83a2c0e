#include "ui/forms.h"

#include "ui/widgets.h"

#include <QFormLayout>

namespace wikivault::forms {

QFormLayout *layout() {
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(space::kLarge);
    form->setVerticalSpacing(space::kSmall);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

void addRow(QFormLayout &form, const QString &text, QWidget *field, bool tall) {
    QLabel *label = make::label("body", text);
    label->setFixedWidth(232);
    label->setBuddy(field);
    if (tall) {
        label->setContentsMargins(0, 6, 0, 0);
        label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    }
    form.addRow(label, field);
}

}  // namespace wikivault::forms
