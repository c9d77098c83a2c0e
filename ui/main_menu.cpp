#include "models/words.h"
#include "ui/bundle_dialog.h"
#include "ui/command_palette.h"
#include "ui/conflict_page.h"
#include "ui/driver_question.h"
#include "ui/main_window.h"
#include "ui/nav_bar.h"
#include "ui/page.h"
#include "ui/plan_page.h"
#include "ui/run_page.h"
#include "ui/space_page.h"
#include "ui/table_dialog.h"
#include "ui/widgets.h"

#include <QAbstractScrollArea>
#include <QAction>
#include <QActionGroup>
#include <QMenuBar>
#include <QMessageBox>

#include <algorithm>

namespace wikivault {

void MainWindow::act(const QString &name, QMenu *menu, const QList<QKeySequence> &keys, std::function<void()> run) {
    QAction *action = menu->addAction(name);
    action->setShortcuts(keys);
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
}

void MainWindow::addPageActions() {
    QMenu *view = menuBar()->addMenu(tr("&View"));
    const QString texts[] = {tr("Spaces"),   tr("Plan"),    tr("Conflicts"), tr("Runs"), tr("Locks"),
                             tr("Schedule"), tr("Remotes"), tr("Activity"),  tr("Log"),  tr("Doctor")};
    for (int i = 0; i < int(pageNames().size()); ++i)
        act(texts[i], view, {QKeySequence(Qt::ALT | Qt::Key(Qt::Key_0 + (i + 1) % 10))}, [this, i] { showPage(i); });
    view->addSeparator();
    act(tr("Find a command or a space…"), view, {Qt::CTRL | Qt::Key_K}, [this] { showPalette(); });
    act(tr("Read again"), view, {QKeySequence(Qt::Key_F5)}, [this] { current().refresh(); });
    act(tr("Filter"), view, {Qt::CTRL | Qt::Key_F, Qt::Key_Slash}, [this] { current().focusFilter(); });
    act(tr("Next change"), view, {Qt::Key_F7}, [this] { current().stepChange(true); });
    act(tr("Previous change"), view, {Qt::SHIFT | Qt::Key_F7}, [this] { current().stepChange(false); });
    act(tr("Next pane"), view, {Qt::Key_F6}, [this] { stepPane(true); });
    act(tr("Previous pane"), view, {Qt::SHIFT | Qt::Key_F6}, [this] { stepPane(false); });
    act(tr("Back, or close the message"), view, {Qt::Key_Escape}, [this] { current().escape(); });
    view->addSeparator();
    QMenu *themes = view->addMenu(tr("Theme"));
    auto *group = new QActionGroup(this);
    const std::pair<QString, ThemeChoice> choices[] = {{tr("As the system"), ThemeChoice::System},
                                                       {tr("Light"), ThemeChoice::Light},
                                                       {tr("Dark"), ThemeChoice::Dark},
                                                       {tr("High contrast"), ThemeChoice::Contrast}};
    for (const auto &[text, choice] : choices) {
        QAction *action = themes->addAction(text);
        action->setCheckable(true);
        action->setActionGroup(group);
        connect(action, &QAction::triggered, this, [this, choice] { m_ui.theme.setChoice(choice); });
        connect(themes, &QMenu::aboutToShow, action,
                [this, action, choice] { action->setChecked(m_ui.theme.choice() == choice); });
    }
}

void MainWindow::buildMenus() {
    QMenu *file = menuBar()->addMenu(tr("&File"));
    act(tr("Open plan…"), file, {QKeySequence::Open}, [this] { openPage(PageName::Plan), m_plan->openFile(); });
    act(tr("Settings…"), file, {Qt::CTRL | Qt::Key_Comma}, [this] { openSettings(); });
    act(tr("Set up a profile…"), file, {}, [this] { emit setupRequested(); });
    file->addSeparator();
    act(tr("Quit"), file, {Qt::CTRL | Qt::Key_Q},
        [this] { m_ui.models.tray.isInUse() || !mustAskToQuit() ? quit() : askToQuit(); });
    QMenu *run = menuBar()->addMenu(tr("&Run"));
    act(tr("Preview"), run, {Qt::CTRL | Qt::Key_D}, [this] { current().previewVerb(); });
    act(tr("Main action of the page"), run, {Qt::CTRL | Qt::Key_Return}, [this] { current().mainVerb(); });
    run->addSeparator();
    act(tr("Next undecided conflict"), run, {Qt::CTRL | Qt::SHIFT | Qt::Key_PageDown},
        [this] { openPage(PageName::Conflicts), m_conflicts->stepUndecided(true); });
    act(tr("Previous undecided conflict"), run, {Qt::CTRL | Qt::SHIFT | Qt::Key_PageUp},
        [this] { openPage(PageName::Conflicts), m_conflicts->stepUndecided(false); });
    addPageActions();
    run->addSeparator();
    act(tr("Compare runs…"), run, {Qt::CTRL | Qt::SHIFT | Qt::Key_D},
        [this] { openPage(PageName::Runs), m_runs->compare(); });
    run->addSeparator();
    act(tr("Become driver…"), run, {}, [this] { askToDrive(m_ui, *this); });
    act(tr("Become observer"), run, {}, [this] { stopDriving(m_ui); });
    run->addSeparator();
    act(tr("Unlock writes…"), run, {}, [this] { askUnlock(); });
    act(tr("Lock writes"), run, {}, [this] { m_ui.models.state.lockWrites(); });
    QMenu *help = menuBar()->addMenu(tr("&Help"));
    act(tr("Keyboard shortcuts"), help, {Qt::Key_F1, Qt::CTRL | Qt::Key_Question}, [this] { showShortcuts(); });
    act(tr("Support bundle…"), help, {}, [this] { openBundle(); });
    act(tr("About Wikivault"), help, {}, [this] { showAbout(); });
    auto *find = make::button(
        m_ui.theme,
        {tr("Search or command…   %1").arg(QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText)),
         QStringLiteral("findButton"), QStringLiteral("search"), "find",
         tr("Every command, space and page of this window")});
    connect(find, &QPushButton::clicked, this, &MainWindow::showPalette);
    menuBar()->setCornerWidget(find);
}

void MainWindow::showPalette() {
    QList<CommandPalette::Entry> entries;
    for (const QMenu *menu : menuBar()->findChildren<QMenu *>(QString(), Qt::FindDirectChildrenOnly))
        for (QAction *action : menu->actions())
            if (!action->isSeparator() && !action->menu())
                entries.append({action->text(), action->shortcut().toString(QKeySequence::NativeText),
                                [action] { action->trigger(); }});
    for (const SpaceRow &row : m_ui.models.spaces.rows())
        entries.append({words::text(row.space.name), tr("space"), [this, space = row.space.id] {
                            openPage(PageName::Spaces);
                            m_spaces->selectSpace(space);
                        }});
    for (const ConflictSummary &conflict : m_ui.models.conflicts.conflicts())
        entries.append({words::pathParts(conflict.path).name, tr("conflict"), [this, page = conflict.page] {
                            openPage(PageName::Conflicts);
                            m_conflicts->openConflict(page);
                        }});
    for (const RunRecord &run : m_ui.models.runs.runs())
        entries.append({tr("Run %1, %2").arg(words::text(run.id.str()), m_ui.models.spaces.nameOf(run.space)),
                        words::runOutcome(run), [this, id = words::text(run.id.str())] {
                            openPage(PageName::Runs);
                            m_runs->openRun(id);
                        }});
    auto *dialog = new CommandPalette(m_ui.theme, entries, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showShortcuts() {
    QList<QStringList> entries;
    for (const QAction *action : findChildren<QAction *>())
        if (!action->shortcuts().isEmpty())
            entries.append({QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText), action->text()});
    const std::pair<QString, QString> rest[] = {
        {tr("Return"), tr("Open the selected row")},
        {tr("Shift+F10"), tr("Menu of the selected row")},
        {tr("Space"), tr("Spaces: look what a run would do; Plan: take the selected change, or leave it out")},
        {tr("Ctrl+1, Ctrl+2, Ctrl+3"), tr("Conflict: use Base, Wiki, Git for the block")},
        {tr("Ctrl+Shift+1, 2, 3"), tr("Conflict: the same for every block not decided")},
        {tr("F9"), tr("Conflict: one column, or four panes")},
        {tr("F2"), tr("Conflict: edit the block")},
        {tr("Ctrl+Z, Ctrl+Shift+Z"), tr("Conflict: undo, redo decisions")},
    };
    for (const auto &[keys, act] : rest)
        entries.append({keys, act});
    auto *dialog = new TableDialog(m_ui.theme,
                                   {tr("Keyboard shortcuts"),
                                    QStringLiteral("shortcutDialog"),
                                    {},
                                    {tr("Keys"), tr("What they do")},
                                    {220, 0},
                                    entries},
                                   this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

/// The lists, comparisons and texts of the page, with the bar of pages before them.
void MainWindow::stepPane(bool forward) {
    QList<QWidget *> panes{m_nav->currentButton()};
    for (auto *area : current().findChildren<QAbstractScrollArea *>())
        if (area->isVisible() && area->focusPolicy() != Qt::NoFocus) panes << area;
    const auto here = std::find_if(panes.begin(), panes.end(), [](const QWidget *pane) { return pane->hasFocus(); });
    const auto count = panes.size();
    const auto at = here == panes.end() ? (forward ? -1 : 0) : here - panes.begin();
    panes.at((at + (forward ? 1 : count - 1) + count) % count)->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::comeForward() {
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::openBundle() {
    auto *dialog = new BundleDialog(m_ui, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showAbout() {
    auto *box =
        new QMessageBox(QMessageBox::NoIcon, tr("About Wikivault"),
                        tr("Wikivault %1\n\nKeeps Docmost spaces and git vaults of Markdown equal, edited from both "
                           "sides.\n\nApache License 2.0. Bundled fonts: Inter and Noto Mono, SIL Open Font "
                           "License 1.1.")
                            .arg(QStringLiteral(WIKIVAULT_VERSION)),
                        QMessageBox::Close, this);
    box->setIconPixmap(windowIcon().pixmap(64, 64));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

}  // namespace wikivault
