#include "app/common/apply_request.h"
#include "app/common/earlier_run.h"
#include "app/common/json_output.h"
#include "app/common/plan_file.h"
#include "app/common/plan_names.h"
#include "app/common/space_state.h"
#include "app/ctl/ctl.h"
#include "app/ctl/plan_text.h"
#include "app/ctl/remote_transfers.h"
#include "app/ctl/report_text.h"
#include "engine/core/put_back.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <iostream>

namespace wikivault::ctl {

namespace {

constexpr int kRunsToSearch = 100'000;

int codeOfSkip(SkipReason skipped) {
    switch (skipped) {
        case SkipReason::None: return kDone;
        case SkipReason::Disabled:
        case SkipReason::NoServiceUser: return kUsage;
        case SkipReason::SpaceNotEnabled:
        case SkipReason::Paused: return kProblems;
        case SkipReason::InProgress:
        case SkipReason::LockHeld: return kLockHeld;
    }
    return kDone;
}

/// The slug of a space of the wiki. NotFound: it has none with that id.
Result<std::string> slugOf(Context &context, const SpaceId &id) {
    TRY_ASSIGN(const auto spaces, allSpaces(context));
    const auto found = std::find_if(spaces.begin(), spaces.end(), [&](const Space &space) { return space.id == id; });
    if (found == spaces.end())
        return fail(ErrorCode::NotFound, "The wiki has no space with the id " + id.str() + " (any more).");
    return found->slug;
}

int showPlan(Context &context, const Plan &plan, const std::string &slug) {
    if (context.arguments().has("--output"))
        if (const auto saved = savePlan(plan, context.arguments().option("--output")); !saved)
            return context.failed(saved.error());
    const bool texts = context.arguments().has("--texts");
    if (context.json())
        context.printJson(texts ? withTexts(toJson(plan), plan) : toJson(plan));
    else
        context.print(planText(plan, slug) + (texts ? planLines(plan) : std::string()));
    return codeOfSkip(plan.skipped);
}

int planSpace(Context &context) {
    const auto spaces = namedSpaces(context, context.arguments().positional);
    if (!spaces) return failedToName(context, spaces.error());
    const auto plan = context.desks().spaces.preview({spaces->front().id, {}, {}}, context.stop());
    if (!plan) return context.failed(plan.error());
    const int code = showPlan(context, *plan, spaces->front().slug);
    if (!context.json()) context.print(remoteNote(context, spaces->front()));
    return code;
}

/// The run that did all of `plan` already. Nothing as well when the journal cannot be read: the run itself says why.
std::optional<RunRecord> earlierRun(Context &context, const Plan &plan) {
    LedgerDesk &ledger = context.desks().ledger;
    const auto runs = ledger.runs({plan.space, kRunsToSearch});
    const auto run = runs ? carriedOutBy(plan, *runs) : std::nullopt;
    const auto items = run ? ledger.items(run->id) : Result<std::vector<Item>>();
    const auto isDone = [](const Item &item) { return item.outcome == Outcome::Done; };
    if (!run || !items || !std::all_of(items->begin(), items->end(), isDone)) return std::nullopt;
    return run;
}

int tellCarriedOut(const Context &context, const Plan &plan, const RunRecord &run) {
    const std::string sentence = "This plan was carried out by run " + run.id.str() + " at " +
                                 tableTime(run.startedAt) + " UTC; nothing was done now.";
    if (!context.json()) {
        context.print(sentence + "\n");
        return kStale;
    }
    RunReport report;
    report.space = plan.space;
    for (Item item : plan.items) {
        item.outcome = Outcome::Held;
        item.reason = Reason::Stale;
        item.detail = "carried out by run " + run.id.str();
        report.items.push_back(std::move(item));
    }
    QJsonObject json = toJson(report);
    json.insert(QLatin1String("planHash"), QString::fromStdString(plan.hash));
    context.printJson(json);
    std::cerr << sentence << "\n";
    return kStale;
}

int applyFile(Context &context) {
    auto plan = loadPlan(context.arguments().positional.front());
    if (!plan) return context.failed(plan.error(), kUsage);
    if (const auto run = earlierRun(context, *plan)) return tellCarriedOut(context, *plan, *run);
    return carryOut(context, std::move(*plan));
}

int undoRun(Context &context) {
    const RunId id(context.arguments().positional.front());
    const auto run = context.desks().ledger.run(id);
    if (!run) return context.failed(run.error());
    const auto runs = context.desks().ledger.runs({run->space, kRunsToSearch});
    const auto undo = runs ? takenBackBy(id, *runs) : std::nullopt;
    if (!undo) return previewAndCarryOut(context, {run->space, id, {}});
    const std::string sentence = "Run " + id.str() + " was taken back by run " + undo->id.str() + " at " +
                                 tableTime(undo->startedAt) + " UTC; nothing was done now.";
    if (context.json())
        context.printJson(QJsonObject{{QStringLiteral("spaceId"), QString::fromStdString(run->space.str())},
                                      {QStringLiteral("ran"), false},
                                      {QStringLiteral("takenBackBy"), QString::fromStdString(undo->id.str())},
                                      {QStringLiteral("items"), QJsonArray()}});
    else
        context.print(sentence + "\n");
    return kDone;
}

/// What the guard holds back of one direction, to be turned round; names what no side is left for.
Result<> putBack(const Plan &plan, Direction way, std::map<PageId, Side> &flips) {
    const bool deletesPages = way == Direction::GitToWiki;
    const PutBack back = putBackOf(plan, way);
    if (back.flips.empty() && back.staysHeld == 0)
        return fail(ErrorCode::Invalid, deletesPages ? "The guard holds back no page of the wiki in this plan, so no "
                                                       "file is to be restored."
                                                     : "The guard holds back no file in this plan, so no page is to be "
                                                       "restored.");
    if (back.staysHeld > 0)
        std::cerr << counted(back.staysHeld, "page")
                  << " cannot be restored, having left the wiki's trash for good or moved to another space; the files "
                     "stay held.\n";
    flips.insert(back.flips.begin(), back.flips.end());
    return {};
}

/// Pages named one by one, then what puts back what the guard holds.
Result<std::map<PageId, Side>> flipsOrdered(const Context &context, const Plan &plan) {
    TRY_ASSIGN(auto flips, flipsNamed(plan, context.arguments().list("--flip")));
    if (context.arguments().has("--restore-files")) TRY(putBack(plan, Direction::GitToWiki, flips));
    if (context.arguments().has("--restore-pages")) TRY(putBack(plan, Direction::WikiToGit, flips));
    return flips;
}

const OptionSpec kSkip{"--skip", "PAGE", "leave a page out, by id or path; may be given again"};
const OptionSpec kFlip{"--flip", "PAGE[=wiki|git]", "turn a page round: the other side stands; may be given again"};
const OptionSpec kApprove{"--approve-guard", "", "allow what the guard holds back in this very plan"};
const OptionSpec kRestoreFiles{"--restore-files", "", "keep the wiki's pages the guard holds, and restore their files"};
const OptionSpec kRestorePages{"--restore-pages", "", "keep the files the guard holds, and restore the wiki's pages"};
const OptionSpec kReason{"--reason", "TEXT", "why; stands in the run journal"};
const OptionSpec kOutput{"--output", "FILE", "also save the plan as JSON (-o FILE)"};
const OptionSpec kTexts{"--texts", "", "with the lines that would change"};
const OptionSpec kDryRun{"--dry-run", "", "only show the plan; writes nothing"};

}  // namespace

int carryOut(Context &context, Plan plan) {
    const auto slug = slugOf(context, plan.space);
    if (!slug) return failedToName(context, slug.error());
    const auto skip = subjectsNamed(plan, context.arguments().list("--skip"));
    if (!skip) return context.failed(skip.error(), kUsage);
    const auto flips = flipsOrdered(context, plan);
    if (!flips) return context.failed(flips.error(), kUsage);
    const RunRequest request =
        applyRequest({std::move(plan), *skip, context.arguments().has("--approve-guard"), *flips},
                     context.arguments().option("--reason"));
    const RunReport report = context.desks().spaces.sync(request, {}, context.stop());
    if (context.json()) {
        QJsonObject json = toJson(report);
        json.insert(QLatin1String("planHash"), QString::fromStdString(request.order->plan.hash));
        context.printJson(json);
    } else {
        context.print(reportText(report, *slug));
    }
    if (context.json() && (!report.error.empty() || report.skipped != SkipReason::None))
        std::cerr << reportText(report, *slug);
    const int code = exitCodeOfApply(report);
    if (const std::string hint = exitHint(code, {report}); !hint.empty()) std::cerr << hint << "\n";
    return code;
}

int previewAndCarryOut(Context &context, const PlanRequest &request) {
    auto plan = context.desks().spaces.preview(request, context.stop());
    if (!plan) return context.failed(plan.error());
    if (!context.arguments().has("--dry-run")) return carryOut(context, std::move(*plan));
    const auto slug = slugOf(context, plan->space);
    return slug ? showPlan(context, *plan, *slug) : failedToName(context, slug.error());
}

std::vector<Command> planCommands() {
    const CommandSpec plan{"plan", "SPACE",           "show what a cycle would do, without writing anything", 1,
                           1,      {kTexts, kOutput}, "The git remote is not asked, and FILE holds no texts."};
    const CommandSpec apply{
        "apply",
        "FILE [--skip PAGE]... [--flip PAGE]... [--restore-files] [--restore-pages] [--approve-guard]",
        "carry out exactly a plan that \"plan -o FILE\" saved",
        1,
        1,
        {kSkip, kFlip, kRestoreFiles, kRestorePages, kApprove, kReason},
        "The plan is made again; what comes out otherwise is stale, held back and named (exit code 6), "
        "the rest is done. "
        "What a flipped page loses is kept: \"conflicts --settled\" lists it, \"conflict restore\" puts it back."};
    const CommandSpec undo{"run undo",
                           "ID [--dry-run] [--skip PAGE]...",
                           "take back what a run did, on both sides",
                           1,
                           1,
                           {kDryRun, kTexts, kOutput, kSkip, kApprove, kReason},
                           "Pages changed since that run are named and left as they are. An undo is a run like any "
                           "other and can be undone."};
    return {{plan, &planSpace}, {apply, &applyFile}, {undo, &undoRun}};
}

}  // namespace wikivault::ctl
