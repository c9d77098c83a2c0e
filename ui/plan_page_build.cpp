#include "ui/attachment_list.h"
#include "ui/elided_label.h"
#include "ui/filter_bar.h"
#include "ui/list_frame.h"
#include "ui/page_opener.h"
#include "ui/plan_page.h"
#include "ui/text_pane.h"
#include "ui/widgets.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QSplitter>
#include <QVBoxLayout>

#include <utility>

namespace wikivault {

void PlanPage::buildActions() {
    const Theme &theme = ui().theme;
    m_cancel = make::button(theme, {tr("Cancel"), QStringLiteral("cancelPreviewButton"), QStringLiteral("stop"), "",
                                    tr("Stop looking; what was shown before stays")});
    m_proof = make::button(theme, {tr("Proof"), QStringLiteral("proofButton"), QStringLiteral("check"), "plain",
                                   tr("What stood on both sides before and after this preview looked")});
    m_recompute = make::button(theme, {tr("Recompute"), QStringLiteral("recomputeButton"), QStringLiteral("refresh"),
                                       "", tr("Look at both sides again (F5); writes nothing")});
    m_save = make::button(theme, {tr("Save plan…"), QStringLiteral("savePlanButton"), QStringLiteral("folder"), "",
                                  tr("Keep this plan as a file; it can be applied later, also by wikivaultctl")});
    m_apply = make::button(theme, {tr("Apply…"), QStringLiteral("applyButton"), QStringLiteral("run"), "primary",
                                   tr("Do exactly what is ticked (Ctrl+Return)")});
    connect(m_cancel, &QPushButton::clicked, this, [this] { ui().commands.plans.stopPreview(); });
    m_carried = make::button(theme, {tr("Attachments"), QStringLiteral("forecastButton"), QStringLiteral("list"),
                                     "plain", tr("The files the next run would download and upload")});
    connect(m_carried, &QPushButton::clicked, this, [this] { showForecastOf(ui(), *this); });
    connect(m_proof, &QPushButton::clicked, this, &PlanPage::showProof);
    connect(m_recompute, &QPushButton::clicked, this, &PlanPage::refresh);
    connect(m_save, &QPushButton::clicked, this, &PlanPage::saveFile);
    connect(m_apply, &QPushButton::clicked, this, &PlanPage::mainVerb);
    for (QPushButton *button : {m_cancel, m_carried, m_proof, m_recompute, m_save, m_apply})
        addAction(button);
}

QWidget *PlanPage::buildDiff() {
    auto *pane = make::box("pane");
    auto *column = new QVBoxLayout(pane);
    make::margins(*column, 0, 0, 0);
    auto *head = new QHBoxLayout;
    make::margins(*head, space::kHuge, space::kSmall, space::kSmall);
    m_path = new ElidedLabel("strong");
    m_path->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_effect = new ElidedLabel("muted");
    m_effect->setObjectName(QStringLiteral("planRemark"));
    m_effect->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_review = make::button(
        ui().theme, {tr("Review this conflict"), QStringLiteral("reviewButton"), QStringLiteral("conflicts"), "", {}});
    m_flip = make::button(ui().theme, {tr("Turn round"), QStringLiteral("flipButton"), QStringLiteral("refresh"), "",
                                       tr("Let the other side stand instead; asked again before anything is written")});
    connect(m_flip, &QPushButton::clicked, this, &PlanPage::flip);
    auto *previous = make::button(
        ui().theme,
        {{}, QStringLiteral("previousChange"), QStringLiteral("previous"), "plain", tr("Previous change (Shift+F7)")});
    auto *next = make::button(
        ui().theme, {{}, QStringLiteral("nextChange"), QStringLiteral("next"), "plain", tr("Next change (F7)")});
    connect(m_review, &QPushButton::clicked, this, &PlanPage::review);
    connect(previous, &QPushButton::clicked, this, [this] { stepChange(false); });
    connect(next, &QPushButton::clicked, this, [this] { stepChange(true); });
    m_pane = pane;
    m_diff = new TextPane(ui(), QStringLiteral("compareView"));
    head->addWidget(m_path, 3);
    head->addWidget(m_effect, 2);
    m_opener = new PageOpener(ui(), QStringLiteral("plan"), this);
    head->addWidget(m_review);
    head->addWidget(m_flip);
    head->addWidget(m_opener->makeButtons());
    head->addWidget(m_diff->makeSwitch());
    head->addWidget(previous);
    head->addWidget(next);
    column->addLayout(head);
    column->addWidget(make::line());
    column->addWidget(m_diff, 1);
    return pane;
}

void PlanPage::build() {
    buildActions();
    m_filters = new FilterBar(ui().theme, tr("Filter pages"));
    using Group = PlanModel::Group;
    const std::pair<Group, QString> chips[] = {{Group::New, tr("New")},         {Group::Update, tr("Update")},
                                               {Group::Move, tr("Move")},       {Group::Delete, tr("Delete")},
                                               {Group::Guarded, tr("Guarded")}, {Group::Conflict, tr("Conflict")},
                                               {Group::Held, tr("Held")}};
    m_filters->addChip(-1, tr("All"));
    for (const auto &[group, word] : chips)
        m_filters->addChip(int(group), word);
    m_spelling = new QCheckBox;
    m_spelling->setObjectName(QStringLiteral("formatOnlyCheck"));
    m_spelling->setToolTip(
        tr("Pages whose words stay: blanks, empty lines or marks of lists change. They are applied "
           "like the rest."));
    m_filters->addTool(m_spelling);
    connect(m_spelling, &QCheckBox::toggled, this, &PlanPage::narrowSpelling);
    addToolRow(m_filters);
    m_table = new TableView(ui().theme, {44, false, tr("Planned changes"), QStringLiteral("planTable")});
    m_table->setModel(&m_filter);
    m_table->setColumnWidths({64, 128, 92, 100, 310, 130, 0});
    m_frame = new ListFrame(ui().theme, ui().models.plan, m_table, {});
    m_frame->setEmptyAction(tr("Open a plan file…"), [this] { openFile(); });
    connect(m_frame, &ListFrame::retryRequested, this, &PlanPage::refresh);
    connect(m_frame, &ListFrame::clearFilterRequested, m_filters, &FilterBar::clearFilter);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("planSplitter"));
    splitter->addWidget(m_frame);
    splitter->addWidget(buildDiff());
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({320, 320});
    m_progress = new QProgressBar;
    m_progress->setObjectName(QStringLiteral("previewProgress"));
    m_progress->setAccessibleName(tr("Progress of the preview"));
    m_progress->setTextVisible(false);
    m_guard = new MessageBar(ui().theme);
    m_guard->setObjectName(QStringLiteral("guardBar"));
    m_note = new MessageBar(ui().theme);
    m_note->setObjectName(QStringLiteral("planNote"));
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    make::margins(*column, 0, 0, 0);
    column->addWidget(m_progress);
    column->addWidget(m_guard);
    column->addWidget(m_note);
    column->addWidget(splitter, 1);
    setContent(content);
}

void PlanPage::buildMenu() {
    const auto pick = [this](bool all) {
        std::vector<int> rows;
        for (int row = 0; row < m_filter.rowCount(); ++row)
            rows.push_back(m_filter.sourceRow(m_filter.index(row, 0)));
        ui().models.plan.take(rows, all);
    };
    m_table->addMenuEntry(tr("Take all shown"), [pick] { pick(true); });
    m_table->addMenuEntry(tr("Leave out all shown"), [pick] { pick(false); });
    m_table->addMenuEntry(tr("Turn round, or back"), [this] { flip(); });
    m_table->addMenuEntry(tr("Review this conflict"), [this] { review(); });
    m_opener->addTo(*m_table);
    m_table->addMenuEntry(tr("Copy path"), [this] {
        const int row = m_filter.sourceRow(m_table->currentIndex());
        QGuiApplication::clipboard()->setText(ui().models.plan.texts(row).title);
    });
}

void PlanPage::connectModel() {
    const ConsoleModels &models = ui().models;
    connect(&models.plan, &QAbstractItemModel::modelReset, this, [this] {
        showRow(-1);
        if (m_filter.rowCount() > 0) m_table->chooseRow(0);
    });
    connect(&models.plan, &TableModel::loadChanged, this, &PlanPage::updateHead);
    connect(&models.spaces, &TableModel::loadChanged, this, &PlanPage::updateNote);
    connect(&models.plan, &TableModel::loadChanged, this, [this, &plan = models.plan] {
        // What the bar says is of the plan before: what came of it, or whether to carry it out.
        const bool isLooking = plan.load().phase == Load::Phase::Loading;
        if (!std::exchange(m_isLooking, isLooking) && isLooking) bar().dismiss();
    });
    connect(&models.plan, &PlanModel::choiceChanged, this, &PlanPage::updateHead);
    connect(&models.state, &ConsoleState::settingsChanged, this, &PlanPage::updateHead);
    connect(&models.state, &ConsoleState::runsChanged, this, &PlanPage::updateVerbs);
}

}  // namespace wikivault
