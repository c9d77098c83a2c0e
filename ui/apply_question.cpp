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

void askWithDeletions(const UiContext &ui, Page &page, const QStringList &deletions) {
    PlanModel &plan = ui.models.plan;
    ConfirmDialog::Question question;
    question.title = ApplyQuestion::tr("Apply this plan and delete %n page(s)?", nullptr, int(deletions.size()));
    question.text = ApplyQuestion::tr(
                        "%1. %2. Pages deleted in the wiki go to its trash; files deleted in git stay in its history.")
                        .arg(plan.names(), plan.effects().join(QStringLiteral(" · ")));
    question.list = deletions;
    question.verb = ApplyQuestion::tr("Apply and delete");
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
    const QStringList deletions = plan.deletions();
    if (!deletions.isEmpty()) return askWithDeletions(ui, page, deletions);
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
