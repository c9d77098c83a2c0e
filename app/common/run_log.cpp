#include "app/common/run_log.h"

#include "app/common/logging.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace wikivault {

namespace {

std::string oneLine(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

bool isByItself(const RunRecord &run) {
    return run.trigger == "poll" || run.trigger == "event";
}

std::string nameOf(const RunRecord &run, const std::string &space) {
    return fmt::format("Space {}: run {} ({})", space, run.id.str(), run.trigger);
}

std::string countsOf(const RunReport &report) {
    const PullCounts &pull = report.pull;
    const PushCounts &push = report.push;
    const auto isDone = [](const Item &item) { return item.outcome == Outcome::Done; };
    const auto done = std::count_if(report.items.begin(), report.items.end(), isDone);
    std::string text = fmt::format("{} done, {} to git, {} to the wiki", done, pull.written + pull.deleted + pull.moved,
                                   push.created + push.updated + push.deleted + push.moved + push.renamed);
    if (push.mode != PushMode::Apply) text += fmt::format(" ({})", toWord(push.mode));
    const auto isOpen = [](const Item &item) {
        return item.outcome != Outcome::Done && item.reason != Reason::NotSynced;
    };
    const auto open = std::count_if(report.items.begin(), report.items.end(), isOpen);
    if (open > 0) text += fmt::format(", {} left open", open);
    if (!report.conflicts.empty())
        text +=
            fmt::format(", {} {}", report.conflicts.size(), report.conflicts.size() == 1 ? "conflict" : "conflicts");
    return text;
}

using Log = void (*)(const std::string &line);

/// What is no news is for who looks closely alone.
void say(const std::string &line, bool isNoNews, Log log) {
    isNoNews ? spdlog::debug("{}", line) : log(line);
}

std::string secondsOf(const RunRecord &run) {
    const auto took = run.endedAt.value_or(run.startedAt) - run.startedAt;
    return fmt::format("{:.1f} s", std::chrono::duration<double>(took).count());
}

}  // namespace

void logRunBegun(const RunRecord &run, const std::string &space) {
    say(fmt::format("{} begins, by {}", nameOf(run, space), run.actor), isByItself(run), &logAct);
}

void logRunEnded(const RunRecord &run, const RunReport &report, const std::string &space, bool isNoNews) {
    const std::string name = nameOf(run, space), took = secondsOf(run);
    if (report.skipped != SkipReason::None)
        logNotRun(report, space, isByItself(run));
    else if (report.cancelled)
        logAct(fmt::format("{} was stopped after {}: {}", name, took, countsOf(report)));
    else if (!report.error.empty())
        say(fmt::format("{} failed after {}: {}", name, took, oneLine(report.error)), isNoNews, &logFailedAct);
    else
        say(fmt::format("{} ended after {}: {}", name, took, countsOf(report)), isNoNews, &logAct);
}

void logPhases(const RunRecord &run, const std::string &space, const std::string &phases, bool isNoNews) {
    if (!phases.empty()) say(fmt::format("{} spent {}", nameOf(run, space), phases), isNoNews, &logAct);
}

void logNotRun(const RunReport &report, const std::string &space, bool isNoNews) {
    if (report.error.empty())
        say(fmt::format("Space {}: not run: {}", space, toWord(report.skipped)), isNoNews, &logAct);
    else
        say(fmt::format("Space {}: {}", space, oneLine(report.error)), isNoNews, &logFailedAct);
}

void logRecovered(const std::string &space, int failedRuns) {
    logAct(fmt::format("Space {}: recovered after {} failed {}.", space, failedRuns, failedRuns == 1 ? "run" : "runs"));
}

}  // namespace wikivault
