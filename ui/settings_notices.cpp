#include "ui/forms.h"
#include "ui/notice_menu.h"
#include "ui/settings_dialog.h"
#include "ui/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QTimeEdit>
#include <QVBoxLayout>

/// Of what the desktop is told, and when.
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

void SettingsDialog::buildNotices(QVBoxLayout &column) {
    QFormLayout *form = section(column, tr("Desktop notices"));
    ActivityModel &activity = m_ui.models.activity;
    auto *level = new QComboBox;
    level->setObjectName(QStringLiteral("settingsNoticeLevel"));
    level->setAccessibleName(tr("Desktop notices"));
    for (const NoticeLevel one : {NoticeLevel::All, NoticeLevel::Errors, NoticeLevel::Off})
        level->addItem(noticeWord(one), int(one));
    level->setCurrentIndex(level->findData(int(activity.level())));
    forms::addRow(*form, tr("Tell the desktop of"), level);
    auto *hours = new QWidget;
    auto *row = new QHBoxLayout(hours);
    make::margins(*row, 0, 0, space::kSmall);
    auto *on = new QCheckBox(tr("Quiet from"));
    on->setObjectName(QStringLiteral("quietCheck"));
    on->setChecked(activity.quiet().isOn);
    auto *from = timeOf(QStringLiteral("quietFrom"), tr("Quiet from"), activity.quiet().from);
    auto *until = timeOf(QStringLiteral("quietUntil"), tr("Quiet until"), activity.quiet().until);
    row->addWidget(on);
    row->addWidget(from);
    row->addWidget(make::label("body", tr("until")));
    row->addWidget(until);
    row->addStretch(1);
    forms::addRow(*form, tr("Quiet hours"), hours);
    form->addRow(QString(), make::prose("caption", tr("What began meanwhile and still is so is told at their end.")));
    const auto follow = [on, from, until] {
        from->setEnabled(on->isChecked());
        until->setEnabled(on->isChecked());
    };
    connect(on, &QCheckBox::toggled, from, follow);
    follow();
    connect(this, &QDialog::accepted, &activity, [&activity, level, on, from, until] {
        activity.setLevel(NoticeLevel(level->currentData().toInt()));
        activity.setQuiet({on->isChecked(), minuteOf(*from), minuteOf(*until)});
    });
}

}  // namespace wikivault
