#include "app/ctl/ctl.h"
#include "app/ctl/report_text.h"
#include "app/ctl/time_span.h"

#include <QJsonArray>
#include <QJsonObject>

#include <set>

namespace wikivault::ctl {

namespace {

Result<std::vector<Space>> chosenSpaces(Context &context) {
    const bool all = context.arguments().has("--all");
    if (all == context.arguments().positional.empty())
        return all ? allSpaces(context) : namedSpaces(context, context.arguments().positional);
    return fail(ErrorCode::NotFound, "Name the spaces, or give --all. Usage: " + usageOf(*context.arguments().command));
}

/// The spaces that are paused; one whose pause has ended is not.
Result<std::set<SpaceId>> pausesNow(PortFactory &ports) {
    TRY_ASSIGN(sql::StateDatabase *const state, ports.state());
    TRY_ASSIGN(const auto pauses, state->memory->pauses());
    std::set<SpaceId> paused;
    for (const auto &[space, pause] : pauses)
        if (isPaused(pause, ports.clock().now())) paused.insert(space);
    return paused;
}

/// Pauses the chosen spaces, or resumes them when there is no `pause`.
int setPauses(Context &context, const std::optional<Pause> &pause, const std::string &done) {
    const auto spaces = chosenSpaces(context);
    if (!spaces) return failedToName(context, spaces.error());
    const auto pauses = pausesNow(context.composition().ports());
    if (!pauses) return context.failed(pauses.error());
    QJsonArray list;
    for (const Space &space : *spaces) {
        if (const auto set = context.desks().spaces.setPause(space.id, pause); !set) return context.failed(set.error());
        list.append(QJsonObject{
            {QStringLiteral("spaceId"), QString::fromStdString(space.id.str())},
            {QStringLiteral("slug"), QString::fromStdString(space.slug)},
            {QStringLiteral("paused"), pause.has_value()},
            {QStringLiteral("until"),
             pause && pause->until ? QJsonValue(QString::fromStdString(toIso8601(*pause->until))) : QJsonValue()}});
        const bool isNothing = !pause && !pauses->contains(space.id);
        if (!context.json()) context.print("Space " + space.slug + " " + (isNothing ? "was not paused" : done) + ".\n");
    }
    if (context.json()) context.printJson(list);
    return kDone;
}

int pauseSpaces(Context &context) {
    const std::string length = context.arguments().option("--for");
    Pause pause{{}, context.arguments().option("--reason"), {}};
    if (!length.empty()) {
        const auto wait = lengthOf(length);
        if (!wait) return context.failed(noLength("--for", length), kUsage);
        pause.until = context.composition().ports().clock().now() + *wait;
    }
    return setPauses(context, pause,
                     pause.until ? "is paused until " + tableTime(*pause.until) + " UTC" : "is paused until resumed");
}

int resumeSpaces(Context &context) {
    return setPauses(context, std::nullopt, "is no longer paused");
}

}  // namespace

std::vector<Command> pauseCommands() {
    const OptionSpec all{"--all", "", "every space of the wiki"};
    return {{{"pause",
              "SPACE... | --all",
              "let no run of a space begin",
              0,
              100000,
              {all,
               {"--for", "TIME", "such as 90s, 30m, 1h or 2d; without it until resumed"},
               {"--reason", "TEXT", "why; shown wherever the space is"}},
              "A run that has begun goes on to its end."},
             &pauseSpaces},
            {{"resume", "SPACE... | --all", "let runs of a space begin again", 0, 100000, {all}, ""}, &resumeSpaces}};
}

}  // namespace wikivault::ctl
