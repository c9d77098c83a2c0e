#include "app/common/acting_user.h"
#include "app/common/control_socket.h"
#include "app/common/driver_lock.h"
#include "app/common/json_output.h"
#include "app/common/space_state.h"
#include "app/ctl/ctl.h"
#include "app/ctl/text_table.h"

#include <algorithm>

namespace wikivault::ctl {

namespace {

/// As in the window: a space is in sync by word of a driver, or of a window that has looked; before, nobody knows. What
/// a run has just seen is as new as a driver's word, who looks once in an interval.
void doubt(Context &context, std::vector<SpaceRow> &rows) {
    const Settings &settings = context.composition().settings();
    if (driverListens(driverSocket(settings))) return;
    const TimePoint stale =
        context.composition().ports().clock().now() - std::chrono::milliseconds(settings.pollIntervalMs);
    const std::vector<SpaceId> known = spacesInSync(settings, context.stop()).value_or(std::vector<SpaceId>());
    for (SpaceRow &row : rows) {
        const bool isFresh = row.lastSuccess && *row.lastSuccess > stale;
        const bool isKnown = isFresh || std::find(known.begin(), known.end(), row.space.id) != known.end();
        if (row.state != SpaceState::InSync || isKnown) continue;
        row.state = SpaceState::Unknown;
        row.sentence += " Nobody has looked since; \"wikivaultctl plan " + row.space.slug + "\" does.";
    }
}

int listSpaces(Context &context) {
    auto rows = context.desks().spaces.spaces(context.stop());
    if (!rows) return context.failed(rows.error());
    doubt(context, *rows);
    if (context.json()) {
        context.printJson(toJsonArray(*rows));
        return kDone;
    }
    if (rows->empty()) context.print("The wiki has no spaces.\n");
    std::vector<std::vector<std::string>> lines;
    bool fallback = false;
    for (const SpaceRow &row : *rows) {
        lines.push_back({row.space.slug, row.space.name, row.space.flagged ? "yes" : "-",
                         std::string(toWord(row.state)), row.sentence + (row.note.empty() ? "" : " " + row.note)});
        fallback = fallback || (row.space.selected && !row.space.flagged);
    }
    if (!lines.empty()) context.print(textTable({"SPACE", "NAME", "ENABLED", "STATE", ""}, lines));
    if (fallback) context.print("\nNo space is enabled, so all of them are selected (WIKIVAULT_UNFLAGGED=all).\n");
    if (!context.composition().settings().enabled)
        context.print("\nSync is off (GIT_SYNC_ENABLED=false): plan works, sync does not.\n");
    if (const std::string nobody = nobodyToActAs(context.composition().settings()); !nobody.empty())
        context.print("\n" + nobody + "\n");
    return kDone;
}

/// Other spaces that a decision about one leaves out: all are selected as long as nobody decided about any.
std::string selectionChanges(const std::vector<Space> &before, const std::vector<Space> &after,
                             const SpaceId &decided) {
    const auto isSelected = [](const Space &space) { return space.selected; };
    std::string off;
    for (const Space &space : after) {
        const auto was = std::find_if(before.begin(), before.end(), [&](const Space &s) { return s.id == space.id; });
        if (space.id == decided || was == before.end() || !was->selected || space.selected) continue;
        off += (off.empty() ? "" : ", ") + space.slug;
    }
    std::string text;
    if (!off.empty())
        text += "No longer selected: " + off +
                ". All spaces were selected because none was enabled; now only enabled ones are.\n";
    if (std::none_of(after.begin(), after.end(), isSelected))
        text += "No space is enabled, so none is synced until one is.\n";
    return text;
}

int setFlag(Context &context, bool enabled) {
    const auto before = allSpaces(context);
    if (!before) return failedToName(context, before.error());
    const auto space = spaceNamed(context.arguments().positional.front(), *before);
    if (!space) return failedToName(context, space.error());
    if (const auto done = context.desks().spaces.setEnabled(space->id, enabled); !done)
        return context.failed(done.error());
    if (context.json()) {
        context.printJson(QJsonObject{{QStringLiteral("spaceId"), QString::fromStdString(space->id.str())},
                                      {QStringLiteral("slug"), QString::fromStdString(space->slug)},
                                      {QStringLiteral("enabled"), enabled}});
        return kDone;
    }
    context.print("Space " + space->slug + " is " + (enabled ? "enabled" : "disabled") + ".\n");
    if (const auto after = allSpaces(context)) context.print(selectionChanges(*before, *after, space->id));
    return kDone;
}

int enableSpace(Context &context) {
    return setFlag(context, true);
}
int disableSpace(Context &context) {
    return setFlag(context, false);
}

}  // namespace

std::vector<Command> spaceCommands() {
    return {
        {{"spaces", "", "list the spaces with their state", 0, 0, {}, ""}, &listSpaces},
        {{"enable", "SPACE", "enable the space, in the wiki", 1, 1, {}, ""}, &enableSpace},
        {{"disable", "SPACE", "disable it", 1, 1, {}, ""}, &disableSpace},
    };
}

}  // namespace wikivault::ctl
