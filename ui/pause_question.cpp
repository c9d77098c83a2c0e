#include "ui/pause_question.h"

#include "models/words.h"

#include <QCoreApplication>
#include <QDateTime>

namespace wikivault {

namespace {

struct PauseQuestion {
    Q_DECLARE_TR_FUNCTIONS(PauseQuestion)
};

struct Length {
    QString name;
    const char *object;
    std::optional<TimePoint> until;
};

/// When people are back at work.
TimePoint tomorrowMorning(TimePoint now) {
    const QDate today = QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count()).date();
    const QDateTime morning(today.addDays(1), QTime(8, 0));
    return TimePoint(std::chrono::milliseconds(morning.toMSecsSinceEpoch()));
}

void ask(const UiContext &ui, Page &page, const std::vector<SpaceId> &spaces, const QString &lead);

MessageBar::Action choice(const UiContext &ui, Page &page, const std::vector<SpaceId> &spaces, const Length &length) {
    return {length.name, QString::fromLatin1(length.object), "", [ui, &page, spaces, until = length.until] {
                const QString reason = page.bar().input().trimmed();
                if (ui.models.state.isProduction() && reason.isEmpty())
                    return ask(ui, page, spaces,
                               PauseQuestion::tr("In production a pause needs a reason.") + QLatin1Char(' '));
                ui.commands.spaces.pause(spaces, Pause{until, reason.toStdString(), {}});
            }};
}

void ask(const UiContext &ui, Page &page, const std::vector<SpaceId> &spaces, const QString &lead) {
    const TimePoint now = ui.models.spaces.now();
    QList<MessageBar::Action> choices;
    for (const Length &length :
         {Length{PauseQuestion::tr("30 minutes"), "pauseHalfHourButton", now + std::chrono::minutes(30)},
          Length{PauseQuestion::tr("1 hour"), "pauseHourButton", now + std::chrono::hours(1)},
          Length{PauseQuestion::tr("Until tomorrow 08:00"), "pauseTomorrowButton", tomorrowMorning(now)},
          Length{PauseQuestion::tr("Until I resume"), "pauseOpenEndButton", {}}})
        choices.append(choice(ui, page, spaces, length));
    page.bar().show(
        {Tone::Normal,
         lead +
             PauseQuestion::tr("Pause %1? A run in progress goes on to its end.").arg(ui.models.spaces.namesOf(spaces)),
         choices, ui.models.state.isProduction() ? PauseQuestion::tr("Reason") : PauseQuestion::tr("Reason (optional)"),
         true, false});
}

}  // namespace

void askToPause(const UiContext &ui, Page &page, const std::vector<SpaceId> &spaces) {
    if (!spaces.empty()) ask(ui, page, spaces, {});
}

}  // namespace wikivault
