#include "app/console/kept_choices.h"

#include "app/console/window_memory.h"
#include "engine/runtime/worker_pool.h"

namespace wikivault {

namespace {

void keepLanguage(LanguageSetting &language, WorkerPool &files, const QString &memory) {
    language.start(rememberedLanguage(memory));
    QObject::connect(&language, &LanguageSetting::changed, &language, [&language, &files, memory] {
        files.post([choice = language.choice(), memory](const std::stop_token &) { rememberLanguage(choice, memory); });
    });
}

void keepViews(SavedViews &views, WorkerPool &files, const QString &memory) {
    views.setAll(rememberedViews(memory));
    QObject::connect(&views, &SavedViews::changed, &views, [&views, &files, memory] {
        files.post([all = views.all(), memory](const std::stop_token &) { rememberViews(all, memory); });
    });
}

void keepNotices(ActivityModel &activity, WorkerPool &files, const QString &memory) {
    restoreNotices(activity, memory);
    QObject::connect(&activity, &ActivityModel::levelChanged, &activity, [&activity, &files, memory] {
        files.post([choices = NoticeChoices{activity.level(), activity.ownLevels(), activity.quiet()},
                    memory](const std::stop_token &) { rememberNotices(choices, memory); });
    });
}

void keepTray(TraySetting &tray, WorkerPool &files, const QString &memory) {
    restoreTray(tray, memory);
    QObject::connect(&tray, &TraySetting::changed, &tray, [&tray, &files, memory] {
        files.post([wanted = tray.isWanted(), told = tray.wasTold(), memory](const std::stop_token &) {
            rememberTray(wanted, told, memory);
        });
    });
}

}  // namespace

void keepChoices(ConsoleModels &models, WorkerPool &files, const QString &memory) {
    keepViews(models.views, files, memory);
    keepNotices(models.activity, files, memory);
    keepTray(models.tray, files, memory);
    keepLanguage(models.language, files, memory);
}

}  // namespace wikivault
