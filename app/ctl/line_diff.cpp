#include "app/ctl/line_diff.h"

#include "engine/core/merge/diff3.h"

#include <algorithm>
#include <vector>

namespace wikivault::ctl {

namespace {

constexpr std::size_t kAround = 3;

std::vector<std::string_view> splitLines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

std::string rangeText(const merge::Range &range) {
    const std::size_t first = range.empty() ? range.begin : range.begin + 1;
    return std::to_string(first) + (range.size() == 1 ? "" : "," + std::to_string(range.size()));
}

struct TwoTexts {
    std::vector<std::string_view> before, after;
};

/// `group`: hunks whose surroundings touch.
std::string groupText(const TwoTexts &texts, const std::vector<merge::Hunk> &group) {
    const merge::Hunk &first = group.front(), &last = group.back();
    const std::size_t lead = std::min(kAround, first.left.begin);
    const std::size_t tail = std::min(kAround, texts.before.size() - last.left.end);
    const merge::Range left{first.left.begin - lead, last.left.end + tail};
    const merge::Range right{first.right.begin - lead, last.right.end + tail};
    std::string text = "@@ -" + rangeText(left) + " +" + rangeText(right) + " @@\n";
    const auto add = [&text](char sign, std::string_view line) { (text += sign).append(line) += '\n'; };
    std::size_t at = left.begin;
    for (const merge::Hunk &hunk : group) {
        for (; at < hunk.left.begin; ++at)
            add(' ', texts.before[at]);
        for (; at < hunk.left.end; ++at)
            add('-', texts.before[at]);
        for (std::size_t line = hunk.right.begin; line < hunk.right.end; ++line)
            add('+', texts.after[line]);
    }
    for (; at < left.end; ++at)
        add(' ', texts.before[at]);
    return text;
}

}  // namespace

std::string lineDiff(std::string_view before, std::string_view after) {
    const TwoTexts texts{splitLines(before), splitLines(after)};
    std::string text;
    std::vector<merge::Hunk> group;
    for (const merge::Hunk &hunk : merge::differences(texts.before, texts.after)) {
        if (!group.empty() && hunk.left.begin > group.back().left.end + 2 * kAround) {
            text += groupText(texts, group);
            group.clear();
        }
        group.push_back(hunk);
    }
    return group.empty() ? text : text + groupText(texts, group);
}

}  // namespace wikivault::ctl
