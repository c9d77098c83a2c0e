#include "app/common/json_output.h"
#include "app/common/run_export.h"
#include "app/common/space_state.h"
#include "app/ctl/ctl.h"
#include "app/ctl/report_text.h"
#include "app/ctl/text_table.h"
#include "engine/core/sentence.h"

#include <algorithm>
#include <limits>

namespace wikivault::ctl {

namespace {

std::string countsText(const RunRecord &run) {
    if (run.skipped != SkipReason::None) return std::string(toWord(run.skipped));
    if (!run.error.empty()) return run.error;
    if (run.outcome == "running") return "not ended yet";
    if (run.outcome == "interrupted") return "what it did is not known";
    const int toGit = run.pull.written + run.pull.deleted + run.pull.moved;
    const int toWiki = run.push.created + run.push.updated + run.push.deleted + run.push.moved + run.push.renamed;
    std::string text = std::to_string(toGit) + " to git, " + std::to_string(toWiki) + " to wiki";
    if (run.push.failures > 0) text += ", " + counted(run.push.failures, "failure");
    if (run.conflicts > 0) text += ", " + counted(run.conflicts, "conflict");
    return text;
}

std::string listOfTriggers() {
    std::string list;
    for (const std::string_view word : kRunTriggers)
        list += (list.empty() ? "" : word == std::end(kRunTriggers)[-1] ? " or " : ", ") + std::string(word);
    return list;
}

Result<std::optional<int>> numberOf(const Context &context, const std::string &option) {
    const std::string given = context.arguments().option(option);
    if (given.empty()) return std::optional<int>();
    const auto number = positiveNumber(given, std::numeric_limits<int>::max());
    if (!number) return fail(ErrorCode::NotFound, option + " " + given + ": expected a positive number.");
    return number;
}

Result<RunFilter> readFilter(Context &context) {
    RunFilter filter;
    TRY_ASSIGN(const std::optional<int> limit, numberOf(context, "--limit"));
    filter.limit = limit.value_or(filter.limit);
    TRY_ASSIGN(const std::optional<int> days, numberOf(context, "--days"));
    if (days) filter.since = startOfDays(context.composition().ports().clock().now(), *days);
    filter.trigger = context.arguments().option("--trigger");
    const bool isKnown =
        std::find(std::begin(kRunTriggers), std::end(kRunTriggers), filter.trigger) != std::end(kRunTriggers);
    if (!filter.trigger.empty() && !isKnown)
        return fail(ErrorCode::NotFound, "--trigger " + filter.trigger + ": expected " + listOfTriggers() + ".");
    if (context.arguments().positional.empty()) return filter;
    TRY_ASSIGN(const auto spaces, namedSpaces(context, context.arguments().positional));
    filter.space = spaces.front().id;
    return filter;
}

int listRuns(Context &context) {
    const auto filter = readFilter(context);
    if (!filter) return failedToName(context, filter.error());
    const auto runs = context.desks().ledger.runs(*filter);
    if (!runs) return context.failed(runs.error());
    if (context.json()) {
        context.printJson(toJsonArray(*runs));
        return kDone;
    }
    if (context.arguments().has("--csv")) {
        const auto known = allSpaces(context);
        context.print(csvOf(*runs, [&](const SpaceId &space) { return slugOf(space, known); }));
        return kDone;
    }
    if (runs->empty()) {
        context.print(*filter == RunFilter() ? "No runs recorded yet.\n" : "No run matches.\n");
        return kDone;
    }
    const auto spaces = allSpaces(context);
    std::vector<std::vector<std::string>> lines;
    for (const RunRecord &run : *runs)
        lines.push_back({run.id.str(), slugOf(run.space, spaces), tableTime(run.startedAt), run.trigger, run.outcome,
                         countsText(run)});
    context.print(textTable({"RUN", "SPACE", "STARTED (UTC)", "TRIGGER", "OUTCOME", ""}, lines));
    return kDone;
}

std::string commitsText(const std::string &what, const std::string &before, const std::string &after) {
    const auto shown = [](const std::string &commit) { return commit.empty() ? "none" : commit.substr(0, 12); };
    if (after.empty() || before == after) return {};
    return what + " went from " + shown(before) + " to " + shown(after) + ".\n";
}

/// What is known of a run that did not come to its end.
std::string knownText(const RunRecord &run) {
    if (run.outcome == "running" || run.outcome == "interrupted")
        return "A run notes what it did at its end, and a program that is killed notes nothing. What reached the wiki "
               "or "
               "git stays there, and the next run goes on from it.\n";
    if (run.outcome == "cancelled" || run.outcome == "failed")
        return "It ended early: what is listed as done is done, the rest waits for the next run.\n";
    return {};
}

std::string runText(const RunRecord &run, const std::string &slug) {
    std::string text = "Run " + run.id.str() + " of " + slug + ": " + run.outcome + ", " + countsText(run) +
                       "\nStarted " + tableTime(run.startedAt) + " UTC by " + run.actor + " (" + run.trigger +
                       (run.reason.empty() ? "" : ": " + run.reason) + ")" +
                       (run.endedAt ? ", ended " + tableTime(*run.endedAt) + " UTC" : "") + "\n";
    text += knownText(run);
    if (!run.undoOf.empty()) text += "It took run " + run.undoOf + " back.\n";
    if (!run.planHash.empty()) text += "It carried out plan " + run.planHash.substr(0, 12) + ".\n";
    text += commitsText("main", run.mainBefore, run.mainAfter);
    text += commitsText("What both sides agree on", run.agreedBefore, run.agreedAfter);
    if (!run.agreedAfter.empty() && run.agreedBefore != run.agreedAfter)
        text += "\"wikivaultctl run undo " + run.id.str() + " --dry-run\" shows what taking it back would do.\n";
    return text;
}

int showRun(Context &context) {
    const std::string &id = context.arguments().positional.front();
    LedgerDesk &ledger = context.desks().ledger;
    const auto run = ledger.run(RunId(id));
    if (!run) return context.failed(run.error());
    const auto items = ledger.items(RunId(id));
    if (!items) return context.failed(items.error());
    if (context.json()) {
        QJsonObject json = toJson(*run);
        json.insert(QStringLiteral("items"), toJsonArray(*items));
        context.printJson(json);
        return kDone;
    }
    context.print(runText(*run, slugOf(run->space, allSpaces(context))) + itemTable(*items, ItemsOf::Run));
    return kDone;
}

}  // namespace

std::vector<Command> ledgerCommands() {
    const OptionSpec limit{"--limit", "N", "at most so many, newest first (500)"};
    const OptionSpec trigger{"--trigger", "WORD", "that began for this: " + listOfTriggers()};
    const OptionSpec days{"--days", "N", "that began today, or in the N days up to today"};
    const OptionSpec csv{"--csv", "", "every column as CSV, for a spreadsheet"};
    return {
        {{"runs",
          "[SPACE]",
          "list the run journal",
          0,
          1,
          {trigger, days, limit, csv},
          "Numbers that are missing were looks that found nothing new; they leave no trace."},
         &listRuns},
        {{"run show", "ID", "show one run with its items", 1, 1, {}, ""}, &showRun},
    };
}

}  // namespace wikivault::ctl
