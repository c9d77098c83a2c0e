#include "ui/notice_menu.h"

#include "ui/table_view.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>

#include <algorithm>

namespace wikivault {

namespace {

struct NoticeMenu {
    Q_DECLARE_TR_FUNCTIONS(NoticeMenu)
};

std::optional<NoticeLevel> ownLevelOf(const ActivityModel &activity, const SpaceId &space) {
    const auto own = activity.ownLevels().find(space);
    return own == activity.ownLevels().end() ? std::nullopt : std::optional(own->second);
}

constexpr int kAsAll = -1;

int codeOf(const std::optional<NoticeLevel> &level) {
    return level ? int(*level) : kAsAll;
}

void addChoice(QMenu &menu, QActionGroup &group, const std::optional<NoticeLevel> &level) {
    QAction *choice = menu.addAction(QString());
    choice->setCheckable(true);
    choice->setActionGroup(&group);
    choice->setData(codeOf(level));
}

/// Ticks what all of the chosen have; nothing where they differ.
void showChoices(const QActionGroup &group, const ActivityModel &activity, const std::vector<SpaceId> &spaces) {
    for (QAction *choice : group.actions()) {
        const int code = choice->data().toInt();
        choice->setText(code != kAsAll ? noticeWord(NoticeLevel(code))
                                       : NoticeMenu::tr("as of all spaces (%1)").arg(noticeWord(activity.level())));
        choice->setEnabled(!spaces.empty());
        choice->setChecked(!spaces.empty() && std::all_of(spaces.begin(), spaces.end(), [&](const SpaceId &space) {
            return codeOf(ownLevelOf(activity, space)) == code;
        }));
    }
}

}  // namespace

QString noticeWord(NoticeLevel level) {
    switch (level) {
        case NoticeLevel::Off: return NoticeMenu::tr("off");
        case NoticeLevel::Errors: return NoticeMenu::tr("errors only");
        case NoticeLevel::All: return NoticeMenu::tr("all");
    }
    return {};
}

void addNoticeMenu(TableView &table, ActivityModel &activity, std::function<std::vector<SpaceId>()> chosen) {
    QMenu *menu = table.addMenu(NoticeMenu::tr("Desktop notices"));
    menu->setObjectName(QStringLiteral("noticeMenu"));
    auto *group = new QActionGroup(menu);
    group->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    addChoice(*menu, *group, {});
    for (const NoticeLevel level : {NoticeLevel::All, NoticeLevel::Errors, NoticeLevel::Off})
        addChoice(*menu, *group, level);
    const auto enable = [menu, &activity] {
        menu->menuAction()->setEnabled(activity.whyNoNotices().isEmpty());
        menu->menuAction()->setText(activity.whyNoNotices().isEmpty() ? NoticeMenu::tr("Desktop notices")
                                                                      : NoticeMenu::tr("Desktop notices: none here"));
    };
    QObject::connect(&activity, &ActivityModel::levelChanged, menu, enable);
    enable();
    QObject::connect(menu, &QMenu::aboutToShow, menu,
                     [group, &activity, chosen] { showChoices(*group, activity, chosen()); });
    QObject::connect(group, &QActionGroup::triggered, menu, [&activity, chosen](const QAction *choice) {
        const int code = choice->data().toInt();
        activity.setOwnLevel(chosen(), code == kAsAll ? std::nullopt : std::optional(NoticeLevel(code)));
    });
}

}  // namespace wikivault
