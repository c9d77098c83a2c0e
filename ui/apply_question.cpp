#include "ui/apply_question.h"

#include "models/words.h"
#include "ui/confirm_dialog.h"
#include "ui/run_question.h"

#include <QCoreApplication>

namespace wikivault {

namespace {

struct ApplyQuestion {
    Q_DECLARE_TR_FUNCTIONS(ApplyQuestion)
};

ConfirmDialog::Question questionOfLoss(const PlanModel &plan, const QStringList &deletions, const QStringList &flips) {
    ConfirmDialog::Question question;
    const QString effects = plan.effects().join(QStringLiteral(" · "));
    const QString removed =
        ApplyQuestion::tr("Pages deleted in the wiki go to its trash; files deleted in git stay in its history.");
    const QString kept =
        ApplyQuestion::tr("What the pages turned round lose is kept under Conflicts, Settled by people.");
    question.list = deletions + flips;
    if (flips.isEmpty()) {
        question.title = ApplyQuestion::tr("Apply this plan and delete %n page(s)?", nullptr, int(deletions.size()));
        question.text = ApplyQuestion::tr("%1. %2. %3").arg(plan.names(), effects, removed);
        question.verb = ApplyQuestion::tr("Apply and delete");
    } else {
        question.title = ApplyQuestion::tr("Apply this plan with %n page(s) turned round?", nullptr, int(flips.size()));
        question.text = ApplyQuestion::tr("%1. %2. %3")
                            .arg(plan.names(), effects, deletions.isEmpty() ? kept : kept + QLatin1Char(' ') + removed);
        question.verb = deletions.isEmpty() ? ApplyQuestion::tr("Apply and overwrite")
                                            : ApplyQuestion::tr("Apply, overwrite and delete");
    }
    return question;
}

void askAboutLoss(const UiContext &ui, Page &page, const QStringList &deletions, const QStringList &flips) {
    PlanModel &plan = ui.models.plan;
    ConfirmDialog::Question question = questionOfLoss(plan, deletions, flips);
    const SpaceRow *first = ui.models.spaces.find(plan.plans().front().space);
    if (ui.models.state.isProduction() && first) question.typeThis = words::text(first->space.slug);
    auto *dialog = new ConfirmDialog(ui, question, &page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, &page, [ui, &plan] { ui.commands.plans.apply(plan.orders(), {}); });
    dialog->open();
}

}  // namespace

void askToApply(const UiContext &ui, Page &page) {
    PlanModel &plan = ui.models.plan;
    if (const QString why = whyNoRun(ui.models.state); !why.isEmpty())
        return page.bar().show({Tone::Attention, why, {}, {}, true, false});
    const QStringList deletions = plan.deletions(), flips = plan.flips();
    if (!deletions.isEmpty() || !flips.isEmpty()) return askAboutLoss(ui, page, deletions, flips);
    MessageBar &bar = page.bar();
    bar.show({Tone::Normal,
              ApplyQuestion::tr("Apply exactly this? %1").arg(plan.effects().join(QStringLiteral(" · "))),
              {{ApplyQuestion::tr("Apply now"), QStringLiteral("confirmApplyButton"), "primary",
                [ui, &plan, &bar] { ui.commands.plans.apply(plan.orders(), bar.input()); }}},
              ApplyQuestion::tr("Reason (optional)"),
              true,
              false});
}

}  // namespace wikivault
