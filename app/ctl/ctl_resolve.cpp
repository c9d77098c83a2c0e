#include "app/common/json_output.h"
#include "app/ctl/ctl.h"
#include "app/ctl/report_text.h"

#include <QJsonArray>

#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

/// Deciding conflicts, one or several alike.
namespace wikivault::ctl {

Result<PageId> namedConflict(const std::string &word) {
    if (const auto id = parseUuid(word)) return PageId(*id);
    return fail(ErrorCode::NotFound, "\"" + word + "\" is no conflict id; \"wikivaultctl conflicts\" lists them.");
}

namespace {

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

RunReport runForPage(Context &context, const ConflictSummary &conflict) {
    RunRequest request;
    request.space = conflict.space;
    request.trigger = "conflict";
    request.onlyPage = conflict.page;
    return context.desks().spaces.sync(request, {}, context.stop());
}

/// Somebody moved a side: the record is brought up to date, so that the next look shows what is there now.
int refuseMoved(Context &context, const ConflictDetail &detail, const Error &error) {
    if (!context.arguments().has("--no-run")) {
        const RunReport report = runForPage(context, detail.summary);
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

/// Decides each of them, whatever becomes of the others.
int decideSeveral(Context &context, const std::vector<std::pair<Decision, ConflictSummary>> &all) {
    QJsonArray lines;
    std::vector<RunReport> reports;
    int refused = kDone;
    for (const auto &[decision, conflict] : all) {
        const Result<> decided = context.desks().review.decide(decision);
        QJsonObject line{{QStringLiteral("id"), QString::fromStdString(conflict.page.str())},
                         {QStringLiteral("recorded"), decided.has_value()}};
        if (!decided) {
            refused = decided.error().code == ErrorCode::Conflict || refused == kConflicts ? kConflicts : kProblems;
            line.insert(QStringLiteral("error"), QString::fromStdString(decided.error().detail));
            std::cerr << conflict.path << ": " << decided.error().detail << "\n";
        } else if (!context.arguments().has("--no-run")) {
            const RunReport report = runForPage(context, conflict);
            line.insert(QStringLiteral("run"), toJson(report));
            reports.push_back(ofPage(report, conflict.page));
            if (!context.json()) context.print(reportText(report, conflict.path));
        } else if (!context.json()) {
            context.print(conflict.path + ": recorded; the next run of the space carries it out.\n");
        }
        lines.append(line);
    }
    if (context.json()) context.printJson(lines);
    const int ran = exitCodeOf(reports, true);
    return ran != kDone ? ran : refused;
}

/// One side of several conflicts; the spaces' runs carry them out. Nothing is decided unless all of them can be named.
int resolveSeveral(Context &context) {
    const std::vector<std::string> &names = context.arguments().positional;
    if (!context.arguments().has("--take") || context.arguments().has("--expect"))
        return context.failed("Several conflicts are decided with --take wiki|git|both|base alone.", kUsage);
    std::vector<std::pair<Decision, ConflictSummary>> all;
    for (const std::string &name : names) {
        const auto page = namedConflict(name);
        if (!page) return failedToName(context, page.error());
        const auto decision = readDecision(context, *page);
        if (!decision) return context.failed(decision.error(), kUsage);
        const auto detail = context.desks().review.conflict(decision->page);
        if (!detail) return context.failed(detail.error());
        all.emplace_back(*decision, detail->summary);
    }
    return decideSeveral(context, all);
}

int resolveConflict(Context &context) {
    if (context.arguments().positional.size() > 1) return resolveSeveral(context);
    const auto page = namedConflict(context.arguments().positional.front());
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
    const RunReport report = runForPage(context, detail->summary);
    return finishResolve(context, *page, &report);
}

}  // namespace

std::vector<Command> resolveCommands() {
    const CommandSpec resolve{
        "conflict resolve",
        "ID... --take wiki|git|both|base | ID --file F",
        "record a decision and run one cycle for that page",
        1,
        1000,
        {{"--take", "SIDE", "wiki, git, both (wiki's block, then git's) or base"},
         {"--file", "F", "the text to use, a body or a page file; - is standard input"},
         {"--expect", "STATE", "only if both sides are as \"conflict show\" said"},
         {"--draft", "", "with --file: keep the text without deciding; an empty one forgets it"},
         {"--no-run", "", "only record the decision"}},
        "The id is the page id, as \"wikivaultctl conflicts\" lists it. Several may be decided alike with --take."};
    return {{resolve, &resolveConflict}};
}

}  // namespace wikivault::ctl
