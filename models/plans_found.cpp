#include "models/plans_found.h"

#include "engine/core/merge/diff3.h"
#include "models/side_by_side.h"

namespace wikivault {

namespace {

/// The lines without what Markdown may write in several ways: blank lines, blanks at an end, the mark of a list.
std::vector<std::string> plainLines(const std::string &text) {
    std::vector<std::string> plain;
    for (const std::string_view line : linesOf(text)) {
        const std::size_t end = line.find_last_not_of(" \t\r\n");
        if (end == std::string_view::npos) continue;
        std::string &kept = plain.emplace_back(line.substr(0, end + 1));
        const std::size_t first = kept.find_first_not_of(' ');
        if ((kept[first] == '*' || kept[first] == '+') && kept[first + 1] == ' ') kept[first] = '-';
    }
    return plain;
}

LineChange changeOf(const std::string &before, const std::string &after) {
    LineChange change;
    for (const merge::Hunk &hunk : merge::differences(linesOf(before), linesOf(after))) {
        change.removed += int(hunk.left.size());
        change.added += int(hunk.right.size());
    }
    change.isFormatOnly = plainLines(before) == plainLines(after);
    return change;
}

}  // namespace

PlanLines linesChanged(const Plan &plan) {
    PlanLines lines;
    for (const Item &item : plan.items) {
        if (!item.before || !item.after || *item.before == *item.after) continue;
        const auto before = plan.texts.find(*item.before), after = plan.texts.find(*item.after);
        if (before == plan.texts.end() || after == plan.texts.end()) continue;
        lines.try_emplace({*item.before, *item.after}, changeOf(before->second, after->second));
    }
    return lines;
}

}  // namespace wikivault
