#include "ui/run_question.h"

#include "models/words.h"
#include "ui/confirm_dialog.h"

#include <QCoreApplication>

#include <algorithm>

namespace wikivault {

namespace {

struct RunQuestion {
    Q_DECLARE_TR_FUNCTIONS(RunQuestion)
};

/// What the shown plan would delete, when it is about exactly these spaces.
QStringList plannedDeletions(const ConsoleModels &models, const std::vector<SpaceId> &spaces) {
    const auto planned = models.plan.spaces();
    const bool same =
        planned.size() == spaces.size() && std::is_permutation(planned.begin(), planned.end(), spaces.begin());
    return same ? models.plan.deletions() : QStringList();
}

void askWithList(const UiContext &ui, Page &page, const std::vector<SpaceId> &spaces, const QStringList &deletions) {
    const SpaceRow *first = ui.models.spaces.find(spaces.front());
    ConfirmDialog::Question question;
    question.title = RunQuestion::tr("Run %1 and delete %n page(s)?", nullptr, int(deletions.size()))
                         .arg(ui.models.spaces.namesOf(spaces));
    question.text =
        RunQuestion::tr("Pages deleted in the wiki go to its trash; files deleted in git stay in its history.");
    question.list = deletions;
    question.verb = RunQuestion::tr("Run and delete");
    if (ui.models.state.isProduction() && first) question.typeThis = words::text(first->space.slug);
    auto *dialog = new ConfirmDialog(ui, question, &page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, &page, [ui, spaces] { ui.commands.spaces.run({spaces, {}}); });
    dialog->open();
}

}  // namespace

QString whyNoRun(const ConsoleState &state) {
    if (state.isReadOnly()) return state.whyReadOnly();
    if (!state.settings().enabled) return RunQuestion::tr("Sync is switched off. Turn it on at the top right.");
    return {};
}

void askToRun(const UiContext &ui, Page &page, const std::vector<SpaceId> &spaces) {
    if (spaces.empty()) return;
    if (const QString why = whyNoRun(ui.models.state); !why.isEmpty())
        return page.bar().show({Tone::Attention, why, {}, {}, true, false});
    const QStringList deletions = plannedDeletions(ui.models, spaces);
    if (!deletions.isEmpty()) return askWithList(ui, page, spaces, deletions);
    const QString text =
        RunQuestion::tr("Run %1? Changes go both ways: to the wiki and to git.").arg(ui.models.spaces.namesOf(spaces));
    MessageBar &bar = page.bar();
    bar.show({Tone::Normal,
              text,
              {{RunQuestion::tr("Run now"), QStringLiteral("confirmRunButton"), "primary",
                [ui, spaces, &bar] {
                    ui.commands.spaces.run({spaces, bar.input()});
                }}},
              RunQuestion::tr("Reason (optional)"),
              true,
              false});
}

}  // namespace wikivault
