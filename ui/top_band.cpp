#include "ui/top_band.h"

#include "models/words.h"
#include "ui/elided_label.h"
#include "ui/toggle_switch.h"
#include "ui/widgets.h"

#include <QHBoxLayout>

namespace wikivault {

TopBand::TopBand(const UiContext &ui, QWidget *parent)
    : QWidget(parent),
      m_ui(ui),
      m_environment(make::label("section")),
      m_wiki(new ElidedLabel("strong")),
      m_readOnly(make::label("strong", tr("Read-only"))),
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
    row->addWidget(m_readOnly);
    row->addStretch(1);
    row->addWidget(m_poll);
    row->addWidget(m_master);
    m_poll->setObjectName(QStringLiteral("pollIndicator"));
    m_master->setObjectName(QStringLiteral("masterSwitch"));
    connect(m_master, &QAbstractButton::clicked, this,
            [this] { emit masterRequested(!m_ui.models.state.settings().enabled); });
    connect(&ui.models.state, &ConsoleState::settingsChanged, this, &TopBand::updateSettings);
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
    m_readOnly->setVisible(state.isReadOnly());
    m_master->setOnColor(settings.environment != "test");
    m_master->setChecked(settings.enabled);
    m_master->setText(settings.enabled ? tr("Sync is on") : tr("Sync is off"));
    m_master->setAccessibleName(m_master->text());
    m_master->setToolTip(settings.enabled ? tr("Master switch: click to stop all syncing")
                                          : tr("Master switch: click to let this console sync"));
    m_master->setEnabled(!state.isReadOnly());
    m_master->updateGeometry();
    m_master->update();
    updatePoll();
}

void TopBand::updatePoll() {
    const ConsoleState &state = m_ui.models.state;
    if (state.nextPoll() && state.isDrivenElsewhere()) {
        m_poll->setText(tr("A driver polls"));
        m_poll->setToolTip(tr(
            "\"wikivaultctl serve\" keeps the spaces of this profile in step. This console watches, and runs what you "
            "ask for."));
        return;
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
