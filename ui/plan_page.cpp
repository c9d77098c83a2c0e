#include "ui/plan_page.h"

#include "models/words.h"
#include "ui/apply_question.h"
#include "ui/attachment_list.h"
#include "ui/file_question.h"
#include "ui/filter_bar.h"
#include "ui/list_frame.h"
#include "ui/page_opener.h"
#include "ui/proof.h"
#include "ui/run_question.h"
#include "ui/text_pane.h"
#include "ui/widgets.h"

#include <QCheckBox>
#include <QProgressBar>

#include <algorithm>

namespace wikivault {

namespace {

QString planFilter() {
    return PlanPage::tr("Plans (*.json);;All files (*)");
}

/// `Undo of run 1842 (Handbook)`
QString titleOf(const PlanModel &plan) {
    if (plan.plans().empty()) return PlanPage::tr("Plan");
    const Plan &first = plan.plans().front();
    if (first.undoOf) return PlanPage::tr("Undo of run %1 (%2)").arg(words::text(first.undoOf->str()), plan.names());
    if (!first.restoreOf.empty()) return PlanPage::tr("Put a text back (%1)").arg(plan.names());
    return PlanPage::tr("Plan for %1").arg(plan.names());
}

}  // namespace

PlanPage::PlanPage(const UiContext &ui)
    : Page(ui, {tr("Plan"), QStringLiteral("planPage")}),
      m_filter(ui.models.plan, this) {
    build();
    buildMenu();
    m_filters->narrow(m_filter);
    narrowSpelling();
    connect(m_table, &TableView::opened, this, &PlanPage::review);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &index) { showRow(m_filter.sourceRow(index)); });
    connectModel();
    showRow(-1);
    updateHead();
}

void PlanPage::review() {
    const auto page = ui().models.plan.conflictOf(m_filter.sourceRow(m_table->currentIndex()));
    if (page) emit conflictRequested(*page);
}

void PlanPage::flip() {
    const int row = m_filter.sourceRow(m_table->currentIndex());
    ui().models.plan.flip(row);
    showRow(row);
}

void PlanPage::refresh() {
    std::vector<PlanRequest> asked;
    for (const Plan &plan : ui().models.plan.plans())
        asked.push_back({plan.space, plan.undoOf, plan.restoreOf});
    if (!asked.empty()) ui().commands.plans.preview(asked);
}

void PlanPage::mainVerb() {
    if (m_apply->isEnabled()) askToApply(ui(), *this);
}

void PlanPage::clearFilter() {
    m_filters->clearFilter();
}

void PlanPage::focusFilter() {
    m_filters->focusSearch();
}

void PlanPage::escape() {
    if (m_cancel->isVisible()) return ui().commands.plans.stopPreview();
    Page::escape();
}

void PlanPage::stepChange(bool forward) {
    m_diff->stepChange(forward);
}

void PlanPage::openFile() {
    askForFile(*this, {tr("Open a plan"), QStringLiteral("openPlanDialog"), planFilter()},
               [this](const QString &path) { ui().commands.plans.open(path); });
}

void PlanPage::saveFile() {
    const PlanModel &plan = ui().models.plan;
    const int row = std::max(0, m_filter.sourceRow(m_table->currentIndex()));
    if (plan.plans().empty()) return;
    const Plan &chosen = plan.plans()[row < plan.rowCount() ? plan.planOf(row) : 0];
    askForFile(*this,
               {tr("Save the plan of %1").arg(plan.nameOf(chosen.space)), QStringLiteral("savePlanDialog"),
                planFilter(), QStringLiteral("plan-%1.json").arg(words::text(chosen.planId))},
               [this, chosen](const QString &path) { ui().commands.plans.save(chosen, path); });
}

void PlanPage::showProof() {
    showProofOf(ui(), *this);
}

void PlanPage::updateNote() {
    const PlanModel &plan = ui().models.plan;
    const bool undo = !plan.plans().empty() && plan.plans().front().undoOf;
    QString text;
    if (const QStringList stale = plan.pagesBecause(Reason::Stale); !stale.isEmpty())
        text = tr("Changed since this plan was made, and left out: %1.").arg(stale.join(QStringLiteral(", ")));
    else if (const QStringList runs = plan.outdatedBy(ui().models.spaces.rows());
             !plan.isCarriedOut() && !runs.isEmpty())
        text = tr("A run has changed what this plan is about: %1. Recompute shows what is left; Apply would leave out "
                  "every page that moved.")
                   .arg(runs.join(QStringLiteral(", ")));
    else if (const QStringList later = plan.pagesBecause(Reason::ChangedSince); undo && !later.isEmpty())
        text = tr("Changed again since that run, and left as they are: %1.").arg(later.join(QStringLiteral(", ")));
    if (text.isEmpty() || plan.load().phase == Load::Phase::Loading) return m_note->dismiss();
    showOnce(*m_note, {Tone::Attention, text, {}, {}, false, true});
}

void PlanPage::updateWords() {
    const PlanModel &plan = ui().models.plan;
    const bool none = plan.plans().empty();
    m_frame->setEmptyAction(none ? tr("Open a plan file…") : QString(), [this] { openFile(); });
    if (none) {
        m_frame->setWords({QStringLiteral("plan"), tr("No plan yet."),
                           tr("Select spaces and press Preview: it shows what a run would do and writes nothing."),
                           tr("The plan could not be built."), tr("No page matches.")});
        return;
    }
    int files = 0;
    for (const Plan &one : plan.plans())
        files += one.filesExamined;
    m_frame->setWords({QStringLiteral("check"), tr("Both sides are equal."),
                       tr("Examined %1 pages and %2 files.").arg(plan.examined()).arg(files),
                       tr("The plan could not be built."), tr("No page matches.")});
}

void PlanPage::updateVerbs() {
    const PlanModel &plan = ui().models.plan;
    const ConsoleState &state = ui().models.state;
    const bool looking = plan.load().phase == Load::Phase::Loading, any = !plan.plans().empty();
    const auto spaces = plan.spaces();
    const bool running =
        std::any_of(spaces.begin(), spaces.end(), [&](const SpaceId &space) { return state.isRunning(space); });
    m_cancel->setVisible(looking);
    m_progress->setVisible(looking);
    m_progress->setRange(0, plan.looking().total > 1 ? plan.looking().total : 0);
    m_progress->setValue(plan.looking().done);
    m_proof->setVisible(any && !looking && plan.plans().front().proof);
    const QString forecast = forecastSentence(plan);
    m_carried->setVisible(!looking && !forecast.isEmpty());
    m_recompute->setVisible(any && !looking);
    m_save->setVisible(any);
    m_save->setEnabled(!looking);
    const int taken = plan.taken();
    m_apply->setText(taken != plan.takeable() ? tr("Apply %1 of %2…").arg(taken).arg(plan.takeable())
                     : plan.isUndo()          ? tr("Put %n page(s) back…", nullptr, plan.takenPages())
                                              : tr("Apply %n change(s)…", nullptr, taken));
    m_apply->setAccessibleName(m_apply->text());
    m_apply->setVisible(any && !plan.isCarriedOut());
    m_apply->setEnabled(taken > 0 && !state.isReadOnly() && !looking && !running);
    const QString why = whyNoRun(state);
    m_apply->setToolTip(why.isEmpty() ? tr("Do exactly what is ticked (Ctrl+Return)") : why);
}

QString PlanPage::sentence() const {
    const PlanModel &plan = ui().models.plan;
    const Looking &looking = plan.looking();
    if (plan.load().phase == Load::Phase::Loading)
        return looking.total > 1 ? tr("Looking at %1 (%2 of %3); nothing is written…")
                                       .arg(looking.name)
                                       .arg(looking.done + 1)
                                       .arg(looking.total)
                                 : tr("Looking at %1; nothing is written…").arg(looking.name);
    if (plan.plans().empty() || !plan.load().asOf) return tr("A preview of what a run would do. It writes nothing.");
    const QString effects = plan.effects().join(QStringLiteral(" · "));
    if (plan.isCarriedOut()) return tr("This plan was carried out. Recompute shows what is left.");
    if (!plan.file().path.isEmpty())
        return tr("From %1, made %2. %3").arg(plan.file().path, words::fullTime(plan.plans().front().madeAt), effects);
    const QString made = tr("Preview, nothing was written. %1. Made %2 from %n page(s).", nullptr, plan.examined())
                             .arg(effects, words::timeOfDay(*plan.load().asOf, plan.now()));
    const QString forecast = forecastSentence(plan);
    return forecast.isEmpty() ? made : made + QLatin1Char(' ') + forecast;
}

void PlanPage::updateHead() {
    const PlanModel &plan = ui().models.plan;
    m_filters->setCount(-1, plan.rowCount());
    for (int group = 0; group <= int(PlanModel::Group::Held); ++group)
        m_filters->setCount(group, plan.countOf(PlanModel::Group(group)));
    m_filters->setVisible(plan.rowCount() > 0);
    int spelt = 0;
    for (int row = 0; row < plan.rowCount(); ++row)
        spelt += plan.isFormatOnly(row) ? 1 : 0;
    m_spelling->setText(tr("Show %n format-only", nullptr, spelt));
    m_spelling->setVisible(spelt > 0);
    m_pane->setVisible(plan.rowCount() > 0);
    const bool results = plan.isCarriedOut() || !plan.file().stale.empty();
    m_table->setColumnHidden(PlanModel::Taken, plan.isCarriedOut());
    m_table->setColumnHidden(PlanModel::Result, !results);
    m_table->setColumnHidden(PlanModel::SpaceName, plan.plans().size() < 2);
    m_flip->setVisible(plan.canFlip(m_filter.sourceRow(m_table->currentIndex())));
    updateWords();
    updateVerbs();
    updateGuard();
    updateNote();
    setTitle(titleOf(plan));
    setSentence(sentence());
}

/// Hidden or not, they are applied like the rest.
void PlanPage::narrowSpelling() {
    m_filter.setRule([this](int row) { return m_spelling->isChecked() || !ui().models.plan.isFormatOnly(row); });
}

void PlanPage::showRow(int row) {
    const PlanModel &plan = ui().models.plan;
    const bool valid = row >= 0 && row < plan.rowCount();
    m_review->setVisible(valid && plan.conflictOf(row).has_value());
    m_flip->setVisible(valid && plan.canFlip(row));
    m_flip->setText(plan.isFlipped(row) ? tr("Turn back") : tr("Turn round"));
    m_path->setText(valid ? plan.texts(row).title : QString());
    m_effect->setText(valid ? plan.texts(row).remark : QString());
    m_effect->setToolTip(m_effect->text());
    m_opener->setPlace(valid ? std::optional(plan.placeOf(row)) : std::nullopt);
    if (!valid) return m_diff->setMessage(tr("Select a change to see it side by side."));
    showTexts(row);
}

void PlanPage::showTexts(int row) {
    const PlanModel &plan = ui().models.plan;
    if (plan.conflictOf(row) && !plan.texts(row).wiki)
        return m_diff->setMessage(tr("Both sides changed this page. Open the review to see the three texts."));
    const SideTexts texts = plan.texts(row);
    if (!texts.wiki && !texts.git) return m_diff->setMessage(tr("The text does not change."));
    const bool toGit = texts.direction == Direction::WikiToGit, flipped = plan.isFlipped(row);
    CompareView::Heads heads;
    heads.leftIsNew = toGit != flipped;
    heads.left = !texts.wiki ? tr("Wiki: no such page") : toGit ? tr("Wiki, new") : tr("Wiki, as it is");
    heads.right = !texts.git ? tr("Git: no such file") : toGit ? tr("Git, as it is") : tr("Git, new");
    if (plan.isUndo()) (toGit ? heads.left : heads.right) = tr("Before the run");
    if (flipped && texts.wiki && texts.git) {
        heads.left = toGit ? tr("Wiki, to be overwritten") : tr("Wiki, stands");
        heads.right = toGit ? tr("Git, stands") : tr("Git, to be overwritten");
    }
    m_diff->showTwo(texts.wiki.value_or(std::string()), texts.git.value_or(std::string()), heads);
}

}  // namespace wikivault
