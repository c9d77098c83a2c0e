#pragma once

#include "engine/core/conflict.h"
#include "engine/core/settings.h"
#include "engine/ports/desk.h"
#include "models/cell.h"

#include <QString>
#include <QStringList>

/// The words of the console for the values of the engine. Sentences end with a full stop, words do not.
namespace wikivault::words {

[[nodiscard]] QString state(SpaceState state);
[[nodiscard]] Mark mark(SpaceState state);
[[nodiscard]] Tone tone(Mark mark);
[[nodiscard]] QString action(Action action);
[[nodiscard]] QString outcome(Outcome outcome);
[[nodiscard]] QString reason(Reason reason);
[[nodiscard]] QString skip(SkipReason reason);
[[nodiscard]] QString conflictKind(ConflictKind kind);
/// What happened and what can be done about it.
[[nodiscard]] QString conflictHelp(ConflictKind kind);
/// The rule as an outcome: `Hold the page for review`.
[[nodiscard]] QString policy(ConflictPolicy policy);
/// `Production`, of Settings::environment.
[[nodiscard]] QString environment(const std::string &environment);
/// `Git won by rule`, `decided by a person`.
[[nodiscard]] QString settledBy(const SettledSummary &settled);
[[nodiscard]] QString flow(Direction direction);
[[nodiscard]] QString trigger(const std::string &trigger);
/// Word and mark of RunRecord::outcome.
[[nodiscard]] QString runOutcome(const RunRecord &run);
[[nodiscard]] Mark runMark(const RunRecord &run);
/// `3 written, 1 moved to git; 2 updated in the wiki`; `Nothing to do` when all counts are zero.
[[nodiscard]] QString counts(const PullCounts &pull, const PushCounts &push);
/// The same of what is only planned: `Git: 3 to write`.
[[nodiscard]] QString plannedCounts(const PullCounts &pull, const PushCounts &push);

/// `just now`, `4 min ago`, `yesterday 14:02`, `3 Sep 2026`.
[[nodiscard]] QString ago(TimePoint then, TimePoint now);
/// `0:42`, `1:02:10`; never negative.
[[nodiscard]] QString clock(std::chrono::milliseconds span);
/// `320 ms`, `32 s`, `2 min 5 s`.
[[nodiscard]] QString span(std::chrono::milliseconds span);
/// Local time of day, `14:02:11`; with the date when it is another day.
[[nodiscard]] QString timeOfDay(TimePoint then, TimePoint now);
/// Local date and time in full, for tooltips.
[[nodiscard]] QString fullTime(TimePoint then);

[[nodiscard]] QString text(const std::string &utf8);
/// `A, B, C, D, E and 12 more`.
[[nodiscard]] QString few(const QStringList &names);
/// `Laptop` and `Onboarding` of `Onboarding/Laptop.md`.
struct PathParts {
    QString name, folder;
};
[[nodiscard]] PathParts pathParts(const std::string &path);
/// `kim@adm1, pid 4121`, or the raw holder.
[[nodiscard]] QString holder(const LockInfo &lock);

}  // namespace wikivault::words
