#include "app/common/attachment_state.h"
#include "app/common/json_output.h"
#include "app/ctl/ctl.h"
#include "app/ctl/report_text.h"
#include "app/ctl/text_table.h"
#include "engine/core/sentence.h"

namespace wikivault::ctl {

namespace {

QJsonObject attachmentsJson(const Space &space, const std::optional<AttachmentOverview> &known) {
    const AttachmentOverview overview = known.value_or(AttachmentOverview());
    QJsonArray problems;
    for (const AttachmentProblem &problem : overview.problems)
        problems.append(QJsonObject{{QStringLiteral("attachment"), jsonText(problem.name)},
                                    {QStringLiteral("page"), jsonText(problem.pagePath)},
                                    {QStringLiteral("why"), jsonText(problem.why)}});
    return {{QStringLiteral("spaceId"), jsonText(space.id.str())},
            {QStringLiteral("slug"), jsonText(space.slug)},
            {QStringLiteral("on"), known.has_value()},
            {QStringLiteral("way"), jsonText(overview.way)},
            {QStringLiteral("setting"), jsonText(overview.setting)},
            {QStringLiteral("carried"), overview.carried},
            {QStringLiteral("left"), overview.left},
            {QStringLiteral("problems"), problems}};
}

std::vector<std::string> attachmentCells(const Space &space, const std::optional<AttachmentOverview> &known) {
    if (!known) return {space.slug, "off", "-", "-", "-", "-"};
    return {space.slug,
            known->setting.empty() ? "on" : "settings",
            std::to_string(known->carried),
            std::to_string(known->left),
            std::to_string(known->problems.size()),
            known->way.empty() ? "-" : known->way};
}

std::string problemLines(const Space &space, const AttachmentOverview &overview) {
    std::string lines;
    if (!overview.setting.empty()) lines += space.slug + ": " + asSentence(overview.setting) + "\n";
    for (const AttachmentProblem &problem : overview.problems)
        lines += space.slug + ": " + problem.name +
                 (problem.pagePath.empty() ? std::string() : " (" + problem.pagePath + ")") + ": " +
                 asSentence(problem.why) + "\n";
    return lines;
}

int showAttachments(Context &context) {
    const auto &names = context.arguments().positional;
    const auto spaces = names.empty() ? allSpaces(context) : namedSpaces(context, names);
    if (!spaces) return failedToName(context, spaces.error());
    QJsonArray list;
    std::vector<std::vector<std::string>> table;
    std::string problems;
    for (const Space &space : *spaces) {
        const auto known = attachmentsOf(context.composition().ports(), space);
        list.append(attachmentsJson(space, known));
        table.push_back(attachmentCells(space, known));
        if (known) problems += problemLines(space, *known);
    }
    if (context.json())
        context.printJson(list);
    else
        context.print(textTable({"SPACE", "STATE", "CARRIED", "LEFT", "PROBLEMS", "THROUGH"}, table) + problems);
    return problems.empty() ? kDone : kProblems;
}

/// Run after run, each of which looks at the pages first, until nothing is left.
int carryAttachments(Context &context) {
    const auto named = namedSpaces(context, context.arguments().positional);
    if (!named) return failedToName(context, named.error());
    const Space &space = named->front();
    const auto opened = context.composition().ports().openAttachments(space, context.stop());
    if (!opened) return context.failed(opened.error(), kUsage);
    if (!opened->store)
        return context.failed(
            "Attachments of " + space.slug + " are not carried; set WIKIVAULT_ATTACHMENTS." + space.slug + " to on.",
            kUsage);
    RunRequest request;
    request.space = space.id;
    request.reason = context.arguments().option("--reason");
    RunReport report = context.desks().spaces.sync(request, {}, context.stop());
    for (int left = report.attachmentsLeft; left > 0 && report.ran;) {
        if (!context.json()) context.print(reportText(report, space.slug));
        report = context.desks().spaces.sync(request, {}, context.stop());
        if (report.attachmentsLeft >= left) break;
        left = report.attachmentsLeft;
    }
    if (context.json())
        context.printJson(toJson(report));
    else
        context.print(reportText(report, space.slug));
    const int code = exitCodeOf({report}, true);
    return code == kDone && report.attachmentsLeft > 0 ? int(kProblems) : code;
}

}  // namespace

std::vector<Command> attachmentCommands() {
    return {
        {{"attachments show", "[SPACE]", "what is carried, left and missing", 0, 1, {}, "Asks the wiki for no file."},
         &showAttachments},
        {{"attachments carry",
          "SPACE",
          "carry the files that pages show, to the last",
          1,
          1,
          {{"--reason", "TEXT", "why; stands in the run journal"}},
          "Every ordinary run carries them as well, for 20 seconds each; pages come first."},
         &carryAttachments}};
}

}  // namespace wikivault::ctl
