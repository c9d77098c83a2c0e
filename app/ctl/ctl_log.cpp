#include "app/common/json_output.h"
#include "app/common/log_file.h"
#include "app/ctl/ctl.h"
#include "app/ctl/text_table.h"
#include "engine/core/told_line.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace wikivault::ctl {

namespace {

constexpr int kMostLines = 1'000'000, kUsualLines = 500;
constexpr std::array<std::string_view, 4> kLevels{"debug", "info", "warn", "error"};

std::ptrdiff_t rankOf(std::string_view level) {
    return std::find(kLevels.begin(), kLevels.end(), level) - kLevels.begin();
}

struct Wanted {
    std::optional<Space> space;  ///< also of the run
    std::optional<RunRecord> run;
    std::optional<RunId> runId;
    std::ptrdiff_t level = 0;
    QString text;
};

/// The same lines as the window's page of the log shows for these choices.
bool isWanted(const LogFileEntry &entry, const Wanted &wanted) {
    if (rankOf(entry.level) < wanted.level) return false;
    if (!QString::fromStdString(entry.text).contains(wanted.text, Qt::CaseInsensitive)) return false;
    const bool isOfSpace = wanted.space && isAboutSpace(entry.text, *wanted.space);
    if (!wanted.runId) return !wanted.space || isOfSpace;
    if (runToldIn(entry.text) == wanted.runId) return true;
    return wanted.run && isOfSpace && entry.at >= wanted.run->startedAt &&
           (!wanted.run->endedAt || entry.at <= *wanted.run->endedAt);
}

Result<Wanted> readWanted(Context &context) {
    const Arguments &arguments = context.arguments();
    Wanted wanted;
    wanted.text = QString::fromStdString(arguments.option("--text"));
    const std::string level = arguments.option("--level");
    wanted.level = level.empty() ? 0 : rankOf(level);
    if (wanted.level == std::ptrdiff_t(kLevels.size()))
        return fail(ErrorCode::NotFound, "--level " + level + ": expected debug, info, warn or error.");
    if (!arguments.positional.empty()) {
        TRY_ASSIGN(const auto named, namedSpaces(context, arguments.positional));
        wanted.space = named.front();
    }
    const std::string run = arguments.option("--run");
    if (run.empty()) return wanted;
    wanted.runId = RunId(run);
    // The lines of a run the journal has forgotten are found by its number alone.
    const auto known = context.desks().ledger.run(*wanted.runId);
    const auto spaces = known ? allSpaces(context) : fail(ErrorCode::NotFound, {});
    if (!spaces) return wanted;
    wanted.run = *known;
    for (const Space &space : *spaces)
        if (space.id == known->space) wanted.space = space;
    return wanted;
}

void printEntries(const Context &context, const std::vector<LogFileEntry> &entries, bool anyAtAll) {
    QJsonArray list;
    std::vector<std::vector<std::string>> lines;
    for (const LogFileEntry &entry : entries) {
        list.append(QJsonObject{{QStringLiteral("at"), jsonText(toIso8601(entry.at))},
                                {QStringLiteral("level"), jsonText(entry.level)},
                                {QStringLiteral("text"), jsonText(entry.text)}});
        lines.push_back({toIso8601(entry.at), entry.level, entry.text});
    }
    if (context.json()) return context.printJson(list);
    if (entries.empty())
        return context.print(anyAtAll ? "No line of the log matches.\n"
                                      : "Nothing was logged on this data directory yet.\n");
    context.print(textTable({"WHEN (UTC)", "LEVEL", "MESSAGE"}, lines));
}

int showLog(Context &context) {
    const std::string limit = context.arguments().option("--limit");
    const auto most = limit.empty() ? std::optional(kUsualLines) : positiveNumber(limit, kMostLines);
    if (!most) return context.failed("--limit " + limit + ": expected a positive number.", kUsage);
    const auto wanted = readWanted(context);
    if (!wanted) return failedToName(context, wanted.error());
    std::vector<LogFileEntry> entries = readLogFiles(context.composition().settings());
    const bool anyAtAll = !entries.empty();
    std::erase_if(entries, [&](const LogFileEntry &entry) { return !isWanted(entry, *wanted); });
    if (std::ssize(entries) > *most) entries.erase(entries.begin(), entries.end() - *most);
    printEntries(context, entries, anyAtAll);
    return kDone;
}

}  // namespace

std::vector<Command> logCommands() {
    return {{{"log",
              "[SPACE] [--run ID] [--level LEVEL] [--text WORDS]",
              "print what the programs on this data directory logged, newest last",
              0,
              1,
              {{"--run", "ID", "of this run, and of its space while it ran"},
               {"--level", "LEVEL", "debug, info, warn or error: of this level and worse"},
               {"--text", "WORDS", "that hold these words"},
               {"--limit", "N", "at most so many, the newest (500)"}},
              "The log holds no text of a page and no secret."},
             &showLog}};
}

}  // namespace wikivault::ctl
