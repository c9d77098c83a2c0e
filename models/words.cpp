#include "models/words.h"

#include <QCoreApplication>

namespace wikivault::words {

namespace {
QString wordOf(const char *word) {
    return QCoreApplication::translate("Words", word);
}
QString countOf(const char *phrase, int n) {
    return QCoreApplication::translate("Words", phrase, nullptr, n);
}
/// Nothing went wrong, but a person has to decide.
bool onlyConflicts(const RunRecord &run) {
    return run.outcome == "problems" && run.conflicts > 0 && run.push.failures == 0;
}
}  // namespace

QString state(SpaceState state) {
    switch (state) {
        case SpaceState::InSync: return wordOf("In sync");
        case SpaceState::Pending: return wordOf("Pending");
        case SpaceState::Conflicts: return wordOf("Conflicts");
        case SpaceState::Failing: return wordOf("Failing");
        case SpaceState::Running: return wordOf("Running");
        case SpaceState::Paused: return wordOf("Paused");
        case SpaceState::Blocked: return wordOf("Blocked");
        case SpaceState::Off: return wordOf("Off");
        case SpaceState::Unknown: return wordOf("Unknown");
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
        case Action::Create: return wordOf("new");
        case Action::Update: return wordOf("update");
        case Action::Move: return wordOf("move");
        case Action::Rename: return wordOf("rename");
        case Action::Delete: return wordOf("DELETE");
        case Action::Restore: return wordOf("restore");
        case Action::Adopt: return wordOf("adopt");
        case Action::Heal: return wordOf("repair");
        case Action::Fetch: return wordOf("fetch");
        case Action::Push: return wordOf("push");
    }
    return {};
}

QString outcome(Outcome outcome) {
    switch (outcome) {
        case Outcome::Done: return wordOf("Done");
        case Outcome::Held: return wordOf("Held");
        case Outcome::Failed: return wordOf("Failed");
        case Outcome::Skipped: return wordOf("Skipped");
    }
    return {};
}

QString reason(Reason reason) {
    switch (reason) {
        case Reason::None: return {};
        case Reason::Conflict: return wordOf("Both sides changed it. It waits for review.");
        case Reason::Guard: return wordOf("Too many at once: the deletion guard holds it back.");
        case Reason::Stale: return wordOf("It changed meanwhile and was left out; the next run looks again.");
        case Reason::BeingEdited: return wordOf("Somebody has the page open in the wiki.");
        case Reason::NoWriter: return wordOf("No way to write to the wiki is configured.");
        case Reason::Markers: return wordOf("The file still has conflict markers.");
        case Reason::Loss: return wordOf("The page has something Markdown cannot carry; its wiki text stays.");
        case Reason::InvalidId: return wordOf("The file's gitmost_id is not a page id.");
        case Reason::ForeignSpace: return wordOf("That page lives in another space.");
        case Reason::ChildrenLive: return wordOf("The page still has pages below it.");
        case Reason::BlockedPath: return wordOf("Something untracked occupies its path.");
        case Reason::Nul: return wordOf("The file is binary, not text.");
        case Reason::NotSynced: return wordOf("This page is not synced.");
        case Reason::DuplicateId: return wordOf("Two files carry the same gitmost_id.");
        case Reason::BadFrontmatter: return wordOf("The file's frontmatter cannot be read.");
        case Reason::ParentMissing: return wordOf("Its parent page does not exist yet.");
        case Reason::WaitingForPerson: return wordOf("A person is using git in the vault right now.");
        case Reason::Unreadable: return wordOf("It cannot be read.");
        case Reason::WriteFailed: return wordOf("Writing failed.");
        case Reason::SettledByRule: return wordOf("Settled by the space's conflict rule.");
        case Reason::Incomplete: return wordOf("The listing was incomplete, so absence proves nothing.");
        case Reason::RestoredBackup: return wordOf("The wiki looks like a restored backup.");
        case Reason::BackOff: return wordOf("It failed lately; it is tried again later.");
        case Reason::TooLarge: return wordOf("It is too large.");
        case Reason::LeftOut: return wordOf("It was left out on purpose.");
        case Reason::ChangedSince: return wordOf("It was changed again since that run and is left as it is.");
        case Reason::Remote: return wordOf("The git server did not take part. Wiki and vault went on.");
    }
    return {};
}

QString skip(SkipReason reason) {
    switch (reason) {
        case SkipReason::None: return {};
        case SkipReason::Disabled: return wordOf("Sync is switched off. Turn on the master switch first.");
        case SkipReason::NoServiceUser: return wordOf("No service user is set, so nobody could be named as author.");
        case SkipReason::SpaceNotEnabled: return wordOf("The space is not opted in.");
        case SkipReason::Paused: return wordOf("The space is paused.");
        case SkipReason::InProgress: return wordOf("A run of this space is already in progress.");
        case SkipReason::LockHeld: return wordOf("Another process holds the lock of this space.");
    }
    return {};
}

QString flow(Direction direction) {
    return direction == Direction::WikiToGit ? QStringLiteral(u"W→G") : QStringLiteral(u"G→W");
}

QString trigger(const std::string &trigger) {
    if (trigger == "manual") return wordOf("by hand");
    if (trigger == "poll") return wordOf("poll");
    if (trigger == "event") return wordOf("a change");
    if (trigger == "control") return wordOf("on request");
    if (trigger == "conflict") return wordOf("after review");
    if (trigger == "apply") return wordOf("a plan");
    if (trigger == "undo") return wordOf("undo");
    if (trigger == "restore") return wordOf("put back");
    return text(trigger);
}

QString runOutcome(const RunRecord &run) {
    if (run.outcome == "running") return wordOf("Running");
    if (run.outcome == "done") return wordOf("Done");
    if (onlyConflicts(run)) return wordOf("Done with conflicts");
    if (run.outcome == "problems") return wordOf("Done with problems");
    if (run.outcome == "failed") return wordOf("Failed");
    if (run.outcome == "skipped") return wordOf("Skipped");
    if (run.outcome == "cancelled") return wordOf("Stopped");
    if (run.outcome == "interrupted") return wordOf("Cut off");
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

QString counts(const PullCounts &pull, const PushCounts &push) {
    QStringList toGit, toWiki;
    const auto add = [](QStringList &list, const char *phrase, int n) {
        if (n > 0) list << countOf(phrase, n);
    };
    add(toGit, "%n written", pull.written);
    add(toGit, "%n moved", pull.moved);
    add(toGit, "%n deleted", pull.deleted);
    add(toWiki, "%n new", push.created);
    add(toWiki, "%n updated", push.updated);
    add(toWiki, "%n moved", push.moved);
    add(toWiki, "%n renamed", push.renamed);
    add(toWiki, "%n to trash", push.deleted);
    add(toWiki, "%n not written", push.failures);
    QStringList sides;
    if (!toWiki.isEmpty()) sides << wordOf("Wiki: %1").arg(toWiki.join(QStringLiteral(", ")));
    if (!toGit.isEmpty()) sides << wordOf("Git: %1").arg(toGit.join(QStringLiteral(", ")));
    return sides.isEmpty() ? wordOf("Nothing to do") : sides.join(QStringLiteral(u"  ·  "));
}

}  // namespace wikivault::words
