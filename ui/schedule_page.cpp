#include "ui/schedule_page.h"

#include "models/drive_words.h"
#include "models/words.h"
#include "ui/driver_question.h"
#include "ui/filter_bar.h"
#include "ui/list_frame.h"
#include "ui/pause_question.h"
#include "ui/run_question.h"
#include "ui/widgets.h"

#include <QHeaderView>

#include <algorithm>

namespace wikivault {

namespace {
constexpr ScheduleModel::Wait kWaits[] = {ScheduleModel::Wait::Running,    ScheduleModel::Wait::Due,
                                          ScheduleModel::Wait::BackingOff, ScheduleModel::Wait::Waiting,
                                          ScheduleModel::Wait::Quiet,      ScheduleModel::Wait::Paused,
                                          ScheduleModel::Wait::Observed,   ScheduleModel::Wait::Off};
}  // namespace

SchedulePage::SchedulePage(const UiContext &ui)
    : Page(ui, {tr("Schedule"), QStringLiteral("schedulePage")}),
      m_filter(ui.models.schedule, this) {
    build();
    m_filters->narrow(m_filter);
    connect(m_table, &TableView::selectedIdsChanged, this, &SchedulePage::updateVerbs);
    connect(m_pause, &QPushButton::clicked, this, [this] { askToPause(this->ui(), *this, chosen()); });
    connect(m_resume, &QPushButton::clicked, this, [this] { this->ui().commands.spaces.pause(chosen(), {}); });
    connect(m_run, &QPushButton::clicked, this, &SchedulePage::mainVerb);
    connect(m_driver, &QPushButton::clicked, this, [this] { changeDriver(this->ui(), *this); });
    connect(&ui.models.schedule, &TableModel::loadChanged, this, &SchedulePage::updateHead);
    connect(&ui.models.state, &ConsoleState::settingsChanged, this, &SchedulePage::updateHead);
    connect(&ui.models.schedule, &QAbstractItemModel::modelReset, m_table, &TableView::keepRowChosen);
    updateHead();
}

void SchedulePage::build() {
    m_pause = make::button(ui().theme, {tr("Pause…"), QStringLiteral("schedulePauseButton"), QStringLiteral("clock"),
                                        "", tr("No run of the selected spaces begins for a while")});
    m_resume = make::button(ui().theme, {tr("Resume"), QStringLiteral("scheduleResumeButton"), QStringLiteral("run"),
                                         "", tr("Runs of the selected spaces may begin again")});
    m_run = make::button(ui().theme, {tr("Run due now…"), QStringLiteral("runDueButton"), QStringLiteral("run"),
                                      "primary", tr("Runs what is due or waits after failures (Ctrl+Return)")});
    m_driver = make::button(ui().theme, {{}, QStringLiteral("scheduleDriverButton"), {}, "", {}});
    for (QPushButton *button : {m_driver, m_pause, m_resume, m_run})
        addAction(button);
    m_filters = new FilterBar(ui().theme, tr("Filter schedule"));
    m_filters->addChip(-1, tr("All"));
    const QString words[] = {tr("Running"),     tr("Due"),    tr("After failures"), tr("Waits"),
                             tr("Quiet hours"), tr("Paused"), tr("Observer"),       tr("Off")};
    for (std::size_t i = 0; i < std::size(kWaits); ++i)
        m_filters->addChip(int(kWaits[i]), words[i]);
    addToolRow(m_filters);
    m_table = new TableView(ui().theme, {52, true, tr("Schedule"), QStringLiteral("scheduleTable")});
    m_table->setModel(&m_filter);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(ScheduleModel::SpaceName, Qt::AscendingOrder);
    m_table->setColumnWidths({190, 0, 120, 104, 76, 110, 84, 116});
    m_table->addMenuEntry(tr("Pause…"), [this] { m_pause->click(); });
    m_table->addMenuEntry(tr("Resume"), [this] { m_resume->click(); });
    auto *frame = new ListFrame(
        ui().theme, ui().models.schedule, m_table,
        {QStringLiteral("clock"), tr("There is nothing to plan yet."), tr("The spaces of the wiki have not been read."),
         tr("When the spaces run next is not known."), tr("No space matches.")});
    connect(frame, &ListFrame::retryRequested, this, &SchedulePage::refresh);
    connect(frame, &ListFrame::clearFilterRequested, m_filters, &FilterBar::clearFilter);
    setContent(frame);
}

void SchedulePage::refresh() {
    ui().commands.spaces.refreshSpaces();
}

void SchedulePage::mainVerb() {
    askToRun(ui(), *this, ui().models.schedule.due());
}

void SchedulePage::focusFilter() {
    m_filters->focusSearch();
}

void SchedulePage::clearFilter() {
    m_filters->clearFilter();
}

std::vector<SpaceId> SchedulePage::chosen() const {
    std::vector<SpaceId> spaces;
    for (const QString &id : m_table->selectedIds())
        spaces.emplace_back(id.toStdString());
    return spaces;
}

QString SchedulePage::sentence() const {
    const ScheduleModel &schedule = ui().models.schedule;
    const ConsoleState &state = ui().models.state;
    if (state.isStartedReadOnly()) return tr("This console was started read-only: it plans nothing.");
    const bool isAttached = state.serve() && state.serve()->drives;
    if (isAttached || (state.drive() && state.drive()->mode != DriveState::Mode::Driver))
        return words::whyObserver(state);
    if (!state.drive() && schedule.isDrivenElsewhere())
        return tr("This console does not poll: another program keeps these spaces in step.");
    if (schedule.load().phase == Load::Phase::Failed)
        return tr("The wiki does not answer: no run begins before it does.");
    if (!schedule.polls()) return tr("Sync is switched off, so nothing is planned. Turn it on at the top right.");
    const SchedulePolicy &policy = schedule.policy();
    const QString pace = tr("Looks at a space every %1, %2 after a change, every %3 while it rests.")
                             .arg(words::span(policy.interval), words::span(std::min(policy.debounce, policy.interval)),
                                  words::span(std::max(policy.rest, policy.interval)));
    return policy.quiet.isOn ? pace + QLatin1Char(' ') + tr("Quiet hours: %1.").arg(words::text(toText(policy.quiet)))
                             : pace;
}

void SchedulePage::updateHead() {
    const ScheduleModel &schedule = ui().models.schedule;
    m_filters->setCount(-1, schedule.rowCount());
    for (const ScheduleModel::Wait wait : kWaits)
        m_filters->setCount(int(wait), schedule.countOf(wait));
    m_filters->setVisible(schedule.rowCount() > 0);
    setSentence(sentence());
    updateVerbs();
}

void SchedulePage::updateVerbs() {
    const auto spaces = chosen();
    const bool writable = !ui().models.state.isReadOnly();
    const bool anyPaused = std::any_of(spaces.begin(), spaces.end(), [this](const SpaceId &space) {
        const SpaceRow *row = ui().models.spaces.find(space);
        return row && row->pause;
    });
    labelDriverButton(*m_driver, ui().models.state);
    m_pause->setEnabled(!ui().models.state.isStartedReadOnly() && !spaces.empty());
    m_resume->setEnabled(writable && anyPaused);
    const auto due = ui().models.schedule.due().size();
    m_run->setEnabled(writable && due > 0);
    m_run->setText(due > 0 ? tr("Run %n due now…", nullptr, int(due)) : tr("Run due now…"));
}

}  // namespace wikivault
