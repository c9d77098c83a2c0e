#include "app/console/lock_acts.h"

#include "app/console/console_ask.h"
#include "models/error_text.h"
#include "models/words.h"

#include <algorithm>

namespace wikivault {

void LockActs::releaseLock(const SpaceId &space, const std::string &expectedHolder) {
    if (!m_console.m_models.state.mayWrite()) return;
    m_console.act<Result<>>(
        [space, expectedHolder](ConsoleSession &session) {
            return session.ledger().releaseLock(space, expectedHolder);
        },
        [this, space](const Result<> &done) {
            const QString name = m_console.m_models.spaces.nameOf(space);
            if (done)
                m_console.tell(Tone::Good, ConsoleCommands::tr("The lock of %1 is released.").arg(name));
            else if (done.error().code == ErrorCode::Conflict)
                m_console.tell(Tone::Attention, ConsoleCommands::tr("The lock changed hands, nothing was deleted."));
            else
                m_console.tell(
                    Tone::Danger,
                    ConsoleCommands::tr("The lock of %1 was not released. %2").arg(name, errorText(done.error())));
            m_console.refreshLocks();
            m_console.refreshSpaces();
        });
}

void LockActs::askToStop(const SpaceId &space, const std::string &expectedHolder) {
    if (!m_console.m_models.state.mayWrite()) return;
    m_console.act<Result<>>(
        [space, expectedHolder](ConsoleSession &session) { return session.locks().askToStop(space, expectedHolder); },
        [this, space](const Result<> &done) {
            const QString name = m_console.m_models.spaces.nameOf(space);
            if (done)
                m_console.tell(Tone::Good,
                               ConsoleCommands::tr("The holder of %1 is asked to stop; it does after the page at hand, "
                                                   "within half a minute.")
                                   .arg(name));
            else if (done.error().code == ErrorCode::Conflict || done.error().code == ErrorCode::NotFound)
                m_console.tell(Tone::Attention, ConsoleCommands::tr("The lock changed hands, nobody was asked."));
            else
                m_console.tell(Tone::Danger, errorText(done.error()));
            m_console.refreshLocks();
        });
}

void LockActs::hold(const HoldOrder &order) {
    if (!m_console.m_models.state.mayWrite()) return;
    Holds::Events events;
    const int number = m_console.m_sessionNumber;
    events.held = [this, number, order] {
        m_console.onGuiThread(number, [this, order] {
            m_holds.insert(order.space);
            m_console.m_models.locks.setHolds(m_holds);
            m_console.tell(Tone::Good, ConsoleCommands::tr("%1 is held for maintenance until %2. No run of it begins.")
                                           .arg(m_console.m_models.spaces.nameOf(order.space),
                                                words::timeOfDay(order.until, m_console.now())));
            m_console.refreshLocks();
            m_console.refreshSpaces();
        });
    };
    events.ended = [this, number, order](const Result<> &done) {
        m_console.onGuiThread(number, [this, order, done] { holdEnded(order, done); });
    };
    m_console.m_session->holds().begin(m_console.m_session->locks(), order, std::move(events));
}

void LockActs::holdEnded(const HoldOrder &order, const Result<> &done) {
    const QString name = m_console.m_models.spaces.nameOf(order.space);
    const bool wasHeld = m_holds.erase(order.space) > 0;
    m_console.m_models.locks.setHolds(m_holds);
    if (done)
        m_console.tell(Tone::Good, ConsoleCommands::tr("%1 is no longer held; runs of it may begin.").arg(name));
    else
        m_console.tell(Tone::Danger,
                       wasHeld ? ConsoleCommands::tr("%1: %2").arg(name, errorText(done.error()))
                               : ConsoleCommands::tr("%1 is not held. %2").arg(name, errorText(done.error())));
    m_console.refreshLocks();
    m_console.refreshSpaces();
}

void LockActs::endHold(const SpaceId &space) {
    if (m_console.m_models.state.mayWrite()) m_console.m_session->holds().end(space);
}

void LockActs::waitThenRun(const SpaceId &space) {
    if (!m_console.m_models.state.mayWrite()) return;
    m_waiting.insert(space);
    showWaiting();
    m_console.refreshLocks();
}

void LockActs::stopWaiting(const SpaceId &space) {
    m_waiting.erase(space);
    showWaiting();
}

void LockActs::showWaiting() {
    m_console.m_models.locks.setWaiting(m_waiting);
}

void LockActs::noteLocks(const std::vector<LockInfo> &locks) {
    const auto isLocked = [&](const SpaceId &space) {
        return std::any_of(locks.begin(), locks.end(), [&](const LockInfo &lock) { return lock.space == space; });
    };
    const std::set<SpaceId> waiting = m_waiting;
    for (const SpaceId &space : waiting) {
        if (isLocked(space)) continue;
        m_waiting.erase(space);
        m_started.insert(space);
        RunRequest request;
        request.space = space;
        m_console.m_drive.serve().run(request);
    }
    if (waiting != m_waiting) showWaiting();
}

void LockActs::noteFinished(const RunReport &report) {
    if (m_started.erase(report.space) == 0 || report.skipped != SkipReason::LockHeld) return;
    m_waiting.insert(report.space);
    showWaiting();
}

void LockActs::forget() {
    std::vector<SpaceId> left(m_holds.begin(), m_holds.end());
    left.insert(left.end(), m_waiting.begin(), m_waiting.end());
    if (!left.empty())
        m_console.tell(Tone::Attention,
                       ConsoleCommands::tr("The settings changed, so this window no longer holds or waits for %1.")
                           .arg(m_console.m_models.spaces.namesOf(left)));
    m_waiting.clear();
    m_started.clear();
    m_holds.clear();
    showWaiting();
    m_console.m_models.locks.setHolds({});
}

}  // namespace wikivault
