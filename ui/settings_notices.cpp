#include "ui/forms.h"
#include "ui/notice_menu.h"
#include "ui/quiet_field.h"
#include "ui/settings_dialog.h"
#include "ui/widgets.h"

#include <QComboBox>
#include <QFormLayout>
#include <QVBoxLayout>

/// Of what the desktop is told, and when.
namespace wikivault {

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
    auto *quiet = new QuietField(QStringLiteral("quiet"), activity.quiet());
    forms::addRow(*form, tr("Quiet hours"), quiet);
    form->addRow(QString(), make::prose("caption", tr("What began meanwhile and still is so is told at their end.")));
    connect(level, &QComboBox::currentIndexChanged, &activity,
            [&activity, level] { activity.setLevel(NoticeLevel(level->currentData().toInt())); });
    connect(quiet, &QuietField::changed, &activity, [&activity, quiet] { activity.setQuiet(quiet->hours()); });
}

}  // namespace wikivault
