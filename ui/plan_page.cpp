#include "ui/plan_page.h"

#include "models/words.h"
#include "ui/compare_view.h"
#include "ui/filter_bar.h"
#include "ui/list_frame.h"
#include "ui/run_question.h"
#include "ui/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

namespace wikivault {

PlanPage::PlanPage(const UiContext &ui)
    : Page(ui, {tr("Plan"), QStringLiteral("planPage")}),
      m_filter(ui.models.plan, this) {
    build();
    connect(m_filters, &FilterBar::textChanged, &m_filter, &FilterModel::setText);
    connect(m_filters, &FilterBar::groupsChanged, &m_filter, &FilterModel::setGroups);
    connect(m_recompute, &QPushButton::clicked, this, &PlanPage::refresh);
    connect(m_run, &QPushButton::clicked, this, &PlanPage::mainVerb);
    const auto review = [this] {
        const auto page = this->ui().models.plan.conflictOf(m_filter.sourceRow(m_table->currentIndex()));
        if (page) emit conflictRequested(*page);
    };
    connect(m_review, &QPushButton::clicked, this, review);
    connect(m_table, &TableView::opened, this, review);
    m_table->addMenuEntry(tr("Review this conflict"), review);
    m_table->addMenuEntry(tr("Copy path"), [this] {
        const int row = m_filter.sourceRow(m_table->currentIndex());
        QGuiApplication::clipboard()->setText(this->ui().models.plan.texts(row).title);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &index) { showRow(m_filter.sourceRow(index)); });
    connect(&ui.models.plan, &QAbstractItemModel::modelReset, this, [this] {
        showRow(-1);
        if (m_filter.rowCount() > 0) m_table->chooseRow(0);
    });
    connect(&ui.models.plan, &TableModel::loadChanged, this, &PlanPage::updateHead);
    connect(&ui.models.state, &ConsoleState::settingsChanged, this, &PlanPage::updateHead);
    showRow(-1);
    updateHead();
}

QWidget *PlanPage::buildDiff() {
    auto *pane = make::box("pane");
    auto *column = new QVBoxLayout(pane);
    make::margins(*column, 0, 0, 0);
    auto *head = new QHBoxLayout;
    make::margins(*head, space::kHuge, space::kSmall, space::kSmall);
    m_path = make::label("strong");
    m_path->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_effect = make::label("muted");
    m_effect->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_review = make::button(
        ui().theme, {tr("Review this conflict"), QStringLiteral("reviewButton"), QStringLiteral("conflicts"), "", {}});
    auto *previous = make::button(
        ui().theme,
        {{}, QStringLiteral("previousChange"), QStringLiteral("previous"), "plain", tr("Previous change (Shift+F7)")});
    auto *next = make::button(
        ui().theme, {{}, QStringLiteral("nextChange"), QStringLiteral("next"), "plain", tr("Next change (F7)")});
    connect(previous, &QPushButton::clicked, this, [this] { stepChange(false); });
    connect(next, &QPushButton::clicked, this, [this] { stepChange(true); });
    head->addWidget(m_path, 3);
    head->addWidget(m_effect, 2);
    head->addWidget(m_review);
    head->addWidget(previous);
    head->addWidget(next);
    m_diff = new CompareView(ui().theme);
    column->addLayout(head);
    column->addWidget(make::line());
    column->addWidget(m_diff, 1);
    return pane;
}

void PlanPage::build() {
    m_recompute =
        make::button(ui().theme, {tr("Recompute"), QStringLiteral("recomputeButton"), QStringLiteral("refresh"), "",
                                  tr("Look at both sides again (F5); writes nothing")});
    m_run = make::button(ui().theme, {tr("Run…"), QStringLiteral("planRunButton"), QStringLiteral("run"), "primary",
                                      tr("Sync these spaces now (Ctrl+Return)")});
    addAction(m_recompute);
    addAction(m_run);
    m_filters = new FilterBar(ui().theme, tr("Filter pages"));
    using Group = PlanModel::Group;
    const std::pair<Group, QString> chips[] = {{Group::New, tr("New")},           {Group::Update, tr("Update")},
                                               {Group::Move, tr("Move")},         {Group::Delete, tr("Delete")},
                                               {Group::Conflict, tr("Conflict")}, {Group::Held, tr("Held")}};
    m_filters->addChip(-1, tr("All"));
    for (const auto &[group, word] : chips)
        m_filters->addChip(int(group), word);
    addToolRow(m_filters);
    m_table = new TableView(ui().theme, {44, false, tr("Planned changes"), QStringLiteral("planTable")});
    m_table->setModel(&m_filter);
    m_table->setColumnWidths({100, 100, 340, 130, 0});
    m_frame = new ListFrame(ui().theme, ui().models.plan, m_table, {});
    updateWords();
    connect(m_frame, &ListFrame::retryRequested, this, &PlanPage::refresh);
    connect(m_frame, &ListFrame::clearFilterRequested, m_filters, &FilterBar::clearFilter);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("planSplitter"));
    splitter->addWidget(m_frame);
    splitter->addWidget(buildDiff());
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({320, 320});
    setContent(splitter);
}

void PlanPage::updateWords() {
    const PlanModel &plan = ui().models.plan;
    if (plan.plans().empty()) {
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

void PlanPage::refresh() {
    const auto spaces = ui().models.plan.spaces();
    if (!spaces.empty()) ui().commands.spaces.preview(spaces);
}

void PlanPage::mainVerb() {
    askToRun(ui(), *this, ui().models.plan.spaces());
}

void PlanPage::clearFilter() {
    m_filters->clearFilter();
}

void PlanPage::focusFilter() {
    m_filters->focusSearch();
}

void PlanPage::stepChange(bool forward) {
    m_diff->stepChange(forward);
}

void PlanPage::updateHead() {
    const PlanModel &plan = ui().models.plan;
    m_filters->setCount(-1, plan.rowCount());
    for (int group = 0; group <= int(PlanModel::Group::Held); ++group)
        m_filters->setCount(group, plan.countOf(PlanModel::Group(group)));
    m_filters->setVisible(plan.rowCount() > 0);
    updateWords();
    const bool any = !plan.plans().empty();
    m_recompute->setEnabled(any);
    m_run->setEnabled(any && !ui().models.state.isReadOnly());
    m_table->setColumnHidden(PlanModel::SpaceName, plan.plans().size() < 2);
    setTitle(any ? tr("Plan for %1").arg(plan.names()) : tr("Plan"));
    if (plan.load().phase == Load::Phase::Loading) return setSentence(tr("Looking at both sides; nothing is written…"));
    if (!any || !plan.load().asOf) return setSentence(tr("A preview of what a run would do. It writes nothing."));
    setSentence(tr("Preview, nothing was written. Made %1 from %n page(s). %2", nullptr, plan.examined())
                    .arg(words::timeOfDay(*plan.load().asOf, plan.now()), plan.effects().join(QStringLiteral(" · "))));
}

void PlanPage::showRow(int row) {
    ++m_request;
    const PlanModel &plan = ui().models.plan;
    const bool valid = row >= 0 && row < plan.rowCount();
    m_review->setVisible(valid && plan.conflictOf(row).has_value());
    m_path->setText(valid ? plan.texts(row).title : QString());
    m_effect->setText(valid ? plan.index(row, PlanModel::Note).data().toString() : QString());
    m_effect->setToolTip(m_effect->text());
    if (!valid) return m_diff->setMessage(tr("Select a change to see it side by side."));
    showTexts(row);
}

void PlanPage::showTexts(int row) {
    const PlanModel &plan = ui().models.plan;
    if (plan.conflictOf(row) && !plan.texts(row).wiki)
        return m_diff->setMessage(tr("Both sides changed this page. Open the review to see the three texts."));
    const SideTexts texts = plan.texts(row);
    if (!texts.wiki && !texts.git) return m_diff->setMessage(tr("The text does not change."));
    const bool toGit = texts.direction == Direction::WikiToGit;
    CompareView::Heads heads;
    heads.leftIsNew = toGit;
    heads.left = !texts.wiki ? tr("Wiki: no such page") : toGit ? tr("Wiki, new") : tr("Wiki, as it is");
    heads.right = !texts.git ? tr("Git: no such file") : toGit ? tr("Git, as it is") : tr("Git, new");
    ui().commands.texts.sideBySide(texts.wiki.value_or(std::string()), texts.git.value_or(std::string()), this,
                                   [this, heads, request = m_request](const SideBySide &diff) {
                                       if (request == m_request) m_diff->setSides(diff, heads);
                                   });
}

}  // namespace wikivault
