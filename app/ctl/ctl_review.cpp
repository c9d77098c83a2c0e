#include "app/ctl/ctl.h"
#include "app/ctl/json_output.h"
#include "app/ctl/report_text.h"
#include "app/ctl/text_table.h"

#include <fstream>
#include <iostream>
#include <iterator>
#include <map>

namespace wikivault::ctl {

namespace {

int listConflicts(Context &context) {
    std::optional<SpaceId> only;
    if (!context.arguments().positional.empty()) {
        const auto spaces = namedSpaces(context, context.arguments().positional);
        if (!spaces) return failedToName(context, spaces.error());
        only = spaces->front().id;
    }
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

int showConflict(Context &context) {
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
    if (detail->draft) context.print(sideText("decided, waits for the next run", detail->draft));
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
    return Decision{page, std::string(std::istreambuf_iterator<char>(file), {})};
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
    const int code = report == nullptr ? kDone : exitCodeOf({*report}, true);
    if (const std::string hint = exitHint(code); !hint.empty()) std::cerr << hint << "\n";
    return code;
}

int resolveConflict(Context &context) {
    const auto page = namedPage(context);
    if (!page) return failedToName(context, page.error());
    const auto decision = readDecision(context, *page);
    if (!decision) return context.failed(decision.error(), kUsage);
    ReviewDesk &review = context.desks().review;
    const auto detail = review.conflict(*page);
    if (!detail) return context.failed(detail.error());
    if (const auto decided = review.decide(*decision); !decided)
        return context.failed(decided.error(), decided.error().code == ErrorCode::Invalid ? kUsage : kFailed);
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
                               {"--no-run", "", "only record the decision"}},
                              "The id is the page id, as \"wikivaultctl conflicts\" lists it."};
    return {
        {{"conflicts", "[SPACE]", "list the conflicts that wait for review", 0, 1, {}, ""}, &listConflicts},
        {{"conflict show", "ID", "print all texts of a conflict", 1, 1, {}, ""}, &showConflict},
        {resolve, &resolveConflict},
    };
}

}  // namespace wikivault::ctl
