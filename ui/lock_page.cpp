#include "ui/lock_page.h"

#include "models/command_line.h"
#include "models/words.h"
#include "ui/confirm_dialog.h"
#include "ui/list_frame.h"
#include "ui/widgets.h"

#include <QClipboard>
#include <QGuiApplication>

namespace wikivault {

LockPage::LockPage(const UiContext &ui)
    : Page(ui, {tr("Locks"), QStringLiteral("lockPage")}),
      m_filter(ui.models.locks, this) {
    m_release = make::button(ui.theme, {tr("Force-release…"), QStringLiteral("releaseButton"), QStringLiteral("unlock"),
                                        "danger", tr("Takes the lock away from its holder; asks first")});
    addAction(m_release);
    m_table = new TableView(ui.theme, {48, false, tr("Locks"), QStringLiteral("lockTable")});
    m_table->setModel(&m_filter);
    m_table->setColumnWidths({200, 0, 280, 110, 130});
    auto *frame = new ListFrame(ui.theme, ui.models.locks, m_table,
                                {QStringLiteral("unlock"),
                                 tr("No locks. Nothing is running on these spaces."),
                                 {},
                                 tr("Locks are unknown, so runs are blocked."),
                                 {}});
    connect(frame, &ListFrame::retryRequested, this, &LockPage::refresh);
    setContent(frame);
    connect(m_table, &TableView::selectedIdsChanged, this, &LockPage::updateHead);
    m_table->addMenuEntry(tr("Copy lock id"), [this] {
        if (const LockInfo *lock = chosen()) QGuiApplication::clipboard()->setText(words::text(lock->holder));
    });
    m_table->addMenuEntry(tr("Copy release as command"), [this] {
        const LockInfo *lock = chosen();
        const SpaceRow *space = lock ? this->ui().models.spaces.find(lock->space) : nullptr;
        if (space)
            QGuiApplication::clipboard()->setText(
                command_line::release(words::text(space->space.slug), words::text(lock->holder)));
    });
    m_table->addMenuEntry(tr("Force-release…"), [this] { m_release->click(); });
    connect(m_release, &QPushButton::clicked, this, &LockPage::askRelease);
    connect(&ui.models.locks, &TableModel::loadChanged, this, &LockPage::updateHead);
    connect(&ui.models.state, &ConsoleState::settingsChanged, this, &LockPage::updateHead);
    updateHead();
}

void LockPage::refresh() {
    ui().commands.ledger.refreshLocks();
}

const LockInfo *LockPage::chosen() const {
    return ui().models.locks.at(m_filter.sourceRow(m_table->currentIndex()));
}

void LockPage::updateHead() {
    const LockInfo *lock = chosen();
    m_release->setEnabled(lock != nullptr && !lock->ours && !ui().models.state.isReadOnly());
    const LockModel &locks = ui().models.locks;
    if (!locks.load().asOf) return setSentence({});
    const QString where = ui().models.state.settings().redisUrl.empty() ? tr("File locks in the vaults.")
                                                                        : tr("Locks in Redis and in the vaults.");
    setSentence(tr("%n lock(s) held.", nullptr, locks.rowCount()) + QLatin1Char(' ') + where + QLatin1Char(' ') +
                tr("As of %1.").arg(words::timeOfDay(*locks.load().asOf, locks.now())));
}

void LockPage::askRelease() {
    const LockInfo *lock = chosen();
    if (!lock) return;
    const LockModel &locks = ui().models.locks;
    const auto rest = locks.left(*lock);
    const SpaceRow *space = ui().models.spaces.find(lock->space);
    ConfirmDialog::Question question;
    question.title = tr("Release the lock of %1?").arg(locks.spaceName(lock->space));
    question.text = rest
                        ? tr("Expires by itself in %1. If the holder is alive, two processes may write the same vault. "
                             "This cannot be undone.")
                              .arg(words::clock(*rest))
                        : tr("It never expires by itself. If the holder is alive, two processes may write the same "
                             "vault. This cannot be undone.");
    question.list = {tr("Holder: %1").arg(words::holder(*lock)), tr("What: %1").arg(LockModel::what(*lock)),
                     tr("Lock id: %1").arg(words::text(lock->holder))};
    question.verb = tr("Force-release");
    question.cancel = rest ? tr("Wait (%1)").arg(words::clock(*rest)) : tr("Wait");
    question.checkThis = tr("I have checked that the holder is dead");
    if (ui().models.state.isProduction() && space) question.typeThis = words::text(space->space.slug);
    auto *dialog = new ConfirmDialog(ui(), question, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, id = lock->space, holder = lock->holder] { ui().commands.ledger.releaseLock(id, holder); });
    dialog->open();
}

}  // namespace wikivault
