#include "app/common/json_output.h"
#include "app/ctl/ctl.h"
#include "app/ctl/line_diff.h"
#include "app/ctl/report_text.h"
#include "app/ctl/text_table.h"
#include "engine/core/merge/review_conflict.h"

#include <QJsonObject>

namespace wikivault::ctl {

namespace {

int listSettled(Context &context, const std::optional<SpaceId> &only) {
    const auto settled = context.desks().review.settled(only);
    if (!settled) return context.failed(settled.error());
    if (context.json()) {
        context.printJson(toJsonArray(*settled));
        return kDone;
    }
    if (settled->empty()) context.print("No page was settled by a rule or a person.\n");
    std::vector<std::vector<std::string>> lines;
    const auto spaces = allSpaces(context);
    for (const SettledSummary &page : *settled)
        lines.push_back({page.id, ctl::slugOf(page.space, spaces), page.rule,
                         page.loser + (page.lostBy.empty() ? "" : ", " + page.lostBy), tableTime(page.at),
                         page.putBack ? "put back"
                         : page.seen  ? "seen"
                                      : "new",
                         page.path});
    if (!lines.empty())
        context.print(textTable({"ID", "SPACE", "RULE", "LEFT OUT", "SETTLED (UTC)", "", "PAGE"}, lines));
    return kDone;
}

int listConflicts(Context &context) {
    std::optional<SpaceId> only;
    if (!context.arguments().positional.empty()) {
        const auto spaces = namedSpaces(context, context.arguments().positional);
        if (!spaces) return failedToName(context, spaces.error());
        only = spaces->front().id;
    }
    if (context.arguments().has("--settled")) return listSettled(context, only);
    const auto conflicts = context.desks().review.conflicts(only);
    if (!conflicts) return context.failed(conflicts.error());
    if (context.json()) {
        context.printJson(toJsonArray(*conflicts));
        return kDone;
    }
    if (conflicts->empty()) context.print("No conflicts wait for review.\n");
    std::vector<std::vector<std::string>> lines;
    const auto spaces = allSpaces(context);
    for (const ConflictSummary &conflict : *conflicts)
        lines.push_back({conflict.page.str(), ctl::slugOf(conflict.space, spaces), std::string(toWord(conflict.kind)),
                         tableTime(conflict.since), conflict.path});
    if (!lines.empty())
        context.print(textTable({"ID", "SPACE", "KIND", "SINCE (UTC)", "PAGE"}, lines) +
                      "\n\"wikivaultctl conflict show ID\" prints the texts, \"wikivaultctl conflict resolve ID --take "
                      "wiki|git|both|base\" settles it.\n");
    return kDone;
}

std::string sideText(const std::string &title, const std::optional<std::string> &text) {
    return "--- " + title + " ---\n" + (text ? *text : "(the page does not exist on this side)\n") +
           (text && !text->empty() && text->back() != '\n' ? "\n" : "");
}

bool isSettledId(const std::string &word) {
    return word.size() == 12 && word.find_first_not_of("0123456789abcdef") == std::string::npos;
}

int showSettled(Context &context) {
    if (context.arguments().has("--blame"))
        return context.failed(
            "A settled conflict has no blocks any more, so there is nobody to name for each. Without --blame its texts "
            "are shown; \"wikivaultctl page history SPACE PAGE\" says who wrote what.",
            kUsage);
    const auto detail = context.desks().review.settledDetail(context.arguments().positional.front());
    if (!detail) return context.failed(detail.error());
    if (context.json()) {
        context.printJson(toJson(*detail));
    } else {
        const std::string &rule = detail->summary.rule;
        context.print(detail->summary.path + " (settled by " + (rule == "person" ? "a person" : "the rule " + rule) +
                      " at " + tableTime(detail->summary.at) + " UTC; " + detail->summary.loser +
                      "'s side was left out)\n");
        context.print(sideText("wiki", detail->wiki) + sideText("base", detail->base) + sideText("git", detail->git) +
                      sideText("kept", detail->kept));
    }
    const auto seen = context.desks().review.markSeen(detail->summary.id);
    return seen ? kDone : context.failed(seen.error());
}

std::string originText(const char *side, const std::optional<PageVersion> &origin) {
    std::string text = std::string("  ") + side;
    if (!origin) return text + "not known, or older than the versions that were looked at\n";
    text += tableTime(origin->at) + " UTC  " + origin->commit.substr(0, 12);
    if (!origin->author.empty()) text += "  " + origin->author;
    return text + "  " + origin->subject + "\n";
}

QJsonObject originJson(const PageVersion &origin) {
    return {{QStringLiteral("commit"), jsonText(origin.commit)},
            {QStringLiteral("at"), jsonText(toIso8601(origin.at))},
            {QStringLiteral("author"), jsonText(origin.author)},
            {QStringLiteral("subject"), jsonText(origin.subject)}};
}

/// Who brought what the sides have in each block.
int showOrigins(Context &context, const ConflictDetail &detail) {
    auto origins = context.composition().compare().origins(detail, context.stop());
    if (!origins) return context.failed(origins.error());
    for (BlockOrigin &origin : *origins) {
        if (!origin.isNewestInWiki) continue;
        // The wiki says who saved the page last, and when; its commit is of the run that looked.
        origin.wiki->author = detail.summary.wikiBy;
        origin.wiki->at = fromIso8601(detail.summary.wikiAt).value_or(origin.wiki->at);
    }
    const auto blocks = conflictBlocks(detail);
    QJsonArray list;
    std::string text = origins->empty() ? "This conflict is decided as a whole; it has no blocks.\n"
                                        : "Lines with - are the wiki's, lines with + are git's.\n\n";
    for (std::size_t i = 0; i < origins->size(); ++i) {
        const BlockOrigin &origin = (*origins)[i];
        text += "Block " + std::to_string(i + 1) + "\n" + originText("wiki  ", origin.wiki) +
                originText("git   ", origin.git) + lineDiff(blocks[i].wiki, blocks[i].git);
        QJsonObject json;
        if (origin.wiki) json.insert(QStringLiteral("wiki"), originJson(*origin.wiki));
        if (origin.git) json.insert(QStringLiteral("git"), originJson(*origin.git));
        list.append(json);
    }
    if (context.json())
        context.printJson(list);
    else
        context.print(text);
    return kDone;
}

int showConflict(Context &context) {
    if (isSettledId(context.arguments().positional.front())) return showSettled(context);
    const auto page = namedConflict(context.arguments().positional.front());
    if (!page) return failedToName(context, page.error());
    const auto detail = context.desks().review.conflict(*page);
    if (!detail) return context.failed(detail.error());
    if (context.arguments().has("--blame")) return showOrigins(context, *detail);
    if (context.json()) {
        context.printJson(toJson(*detail));
        return kDone;
    }
    context.print(detail->summary.path + " (" + std::string(toWord(detail->summary.kind)) + " conflict since " +
                  tableTime(detail->summary.since) + " UTC)\n");
    context.print(sideText("wiki", detail->wiki) + sideText("base", detail->base) + sideText("git", detail->git));
    if (detail->decided) context.print(sideText("decided, waits for the next run", detail->decided));
    if (detail->draft.text)
        context.print(
            sideText(detail->draftIsOlder ? "draft, kept before a side changed" : "draft", detail->draft.text));
    if (!detail->draft.blocks.empty())
        context.print("A review in the window has chosen for " +
                      counted(static_cast<std::int64_t>(detail->draft.blocks.size()), "block") +
                      " and recorded nothing yet.\n");
    for (const BlockDraft &block : detail->draft.blocks)
        if (block.choice == "text") context.print(sideText("draft of a block", block.text));
    context.print("State " + detail->state +
                  "; give it to \"conflict resolve --expect\" to decide about these texts.\n");
    return kDone;
}

int restoreSettled(Context &context) {
    const std::string &id = context.arguments().positional.front();
    if (!isSettledId(id))
        return context.failed(
            "\"" + id +
                "\" is no id of a settled conflict (12 characters); \"wikivaultctl conflicts --settled\" lists them.",
            kUsage);
    const auto detail = context.desks().review.settledDetail(id);
    if (!detail) return context.failed(detail.error());
    return previewAndCarryOut(context, {detail->summary.space, {}, id});
}

}  // namespace

std::vector<Command> reviewCommands() {
    const OptionSpec settled{"--settled", "", "instead: pages where a rule or a person chose; the other text is kept"};
    const OptionSpec dryRun{"--dry-run", "", "only show the plan; writes nothing"};
    return {
        {{"conflicts", "[SPACE] [--settled]", "list the conflicts that wait for review", 0, 1, {settled}, ""},
         &listConflicts},
        {{"conflict show",
          "ID [--blame]",
          "print all texts of a conflict, open or settled",
          1,
          1,
          {{"--blame", "", "instead: who brought what each side has, block by block; of an open one"}},
          ""},
         &showConflict},
        {{"conflict restore", "ID", "put the text back that a rule or a person left out", 1, 1, {dryRun}, ""},
         &restoreSettled},
    };
}

}  // namespace wikivault::ctl
