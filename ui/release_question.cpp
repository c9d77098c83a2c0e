#include "ui/release_question.h"

#include "models/words.h"
#include "ui/confirm_dialog.h"

#include <QCoreApplication>

namespace wikivault {

namespace {

struct ReleaseQuestion {
    Q_DECLARE_TR_FUNCTIONS(ReleaseQuestion)
};

QString waitText(const LockModel &locks, const LockInfo &lock) {
    const auto rest = locks.left(lock);
    return rest ? ReleaseQuestion::tr("Wait (%1)").arg(words::clock(*rest)) : ReleaseQuestion::tr("Wait");
}

QString signText(const LockModel &locks, const LockInfo &lock) {
    const LockModel::Sign sign = locks.signOf(lock);
    if (!sign.age) return ReleaseQuestion::tr("Beat: not seen");
    return sign.isGuessed ? ReleaseQuestion::tr("Beat: about %1 ago, inferred").arg(words::clock(*sign.age))
                          : ReleaseQuestion::tr("Beat: %1 ago").arg(words::clock(*sign.age));
}

ConfirmDialog::Question questionOf(const UiContext &ui, const LockInfo &lock) {
    const LockModel &locks = ui.models.locks;
    const auto rest = locks.left(lock);
    ConfirmDialog::Question question;
    question.title = ReleaseQuestion::tr("Release the lock of %1?").arg(locks.spaceName(lock.space));
    question.text = rest ? ReleaseQuestion::tr(
                               "Expires by itself in %1. If the holder is alive, two processes may "
                               "write the same vault. This cannot be undone.")
                               .arg(words::clock(*rest))
                         : ReleaseQuestion::tr(
                               "It never expires by itself. If the holder is alive, two processes may "
                               "write the same vault. This cannot be undone.");
    question.list = {ReleaseQuestion::tr("Holder: %1").arg(words::holder(lock)),
                     ReleaseQuestion::tr("What: %1").arg(LockModel::what(lock)), signText(locks, lock),
                     ReleaseQuestion::tr("Lock id: %1").arg(words::text(lock.holder))};
    question.verb = ReleaseQuestion::tr("Force-release");
    question.cancel = waitText(locks, lock);
    if (!locks.isStale(lock)) question.checkThis = ReleaseQuestion::tr("I have checked that the holder is dead");
    const SpaceRow *space = ui.models.spaces.find(lock.space);
    if (ui.models.state.isProduction() && space) question.typeThis = words::text(space->space.slug);
    return question;
}

}  // namespace

void askToRelease(const UiContext &ui, const LockInfo &lock, Page &page) {
    auto *dialog = new ConfirmDialog(ui, questionOf(ui, lock), &page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const SpaceId space = lock.space;
    const std::string holder = lock.holder;
    QObject::connect(dialog, &QDialog::accepted, &page,
                     [ui, space, holder] { ui.commands.locks.releaseLock(space, holder); });
    QObject::connect(&ui.models.state, &ConsoleState::ticked, dialog, [ui, dialog, space, holder] {
        if (const LockInfo *now = ui.models.locks.find(space, holder))
            dialog->setCancelText(waitText(ui.models.locks, *now));
    });
    QObject::connect(&ui.models.locks, &TableModel::loadChanged, dialog, [ui, dialog, space, holder] {
        if (ui.models.locks.load().phase != Load::Phase::Ready || ui.models.locks.find(space, holder)) return;
        dialog->reject();
        ui.models.state.tell({Tone::Good,
                              ReleaseQuestion::tr("The lock of %1 ended by itself, or changed hands; nothing was "
                                                  "deleted.")
                                  .arg(ui.models.locks.spaceName(space)),
                              {},
                              {}});
    });
    dialog->open();
}

}  // namespace wikivault
