#include "ui/top_band.h"

#include "models/drive_words.h"
#include "models/words.h"
#include "ui/elided_label.h"
#include "ui/toggle_switch.h"
#include "ui/widgets.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace wikivault {

TopBand::TopBand(const UiContext &ui, QWidget *parent)
    : QWidget(parent),
      m_ui(ui),
      m_environment(make::label("section")),
      m_wiki(new ElidedLabel("strong")),
      m_readOnly(make::label("strong")),
      m_unlock(make::button(ui.theme, {{}, QStringLiteral("unlockButton"), {}, "", {}})),
      m_poll(make::label("muted")),
      m_master(new ToggleSwitch(ui.theme)) {
    setProperty("role", QLatin1String("band"));
    setAttribute(Qt::WA_StyledBackground);
    setObjectName(QStringLiteral("topBand"));
    setFixedHeight(36);
    auto *row = new QHBoxLayout(this);
    make::margins(*row, space::kHuge, 0, space::kMedium);
    row->addWidget(m_environment);
    row->addWidget(m_wiki);
    row->addStretch(1);
    row->addWidget(m_readOnly);
    row->addWidget(m_unlock);
    row->addWidget(m_poll);
    row->addWidget(m_master);
    m_readOnly->setObjectName(QStringLiteral("writesLabel"));
    m_poll->setObjectName(QStringLiteral("pollIndicator"));
    m_master->setObjectName(QStringLiteral("masterSwitch"));
    connect(m_master, &QAbstractButton::clicked, this,
            [this] { emit masterRequested(!m_ui.models.state.settings().enabled); });
    connect(m_unlock, &QAbstractButton::clicked, this, [this] {
        if (m_ui.models.state.isLocked()) return emit unlockRequested();
        m_ui.models.state.lockWrites();
    });
    connect(&ui.models.state, &ConsoleState::settingsChanged, this, &TopBand::updateSettings);
    connect(&ui.models.state, &ConsoleState::ticked, this, &TopBand::updateLock);
    connect(&ui.models.state, &ConsoleState::ticked, this, &TopBand::updatePoll);
    connect(&ui.models.state, &ConsoleState::runsChanged, this, &TopBand::updatePoll);
    updateSettings();
}

void TopBand::updateSettings() {
    const ConsoleState &state = m_ui.models.state;
    const Settings &settings = state.settings();
    make::restyle(*this, "environment", words::text(settings.environment));
    m_environment->setText(words::environment(settings.environment).toUpper());
    m_wiki->setText(state.wikiName());
    m_wiki->setToolTip(
        tr("Profile %1, %2").arg(words::text(settings.profile), words::text(maskedUrl(settings.databaseUrl))));
    m_master->setOnColor(settings.environment != "test");
    m_master->setChecked(settings.enabled);
    m_master->setText(settings.enabled ? tr("Sync is on") : tr("Sync is off"));
    m_master->setAccessibleName(m_master->text());
    m_master->setToolTip(settings.enabled ? tr("Master switch: click to stop all syncing")
                                          : tr("Master switch: click to let this console sync"));
    // What makes less happen needs no unlocking.
    m_master->setEnabled(settings.enabled ? !state.isStartedReadOnly() : !state.isReadOnly());
    m_master->updateGeometry();
    m_master->update();
    updateLock();
    updatePoll();
}

void TopBand::updateLock() {
    const ConsoleState &state = m_ui.models.state;
    const auto left = state.unlockedFor();
    m_readOnly->setVisible(state.isReadOnly() || left);
    m_unlock->setVisible(!state.isStartedReadOnly() && (state.isLocked() || left));
    if (state.isStartedReadOnly()) {
        m_readOnly->setText(tr("Read-only"));
        return m_readOnly->setToolTip(tr("Started with --read-only: no run, no decision, no poll."));
    }
    m_readOnly->setText(left ? tr("Writes unlocked, %1 left").arg(words::clock(*left)) : tr("Writes locked"));
    m_readOnly->setToolTip(
        tr("In production nothing you ask for is written until you unlock writes, for 15 minutes. Sync goes on by "
           "itself while its switch is on, and a run that has begun goes to its end. Stopping a run, pausing and "
           "switching sync off need no unlocking."));
    m_unlock->setText(left ? tr("Lock now") : tr("Unlock writes…"));
    m_unlock->setToolTip(left ? tr("Locks writes again at once")
                              : tr("Asks for the name of the profile, then unlocks writes for 15 minutes"));
    m_unlock->setAccessibleName(m_unlock->text());
}

void TopBand::updatePoll() {
    const ConsoleState &state = m_ui.models.state;
    if (state.nextPoll() && state.isDrivenElsewhere()) {
        const auto &drive = state.drive();
        const bool isKnown = !drive || drive->other || drive->why == DriveState::Why::Rivals;
        m_poll->setText(isKnown ? tr("A driver polls") : tr("Does not poll"));
        m_poll->setToolTip(words::whyObserver(state));
        return;
    }
    if (state.settings().enabled && !namesActor(state.settings())) {
        m_poll->setText(tr("Nobody to act as"));
        return m_poll->setToolTip(
            tr("No run begins until GIT_SYNC_SERVICE_USER_ID names a user of the wiki (Settings, Service user id), or "
               "the account of the wiki's API does."));
    }
    if (state.nextPoll()) {
        const bool running = !state.runs().empty();
        m_poll->setText(running ? tr("Running")
                                : tr("Next look in %1").arg(words::clock(*state.nextPoll() - state.now())));
        m_poll->setToolTip(tr("This console looks for changes every %1 and runs the spaces that have some.")
                               .arg(words::span(std::chrono::milliseconds(state.settings().pollIntervalMs))));
        return;
    }
    m_poll->setText(state.settings().enabled ? tr("Does not poll") : tr("Nothing runs by itself"));
    m_poll->setToolTip(tr("Spaces are only read while sync is off."));
}

}  // namespace wikivault
