#include "ui/confirm_dialog.h"
#include "ui/main_window.h"
#include "ui/pause_question.h"
#include "ui/space_page.h"

#include <QCloseEvent>

namespace wikivault {

void MainWindow::quit() {
    m_isQuitting = true;
    close();
}

void MainWindow::closeEvent(QCloseEvent *event) {
    event->ignore();
    if (!m_isQuitting && m_ui.models.tray.isInUse()) {
        emit closing();
        return hide();
    }
    if (!m_isQuitting && mustAskToQuit()) return askToQuit();
    emit closing();
    emit quitting();
    QMainWindow::closeEvent(event);
}

bool MainWindow::mustAskToQuit() const {
    const ConsoleState &state = m_ui.models.state;
    return state.nextPoll() && !state.isDrivenElsewhere() && !m_ui.models.tray.wasTold();
}

void MainWindow::askToQuit() {
    const QString why = m_ui.models.tray.whyNone();
    ConfirmDialog::Question question;
    question.title = tr("Quit, and keep nothing in step?");
    question.text =
        tr("This console looks for changes and runs while it is open. To keep that going, %1 or run "
           "\"wikivaultctl serve\" as a service. This is asked once.")
            .arg(why.isEmpty() ? tr("let it stay in the tray (Settings, Appearance)") : tr("leave the window open"));
    question.verb = tr("Quit");
    question.cancel = tr("Stay");
    question.dangerous = false;
    auto *dialog = new ConfirmDialog(m_ui, question, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this] {
        m_ui.models.tray.setTold(true);
        quit();
    });
    dialog->open();
}

void MainWindow::askToPauseAll() {
    comeForward();
    openPage(PageName::Spaces);
    std::vector<SpaceId> spaces;
    for (const SpaceRow &row : m_ui.models.spaces.rows())
        if (row.space.selected) spaces.push_back(row.space.id);
    askToPause(m_ui, *m_spaces, spaces);
}

}  // namespace wikivault
