#include "app/console/driver_acts.h"

#include "app/console/console_ask.h"
#include "models/drive_words.h"
#include "models/engine_text.h"
#include "models/words.h"

#include <utility>

namespace wikivault {

using Mode = DriveState::Mode;
using Why = DriveState::Why;

void DriverActs::becomeDriver() {
    SeatKeeper *keeper = m_console.m_session->keeper();
    if (!keeper || !m_console.m_models.state.mayWrite()) return;
    m_wantsToDrive = true;
    keeper->takeOver();
}

void DriverActs::becomeObserver() {
    if (SeatKeeper *keeper = m_console.m_session->keeper()) keeper->giveUp();
}

/// What a person decided, or was found out already, stands while it is the same wiki.
SeatKeeper::Start DriverActs::startOf(const Settings &settings) const {
    const ConsoleState &state = m_console.m_models.state;
    const Settings &before = state.settings();
    const auto &drive = state.drive();
    const bool isSame = before.redisUrl == settings.redisUrl && before.databaseUrl == settings.databaseUrl &&
                        before.apiUrl == settings.apiUrl;
    if (!drive || !isSame) return SeatKeeper::Start::Look;
    if (drive->mode == Mode::Driver) return SeatKeeper::Start::Sit;
    return drive->why == Why::Asked ? SeatKeeper::Start::Observe : SeatKeeper::Start::Look;
}

void DriverActs::look() {
    ConsoleState &state = m_console.m_models.state;
    const SeatKeeper *keeper = m_console.m_session->keeper();
    if (!keeper) {
        state.setDrive({});
        return lookForServe();
    }
    const DriveState now = keeper->state();
    const std::optional<DriveState> before = state.drive();
    state.setDrive(now);
    show(now.mode != Mode::Driver, now.mode == Mode::Observer && (now.other || now.why == Why::Rivals));
    tellChange(before.value_or(DriveState{}), now);
    tellRivals(now);
    tellFailure(now);
}

/// Without a Redis there is only the driver of this very data directory.
void DriverActs::lookForServe() {
    const auto &ask = m_console.m_environment.isDrivenElsewhere;
    if (m_looks || !ask) return;
    m_looks = true;
    m_console.think<bool>([ask, settings = m_console.m_models.state.settings()] { return ask(settings); }, &m_console,
                          [this, session = m_console.m_sessionNumber](bool elsewhere) {
                              m_looks = false;
                              if (session == m_console.m_sessionNumber) show(elsewhere, elsewhere);
                          });
}

void DriverActs::show(bool elsewhere, bool isKept) {
    m_console.m_models.state.setDrivenElsewhere(elsewhere);
    m_console.m_models.spaces.setKeptElsewhere(isKept);
    Poller &poller = m_console.m_session->driver().poller();
    if (elsewhere != poller.watches()) poller.note({kFromFiles, {}, true});
}

void DriverActs::tellChange(const DriveState &before, const DriveState &now) {
    if (before.mode == now.mode && before.why == now.why) return;
    const ConsoleState &state = m_console.m_models.state;
    if (now.mode == Mode::Driver && now.why == Why::Asked) m_waits = false;
    if (now.mode == Mode::Driver && now.why == Why::Asked)
        return m_console.tell(Tone::Good, ConsoleCommands::tr("This console is the driver now: it polls and runs."));
    if (now.mode == Mode::Driver && std::exchange(m_waits, false))
        return m_console.tell(Tone::Normal,
                              ConsoleCommands::tr("Nobody else polls any more, so this console does now."));
    if (now.mode != Mode::Observer) return;
    m_waits = now.why != Why::Asked;
    const QString why = words::whyObserver(state);
    if (now.why == Why::Asked) return m_console.tell(Tone::Normal, why);
    m_console.tell(
        now.why == Why::Taken ? Tone::Attention : Tone::Normal,
        ConsoleCommands::tr("%1 It watches, and runs what you ask for. \"Become driver…\" takes over.").arg(why));
}

void DriverActs::tellRivals(const DriveState &now) {
    if (now.rivals.takes == 0) m_toldOfRivals = false;
    if (now.mode != Mode::Driver || now.rivals.takes < RivalWatch::kMany || m_toldOfRivals) return;
    m_toldOfRivals = true;
    Notice notice{Tone::Attention, words::rivalsSeen(now), {}, {}};
    notice.offersObserver = true;
    m_console.m_models.state.tell(notice);
}

void DriverActs::tellFailure(const DriveState &now) {
    if (now.mode == Mode::Driver) m_wantsToDrive = false;
    if (!m_wantsToDrive || now.problem.empty()) return;
    m_wantsToDrive = false;
    m_console.tell(Tone::Danger,
                   ConsoleCommands::tr("This console did not become the driver. %1").arg(engineText(now.problem)));
}

}  // namespace wikivault
