#include "models/guard_words.h"
#include "models/words.h"
#include "ui/apply_question.h"
#include "ui/confirm_dialog.h"
#include "ui/filter_bar.h"
#include "ui/plan_page.h"

/// What the deletion guard holds back of the plan shown: put back, looked at, or allowed.
namespace wikivault {

void PlanPage::showOnce(MessageBar &bar, const MessageBar::Message &message) {
    if (!bar.isVisible() || bar.text() != message.text) bar.show(message);
}

void PlanPage::askApproval() {
    const PlanModel &plan = ui().models.plan;
    const QStringList list = plan.guarded();
    ConfirmDialog::Question question;
    question.title = tr("Allow the %n change(s) the guard holds back?", nullptr, int(list.size()));
    question.text =
        tr("%1. So many at once mostly mean that a folder was emptied or a branch is wrong; then close this "
           "and put the files back. Only this very list is allowed, and only in this plan.")
            .arg(plan.names());
    question.list = list;
    question.verb = tr("Allow this list");
    question.checkThis = tr("I have looked at the list");
    const SpaceRow *space = ui().models.spaces.find(plan.plans().front().space);
    if (ui().models.state.isProduction() && space) question.typeThis = words::text(space->space.slug);
    auto *dialog = new ConfirmDialog(ui(), question, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this] { ui().models.plan.setApproved(true); });
    dialog->open();
}

/// Everything else that is ticked is done as well; the question says what that comes to.
void PlanPage::putBack() {
    ui().models.plan.putBack(true);
    askToApply(ui(), *this);
}

void PlanPage::showHeld(int count) {
    const GuardWords words = guardWords(ui().models.plan.plans());
    QList<MessageBar::Action> actions;
    if (!words.putBack.isEmpty())
        actions << MessageBar::Action{words.putBack, QStringLiteral("putBackButton"), "primary", [this] { putBack(); }};
    actions << MessageBar::Action{tr("Show the %1").arg(count), QStringLiteral("showGuardedButton"), "",
                                  [this] { m_filters->setFilter({}, int(PlanModel::Group::Guarded)); }}
            << MessageBar::Action{tr("Allow them…"), QStringLiteral("approveButton"), "", [this] { askApproval(); }};
    showOnce(*m_guard, {Tone::Danger, words.why, actions, {}, false, true});
}

void PlanPage::updateGuard() {
    PlanModel &plan = ui().models.plan;
    const int held = int(plan.guarded().size()), back = plan.putBackCount();
    if ((held == 0 && back == 0) || plan.isCarriedOut() || plan.load().phase == Load::Phase::Loading)
        return m_guard->dismiss();
    if (plan.isApproved() && held > 0)
        return showOnce(*m_guard,
                        {Tone::Attention,
                         tr("You allowed the %n change(s) of the guard's list, in this plan only.", nullptr, held),
                         {{tr("Take it back"), QStringLiteral("withdrawButton"), "",
                           [this] { ui().models.plan.setApproved(false); }}},
                         {},
                         false,
                         true});
    if (back == 0) return showHeld(held);
    QString text =
        tr("%n change(s) that the guard held back are turned round: Apply puts back what is gone.", nullptr, back);
    if (held > 0) text += QLatin1Char(' ') + tr("Still held: %1.").arg(held);
    showOnce(*m_guard, {Tone::Attention,
                        text,
                        {{tr("Take it back"), QStringLiteral("heldAgainButton"), "",
                          [this] {
                              bar().dismiss();
                              ui().models.plan.putBack(false);
                          }}},
                        {},
                        false,
                        true});
}

}  // namespace wikivault
