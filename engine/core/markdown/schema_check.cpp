#include "engine/core/markdown/schema.h"

#include <algorithm>

namespace wikivault::markdown {
namespace {

bool hasRequired(const Members &attrs, const std::vector<AttrRule> &rules) {
    return std::all_of(rules.begin(), rules.end(),
                       [&](const AttrRule &rule) { return !rule.fallback.empty() || find(attrs, rule.name); });
}

bool hasMarks(const Node &node, const SchemaRules &rules) {
    for (auto mark = node.marks.begin(); mark != node.marks.end(); ++mark) {
        const MarkRule *rule = rules.mark(mark->type);
        if (!rule && isKnownMark(mark->type)) return false;
        if (!rule) continue;
        if (rule->alone && node.marks.size() > 1) return false;
        const bool twice =
            std::any_of(node.marks.begin(), mark, [&](const Mark &other) { return other.type == mark->type; });
        if (twice || !hasRequired(mark->attrs, rule->attrs)) return false;
    }
    return true;
}

/// The children follow the content expression. No expression of the schemas needs a look ahead.
bool hasContent(const Node &node, const NodeRule &rule, const SchemaRules &rules) {
    std::size_t at = 0;
    const auto fits = [&](const ContentStep &step) {
        if (at == node.content.size()) return false;
        const std::string &type = node.content[at].type;
        return rules.matches(step, type) || !isKnownNode(type);
    };
    for (const ContentStep &step : rule.steps) {
        if (!step.optional && !fits(step)) return false;
        if (fits(step)) ++at;
        while (step.repeated && fits(step))
            ++at;
    }
    return at == node.content.size();
}

bool isValidNode(const Node &node, const Node &parent, const SchemaRules &rules) {
    const NodeRule *rule = rules.node(node.type);
    if (!rule) return !isKnownNode(node.type);
    const NodeRule *outer = rules.node(parent.type);
    const bool markable = rule->isInline() && (!outer || outer->marks);
    if (node.type == "text" && node.text.empty()) return false;
    return node.extra.empty() && (node.marks.empty() || markable) && hasMarks(node, rules) &&
           hasRequired(node.attrs, rule->attrs) && !foreignAttr(node, rules) && hasContent(node, *rule, rules);
}

}  // namespace

const std::string *foreignAttr(const Node &node, const SchemaRules &rules) {
    const auto has = [](const NodeRule *rule, std::string_view name) {
        return rule && std::any_of(rule->attrs.begin(), rule->attrs.end(),
                                   [&](const AttrRule &attr) { return attr.name == name; });
    };
    const NodeRule *own = rules.node(node.type);
    for (const auto &[name, value] : node.attrs) {
        if (has(own, name)) continue;
        for (const WikiSchema schema : {WikiSchema::Docmost, WikiSchema::Gitmost})
            if (has(schemaRules(schema).node(node.type), name)) return &name;
    }
    return nullptr;
}

bool isValid(const Node &doc, WikiSchema schema) {
    const SchemaRules &rules = schemaRules(schema);
    if (doc.type != "doc" || !isValidNode(doc, doc, rules)) return false;
    std::vector<const Node *> open{&doc};
    while (!open.empty()) {
        const Node &parent = *open.back();
        open.pop_back();
        if (!isKnownNode(parent.type)) continue;
        for (const Node &child : parent.content) {
            if (!isValidNode(child, parent, rules)) return false;
            open.push_back(&child);
        }
    }
    return true;
}

}  // namespace wikivault::markdown
