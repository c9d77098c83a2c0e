#include "app/common/space_state.h"

#include "engine/core/holder_record.h"

#include <QDateTime>

#include <algorithm>

namespace wikivault {

namespace {

struct Mark {
    SpaceState state;
    std::string sentence;
};

std::string joined(const std::vector<std::string> &parts) {
    std::string text;
    for (const std::string &part : parts)
        text += (text.empty() ? "" : ", ") + part;
    return text;
}

bool isSuccess(const RunRecord &run) {
    return run.outcome == "done" || run.outcome == "problems";
}

/// The moments of one row.
struct Moments {
    TimePoint now;
    Moment moment;
    std::string operator()(TimePoint time) const { return moment(time, now); }
};

std::string pauseSentence(const Pause &pause, const Moments &at) {
    std::string text = pause.until ? "Paused until " + at(*pause.until) : "Paused until resumed";
    if (!pause.actor.empty()) text += ", by " + pause.actor;
    if (!pause.reason.empty()) text += ": \"" + pause.reason + "\"";
    return text + ".";
}

Mark lockMark(const LockInfo &lock, const Moments &at) {
    const std::string phase = lock.phase.empty() ? "" : ": " + lock.phase;
    const std::string since = lock.since ? " since " + at(*lock.since) : "";
    if (lock.ours && !lock.isMaintenance()) return {SpaceState::Running, "Running" + since + phase + "."};
    return {SpaceState::Blocked, "Locked by " + describeHolder(lock) + since + phase + "."};
}

Mark failureMark(const RunStanding &runs, const Moments &at) {
    const RunRecord &last = *runs.newestReal;
    std::string text =
        "Failing since " + at(runs.failingSince.value_or(last.startedAt)) + " (" + counted(runs.failures, "run") + ")";
    if (last.outcome == "interrupted") text += ": the last run was interrupted; the next one finishes its work";
    if (last.outcome == "cancelled") text = "The last run was stopped at " + at(last.startedAt);
    if (!last.error.empty()) text += ": " + last.error;
    if (text.back() != '.') text += ".";
    return {last.outcome == "cancelled" ? SpaceState::Pending : SpaceState::Failing, text};
}

std::string countsSentence(const RunRecord &run) {
    std::vector<std::string> parts;
    const int toGit = run.pull.written + run.pull.deleted + run.pull.moved;
    const int toWiki = run.push.created + run.push.updated + run.push.deleted + run.push.moved + run.push.renamed;
    if (toGit > 0) parts.push_back(counted(toGit, "page") + " to git");
    if (toWiki > 0) {
        const bool written = run.push.mode == PushMode::Apply;
        parts.push_back(written ? counted(toWiki, "page") + " to the wiki"
                                : counted(toWiki, "page") + " planned for the wiki");
    }
    return parts.empty() ? "nothing to do" : joined(parts);
}

Mark settledMark(const RunRecord &run, const Moments &at) {
    const std::string when = at(run.endedAt.value_or(run.startedAt));
    if (run.conflicts > 0)
        return {SpaceState::Conflicts,
                counted(run.conflicts, "conflict") + " to review, the rest in sync as of " + when + "."};
    if (run.push.mode != PushMode::Apply && countsSentence(run) != "nothing to do")
        return {SpaceState::Pending, "As of " + when + ": " + countsSentence(run) + "."};
    if (run.outcome == "problems")
        return {SpaceState::Pending,
                "Done with problems at " + when + ": " + countsSentence(run) + ", " +
                    (run.push.failures > 0 ? counted(run.push.failures, "failure") : std::string("some pages held")) +
                    "; see run " + run.id.str() + "."};
    if (run.reason.starts_with(kPartOfSpace))
        return {SpaceState::Pending,
                "Looked at in part at " + when + " (" + run.reason + "): " + countsSentence(run) + "."};
    return {SpaceState::InSync, "In sync as of " + when + ": " + countsSentence(run) + " in the last run."};
}

Mark markOf(const SpaceFacts &facts, const Moments &at) {
    if (!facts.space.selected && facts.lock) return lockMark(*facts.lock, at);
    if (!facts.space.selected) return {SpaceState::Off, "Off: this space is not enabled."};
    if (facts.lock) return lockMark(*facts.lock, at);
    if (isPaused(facts.pause, at.now)) return {SpaceState::Paused, pauseSentence(*facts.pause, at)};
    if (facts.runs.newest && facts.runs.newest->outcome == "running")
        return {SpaceState::Pending,
                "Run " + facts.runs.newest->id.str() + " was interrupted; the next one finishes its work."};
    const std::optional<RunRecord> &last = facts.runs.newestReal;
    if (!last) {
        const std::string pages = facts.digest ? counted(facts.digest->livePages, "page") + " in the wiki" : "";
        return {SpaceState::Pending, "Never run." + (pages.empty() ? "" : " " + pages + ".")};
    }
    return isSuccess(*last) ? settledMark(*last, at) : failureMark(facts.runs, at);
}

}  // namespace

std::string utcMoment(TimePoint time, TimePoint now) {
    const std::string text = toIso8601(time);
    const bool isToday = text.substr(0, 10) == toIso8601(now).substr(0, 10);
    return (isToday ? text.substr(11, 5) : text.substr(0, 10) + " " + text.substr(11, 5)) + " UTC";
}

std::string localMoment(TimePoint time, TimePoint now) {
    const auto local = [](TimePoint at) { return QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count()); };
    const bool isToday = local(time).date() == local(now).date();
    return local(time).toString(isToday ? QStringLiteral("HH:mm") : QStringLiteral("yyyy-MM-dd HH:mm")).toStdString();
}

std::string nameMoment(TimePoint time) {
    std::string text = toIso8601(time).substr(0, 19) + "Z";
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text;
}

std::vector<SpaceId> idsOf(const std::vector<Space> &spaces) {
    std::vector<SpaceId> ids;
    for (const Space &space : spaces)
        ids.push_back(space.id);
    return ids;
}

std::string counted(std::int64_t count, const std::string &noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string noteOf(const SpaceRow &row) {
    std::string note;
    if (row.openPages > 0) note = "Open in the wiki's editor: " + counted(row.openPages, "page") + ".";
    const std::string rights = row.apiRole == "none"     ? "The API account is no member: nothing can be written here."
                               : row.apiRole == "reader" ? "The API account may only read here."
                                                         : "";
    return note + (note.empty() || rights.empty() ? "" : " ") + rights;
}

SpaceRow makeSpaceRow(SpaceFacts facts, TimePoint now, Moment moment) {
    SpaceRow row;
    Mark mark = markOf(facts, {now, moment});
    row.state = mark.state;
    row.sentence = std::move(mark.sentence);
    if (facts.runs.newestReal) row.conflicts = facts.runs.newestReal->conflicts;
    row.lastRun = std::move(facts.runs.newest);
    row.lastSuccess = facts.runs.lastSuccess;
    if (isPaused(facts.pause, now)) row.pause = std::move(facts.pause);
    row.lock = std::move(facts.lock);
    row.space = std::move(facts.space);
    return row;
}

}  // namespace wikivault
