#include "models/drive_words.h"

#include "engine/core/holder_record.h"
#include "models/words.h"

#include <QCoreApplication>

#include <optional>

namespace wikivault::words {

namespace {

using Mode = DriveState::Mode;
using Why = DriveState::Why;

struct DriveWords {
    Q_DECLARE_TR_FUNCTIONS(DriveWords)
};

QString rivalName(const LockInfo &lock) {
    if (lock.host.empty() && lock.user.empty()) return DriveWords::tr("the wiki's own server");
    return text(describeHolder(lock));
}

QString observerMode(const DriveState &drive) {
    const QString who = otherDriver(drive);
    if (drive.mode == Mode::Looking)
        return drive.problem.empty() ? DriveWords::tr("Observer (looks whether anybody else polls)")
                                     : DriveWords::tr("Observer (who drives is not known)");
    if (drive.other) return DriveWords::tr("Observer (%1 polls and runs)").arg(who);
    if (drive.why == Why::Rivals) return DriveWords::tr("Observer (%1 is polling)").arg(who);
    return drive.why == Why::Asked ? DriveWords::tr("Observer (polling is left to others)")
                                   : DriveWords::tr("Observer (who drives is not known)");
}

/// Nothing: this console is not the client of a `serve` that drives.
std::optional<qint64> attachedTo(const ConsoleState &state) {
    const auto &serve = state.serve();
    return serve && serve->drives ? std::optional<qint64>(serve->pid) : std::nullopt;
}

}  // namespace

QString otherDriver(const DriveState &drive) {
    if (drive.other) return text(describeHolder(*drive.other));
    return drive.rivals.last.holder.empty() ? QString() : rivalName(drive.rivals.last);
}

QString whoDrives(const ConsoleState &state) {
    if (state.drive()) return otherDriver(*state.drive());
    return state.isDrivenElsewhere() ? QStringLiteral("wikivaultctl serve") : QString();
}

QString driveMode(const ConsoleState &state) {
    if (const auto pid = attachedTo(state))
        return DriveWords::tr("Observer (attached to wikivaultctl serve, pid %1)").arg(*pid);
    if (state.isStartedReadOnly()) return DriveWords::tr("Observer (started read-only)");
    if (!state.settings().enabled) return DriveWords::tr("Observer (reads and previews only)");
    const auto &drive = state.drive();
    if (drive && drive->mode != Mode::Driver) return observerMode(*drive);
    return state.isDrivenElsewhere() ? DriveWords::tr("Observer (\"wikivaultctl serve\" polls and runs)")
                                     : DriveWords::tr("Driver (this console polls and runs)");
}

QString whyObserver(const ConsoleState &state) {
    if (const auto pid = attachedTo(state))
        return DriveWords::tr(
                   "This console is attached to \"wikivaultctl serve\" (pid %1), which polls: it shows those runs as "
                   "they go, and hands on what you ask to sync.")
            .arg(*pid);
    const auto &drive = state.drive();
    if (!drive)
        return DriveWords::tr(
            "\"wikivaultctl serve\" keeps the spaces of this profile in step. This console watches, "
            "and runs what you ask for.");
    if (drive->mode == Mode::Driver) return {};
    if (!drive->problem.empty())
        return DriveWords::tr("Nobody can tell who polls these spaces, so this console does not begin to.");
    if (drive->mode == Mode::Looking)
        return DriveWords::tr("This console looks for a moment whether anybody else polls, before it does.");
    const QString who = otherDriver(*drive), since = timeOfDay(drive->since, state.now());
    if (drive->other && drive->why == Why::Taken)
        return DriveWords::tr("This console does not poll: %1 took over at %2.").arg(who, since);
    if (drive->why == Why::Asked && !drive->other)
        return DriveWords::tr("This console does not poll: it was told so at %1.").arg(since);
    return who.isEmpty() ? DriveWords::tr("This console does not poll.")
                         : DriveWords::tr("This console does not poll: %1 does.").arg(who);
}

QString rivalsSeen(const DriveState &drive) {
    if (drive.rivals.takes == 0)
        return DriveWords::tr("In the last 10 minutes nobody else was seen to take locks of these spaces.");
    const QString seen = DriveWords::tr(
        "In the last 10 minutes others took locks of these spaces %n time(s), the last "
        "one was %1. If both poll, runs will block each other.",
        nullptr, drive.rivals.takes);
    return seen.arg(rivalName(drive.rivals.last));
}

}  // namespace wikivault::words
