#include "ui/space_page.h"

#include "models/command_line.h"
#include "models/words.h"
#include "ui/bulk_bar.h"
#include "ui/confirm_dialog.h"
#include "ui/filter_bar.h"
#include "ui/hold_dialog.h"
#include "ui/list_frame.h"
#include "ui/notice_menu.h"
#include "ui/once.h"
#include "ui/page_opener.h"
#include "ui/pause_question.h"
#include "ui/run_question.h"
#include "ui/space_peek.h"
#include "ui/view_menu.h"
#include "ui/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace wikivault {

SpacePage::SpacePage(const UiContext &ui)
    : Page(ui, {tr("Spaces"), QStringLiteral("spacePage")}),
      m_filter(ui.models.spaces, this) {
    build();
    buildMenu();
    connect(m_table, &TableView::selectedIdsChanged, this, &SpacePage::updateVerbs);
    connect(m_table, &TableView::opened, this, &SpacePage::openRow);
    connect(m_table, &TableView::currentIdChanged, m_peek,
            [this](const QString &id) { m_peek->show(SpaceId(id.toStdString())); });
    m_filters->narrow(m_filter);
    connect(m_preview, &QPushButton::clicked, this, &SpacePage::previewVerb);
    connect(m_run, &QPushButton::clicked, this, &SpacePage::mainVerb);
    connect(m_peek, &SpacePeek::runRequested, this, &SpacePage::runRequested);
    connect(m_peek, &SpacePeek::planRequested, this, &SpacePage::previewVerb);
    auto *look = new QShortcut(Qt::Key_Space, m_table);
    look->setContext(Qt::WidgetShortcut);
    connect(look, &QShortcut::activated, m_peek, &SpacePeek::look);
    connect(m_peek, &SpacePeek::switchRequested, this, [this](bool on) { askSwitch(m_peek->space(), on); });
    connect(&ui.models.spaces, &TableModel::loadChanged, this, &SpacePage::updateHead);
    connect(&ui.models.spaces, &QAbstractItemModel::dataChanged, make::once(this, [this] { updateHead(); }),
            qOverload<>(&QTimer::start));
    connect(&ui.models.spaces, &TableModel::loadChanged, this, &SpacePage::updateVerbs);
    connect(&ui.models.spaces, &QAbstractItemModel::modelReset, m_table, &TableView::keepRowChosen);
    connect(&ui.models.state, &ConsoleState::settingsChanged, this, &SpacePage::updateVerbs);
    connect(&ui.models.state, &ConsoleState::runsChanged, this, &SpacePage::updateVerbs);
    updateHead();
    updateVerbs();
}

void SpacePage::build() {
    m_preview = make::button(ui().theme, {tr("Preview"), QStringLiteral("previewButton"), QStringLiteral("preview"), "",
                                          tr("What a run would do; writes nothing (Ctrl+D)")});
    m_run = make::button(ui().theme, {tr("Run…"), QStringLiteral("runButton"), QStringLiteral("run"), "primary",
                                      tr("Sync the selected spaces now (Ctrl+Return)")});
    addAction(m_preview);
    addAction(m_run);
    m_filters = new FilterBar(ui().theme, tr("Filter spaces"));
    m_filters->addChip(-1, tr("All"));
    for (const SpaceState state :
         {SpaceState::Running, SpaceState::Pending, SpaceState::Conflicts, SpaceState::Failing, SpaceState::Blocked,
          SpaceState::Paused, SpaceState::Unknown, SpaceState::InSync, SpaceState::Off})
        m_filters->addChip(int(state), words::state(state));
    addToolRow(m_filters);
    m_table = new TableView(ui().theme, {52, true, tr("Spaces"), QStringLiteral("spaceTable")});
    m_table->setModel(&m_filter);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(SpaceListModel::Name, Qt::AscendingOrder);
    m_table->setColumnWidths({188, 0, 92, 92, 84, 108, 112, 116, 156});
    m_table->showFrom(1600, {SpaceListModel::Next, SpaceListModel::Remote});
    auto *frame = new ListFrame(
        ui().theme, ui().models.spaces, m_table,
        {QStringLiteral("spaces"), tr("The wiki has no spaces yet."), tr("Create one in the wiki, then press F5."),
         tr("The spaces could not be read."), tr("No space matches.")});
    connect(frame, &ListFrame::retryRequested, this, &SpacePage::refresh);
    connect(frame, &ListFrame::clearFilterRequested, m_filters, &FilterBar::clearFilter);
    new ViewMenu(ui().theme, {*m_filters, *m_table, bar(), ui().models.views}, this);
    m_peek = new SpacePeek(ui());
    auto *list = new QWidget;
    auto *column = new QVBoxLayout(list);
    make::margins(*column, 0, 0, 0);
    column->addWidget(frame, 1);
    column->addWidget(buildBulk());
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("spaceSplitter"));
    splitter->addWidget(list);
    splitter->addWidget(m_peek);
    splitter->setStretchFactor(0, 1);
    splitter->setChildrenCollapsible(false);
    setContent(splitter);
}

QWidget *SpacePage::buildBulk() {
    m_bulk = new BulkBar(ui().theme, QStringLiteral("bulkBar"));
    const auto verb = [this](const make::ButtonSpec &spec, std::function<void()> act) {
        QPushButton *button = m_bulk->addVerb(spec);
        connect(button, &QPushButton::clicked, this, [act = std::move(act)] { act(); });
        return button;
    };
    verb({tr("Preview"), QStringLiteral("bulkPreviewButton"), QStringLiteral("preview"), "",
          tr("What a run would do; writes nothing (Ctrl+D)")},
         [this] { previewVerb(); });
    m_bulkRun = verb({tr("Run…"), QStringLiteral("bulkRunButton"), QStringLiteral("run"), "primary", {}},
                     [this] { mainVerb(); });
    verb({tr("Pause…"), QStringLiteral("bulkPauseButton"), QStringLiteral("clock"), "",
          tr("No run of them begins for a while")},
         [this] { askToPause(ui(), *this, chosen()); });
    m_bulkResume = verb({tr("Resume"), QStringLiteral("bulkResumeButton"), QStringLiteral("run"), "",
                         tr("Runs of the paused ones may begin again")},
                        [this] { resume(); });
    verb({tr("Copy run as command"), QStringLiteral("bulkCopyButton"), QStringLiteral("copy"), "plain", {}},
         [this] { QGuiApplication::clipboard()->setText(command_line::sync(chosenSlugs(), {})); });
    return m_bulk;
}

void SpacePage::resume() {
    if (const auto spaces = chosen(); !spaces.empty()) ui().commands.spaces.pause(spaces, {});
}

void SpacePage::buildMenu() {
    m_table->addMenuEntry(tr("Preview"), [this] { previewVerb(); });
    m_table->addMenuEntry(tr("Run…"), [this] { mainVerb(); });
    m_table->addMenuEntry(tr("Pause…"), [this] { askToPause(ui(), *this, chosen()); });
    m_table->addMenuEntry(tr("Resume"), [this] { resume(); });
    m_table->addMenuEntry(tr("Hold for maintenance…"), [this] {
        if (const auto spaces = chosen(); spaces.size() == 1 && ui().models.state.mayWrite())
            openHoldDialog(ui(), spaces.front(), *this);
    });
    addNoticeMenu(*m_table, ui().models.activity, [this] { return chosen(); });
    m_table->addMenuEntry(tr("Open last run"), [this] {
        const SpaceRow *row = ui().models.spaces.find(m_peek->space());
        if (row && row->lastRun) emit runRequested(words::text(row->lastRun->id.str()));
    });
    m_peek->opener().addTo(*m_table);
    m_table->addMenuEntry(tr("Copy preview as command"), [this] {
        QGuiApplication::clipboard()->setText(command_line::preview(chosenSlugs().value(0)));
    });
    m_table->addMenuEntry(tr("Copy run as command"),
                          [this] { QGuiApplication::clipboard()->setText(command_line::sync(chosenSlugs(), {})); });
    m_table->addMenuEntry(tr("Copy space id"), [this] { QGuiApplication::clipboard()->setText(m_table->currentId()); });
}

void SpacePage::refresh() {
    ui().commands.spaces.refreshSpaces();
}

std::vector<SpaceId> SpacePage::chosen() const {
    std::vector<SpaceId> spaces;
    for (const QString &id : m_table->selectedIds())
        spaces.emplace_back(id.toStdString());
    return spaces;
}

QStringList SpacePage::chosenSlugs() const {
    QStringList slugs;
    for (const SpaceId &space : chosen())
        if (const SpaceRow *row = ui().models.spaces.find(space)) slugs << words::text(row->space.slug);
    return slugs;
}

void SpacePage::mainVerb() {
    askToRun(ui(), *this, chosen());
}

void SpacePage::previewVerb() {
    const auto spaces = chosen();
    if (spaces.empty()) return;
    std::vector<PlanRequest> asked;
    for (const SpaceId &space : spaces)
        asked.push_back({space, {}, {}});
    ui().commands.plans.preview(asked);
    emit previewStarted();
}

void SpacePage::clearFilter() {
    m_filters->clearFilter();
}

void SpacePage::focusFilter() {
    m_filters->focusSearch();
}

void SpacePage::selectSpace(const SpaceId &space) {
    m_table->selectId(words::text(space.str()));
}

void SpacePage::openRow(const QModelIndex &index) {
    if (SpaceState(index.data(GroupRole).toInt()) == SpaceState::Conflicts)
        emit conflictsRequested();
    else
        previewVerb();
}

void SpacePage::updateHead() {
    const SpaceListModel &spaces = ui().models.spaces;
    m_filters->setCount(-1, spaces.rowCount());
    for (const SpaceState state :
         {SpaceState::Running, SpaceState::Pending, SpaceState::Conflicts, SpaceState::Failing, SpaceState::Blocked,
          SpaceState::Paused, SpaceState::Unknown, SpaceState::InSync, SpaceState::Off})
        m_filters->setCount(int(state), spaces.countOf(state));
    const auto &asOf = spaces.load().asOf;
    m_filters->setVisible(spaces.rowCount() > 0);
    if (!asOf) return setSentence(spaces.load().phase == Load::Phase::Failed ? QString() : tr("Reading the wiki…"));
    int selected = 0, flagged = 0;
    for (const SpaceRow &row : spaces.rows()) {
        selected += row.space.selected ? 1 : 0;
        flagged += row.space.flagged ? 1 : 0;
    }
    QString text = tr("Synced: %1 of %n space(s).", nullptr, spaces.rowCount()).arg(selected);
    if (selected > 0 && flagged == 0)
        text = tr("No space is enabled, so every one is synced: %n space(s).", nullptr, selected);
    if (selected == 0 && spaces.rowCount() > 0)
        text = tr("No space is enabled yet. Select one and choose Enable below.");
    setSentence(text + QLatin1Char(' ') + tr("As of %1.").arg(words::timeOfDay(*asOf, spaces.now())));
}

void SpacePage::updateVerbs() {
    const auto spaces = chosen();
    const bool one = spaces.size() == 1;
    for (QPushButton *button : {m_preview, m_run})
        button->setVisible(spaces.size() < 2);
    m_preview->setEnabled(one);
    const QString why = whyNoRun(ui().models.state);
    for (QPushButton *button : {m_run, m_bulkRun}) {
        button->setEnabled(!spaces.empty() && !ui().models.state.isReadOnly());
        button->setToolTip(why.isEmpty() ? tr("Sync the selected spaces now (Ctrl+Return)") : why);
    }
    updateBulk(spaces);
}

void SpacePage::updateBulk(const std::vector<SpaceId> &spaces) {
    if (spaces.size() < 2) return m_bulk->hide();
    const auto paused = std::count_if(spaces.begin(), spaces.end(), [this](const SpaceId &space) {
        const SpaceRow *row = ui().models.spaces.find(space);
        return row && row->pause;
    });
    m_bulkResume->setEnabled(paused > 0 && !ui().models.state.isReadOnly());
    const QString chosen = tr("%n space(s) selected", nullptr, int(spaces.size()));
    m_bulk->show(paused > 0 ? chosen + tr(", %n of them paused", nullptr, int(paused)) : chosen);
}

void SpacePage::askSwitch(const SpaceId &space, bool enabled) {
    const QString name = ui().models.spaces.nameOf(space);
    if (!enabled) {
        return bar().show({Tone::Attention,
                           tr("Disable %1? Syncing stops; the vault and its history stay as they are.").arg(name),
                           {{tr("Disable"), QStringLiteral("confirmSwitchButton"), "",
                             [this, space] { ui().commands.spaces.setEnabled(space, false); }}},
                           {},
                           true,
                           false});
    }
    ConfirmDialog::Question question;
    question.title = tr("Enable %1?").arg(name);
    question.text =
        tr("Wiki: the space's setting is written. The next run exports every live page to git and brings "
           "edits of the files back. As soon as one space is enabled, only enabled spaces are synced.");
    question.verb = tr("Enable");
    question.dangerous = false;
    auto *dialog = new ConfirmDialog(ui(), question, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, space] { ui().commands.spaces.setEnabled(space, true); });
    dialog->open();
}

}  // namespace wikivault
