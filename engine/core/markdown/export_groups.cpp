#include "engine/core/markdown/export_groups.h"

#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/json.h"

#include <algorithm>

namespace wikivault::markdown {
namespace {

bool isPlainNode(const Node &node) {
    return node.extra.empty() && node.content.empty();
}

bool isTextNode(const Node &node) {
    return node.type == "text" && isPlainNode(node) && node.attrs.empty();
}

std::string marksKey(const Node &node) {
    std::vector<std::string> keys;
    for (const Mark &mark : node.marks)
        keys.push_back(canonicalMark(mark));
    std::sort(keys.begin(), keys.end());
    std::string key;
    for (const std::string &one : keys)
        key += one;
    return key;
}

bool sameMarks(const Node &a, const Node &b) {
    if (a.marks.empty() || b.marks.empty()) return a.marks.empty() && b.marks.empty();
    return marksKey(a) == marksKey(b);
}

/// Texts always run together; marked atoms join the texts beside them that carry the same marks.
bool joins(const InlineGroup &group, const Node &last, const Node &node) {
    if (group.code && !isTextNode(node)) return false;
    if (isTextNode(node) && isTextNode(last)) return sameMarks(last, node);
    if (node.marks.empty() || !sameMarks(last, node)) return false;
    return !codeMark(node.marks);
}

void addPart(InlineGroup &group, const Node &node) {
    if (!isTextNode(node)) {
        group.parts.push_back({&node, {}});
    } else if (!group.parts.empty() && !group.parts.back().atom) {
        group.parts.back().text += node.text;
    } else {
        group.parts.push_back({nullptr, node.text});
    }
}

InlineGroup startGroup(const Node &node) {
    InlineGroup group;
    // Code has no form around anything but text: the atom carries its marks itself.
    if (!isTextNode(node) && codeMark(node.marks)) return group;
    group.marks = orderedMarks(node.marks);
    group.code = codeMark(node.marks) != nullptr;
    group.bareDelimiters =
        std::any_of(group.marks.begin(), group.marks.end(), [](const Mark *mark) { return isBareDelimiter(*mark); });
    return group;
}

bool isTextGroup(const InlineGroup &group) {
    return group.parts.size() == 1 && !group.parts.front().atom;
}

bool inCodeRun(const InlineGroup &group) {
    return isTextGroup(group) && (group.code || group.bareDelimiters);
}

bool sameOuterMarks(const InlineGroup &a, const InlineGroup &b) {
    return a.marks.size() == b.marks.size() &&
           std::equal(a.marks.begin(), a.marks.end(), b.marks.begin(), [](const Mark *left, const Mark *right) {
               return canonicalMark(*left) == canonicalMark(*right);
           });
}

/// Code beside emphasis: one pair of delimiters around the whole run, or tags node by node.
void planCodeRuns(std::vector<InlineGroup> &groups) {
    for (std::size_t begin = 0; begin < groups.size(); ++begin) {
        std::size_t end = begin;
        bool seeded = false, same = true;
        for (; end < groups.size() && inCodeRun(groups[end]); ++end) {
            seeded = seeded || (groups[end].code && groups[end].bareDelimiters);
            same = same && sameOuterMarks(groups[begin], groups[end]);
        }
        if (end == begin) continue;
        if (seeded && end - begin > 1) {
            for (std::size_t i = begin; i < end; ++i) {
                groups[i].runAsTags = !same;
                groups[i].glueNext = same && i + 1 < end;
            }
        }
        begin = end - 1;
    }
}

void addGroupTraits(InlineGroups &groups, const InlineGroup &group) {
    for (const Mark *mark : group.marks) {
        if (mark->type == "link") groups.traits.links = true;
        if (!isBareDelimiter(*mark)) continue;
        if (mark->type == "strike") groups.traits.tildeMarks = true;
        if (mark->type == "bold" || mark->type == "italic") groups.traits.starMarks = true;
    }
    for (const InlineGroup::Part &part : group.parts) {
        if (!part.atom) continue;
        if (part.atom->type == "mathInline") groups.traits.math = true;
        if (part.atom->type == "footnoteReference") groups.notes = true;
    }
}

/// Whether what a node is besides text holds `c`, which may pair with one in the text.
bool writesBesides(const Node &node, char c) {
    std::string json;
    if (isTextNode(node))
        for (const Mark &mark : node.marks)
            appendJson(json, Value(mark.attrs));
    else
        appendJson(json, node);
    return json.find(c) != std::string::npos;
}

}  // namespace

InlineGroups groupInline(const std::vector<Node> &content) {
    InlineGroups result;
    const Node *last = nullptr;
    std::string allText;  // parts that something stands between are parted
    for (const Node &node : content) {
        if (isTextNode(node) && node.text.empty()) continue;
        if (!last || !joins(result.groups.back(), *last, node)) {
            result.groups.push_back(startGroup(node));
            allText += '\n';
        }
        addPart(result.groups.back(), node);
        if (isTextNode(node)) {
            // A code span's back-ticks count as well: they may pair with one in the text.
            const bool code = result.groups.back().code;
            allText += code ? "\n`" : "";
            allText += node.text;
            allText += code ? "`\n" : "";
        } else {
            allText += '\n';
        }
        last = &node;
    }
    addTraits(result.traits, allText);
    for (const InlineGroup &group : result.groups)
        addGroupTraits(result, group);
    const auto pairs = [&](char c) {
        return allText.find(c) != std::string::npos &&
               std::any_of(content.begin(), content.end(), [&](const Node &node) { return writesBesides(node, c); });
    };
    if (pairs('`')) result.traits.ticks = true;
    if (pairs('$')) result.traits.math = true;
    planCodeRuns(result.groups);
    return result;
}

}  // namespace wikivault::markdown
