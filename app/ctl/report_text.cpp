#include "app/ctl/report_text.h"

#include "app/common/space_state.h"
#include "app/ctl/text_table.h"
#include "engine/core/attachment.h"
#include "engine/core/sentence.h"

#include <algorithm>
#include <cstddef>

namespace wikivault::ctl {

namespace {

std::string skipSentence(SkipReason reason) {
    switch (reason) {
        case SkipReason::None: break;
        case SkipReason::Disabled: return "sync is off; set GIT_SYNC_ENABLED=true";
        case SkipReason::NoServiceUser: return "nobody to act as; set GIT_SYNC_SERVICE_USER_ID to the UUID of a user";
        case SkipReason::SpaceNotEnabled: return "the space is not enabled; see \"wikivaultctl enable\"";
        case SkipReason::Paused:
            return "the space is paused; \"wikivaultctl spaces\" says until when, \"resume\" ends it";
        case SkipReason::InProgress: return "this process runs it already";
        case SkipReason::LockHeld: return "somebody else runs it; see \"wikivaultctl locks\"";
    }
    return {};
}

std::string pushLine(const PushCounts &push) {
    const std::string tail = push.mode == PushMode::Held     ? " (planned and held: no writer)"
                             : push.mode == PushMode::DryRun ? " (planned only)"
                                                             : "";
    return "  git to wiki  " + std::to_string(push.created) + " created, " + std::to_string(push.updated) +
           " updated, " + std::to_string(push.moved) + " moved, " + std::to_string(push.renamed) + " renamed, " +
           std::to_string(push.deleted) + " deleted" + tail + "\n";
}

std::string pullLine(const PullCounts &pull) {
    return "  wiki to git  " + std::to_string(pull.written) + " written, " + std::to_string(pull.moved) + " moved, " +
           std::to_string(pull.deleted) + " deleted\n";
}

/// "" where none was carried and none is left.
std::string attachmentLine(const RunReport &report) {
    const auto carried = [&](Direction direction) {
        return std::count_if(report.items.begin(), report.items.end(), [direction](const Item &item) {
            return item.outcome == Outcome::Done && item.direction == direction && attachmentPlaceOf(item.path);
        });
    };
    const auto down = carried(Direction::WikiToGit), up = carried(Direction::GitToWiki);
    if (down + up + report.attachmentsLeft == 0) return {};
    return "  attachments  " + std::to_string(down) + " from the wiki, " + std::to_string(up) + " to it, " +
           std::to_string(report.attachmentsLeft) + " left\n";
}

/// What went over the wire; what did not stands in the table.
std::string remoteLines(const RunReport &report) {
    std::string text;
    for (const Item &item : report.items)
        if (item.outcome == Outcome::Done && (item.action == Action::Fetch || item.action == Action::Push))
            text += "  remote       " + item.detail + "\n";
    return text;
}

/// What is not synced is named, and nothing that was to be done.
bool didNothing(const RunReport &report) {
    PushCounts none;
    none.mode = report.push.mode;
    const auto isNotSynced = [](const Item &item) { return item.reason == Reason::NotSynced; };
    return report.pull == PullCounts{} && report.push == none && report.conflicts.empty() && report.error.empty() &&
           !report.cancelled && report.attachmentsLeft == 0 &&
           std::all_of(report.items.begin(), report.items.end(), isNotSynced);
}

std::string indented(const std::string &text) {
    std::string result;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = text.find('\n', start);
        result += "  " + text.substr(start, end - start) + "\n";
        start = end == std::string::npos ? text.size() : end + 1;
    }
    return result;
}

}  // namespace

std::string tableTime(TimePoint time) {
    const std::string iso = toIso8601(time);
    return iso.substr(0, 10) + " " + iso.substr(11, 8);
}

std::string itemTable(const std::vector<Item> &items, ItemsOf source) {
    std::vector<std::vector<std::string>> rows;
    for (const Item &item : items) {
        const bool isDone = item.outcome == Outcome::Done;
        if (isDone && source == ItemsOf::RunProblems) continue;
        const std::string moved = item.fromPath.empty() ? "" : item.fromPath + " -> ";
        const std::string reason(toWord(item.reason));
        const std::string gap = !reason.empty() && !item.detail.empty() ? ": " : "";
        const bool isPlanned = isDone && source == ItemsOf::Plan;
        rows.push_back({std::string(toWord(item.direction)), std::string(toWord(item.action)),
                        isPlanned ? "planned" : std::string(toWord(item.outcome)), moved + item.path,
                        reason + gap + item.detail});
    }
    if (rows.empty()) return {};
    return textTable({"DIRECTION", "ACTION", "OUTCOME", "PAGE", "WHY"}, rows);
}

std::string reportText(const RunReport &report, const std::string &name) {
    if (report.skipped != SkipReason::None) return name + ": skipped, " + skipSentence(report.skipped) + ".\n";
    const std::string run = report.run.isEmpty() ? "" : " (run " + report.run.str() + ")";
    if (report.cancelled && !report.ran)
        return name + ": stopped on request" + run + "; what was done stays, and the next run goes on.\n";
    if (!report.ran) return name + ": failed" + run + ". " + asSentence(report.error) + "\n";
    const std::string problems = indented(itemTable(report.items, ItemsOf::RunProblems));
    if (didNothing(report)) return name + ": nothing to do" + run + "\n" + problems;
    const bool isWell = exitCodeOf({report}, true) == 0;
    std::string text = name + ": " +
                       (report.cancelled ? "stopped"
                        : isWell         ? "done"
                                         : "done with problems") +
                       run + "\n";
    text += pullLine(report.pull) + pushLine(report.push) + attachmentLine(report) + remoteLines(report);
    text += problems;
    if (!report.error.empty()) text += "  " + asSentence(report.error) + "\n";
    for (const ConflictSummary &conflict : report.conflicts)
        text += "  conflict     " + conflict.path + " (" + std::string(toWord(conflict.kind)) + ", " +
                conflict.page.str() + ")\n";
    return text;
}

std::string exitHint(int code, const std::vector<RunReport> &reports) {
    // What a gate stopped never began: the journal has nothing to tell of it.
    const auto isInJournal = [](const RunReport &report) { return !report.run.isEmpty(); };
    const auto begun = std::find_if(reports.begin(), reports.end(), isInJournal);
    switch (code) {
        case 1:
            if (begun == reports.end()) return {};
            return "Done with problems; \"wikivaultctl run show " + (reports.size() == 1 ? begun->run.str() : "RUN") +
                   "\" tells more.";
        case 2:
            if (std::all_of(reports.begin(), reports.end(), [](const RunReport &report) { return report.cancelled; }))
                return {};
            return "Failed; \"wikivaultctl doctor\" looks at connections, rights and disk.";
        case 3: return "A lock is held; \"wikivaultctl locks\" names the holder.";
        case 4: return "Conflicts wait for review; see \"wikivaultctl conflicts\".";
        case 5:
            return "A guard held a large change back; \"wikivaultctl plan SPACE --output FILE\" lists it. "
                   "\"wikivaultctl apply FILE --restore-files\" keeps the wiki's pages and restores the files, "
                   "--restore-pages keeps the files and restores the pages, --approve-guard carries it out.";
        case 6: return "A part of the plan was stale and held back; make a new one with \"wikivaultctl plan\".";
        default: return {};
    }
}

}  // namespace wikivault::ctl
