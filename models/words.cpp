#include "models/words.h"

#include <QCoreApplication>

#include <utility>
#include <vector>

namespace wikivault::words {

namespace {
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};
/// Nothing went wrong, but a person has to decide.
bool onlyConflicts(const RunRecord &run) {
    return run.outcome == "problems" && run.conflicts > 0 && run.push.failures == 0;
}
}  // namespace

QString state(SpaceState state) {
    switch (state) {
        case SpaceState::InSync: return Words::tr("In sync");
        case SpaceState::Pending: return Words::tr("Pending");
        case SpaceState::Conflicts: return Words::tr("Conflicts");
        case SpaceState::Failing: return Words::tr("Failing");
        case SpaceState::Running: return Words::tr("Running");
        case SpaceState::Paused: return Words::tr("Paused");
        case SpaceState::Blocked: return Words::tr("Blocked");
        case SpaceState::Off: return Words::tr("Off");
        case SpaceState::Unknown: return Words::tr("Unknown");
    }
    return {};
}

Mark mark(SpaceState state) {
    switch (state) {
        case SpaceState::InSync: return Mark::InSync;
        case SpaceState::Pending: return Mark::Pending;
        case SpaceState::Conflicts: return Mark::Conflicts;
        case SpaceState::Failing: return Mark::Failing;
        case SpaceState::Running: return Mark::Running;
        case SpaceState::Paused: return Mark::Paused;
        case SpaceState::Blocked: return Mark::Blocked;
        case SpaceState::Off: return Mark::Off;
        case SpaceState::Unknown: return Mark::Unknown;
    }
    return Mark::None;
}

Tone tone(Mark mark) {
    switch (mark) {
        case Mark::InSync: return Tone::Good;
        case Mark::Pending: return Tone::Attention;
        case Mark::Conflicts: return Tone::Conflict;
        case Mark::Failing: return Tone::Danger;
        case Mark::Running: return Tone::Accent;
        case Mark::Blocked: return Tone::Blocked;
        case Mark::None:
        case Mark::Paused:
        case Mark::Off:
        case Mark::Unknown: return Tone::Muted;
    }
    return Tone::Normal;
}

QString action(Action action) {
    switch (action) {
        case Action::Create: return Words::tr("new");
        case Action::Update: return Words::tr("update");
        case Action::Move: return Words::tr("move");
        case Action::Rename: return Words::tr("rename");
        case Action::Delete: return Words::tr("DELETE");
        case Action::Restore: return Words::tr("restore");
        case Action::Adopt: return Words::tr("adopt");
        case Action::Heal: return Words::tr("repair");
        case Action::Fetch: return Words::tr("fetch");
        case Action::Push: return Words::tr("push");
    }
    return {};
}

QString outcome(Outcome outcome) {
    switch (outcome) {
        case Outcome::Done: return Words::tr("Done");
        case Outcome::Held: return Words::tr("Held");
        case Outcome::Failed: return Words::tr("Failed");
        case Outcome::Skipped: return Words::tr("Skipped");
    }
    return {};
}

QString reason(Reason reason) {
    switch (reason) {
        case Reason::None: return {};
        case Reason::Conflict: return Words::tr("Both sides changed it. It waits for review.");
        case Reason::Guard: return Words::tr("Too many at once: the deletion guard holds it back.");
        case Reason::Stale: return Words::tr("It changed meanwhile and was left out; the next run looks again.");
        case Reason::BeingEdited: return Words::tr("Somebody has the page open in the wiki.");
        case Reason::NoWriter: return Words::tr("No way to write to the wiki is configured.");
        case Reason::Markers: return Words::tr("The file still has conflict markers.");
        case Reason::Loss: return Words::tr("The page has something Markdown cannot carry; its wiki text stays.");
        case Reason::InvalidId: return Words::tr("The file's gitmost_id is not a page id.");
        case Reason::ForeignSpace: return Words::tr("That page lives in another space.");
        case Reason::ChildrenLive: return Words::tr("The page still has pages below it.");
        case Reason::BlockedPath: return Words::tr("Something untracked occupies its path.");
        case Reason::Nul: return Words::tr("The file is binary, not text.");
        case Reason::NotSynced: return Words::tr("This page is not synced.");
        case Reason::DuplicateId: return Words::tr("Two files carry the same gitmost_id.");
        case Reason::BadFrontmatter: return Words::tr("The file's frontmatter cannot be read.");
        case Reason::ParentMissing: return Words::tr("Its parent page does not exist yet.");
        case Reason::WaitingForPerson: return Words::tr("A person is using git in the vault right now.");
        case Reason::Unreadable: return Words::tr("It cannot be read.");
        case Reason::WriteFailed: return Words::tr("Writing failed.");
        case Reason::SettledByRule: return Words::tr("Settled by the space's conflict rule.");
        case Reason::Incomplete: return Words::tr("The listing was incomplete, so absence proves nothing.");
        case Reason::RestoredBackup: return Words::tr("The wiki looks like a restored backup.");
        case Reason::BackOff: return Words::tr("It failed lately; it is tried again later.");
        case Reason::TooLarge: return Words::tr("It is too large.");
        case Reason::LeftOut: return Words::tr("It was left out on purpose.");
        case Reason::ChangedSince: return Words::tr("It was changed again since that run and is left as it is.");
        case Reason::Remote: return Words::tr("The git server did not take part. Wiki and vault went on.");
    }
    return {};
}

QString skip(SkipReason reason) {
    switch (reason) {
        case SkipReason::None: return {};
        case SkipReason::Disabled: return Words::tr("Sync is switched off. Turn on the master switch first.");
        case SkipReason::NoServiceUser: return Words::tr("No service user is set, so nobody could be named as author.");
        case SkipReason::SpaceNotEnabled: return Words::tr("The space is not enabled.");
        case SkipReason::Paused: return Words::tr("The space is paused.");
        case SkipReason::InProgress: return Words::tr("A run of this space is already in progress.");
        case SkipReason::LockHeld: return Words::tr("Another process holds the lock of this space.");
    }
    return {};
}

QString flow(Direction direction) {
    return direction == Direction::WikiToGit ? QStringLiteral(u"W→G") : QStringLiteral(u"G→W");
}

QString trigger(const std::string &trigger) {
    if (trigger == "manual") return Words::tr("by hand");
    if (trigger == "poll") return Words::tr("poll");
    if (trigger == "event") return Words::tr("a change");
    if (trigger == "control") return Words::tr("on request");
    if (trigger == "conflict") return Words::tr("after review");
    if (trigger == "apply") return Words::tr("a plan");
    if (trigger == "undo") return Words::tr("undo");
    if (trigger == "restore") return Words::tr("put back");
    return text(trigger);
}

QString environment(const std::string &environment) {
    if (environment == "production") return Words::tr("Production");
    return environment == "staging" ? Words::tr("Staging") : Words::tr("Test");
}

QString runOutcome(const RunRecord &run) {
    if (run.outcome == "running") return Words::tr("Running");
    if (run.outcome == "done") return Words::tr("Done");
    if (onlyConflicts(run)) return Words::tr("Done with conflicts");
    if (run.outcome == "problems") return Words::tr("Done with problems");
    if (run.outcome == "failed") return Words::tr("Failed");
    if (run.outcome == "skipped") return Words::tr("Skipped");
    if (run.outcome == "cancelled") return Words::tr("Stopped");
    if (run.outcome == "interrupted") return Words::tr("Cut off");
    return text(run.outcome);
}

Mark runMark(const RunRecord &run) {
    if (run.outcome == "running") return Mark::Running;
    if (run.outcome == "done") return run.conflicts > 0 ? Mark::Conflicts : Mark::InSync;
    if (onlyConflicts(run)) return Mark::Conflicts;
    if (run.outcome == "problems") return Mark::Pending;
    if (run.outcome == "failed" || run.outcome == "interrupted") return Mark::Failing;
    if (run.outcome == "skipped") return Mark::Off;
    if (run.outcome == "cancelled") return Mark::Paused;
    return Mark::Unknown;
}

namespace {

using Counted = std::vector<std::pair<int, QString>>;

QString sidesOf(const Counted &wiki, const Counted &git) {
    const auto listed = [](const Counted &all) {
        QStringList list;
        for (const auto &[n, phrase] : all)
            if (n > 0) list << phrase;
        return list.join(QStringLiteral(", "));
    };
    QStringList sides;
    if (const QString text = listed(wiki); !text.isEmpty()) sides << Words::tr("Wiki: %1").arg(text);
    if (const QString text = listed(git); !text.isEmpty()) sides << Words::tr("Git: %1").arg(text);
    return sides.isEmpty() ? Words::tr("Nothing to do") : sides.join(QStringLiteral(u"  ·  "));
}

}  // namespace

QString counts(const PullCounts &pull, const PushCounts &push) {
    return sidesOf({{push.created, Words::tr("%n new", nullptr, push.created)},
                    {push.updated, Words::tr("%n updated", nullptr, push.updated)},
                    {push.moved, Words::tr("%n moved", nullptr, push.moved)},
                    {push.renamed, Words::tr("%n renamed", nullptr, push.renamed)},
                    {push.deleted, Words::tr("%n to trash", nullptr, push.deleted)},
                    {push.failures, Words::tr("%n not written", nullptr, push.failures)}},
                   {{pull.written, Words::tr("%n written", nullptr, pull.written)},
                    {pull.moved, Words::tr("%n moved", nullptr, pull.moved)},
                    {pull.deleted, Words::tr("%n deleted", nullptr, pull.deleted)}});
}

QString plannedCounts(const PullCounts &pull, const PushCounts &push) {
    return sidesOf({{push.created, Words::tr("%n to create", nullptr, push.created)},
                    {push.updated, Words::tr("%n to update", nullptr, push.updated)},
                    {push.moved, Words::tr("%n to move", nullptr, push.moved)},
                    {push.renamed, Words::tr("%n to rename", nullptr, push.renamed)},
                    {push.deleted, Words::tr("%n to trash", nullptr, push.deleted)}},
                   {{pull.written, Words::tr("%n to write", nullptr, pull.written)},
                    {pull.moved, Words::tr("%n to move", nullptr, pull.moved)},
                    {pull.deleted, Words::tr("%n to delete", nullptr, pull.deleted)}});
}

}  // namespace wikivault::words
