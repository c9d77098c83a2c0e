#include "app/common/json_output.h"
#include "app/ctl/ctl.h"
#include "app/ctl/report_text.h"
#include "app/ctl/text_table.h"

#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

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
    for (const SettledSummary &page : *settled)
        lines.push_back({page.id, page.rule, page.loser + (page.lostBy.empty() ? "" : ", " + page.lostBy),
                         tableTime(page.at), page.seen ? "seen" : "new", page.path});
    if (!lines.empty()) context.print(textTable({"ID", "RULE", "LEFT OUT", "SETTLED (UTC)", "", "PAGE"}, lines));
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
    for (const ConflictSummary &conflict : *conflicts)
        lines.push_back(
            {conflict.page.str(), std::string(toWord(conflict.kind)), tableTime(conflict.since), conflict.path});
    if (!lines.empty())
        context.print(textTable({"ID", "KIND", "SINCE (UTC)", "PAGE"}, lines) +
                      "\n\"wikivaultctl conflict show ID\" prints the texts, \"wikivaultctl conflict resolve ID --take "
                      "wiki|git|both|base\" settles it.\n");
    return kDone;
}

/// The page id that the command names. NotFound: no uuid.
Result<PageId> namedPage(const Context &context) {
    const std::string &word = context.arguments().positional.front();
    if (const auto id = parseUuid(word)) return PageId(*id);
    return fail(ErrorCode::NotFound, "\"" + word + "\" is no conflict id; \"wikivaultctl conflicts\" lists them.");
}

std::string sideText(const std::string &title, const std::optional<std::string> &text) {
    return "--- " + title + " ---\n" + (text ? *text : "(the page does not exist on this side)\n") +
           (text && !text->empty() && text->back() != '\n' ? "\n" : "");
}

bool isSettledId(const std::string &word) {
    return word.size() == 12 && word.find_first_not_of("0123456789abcdef") == std::string::npos;
}

int showSettled(Context &context) {
    const auto detail = context.desks().review.settledDetail(context.arguments().positional.front());
    if (!detail) return context.failed(detail.error());
    if (context.json()) {
        context.printJson(toJson(*detail));
    } else {
        context.print(detail->summary.path + " (settled by the rule " + detail->summary.rule + " at " +
                      tableTime(detail->summary.at) + " UTC; " + detail->summary.loser + "'s side was left out)\n");
        context.print(sideText("wiki", detail->wiki) + sideText("base", detail->base) + sideText("git", detail->git) +
                      sideText("kept", detail->kept));
    }
    const auto seen = context.desks().review.markSeen(detail->summary.id);
    return seen ? kDone : context.failed(seen.error());
}

int showConflict(Context &context) {
    if (isSettledId(context.arguments().positional.front())) return showSettled(context);
    const auto page = namedPage(context);
    if (!page) return failedToName(context, page.error());
    const auto detail = context.desks().review.conflict(*page);
    if (!detail) return context.failed(detail.error());
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

/// Invalid: neither or both of --take and --file, an unknown side, or a file that cannot be read.
Result<Decision> readDecision(const Context &context, const PageId &page) {
    const Arguments &arguments = context.arguments();
    if (arguments.has("--take") == arguments.has("--file"))
        return fail(ErrorCode::Invalid, "Give either --take wiki|git|both|base or --file F.");
    if (arguments.has("--take")) {
        static const std::map<std::string, Take> sides{
            {"wiki", Take::Wiki}, {"git", Take::Git}, {"both", Take::Both}, {"base", Take::Base}};
        const auto side = sides.find(arguments.option("--take"));
        if (side != sides.end()) return Decision{page, side->second};
        return fail(ErrorCode::Invalid, "--take " + arguments.option("--take") +
                                            ": expected wiki, git, both (wiki's block, then git's) or base.");
    }
    const std::string path = arguments.option("--file");
    std::ifstream file(path == "-" ? "/dev/stdin" : path, std::ios::binary);
    if (!file) return fail(ErrorCode::Invalid, "The file " + path + " cannot be read.");
    std::ostringstream text;
    text << file.rdbuf();
    return Decision{page, text.str()};
}

/// The run as far as it is about one page: others may go on waiting for review.
RunReport ofPage(RunReport report, const PageId &page) {
    std::erase_if(report.conflicts, [&](const ConflictSummary &conflict) { return conflict.page != page; });
    return report;
}

int finishResolve(const Context &context, const PageId &page, const RunReport *report) {
    QJsonObject json{{QStringLiteral("id"), QString::fromStdString(page.str())}, {QStringLiteral("recorded"), true}};
    if (report != nullptr) json.insert(QStringLiteral("run"), toJson(*report));
    if (context.json())
        context.printJson(json);
    else if (report == nullptr)
        context.print("Recorded; the next run of the space carries it out.\n");
    else
        context.print(reportText(*report, "Decision recorded"));
    if (report == nullptr) return kDone;
    const int code = exitCodeOf({ofPage(*report, page)}, true);
    if (const std::string hint = exitHint(code, {*report}); !hint.empty()) std::cerr << hint << "\n";
    return code;
}

/// Somebody moved a side: the record is brought up to date, so that the next look shows what is there now.
int refuseMoved(Context &context, const ConflictDetail &detail, const Error &error) {
    if (!context.arguments().has("--no-run")) {
        RunRequest request;
        request.space = detail.summary.space;
        request.trigger = "conflict";
        request.onlyPage = detail.summary.page;
        const RunReport report = context.desks().spaces.sync(request, {}, context.stop());
        if (!report.ran) std::cerr << reportText(report, "Looking again");
    }
    return context.failed(error, kConflicts);
}

int keepDraft(Context &context, const PageId &page) {
    const auto decision = readDecision(context, page);
    if (!decision) return context.failed(decision.error(), kUsage);
    const auto *text = std::get_if<std::string>(&decision->choice);
    if (text == nullptr) return context.failed("A draft is a text: --draft --file F.", kUsage);
    const auto kept = context.desks().review.saveDraft(page, {text->empty() ? std::nullopt : std::optional(*text), {}});
    if (!kept) return context.failed(kept.error());
    if (context.json())
        context.printJson(QJsonObject{{QStringLiteral("id"), QString::fromStdString(page.str())},
                                      {QStringLiteral("recorded"), false},
                                      {QStringLiteral("draft"), !text->empty()}});
    else
        context.print(text->empty() ? "The draft is forgotten.\n" : "Kept as a draft; nothing is decided.\n");
    return kDone;
}

int restoreSettled(Context &context) {
    const std::string &id = context.arguments().positional.front();
    if (!isSettledId(id))
        return context.failed(
            "\"" + id + "\" is no id of a settled page; \"wikivaultctl conflicts --settled\" lists them.", kUsage);
    const auto detail = context.desks().review.settledDetail(id);
    if (!detail) return context.failed(detail.error());
    const int code = previewAndCarryOut(context, {detail->summary.space, {}, id});
    if (code != kDone || context.arguments().has("--dry-run")) return code;
    const auto seen = context.desks().review.markSeen(id);
    return seen ? kDone : context.failed(seen.error());
}

int resolveConflict(Context &context) {
    const auto page = namedPage(context);
    if (!page) return failedToName(context, page.error());
    if (context.arguments().has("--draft")) return keepDraft(context, *page);
    auto decision = readDecision(context, *page);
    if (!decision) return context.failed(decision.error(), kUsage);
    decision->seen = context.arguments().option("--expect");
    ReviewDesk &review = context.desks().review;
    const auto detail = review.conflict(*page);
    if (!detail) return context.failed(detail.error());
    const auto decided = review.decide(*decision);
    if (!decided && decided.error().code == ErrorCode::Conflict) return refuseMoved(context, *detail, decided.error());
    if (!decided) return failedBy(context, decided.error());
    if (context.arguments().has("--no-run")) return finishResolve(context, *page, nullptr);
    RunRequest request;
    request.space = detail->summary.space;
    request.trigger = "conflict";
    request.onlyPage = *page;
    const RunReport report = context.desks().spaces.sync(request, {}, context.stop());
    return finishResolve(context, *page, &report);
}

}  // namespace

std::vector<Command> reviewCommands() {
    const CommandSpec resolve{"conflict resolve",
                              "ID --take wiki|git|both|base | ID --file F",
                              "record a decision and run one cycle for that page",
                              1,
                              1,
                              {{"--take", "SIDE", "wiki, git, both (wiki's block, then git's) or base"},
                               {"--file", "F", "the text to use, a body or a page file; - is standard input"},
                               {"--expect", "STATE", "only if both sides are as \"conflict show\" said"},
                               {"--draft", "", "with --file: keep the text without deciding; an empty one forgets it"},
                               {"--no-run", "", "only record the decision"}},
                              "The id is the page id, as \"wikivaultctl conflicts\" lists it."};
    const OptionSpec settled{"--settled", "", "instead: pages where a rule or a person chose; the other text is kept"};
    const OptionSpec dryRun{"--dry-run", "", "only show the plan; writes nothing"};
    return {
        {{"conflicts", "[SPACE] [--settled]", "list the conflicts that wait for review", 0, 1, {settled}, ""},
         &listConflicts},
        {{"conflict show", "ID", "print all texts of a conflict, open or settled", 1, 1, {}, ""}, &showConflict},
        {resolve, &resolveConflict},
        {{"conflict restore", "ID", "put the text back that a rule or a person left out", 1, 1, {dryRun}, ""},
         &restoreSettled},
    };
}

}  // namespace wikivault::ctl
