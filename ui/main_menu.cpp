#include "ui/conflict_page.h"
#include "ui/main_window.h"
#include "ui/page.h"

#include <QAction>
#include <QActionGroup>
#include <QMenuBar>
#include <QMessageBox>

namespace wikivault {

void MainWindow::act(const QString &name, QMenu *menu, const QKeySequence &keys, std::function<void()> run) {
    QAction *action = menu->addAction(name);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
}

void MainWindow::addPageActions() {
    QMenu *view = menuBar()->addMenu(tr("&View"));
    const QString texts[] = {tr("Spaces"), tr("Plan"), tr("Conflicts"), tr("Runs"), tr("Locks"), tr("Log")};
    for (int i = 0; i < int(pageNames().size()); ++i)
        act(texts[i], view, QKeySequence(Qt::ALT | Qt::Key(Qt::Key_1 + i)), [this, i] { showPage(i); });
    view->addSeparator();
    act(tr("Read again"), view, QKeySequence(Qt::Key_F5), [this] { current().refresh(); });
    act(tr("Filter"), view, QKeySequence::Find, [this] { current().focusFilter(); });
    act(tr("Next change"), view, QKeySequence(Qt::Key_F7), [this] { current().stepChange(true); });
    act(tr("Previous change"), view, QKeySequence(Qt::SHIFT | Qt::Key_F7), [this] { current().stepChange(false); });
    view->addSeparator();
    QMenu *themes = view->addMenu(tr("Theme"));
    auto *group = new QActionGroup(this);
    const std::pair<QString, ThemeChoice> choices[] = {
        {tr("As the system"), ThemeChoice::System}, {tr("Light"), ThemeChoice::Light}, {tr("Dark"), ThemeChoice::Dark}};
    for (const auto &[text, choice] : choices) {
        QAction *action = themes->addAction(text);
        action->setCheckable(true);
        action->setActionGroup(group);
        connect(action, &QAction::triggered, this, [this, choice] { m_ui.theme.setChoice(choice); });
        connect(themes, &QMenu::aboutToShow, action, [this, action, choice] {
            action->setChecked(m_ui.theme.choice() == choice);
        });
    }
}

void MainWindow::buildMenus() {
    QMenu *file = menuBar()->addMenu(tr("&File"));
    act(tr("Settings…"), file, QKeySequence(Qt::CTRL | Qt::Key_Comma), [this] { openSettings(); });
    file->addSeparator();
    act(tr("Quit"), file, QKeySequence::Quit, [this] { close(); });
    QMenu *run = menuBar()->addMenu(tr("&Run"));
    act(tr("Preview"), run, QKeySequence(Qt::CTRL | Qt::Key_D), [this] { current().previewVerb(); });
    act(tr("Main verb of the page"), run, QKeySequence(Qt::CTRL | Qt::Key_Return), [this] { current().mainVerb(); });
    run->addSeparator();
    act(tr("Next undecided conflict"), run, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_PageDown),
        [this] { openPage(PageName::Conflicts), m_conflicts->stepConflict(true); });
    act(tr("Previous undecided conflict"), run, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_PageUp),
        [this] { openPage(PageName::Conflicts), m_conflicts->stepConflict(false); });
    addPageActions();
    QMenu *help = menuBar()->addMenu(tr("&Help"));
    act(tr("Keyboard shortcuts"), help, QKeySequence(Qt::Key_F1), [this] { showShortcuts(); });
    act(tr("About Wikivault"), help, {}, [this] { showAbout(); });
}

void MainWindow::showShortcuts() {
    QStringList lines;
    for (const QAction *action : findChildren<QAction *>())
        if (!action->shortcut().isEmpty())
            lines << QStringLiteral("%1\t%2").arg(action->shortcut().toString(QKeySequence::NativeText), action->text());
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Keyboard shortcuts"), lines.join(QLatin1Char('\n')),
                                QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::showAbout() {
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("About Wikivault"),
                                tr("Wikivault %1\n\nKeeps Docmost spaces and git vaults of Markdown equal, edited from both "
                                   "sides.\n\nApache License 2.0. Bundled fonts: Inter and Noto Mono, SIL Open Font "
                                   "License 1.1.").arg(QStringLiteral(WIKIVAULT_VERSION)),
                                QMessageBox::Close, this);
    box->setIconPixmap(windowIcon().pixmap(64, 64));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

}  // namespace wikivault
