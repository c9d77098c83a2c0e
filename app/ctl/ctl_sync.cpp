#include "app/common/json_output.h"
#include "app/ctl/ctl.h"
#include "app/ctl/report_text.h"
#include "app/ctl/time_span.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <iostream>
#include <thread>

namespace wikivault::ctl {

namespace {

constexpr std::size_t kLanes = 4;

void logProgress(const RunProgress &progress) {
    spdlog::debug("Space {}: {} {}/{} {}", progress.space.str(), progress.phase, progress.done, progress.total,
                  progress.page);
}

/// Until nobody has the space's lock; at the latest when the time is over.
void awaitLock(Context &context, const SpaceId &space, std::chrono::milliseconds until) {
    constexpr std::chrono::milliseconds pause{500};
    const Clock &clock = context.composition().ports().clock();
    while (!context.stop().stop_requested() && clock.sinceBoot() < until) {
        const auto locks = context.composition().ports().lock().holders({space});
        if (!locks || locks->empty()) return;
        std::this_thread::sleep_for(pause);
    }
}

/// With --wait a space that somebody else leads is run once it is free.
RunReport runSpace(Context &context, const RunRequest &request, std::chrono::milliseconds wait) {
    const Clock &clock = context.composition().ports().clock();
    const auto until = clock.sinceBoot() + wait;
    for (;;) {
        if (wait.count() > 0) awaitLock(context, request.space, until);
        RunReport report = context.desks().spaces.sync(request, &logProgress, context.stop());
        if (report.skipped != SkipReason::LockHeld || clock.sinceBoot() >= until || context.stop().stop_requested())
            return report;
    }
}

/// Several spaces at once, each on a thread of its own; reports stand in the order of `spaces`.
std::vector<RunReport> runSpaces(Context &context, const std::vector<Space> &spaces, bool named) {
    std::vector<RunReport> reports(spaces.size());
    std::atomic<std::size_t> next = 0;
    const auto wait = lengthOf(context.arguments().option("--wait")).value_or(std::chrono::milliseconds(0));
    const auto work = [&] {
        for (std::size_t i = next++; i < spaces.size(); i = next++) {
            RunRequest request;
            request.space = spaces[i].id;
            request.reason = context.arguments().option("--reason");
            request.full = context.arguments().has("--full");
            request.only = context.arguments().option("--only");
            request.named = named;
            reports[i] = runSpace(context, request, wait);
        }
    };
    std::vector<std::jthread> lanes;
    for (std::size_t i = 0; i < std::min(kLanes, spaces.size()); ++i)
        lanes.emplace_back(work);
    lanes.clear();
    return reports;
}

int printReports(const Context &context, const std::vector<Space> &spaces, const std::vector<RunReport> &reports,
                 bool named) {
    const int code = exitCodeOf(reports, named);
    if (context.json()) {
        context.printJson(toJsonArray(reports));
    } else {
        if (reports.empty()) context.print("The wiki has no spaces; nothing to do.\n");
        for (std::size_t i = 0; i < reports.size(); ++i)
            context.print(reportText(reports[i], spaces[i].slug));
        if (const std::string only = context.arguments().option("--only"); !only.empty())
            context.print("Only pages whose file matches " + only +
                          " were looked at; others, the remote and attachments wait for a whole run.\n");
    }
    for (std::size_t i = 0; i < reports.size(); ++i)
        if (context.json() && (!reports[i].error.empty() || reports[i].skipped != SkipReason::None))
            std::cerr << reportText(reports[i], spaces[i].slug);
    if (const std::string hint = exitHint(code, reports); !hint.empty()) std::cerr << hint << "\n";
    return code;
}

int syncSpaces(Context &context) {
    const bool all = context.arguments().has("--all");
    const auto &names = context.arguments().positional;
    if (all != names.empty())
        return context.failed("Name the spaces to run, or give --all. Usage: " + usageOf(*context.arguments().command),
                              kUsage);
    const std::string wait = context.arguments().option("--wait");
    if (context.arguments().has("--wait") && !lengthOf(wait)) return context.failed(noLength("--wait", wait), kUsage);
    const auto spaces = all ? allSpaces(context) : namedSpaces(context, names);
    if (!spaces) return failedToName(context, spaces.error());
    return printReports(context, *spaces, runSpaces(context, *spaces, !all), !all);
}

}  // namespace

std::vector<Command> syncCommands() {
    const CommandSpec sync{
        "sync",
        "SPACE... | --all",
        "run one cycle of each space, now",
        0,
        100000,
        {{"--all", "", "every space of the wiki"},
         {"--reason", "TEXT", "why; stands in the run journal"},
         {"--only", "PATH_GLOB", "only pages whose file matches, such as 'Onboarding/**'; no remote, no attachments"},
         {"--wait", "TIME", "wait so long, such as 10m, while somebody else has the space's lock"},
         {"--full", "", "ignore what is remembered and compare everything"}},
        "Ctrl+C stops after the page at hand."};
    return {{sync, &syncSpaces}};
}

}  // namespace wikivault::ctl
