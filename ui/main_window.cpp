#include "ui/main_window.h"

#include "models/words.h"
#include "ui/activity_page.h"
#include "ui/confirm_dialog.h"
#include "ui/conflict_page.h"
#include "ui/doctor_page.h"
#include "ui/driver_question.h"
#include "ui/list_frame.h"
#include "ui/lock_page.h"
#include "ui/log_page.h"
#include "ui/nav_bar.h"
#include "ui/once.h"
#include "ui/plan_page.h"
#include "ui/remote_page.h"
#include "ui/run_page.h"
#include "ui/run_strip.h"
#include "ui/schedule_page.h"
#include "ui/settings_undo.h"
#include "ui/space_page.h"
#include "ui/status_line.h"
#include "ui/top_band.h"
#include "ui/widgets.h"

#include <QHBoxLayout>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace wikivault {

MainWindow::MainWindow(const UiContext &ui) : m_ui(ui) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/wikivault.svg")));
    setMinimumSize(960, 600);
    // A screen of that very size also shows a title bar and, mostly, a panel.
    const QSize room = screen()->availableSize() - QSize(0, 40);
    resize(QSize(1280, 800).boundedTo(room).expandedTo(minimumSize()));
    buildPages();
    buildFrame();
    buildMenus();
    connectPages();
    showPage(0);
    updateBadges();
    updateTitle();
}

void MainWindow::buildPages() {
    m_spaces = new SpacePage(m_ui);
    m_plan = new PlanPage(m_ui);
    m_conflicts = new ConflictPage(m_ui);
    m_runs = new RunPage(m_ui);
    m_activity = new ActivityPage(m_ui);
    m_doctor = new DoctorPage(m_ui);
    m_log = new LogPage(m_ui);
    m_stack = new QStackedWidget;
    m_stack->setProperty("role", QLatin1String("page"));
    for (Page *page : {static_cast<Page *>(m_spaces), static_cast<Page *>(m_plan), static_cast<Page *>(m_conflicts),
                       static_cast<Page *>(m_runs), static_cast<Page *>(new LockPage(m_ui)),
                       static_cast<Page *>(new SchedulePage(m_ui)), static_cast<Page *>(new RemotePage(m_ui)),
                       static_cast<Page *>(m_activity), static_cast<Page *>(m_log), static_cast<Page *>(m_doctor)})
        m_stack->addWidget(page);
    m_nav = new NavBar(m_ui.theme);
    const QStringList names = pageNames();
    const QString texts[] = {tr("Spaces"),   tr("Plan"),    tr("Conflicts"), tr("Runs"), tr("Locks"),
                             tr("Schedule"), tr("Remotes"), tr("Activity"),  tr("Log"),  tr("Doctor")};
    for (int i = 0; i < int(names.size()); ++i)
        m_nav->addPage({names.at(i), names.at(i), texts[i]});
    m_settingsButton = new NavButton(m_ui.theme, QStringLiteral("settings"), tr("Settings"));
    m_settingsButton->setObjectName(QStringLiteral("settingsButton"));
    m_nav->addFoot(m_settingsButton);
}

void MainWindow::buildFrame() {
    auto *central = new QWidget;
    auto *column = new QVBoxLayout(central);
    make::margins(*column, 0, 0, 0);
    auto *band = new TopBand(m_ui);
    connect(band, &TopBand::masterRequested, this, &MainWindow::askMaster);
    connect(band, &TopBand::unlockRequested, this, &MainWindow::askUnlock);
    auto *middle = new QHBoxLayout;
    make::margins(*middle, 0, 0, 0);
    middle->addWidget(m_nav);
    middle->addWidget(m_stack, 1);
    column->addWidget(band);
    column->addLayout(middle, 1);
    column->addWidget(new RunStrip(m_ui));
    auto *status = new StatusLine(m_ui);
    connect(status, &StatusLine::checkRequested, this, [this](const QString &check) {
        openPage(PageName::Doctor);
        m_doctor->showCheck(check);
    });
    column->addWidget(status);
    setCentralWidget(central);
}

void MainWindow::connectPages() {
    connect(m_nav, &NavBar::chosen, this, &MainWindow::showPage);
    connect(m_settingsButton, &QAbstractButton::clicked, this, &MainWindow::openSettings);
    connect(m_spaces, &SpacePage::previewStarted, this, [this] { openPage(PageName::Plan); });
    connect(m_conflicts, &ConflictPage::planStarted, this, [this] { openPage(PageName::Plan); });
    connect(m_runs, &RunPage::planStarted, this, [this] { openPage(PageName::Plan); });
    connect(m_spaces, &SpacePage::conflictsRequested, this, [this] { openPage(PageName::Conflicts); });
    const auto openRun = [this](const QString &run) {
        openPage(PageName::Runs);
        m_runs->openRun(run);
    };
    connect(m_spaces, &SpacePage::runRequested, this, openRun);
    connect(m_log, &LogPage::runRequested, this, openRun);
    connect(m_activity, &ActivityPage::chosen, this, &MainWindow::showActivity);
    const auto review = [this](const PageId &page) {
        openPage(PageName::Conflicts);
        m_conflicts->openConflict(page);
    };
    connect(m_plan, &PlanPage::conflictRequested, this, review);
    connect(m_runs, &RunPage::reviewRequested, this, review);
    connect(m_runs, &RunPage::logRequested, this, [this] { openPage(PageName::Log); });
    for (const ListFrame *list : m_stack->findChildren<ListFrame *>())
        connect(list, &ListFrame::profileRequested, this, &MainWindow::openSettings);
    ConsoleModels &models = m_ui.models;
    connect(&models.state, &ConsoleState::told, this, &MainWindow::showNotice);
    connect(&models.state, &ConsoleState::recovered, this, &MainWindow::takeBackFailure);
    QTimer *badges = make::once(this, [this] { updateBadges(); });
    connect(&models.state, &ConsoleState::runsChanged, badges, qOverload<>(&QTimer::start));
    for (TableModel *model : {static_cast<TableModel *>(&models.spaces), static_cast<TableModel *>(&models.plan),
                              static_cast<TableModel *>(&models.conflicts), static_cast<TableModel *>(&models.settled),
                              static_cast<TableModel *>(&models.locks), static_cast<TableModel *>(&models.remotes),
                              static_cast<TableModel *>(&models.doctor), static_cast<TableModel *>(&models.activity)}) {
        connect(model, &TableModel::loadChanged, badges, qOverload<>(&QTimer::start));
        connect(model, &QAbstractItemModel::dataChanged, badges, qOverload<>(&QTimer::start));
    }
    connect(&models.spaces, &TableModel::loadChanged, this, &MainWindow::selectWanted);
    connect(&models.state, &ConsoleState::settingsChanged, this, &MainWindow::updateTitle);
}

QStringList MainWindow::pageNames() {
    return {QStringLiteral("spaces"),  QStringLiteral("plan"),     QStringLiteral("conflicts"),
            QStringLiteral("runs"),    QStringLiteral("locks"),    QStringLiteral("schedule"),
            QStringLiteral("remotes"), QStringLiteral("activity"), QStringLiteral("log"),
            QStringLiteral("doctor")};
}

void MainWindow::openPage(PageName page) {
    showPage(int(page));
}

bool MainWindow::openPage(const QString &name) {
    const auto index = pageNames().indexOf(name);
    if (index < 0) return false;
    showPage(int(index));
    return true;
}

void MainWindow::selectSpace(const QString &slug) {
    m_wantedSlug = slug;
}

void MainWindow::selectWanted() {
    const SpaceListModel &spaces = m_ui.models.spaces;
    if (m_wantedSlug.isEmpty() || spaces.load().phase != Load::Phase::Ready) return;
    const QString slug = std::exchange(m_wantedSlug, {});
    if (const auto space = spaces.bySlug(slug)) return m_spaces->selectSpace(*space);
    m_ui.models.state.tell(
        {Tone::Attention, tr("The wiki has no space with the short name %1; none was selected.").arg(slug), {}, {}});
}

void MainWindow::lookAt(const std::vector<SpaceId> &spaces) {
    if (spaces.empty()) return;
    std::vector<PlanRequest> asked;
    for (const SpaceId &space : spaces)
        asked.push_back({space, {}, {}});
    m_ui.commands.plans.preview(asked);
    openPage(PageName::Plan);
}

Page &MainWindow::current() const {
    return *static_cast<Page *>(m_stack->currentWidget());
}

void MainWindow::showPage(int index) {
    m_stack->setCurrentIndex(index);
    m_nav->setCurrent(index);
    if (PageName(index) != PageName::Plan) current().refresh();
    current().focusMain();
}

void MainWindow::updateTitle() {
    setWindowTitle(tr("%1 – Wikivault").arg(m_ui.models.state.wikiName()));
}

void MainWindow::updateBadges() {
    const ConsoleModels &models = m_ui.models;
    const auto badge = [this](PageName page, int count, Tone tone) {
        m_nav->setBadge(int(page), count > 0 ? QString::number(count) : QString(), tone);
    };
    const auto badgeOf = [&](const TableModel &source, PageName page, int count, Tone tone) {
        if (count > 0 || source.load().phase != Load::Phase::Failed) return badge(page, count, tone);
        m_nav->setBadge(int(page), QStringLiteral("?"), Tone::Muted);
    };
    const int failing = models.spaces.countOf(SpaceState::Failing);
    badge(PageName::Spaces, failing > 0 ? failing : models.spaces.rowCount(), failing > 0 ? Tone::Danger : Tone::Muted);
    badge(PageName::Plan, models.plan.rowCount(), Tone::Muted);
    const int open = models.conflicts.undecided(), unseen = models.settled.unseen();
    badgeOf(models.conflicts, PageName::Conflicts, open > 0 ? open : unseen,
            open > 0 ? Tone::Conflict : Tone::Attention);
    badge(PageName::Runs, int(models.state.runs().size()), Tone::Accent);
    badge(PageName::Remotes, models.remotes.countOf(RemoteModel::Group::NeedsPerson), Tone::Attention);
    badge(PageName::Locks, models.locks.rowCount(), Tone::Muted);
    badgeOf(models.activity, PageName::Activity, models.activity.open(), models.activity.worst());
    badge(PageName::Doctor, models.doctor.countOf(DoctorModel::Finding::Fail), Tone::Danger);
}

void MainWindow::showNotice(const Notice &notice) {
    MessageBar::Message message;
    message.tone = notice.tone;
    message.text = notice.text;
    if (notice.runNext)
        message.actions << MessageBar::Action{tr("Run it now"), QStringLiteral("noticeRunButton"), "primary",
                                              [this, space = *notice.runNext] {
                                                  m_ui.commands.spaces.run({{space}, {}});
                                              }};
    if (!notice.showRun.isEmpty())
        message.actions << MessageBar::Action{tr("Show the run"), QStringLiteral("noticeShowButton"), "",
                                              [this, run = notice.showRun] {
                                                  openPage(PageName::Runs);
                                                  m_runs->openRun(run);
                                              }};
    if (notice.offersObserver)
        message.actions << MessageBar::Action{tr("Become observer"), QStringLiteral("noticeObserverButton"), "",
                                              [this] { stopDriving(m_ui); }};
    current().bar().show(message);
    if (notice.failed) m_failures[*notice.failed] = {&current().bar(), notice.text};
}

/// Unless something else was told there since.
void MainWindow::takeBackFailure(const SpaceId &space) {
    const auto told = m_failures.find(space);
    if (told == m_failures.end()) return;
    if (told->second.bar->text() == told->second.text) told->second.bar->dismiss();
    m_failures.erase(told);
}

void MainWindow::showActivity(const Activity &activity) {
    switch (activity.kind) {
        case ActivityKind::Failing: openPage(PageName::Runs); return m_runs->openRun(words::text(activity.run.str()));
        case ActivityKind::Conflict: openPage(PageName::Conflicts); return m_conflicts->showOpen();
        case ActivityKind::Settled: openPage(PageName::Conflicts); return m_conflicts->showSettled();
        case ActivityKind::Guard:
            m_ui.commands.plans.preview({{activity.space, {}, {}}});
            return openPage(PageName::Plan);
        case ActivityKind::StuckLock: return openPage(PageName::Locks);
    }
}

void MainWindow::askMaster(bool on) {
    if (!on) return m_ui.commands.profile.setMasterSwitch(false);
    ConfirmDialog::Question question;
    question.title = tr("Turn sync on?");
    const QString every = words::span(std::chrono::milliseconds(m_ui.models.state.settings().pollIntervalMs));
    question.text = tr("This console becomes the driver: it looks for changes every %1 and writes to wiki and git by "
                       "itself. If another process polls the same spaces, their runs will block each other.")
                        .arg(every);
    question.verb = tr("Turn sync on");
    question.dangerous = false;
    auto *dialog = new ConfirmDialog(m_ui, question, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this] { m_ui.commands.profile.setMasterSwitch(true); });
    dialog->open();
}

void MainWindow::askUnlock() {
    ConsoleState &state = m_ui.models.state;
    if (!state.isLocked() || state.isStartedReadOnly()) {
        const QString why = state.whyReadOnly();
        return state.tell({Tone::Normal, why.isEmpty() ? tr("Writes are not locked.") : why, {}, {}});
    }
    ConfirmDialog::Question question;
    question.title = tr("Unlock writes of %1?").arg(state.wikiName());
    question.text =
        tr("For 15 minutes this window writes to wiki, git and settings when you ask it to. Then, and when "
           "the profile changes, writes are locked again; \"Lock now\" does it at once.");
    question.verb = tr("Unlock writes");
    question.typeThis = words::text(state.settings().profile);
    auto *dialog = new ConfirmDialog(m_ui, question, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this] { m_ui.models.state.unlockWrites(); });
    dialog->open();
}

void MainWindow::openSettings() {
    editSettings(m_ui, *this, [this]() -> MessageBar & { return current().bar(); });
}

}  // namespace wikivault
