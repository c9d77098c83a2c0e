#include "app/common/acting_user.h"
#include "app/common/activity_watch.h"
#include "app/common/json_output.h"
#include "app/common/space_state.h"
#include "app/ctl/ctl.h"
#include "app/ctl/report_text.h"
#include "app/ctl/text_table.h"

#include <algorithm>

namespace wikivault::ctl {

namespace {

std::string whatOf(const Activity &one) {
    switch (one.kind) {
        case ActivityKind::Failing: return one.detail;
        case ActivityKind::Conflict: return counted(one.count, "conflict") + " to review.";
        case ActivityKind::Settled: return counted(one.count, "page") + " settled by a rule, not looked at yet.";
        case ActivityKind::Guard: return "The deletion guard holds back " + counted(one.count, "change") + ".";
        case ActivityKind::StuckLock: return "Locked for a long time by " + one.detail + ".";
    }
    return {};
}

std::string commandFor(const Activity &one, const std::string &slug) {
    switch (one.kind) {
        case ActivityKind::Failing: return "wikivaultctl run show " + one.run.str();
        case ActivityKind::Conflict: return "wikivaultctl conflicts " + slug;
        case ActivityKind::Settled: return "wikivaultctl conflicts " + slug + " --settled";
        case ActivityKind::Guard: return "wikivaultctl plan " + slug;
        case ActivityKind::StuckLock: return "wikivaultctl locks";
    }
    return {};
}

std::string activitySlug(const SpaceId &space, const std::vector<SpaceRow> &rows) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const SpaceRow &one) { return one.space.id == space; });
    return row == rows.end() ? space.str() : row->space.slug;
}

Result<ActivityWatch::Seen> lookAtSpaces(Context &context) {
    ActivityWatch::Seen seen;
    TRY_ASSIGN(seen.rows, context.desks().spaces.spaces(context.stop()));
    TRY_ASSIGN(seen.settled, context.desks().review.settled({}));
    return seen;
}

int listActivity(Context &context) {
    const auto seen = lookAtSpaces(context);
    if (!seen) return context.failed(seen.error());
    Composition &composition = context.composition();
    ActivityWatch watch(context.desks().ledger, &composition.activity());
    auto change = watch.glance(*seen, composition.ports().clock().now());
    if (!change) return context.failed(change.error());
    std::vector<Activity> &all = change->all;
    if (!context.arguments().has("--solved"))
        all.erase(std::remove_if(all.begin(), all.end(), [](const Activity &one) { return one.solvedAt.has_value(); }),
                  all.end());
    if (context.json()) {
        context.printJson(toJsonArray(all));
        return kDone;
    }
    const std::string nobody = nobodyToActAs(composition.settings());
    if (!nobody.empty()) context.print(nobody + "\n");
    if (all.empty()) {
        context.print(nobody.empty() ? "Nothing needs attention.\n" : "Nothing in the spaces needs attention.\n");
        return kDone;
    }
    std::vector<std::vector<std::string>> lines;
    for (const Activity &one : all) {
        const std::string slug = activitySlug(one.space, seen->rows);
        lines.push_back({slug, std::string(toWord(one.kind)), tableTime(one.since),
                         one.solvedAt ? "solved " + tableTime(*one.solvedAt) : commandFor(one, slug), whatOf(one)});
    }
    context.print(textTable({"SPACE", "KIND", "SINCE (UTC)", "LOOK WITH", ""}, lines));
    return kDone;
}

}  // namespace

std::vector<Command> activityCommands() {
    return {
        {{"activity",
          "[--solved]",
          "list what needs a person, in every space",
          0,
          0,
          {{"--solved", "", "also what was solved in the last 30 days, as far as a console saw it"}},
          "Runs that fail, conflicts, texts a rule left out, changes the deletion guard holds back, locks that are\n"
          "held for a long time. The exit code is 0 whatever is listed."},
         &listActivity}};
}

}  // namespace wikivault::ctl
