#include "app/ctl/plan_text.h"

#include "app/common/json_output.h"
#include "app/common/space_state.h"
#include "app/ctl/line_diff.h"
#include "app/ctl/report_text.h"

#include <QJsonArray>

#include <set>

namespace wikivault::ctl {

namespace {

std::string proofText(const PlanProof &proof) {
    std::string text = "Nothing was written: " + counted(static_cast<std::int64_t>(proof.refsAfter.size()), "ref") +
                       ", " + counted(proof.filesAfter, "file") + " and the wiki's rows (" +
                       (proof.rowsAfter.empty() ? "none" : proof.rowsAfter) + ") are as before.\n";
    if (proof.moved.empty()) return text;
    text = "While this was looked at, somebody else moved:\n";
    for (const std::string &sentence : proof.moved)
        text += "  " + sentence + "\n";
    return text;
}

/// A run carries them; carrying out the plan does not.
std::string attachmentsText(const std::vector<Item> &attachments) {
    if (attachments.empty()) return {};
    const AttachmentCounts counts = attachmentCounts(attachments);
    return "Attachments: the next run would download " + std::to_string(counts.downloads) + ", upload " +
           std::to_string(counts.uploads) + " and leave " + std::to_string(counts.left) + ".\n" +
           itemTable(attachments, ItemsOf::Plan);
}

/// "" for a side that does not exist or was not read.
std::string_view textOf(const Plan &plan, const std::optional<BlobId> &blob) {
    const auto found = blob ? plan.texts.find(*blob) : plan.texts.end();
    return found == plan.texts.end() ? std::string_view() : found->second;
}

/// One that changes on both sides counts once.
std::int64_t pagesOf(const Plan &plan) {
    std::set<std::string> pages;
    for (const Item &item : plan.items)
        pages.insert(item.page ? item.page->str() : item.path);
    return std::ssize(pages);
}

}  // namespace

std::string planText(const Plan &plan, const std::string &slug) {
    std::string text = slug + ": " + counted(plan.pagesExamined, "page") + " and " +
                       counted(plan.filesExamined, "file") + " examined, " +
                       (plan.undoOf ? counted(pagesOf(plan), "page") + " to put back"
                                    : counted(static_cast<std::int64_t>(plan.items.size()), "item")) +
                       "\n";
    if (plan.undoOf) text += "This takes run " + plan.undoOf->str() + " back.\n";
    text += plan.items.empty() ? "Nothing to do.\n" : itemTable(plan.items, ItemsOf::Plan);
    text += attachmentsText(plan.attachments);
    if (!plan.conflicts.empty())
        text += counted(static_cast<std::int64_t>(plan.conflicts.size()), "conflict") +
                " to review; see \"wikivaultctl conflicts " + slug + "\".\n";
    text += "Plan " + plan.planId + ", made at " + tableTime(plan.madeAt) + " UTC.\n";
    return text + (plan.proof ? proofText(*plan.proof) : std::string());
}

std::string planLines(const Plan &plan) {
    std::string text;
    for (const Item &item : plan.items) {
        const std::string lines = lineDiff(textOf(plan, item.before), textOf(plan, item.after));
        if (lines.empty()) continue;
        const bool toWiki = item.direction == Direction::GitToWiki;
        const std::string &from = item.fromPath.empty() ? item.path : item.fromPath;
        text += "\n" + std::string(toWord(item.direction)) + ", " + std::string(toWord(item.action)) +
                (item.outcome == Outcome::Done ? "" : ", " + std::string(toWord(item.outcome))) + "\n--- " +
                (item.before ? (toWiki ? "in the wiki: " : "in git: ") + from : std::string("nothing yet")) + "\n+++ " +
                (item.after ? item.path : std::string("removed")) + "\n" + lines;
    }
    return text.empty() ? "No text would change.\n" : text;
}

std::string remoteSentence(const RemoteRow &remote) {
    if (remote.url.empty()) return {};
    const auto at = [](const std::optional<TimePoint> &time) { return time ? tableTime(*time) + " UTC" : "never"; };
    const RemoteStatus &status = remote.status;
    return "The git remote was not asked; " +
           (status.tip.empty()
                ? "it has not been seen yet"
                : "when it was seen last, its branch " + remote.branch + " stood at " + status.tip.substr(0, 12)) +
           " (last fetch " + at(status.lastFetch) + ", last push " + at(status.lastPush) +
           "). A run takes in what came since; \"wikivaultctl remote test " + remote.slug + "\" asks now.\n";
}

QJsonObject withTexts(QJsonObject json, const Plan &plan) {
    QJsonArray items = json.value(QLatin1String("items")).toArray();
    for (qsizetype i = 0; i < items.size() && i < std::ssize(plan.items); ++i) {
        const Item &item = plan.items[static_cast<std::size_t>(i)];
        QJsonObject one = items[i].toObject();
        one.insert(QStringLiteral("textBefore"), jsonText(textOf(plan, item.before)));
        one.insert(QStringLiteral("textAfter"), jsonText(textOf(plan, item.after)));
        items[i] = one;
    }
    json.insert(QLatin1String("items"), items);
    return json;
}

}  // namespace wikivault::ctl
