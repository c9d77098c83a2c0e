#include "app/common/json_output.h"
#include "app/ctl/ctl.h"
#include "app/ctl/report_text.h"

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

/// Several spaces at once, each on a thread of its own; reports stand in the order of `spaces`.
std::vector<RunReport> runSpaces(Context &context, const std::vector<Space> &spaces, bool named) {
    std::vector<RunReport> reports(spaces.size());
    std::atomic<std::size_t> next = 0;
    SpaceDesk &desk = context.desks().spaces;
    const auto work = [&] {
        for (std::size_t i = next++; i < spaces.size(); i = next++) {
            RunRequest request;
            request.space = spaces[i].id;
            request.reason = context.arguments().option("--reason");
            request.full = context.arguments().has("--full");
            request.only = context.arguments().option("--only");
            request.named = named;
            reports[i] = desk.sync(request, &logProgress, context.stop());
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
         {"--full", "", "ignore what is remembered and compare everything"}},
        "Ctrl+C stops after the page at hand."};
    return {{sync, &syncSpaces}};
}

}  // namespace wikivault::ctl
