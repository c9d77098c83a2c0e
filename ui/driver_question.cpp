#include "ui/driver_question.h"

#include "models/drive_words.h"
#include "models/words.h"
#include "ui/confirm_dialog.h"

#include <QCoreApplication>
#include <QPushButton>

namespace wikivault {

namespace {

struct DriverQuestion {
    Q_DECLARE_TR_FUNCTIONS(DriverQuestion)
};

bool isDriver(const ConsoleState &state) {
    return state.drive() && state.drive()->mode == DriveState::Mode::Driver;
}

/// True: there is nothing to change, and the person has been told why.
bool isOutOfPlace(ConsoleState &state) {
    if (canChangeDriver(state)) return false;
    QString why =
        DriverQuestion::tr("Without Redis no other program can be noticed: this console polls while sync is on.");
    if (!state.settings().enabled) why = DriverQuestion::tr("Sync is off, so this console does not poll.");
    if (state.isStartedReadOnly()) why = state.whyReadOnly();
    state.tell({Tone::Normal, why, {}, {}});
    return true;
}

}  // namespace

bool canChangeDriver(const ConsoleState &state) {
    return state.drive() && state.settings().enabled && !state.isStartedReadOnly();
}

void askToDrive(const UiContext &ui, QWidget &parent) {
    ConsoleState &state = ui.models.state;
    if (isOutOfPlace(state) || !state.mayWrite()) return;
    if (isDriver(state)) return state.tell({Tone::Normal, DriverQuestion::tr("This console polls already."), {}, {}});
    const DriveState &drive = *state.drive();
    ConfirmDialog::Question question;
    question.title = DriverQuestion::tr("Become the driver of %1?").arg(state.wikiName());
    const QString every = words::span(std::chrono::milliseconds(state.settings().pollIntervalMs));
    question.text =
        words::rivalsSeen(drive) + QStringLiteral("\n\n") +
        DriverQuestion::tr("This console then looks for changes every %1 and runs what has some.").arg(every);
    if (drive.other)
        question.text +=
            QStringLiteral(" ") + DriverQuestion::tr(
                                      "%1 becomes an observer with its next look. That you took over stands in "
                                      "the journal of runs.")
                                      .arg(words::otherDriver(drive));
    question.verb = DriverQuestion::tr("Become driver");
    question.dangerous = false;
    auto *dialog = new ConfirmDialog(ui, question, &parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::accepted, &parent, [ui] { ui.commands.driver.becomeDriver(); });
    dialog->open();
}

void stopDriving(const UiContext &ui) {
    if (!isOutOfPlace(ui.models.state)) ui.commands.driver.becomeObserver();
}

void changeDriver(const UiContext &ui, QWidget &parent) {
    isDriver(ui.models.state) ? stopDriving(ui) : askToDrive(ui, parent);
}

void labelDriverButton(QPushButton &button, const ConsoleState &state) {
    const bool drives = isDriver(state), isPossible = canChangeDriver(state);
    button.setText(drives ? DriverQuestion::tr("Become observer") : DriverQuestion::tr("Become driver…"));
    button.setAccessibleName(button.text());
    button.setToolTip(
        drives ? DriverQuestion::tr("This console then polls no more and only watches; what you ask for is still run")
               : DriverQuestion::tr("Says what was seen of others who poll, and asks before this console does"));
    button.setVisible(isPossible);
    button.setEnabled(isPossible && (drives || !state.isReadOnly()));
}

}  // namespace wikivault
