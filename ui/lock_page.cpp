#include "ui/lock_page.h"

#include "models/command_line.h"
#include "models/words.h"
#include "ui/hold_dialog.h"
#include "ui/list_frame.h"
#include "ui/release_question.h"
#include "ui/run_question.h"
#include "ui/widgets.h"

#include <QClipboard>
#include <QGuiApplication>

namespace wikivault {

LockPage::LockPage(const UiContext &ui)
    : Page(ui, {tr("Locks"), QStringLiteral("lockPage")}),
      m_filter(ui.models.locks, this) {
    buildVerbs();
    buildTable();
    connect(m_table, &TableView::selectedIdsChanged, this, &LockPage::updateVerbs);
    connect(&ui.models.locks, &TableModel::loadChanged, this, &LockPage::updateHead);
    connect(&ui.models.state, &ConsoleState::settingsChanged, this, &LockPage::updateHead);
    updateHead();
}

void LockPage::buildVerbs() {
    const auto verb = [this](const make::ButtonSpec &spec, void (LockPage::*act)()) {
        QPushButton *button = make::button(ui().theme, spec);
        connect(button, &QPushButton::clicked, this, act);
        addAction(button);
        return button;
    };
    m_wait = verb({{}, QStringLiteral("waitButton"), QStringLiteral("clock"), "", {}}, &LockPage::waitOrNot);
    m_ask = verb({tr("Ask holder to stop"), QStringLiteral("askHolderButton"), QStringLiteral("stop"), "", {}},
                 &LockPage::askHolder);
    m_hold = make::button(ui().theme,
                          {tr("Hold for maintenance…"), QStringLiteral("holdButton"), QStringLiteral("locks"), "",
                           tr("Takes the lock of a space, so that no run of "
                              "it begins anywhere, for a while")});
    connect(m_hold, &QPushButton::clicked, this, [this] { openHoldDialog(ui(), {}, *this); });
    addAction(m_hold);
    m_release =
        verb({{}, QStringLiteral("releaseButton"), QStringLiteral("unlock"), "danger", {}}, &LockPage::releaseOrAsk);
}

void LockPage::buildTable() {
    m_table = new TableView(ui().theme, {48, false, tr("Locks"), QStringLiteral("lockTable")});
    m_table->setModel(&m_filter);
    m_table->setColumnWidths({170, 0, 220, 96, 84, 116, 104});
    auto *frame = new ListFrame(ui().theme, ui().models.locks, m_table,
                                {QStringLiteral("unlock"),
                                 tr("No locks. Nothing is running on these spaces."),
                                 {},
                                 tr("Locks are unknown, so runs are blocked."),
                                 {}});
    connect(frame, &ListFrame::retryRequested, this, &LockPage::refresh);
    setContent(frame);
    m_table->addMenuEntry(tr("Copy lock id"), [this] {
        if (const LockInfo *lock = chosen()) QGuiApplication::clipboard()->setText(words::text(lock->holder));
    });
    const auto copy = [this](QString (*command)(const QString &, const QString &)) {
        const LockInfo *lock = chosen();
        const SpaceRow *space = lock ? ui().models.spaces.find(lock->space) : nullptr;
        if (space)
            QGuiApplication::clipboard()->setText(command(words::text(space->space.slug), words::text(lock->holder)));
    };
    m_table->addMenuEntry(tr("Copy release as command"), [copy] { copy(&command_line::release); });
    m_table->addMenuEntry(tr("Copy asking as command"), [copy] { copy(&command_line::stopHolder); });
    m_table->addMenuEntry(tr("Ask holder to stop"), [this] { m_ask->click(); });
    m_table->addMenuEntry(tr("Force-release…"), [this] { m_release->click(); });
}

void LockPage::refresh() {
    ui().commands.ledger.refreshLocks();
}

const LockInfo *LockPage::chosen() const {
    return ui().models.locks.at(m_filter.sourceRow(m_table->currentIndex()));
}

void LockPage::updateHead() {
    updateVerbs();
    const LockModel &locks = ui().models.locks;
    if (!locks.load().asOf) return setSentence({});
    const QString where = ui().models.state.settings().redisUrl.empty() ? tr("File locks in the vaults.")
                                                                        : tr("Locks in Redis and in the vaults.");
    setSentence(tr("%n lock(s) held.", nullptr, locks.rowCount()) + QLatin1Char(' ') + where + QLatin1Char(' ') +
                tr("As of %1.").arg(words::timeOfDay(*locks.load().asOf, locks.now())));
}

QString LockPage::whyNoRelease(const LockInfo &lock) const {
    if (ui().models.state.isReadOnly()) return ui().models.state.whyReadOnly();
    if (ui().models.locks.isHeldHere(lock.space)) return {};
    if (lock.ours) return tr("A run of this console has it: stop the run at the bottom of the window.");
    if (lock.endsWithProcess)
        return lock.pid
                   ? tr("The kernel keeps it for a living process: stop process %1, and it is gone.").arg(*lock.pid)
                   : tr("The kernel keeps it for a living process: stop that, and it is gone.");
    return {};
}

QString LockPage::whyNotAsked(const LockInfo &lock) const {
    if (ui().models.state.isReadOnly()) return ui().models.state.whyReadOnly();
    if (ui().models.locks.isHeldHere(lock.space)) return tr("This window holds it: release it.");
    if (lock.ours) return tr("A run of this console has it: stop the run at the bottom of the window.");
    if (lock.isAsked) return tr("It has been asked; it stops after the page at hand.");
    if (!lock.canBeAsked)
        return tr(
            "This holder hears nothing from here, as a wiki's own server: wait for it, or stop it where it runs.");
    return {};
}

void LockPage::updateVerbs() {
    const LockInfo *lock = chosen();
    const LockModel &locks = ui().models.locks;
    const bool isHeldHere = lock && locks.isHeldHere(lock->space);
    const bool isWaiting = lock && locks.isWaiting(lock->space);
    m_wait->setText(isWaiting ? tr("Do not wait") : tr("Wait, then run"));
    m_wait->setAccessibleName(m_wait->text());
    const QString why = whyNoRun(ui().models.state);
    m_wait->setEnabled(lock && (isWaiting || (why.isEmpty() && !isHeldHere)));
    m_wait->setToolTip(why.isEmpty() ? tr("Runs the space as soon as it is free, while this window is open") : why);
    const QString whyNotAsk = lock ? whyNotAsked(*lock) : QString();
    m_ask->setEnabled(lock && whyNotAsk.isEmpty());
    m_ask->setToolTip(whyNotAsk.isEmpty() ? tr("The holder ends its run after the page at hand") : whyNotAsk);
    m_hold->setEnabled(!ui().models.state.isReadOnly());
    const QString whyNotRelease = lock ? whyNoRelease(*lock) : QString();
    m_release->setText(isHeldHere ? tr("Release") : tr("Force-release…"));
    m_release->setAccessibleName(m_release->text());
    m_release->setEnabled(lock && whyNotRelease.isEmpty());
    m_release->setToolTip(!whyNotRelease.isEmpty() ? whyNotRelease
                          : isHeldHere             ? tr("Ends the maintenance; runs may begin")
                                                   : tr("Takes the lock away from its holder; asks first"));
}

void LockPage::waitOrNot() {
    const LockInfo *lock = chosen();
    if (!lock) return;
    if (ui().models.locks.isWaiting(lock->space)) return ui().commands.locks.stopWaiting(lock->space);
    ui().commands.locks.waitThenRun(lock->space);
}

void LockPage::askHolder() {
    const LockInfo *lock = chosen();
    if (!lock) return;
    bar().show(
        {Tone::Normal,
         tr("Ask %1 to stop? Its run of %2 ends after the page at hand. A driver begins again when the space is "
            "due: pause the space to keep it still.")
             .arg(words::holder(*lock), ui().models.locks.spaceName(lock->space)),
         {{tr("Ask to stop"), QStringLiteral("confirmAskButton"), "primary",
           [this, space = lock->space, holder = lock->holder] { ui().commands.locks.askToStop(space, holder); }}},
         {},
         true,
         false});
}

void LockPage::releaseOrAsk() {
    const LockInfo *lock = chosen();
    if (!lock) return;
    if (ui().models.locks.isHeldHere(lock->space)) return ui().commands.locks.endHold(lock->space);
    askToRelease(ui(), *lock, *this);
}

}  // namespace wikivault
