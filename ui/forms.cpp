#include "ui/forms.h"

#include "ui/widgets.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>

namespace wikivault::forms {

namespace {

/// A form may stand in a page that scrolls: the wheel scrolls it and changes no value on the way.
class QuietWheel : public QObject {
public:
    using QObject::QObject;
    bool eventFilter(QObject *, QEvent *event) override {
        if (event->type() != QEvent::Wheel) return false;
        event->ignore();
        return true;
    }
};

}  // namespace

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
    const bool takesWheel = qobject_cast<QComboBox *>(field) || qobject_cast<QAbstractSpinBox *>(field);
    if (takesWheel) field->installEventFilter(new QuietWheel(field));
    form.addRow(label, field);
}

}  // namespace wikivault::forms
