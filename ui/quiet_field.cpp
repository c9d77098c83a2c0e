#include "ui/quiet_field.h"

#include "ui/widgets.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QTimeEdit>

namespace wikivault {

namespace {

QTimeEdit *timeOf(const QString &name, const QString &spoken, int minute) {
    auto *edit = new QTimeEdit(QTime(minute / 60, minute % 60));
    edit->setObjectName(name);
    edit->setAccessibleName(spoken);
    edit->setDisplayFormat(QStringLiteral("HH:mm"));
    return edit;
}

int minuteOf(const QTimeEdit &edit) {
    return edit.time().hour() * 60 + edit.time().minute();
}

}  // namespace

QuietField::QuietField(const QString &name, const QuietHours &hours, QWidget *parent)
    : QWidget(parent),
      m_on(new QCheckBox(tr("Quiet from"))),
      m_from(timeOf(name + QStringLiteral("From"), tr("Quiet from"), hours.from)),
      m_until(timeOf(name + QStringLiteral("Until"), tr("Quiet until"), hours.until)) {
    m_on->setObjectName(name + QStringLiteral("Check"));
    m_on->setChecked(hours.isOn);
    auto *row = new QHBoxLayout(this);
    make::margins(*row, 0, 0, space::kSmall);
    row->addWidget(m_on);
    row->addWidget(m_from);
    row->addWidget(make::label("body", tr("until")));
    row->addWidget(m_until);
    row->addStretch(1);
    connect(m_on, &QCheckBox::toggled, this, &QuietField::follow);
    connect(m_from, &QTimeEdit::timeChanged, this, &QuietField::changed);
    connect(m_until, &QTimeEdit::timeChanged, this, &QuietField::changed);
    follow();
}

QuietHours QuietField::hours() const {
    const int from = minuteOf(*m_from), until = minuteOf(*m_until);
    return {m_on->isChecked() && from != until, from, until};
}

void QuietField::follow() {
    m_from->setEnabled(m_on->isChecked());
    m_until->setEnabled(m_on->isChecked());
    emit changed();
}

}  // namespace wikivault
