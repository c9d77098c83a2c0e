#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/import_nodes.h"
#include "engine/core/markdown/render_inline.h"
#include "engine/core/markdown/schema.h"
#include "engine/core/markdown/schema_notes.h"

#include <algorithm>

namespace wikivault::markdown {
namespace {

/// Deeper nodes are left as they are: only a wiki itself makes such documents.
constexpr int kDeepestFit = 1500;

/// Brings nodes, their marks and their content into the form of one schema.
class SchemaFitter {
public:
    SchemaFitter(const SchemaRules &rules, std::vector<std::string> &losses) : m_rules(rules), m_losses(losses) {}

    void fit(Node &node) {
        const NodeRule *rule = m_rules.node(node.type);
        if (!rule || m_depth >= kDeepestFit) return;
        ++m_depth;
        attrs(node, *rule);
        const bool inlines = std::any_of(rule->steps.begin(), rule->steps.end(),
                                         [&](const ContentStep &step) { return m_rules.matches(step, "text"); });
        if (inlines)
            inlineContent(node, *rule);
        else
            blockContent(node, *rule);
        --m_depth;
    }

private:
    void lose(std::string sentence) {
        if (std::find(m_losses.begin(), m_losses.end(), sentence) == m_losses.end())
            m_losses.push_back(std::move(sentence));
    }

    void attrs(Node &node, const NodeRule &rule) {
        std::erase_if(node.attrs, [&](const auto &attr) { return isOfTheFile(node.type, attr.first); });
        while (const std::string *name = foreignAttr(node, m_rules)) {
            const std::string gone = *name;
            if (const Value *value = find(node.attrs, gone); !saysNothing(node.type, gone, *value))
                lose("the wiki's " + node.type + " has no " + gone);
            std::erase_if(node.attrs, [&](const auto &attr) { return attr.first == gone; });
        }
        for (const AttrRule &attr : rule.attrs)
            if (attr.fallback.empty() && !find(node.attrs, attr.name))
                node.attrs.emplace_back(std::string(attr.name), nullptr);
    }

    void marks(Node &node, bool allowed) {
        std::vector<Mark> kept;
        for (Mark &mark : node.marks) {
            const bool known = m_rules.mark(mark.type) || !isKnownMark(mark.type);
            const bool again = m_rules.mark(mark.type) && std::any_of(kept.begin(), kept.end(), [&](const Mark &other) {
                                   return other.type == mark.type;
                               });
            if (allowed && known && !again)
                kept.push_back(std::move(mark));
            else
                lose(again ? "text has two marks of the kind " + mark.type + "; one stays"
                           : "the wiki has no mark " + mark.type + " here");
        }
        node.marks = std::move(kept);
        const auto has = [&](std::string_view type) {
            return std::any_of(node.marks.begin(), node.marks.end(),
                               [&](const Mark &mark) { return mark.type == type; });
        };
        if (!has("code") || node.marks.size() == 1) return;
        const bool link = has("link");
        lose(link ? "the wiki has no links in code; the link stays"
                  : "the wiki has no other marks on code; the code stays");
        std::erase_if(node.marks,
                      [&](const Mark &mark) { return m_rules.mark(mark.type) && (mark.type == "code") == link; });
    }

    void inlineContent(Node &node, const NodeRule &rule) {
        std::vector<Node> kept;
        for (Node &child : node.content) {
            const bool known = m_rules.node(child.type) || !isKnownNode(child.type);
            const bool fits = known && (!m_rules.node(child.type) || m_rules.matches(rule.steps.front(), child.type));
            if (!fits) child = textOf(std::move(child));
            if (child.type == "text" && child.text.empty()) continue;
            marks(child, rule.marks);
            fit(child);
            kept.push_back(std::move(child));
        }
        node.content = std::move(kept);
    }

    /// What a node says, for a place where it cannot stand itself.
    Node textOf(Node node) {
        lose("there is no place for " + node.type + " here; its text stays");
        std::string text = plainText(node);
        Node shown = makeText(text.empty() ? renderedName(node) : std::move(text));
        for (const std::string_view name : {"src", "url"})
            if (const auto target = stringAttr(node.attrs, name); !target.empty())
                shown.marks.push_back({"link", {{"href", std::string(target)}}});
        if (m_rules.node("text") && !node.marks.empty()) shown.marks = std::move(node.marks);
        return shown;
    }

    bool fitsSomewhere(const Node &child, const NodeRule &rule) const {
        if (!isKnownNode(child.type)) return true;
        return std::any_of(rule.steps.begin(), rule.steps.end(),
                           [&](const ContentStep &step) { return m_rules.matches(step, child.type); });
    }

    /// The container that children of `rule` have to be wrapped in, or null: `listItem` in lists, `tableRow` in tables.
    const NodeRule *wrapper(const NodeRule &rule) const {
        const ContentStep &last = rule.steps.back();
        if (last.choices.front() == "tableCell") return m_rules.node("tableCell");
        return rule.steps.size() <= 2 && last.choices.size() == 1 ? m_rules.node(last.choices.front()) : nullptr;
    }

    void place(std::vector<Node> &out, Node child, const NodeRule &rule) {
        if (fitsSomewhere(child, rule)) {
            out.push_back(std::move(child));
            return;
        }
        if (const NodeRule *around = wrapper(rule); around && !around->isInline()) {
            if (out.empty() || out.back().type != around->name || !m_wrapping)
                out.push_back(makeNode(std::string(around->name)));
            m_wrapping = true;
            out.back().content.push_back(std::move(child));
            return;
        }
        const NodeRule *own = m_rules.node(child.type);
        if (own && !own->isInline() && !child.content.empty()) {
            lose("there is no place for " + child.type + " here; its content stays");
            if (own->steps.size() == 1 && m_rules.matches(own->steps.front(), "text")) {
                out.push_back(makeNode("paragraph", {}, std::move(child.content)));
                return;
            }
            for (Node &inner : child.content)
                place(out, std::move(inner), rule);
            return;
        }
        const bool inlineNode = child.type == "text" || (own && own->isInline());
        if (!inlineNode) child = textOf(std::move(child));
        if (inlineNode && !out.empty() && out.back().type == "paragraph" && m_joining)
            out.back().content.push_back(std::move(child));
        else
            out.push_back(makeNode("paragraph", {}, {std::move(child)}));
        m_joining = inlineNode;
    }

    void blockContent(Node &node, const NodeRule &rule) {
        std::vector<Node> given = std::move(node.content), placed;
        node.content.clear();
        if (rule.steps.empty()) {
            if (!given.empty()) lose("the wiki's " + node.type + " holds nothing");
            return;
        }
        m_wrapping = m_joining = false;
        for (Node &child : given)
            place(placed, std::move(child), rule);
        arrange(node, rule, std::move(placed));
        for (Node &child : node.content) {
            marks(child, false);
            fit(child);
        }
    }

    /// Puts the children in the order of the steps; what is missing is made, what is left over goes where it fits.
    void arrange(Node &node, const NodeRule &rule, std::vector<Node> placed) {
        for (std::size_t i = 0; i < rule.steps.size(); ++i) {
            const ContentStep &step = rule.steps[i];
            const bool last = i + 1 == rule.steps.size();
            std::size_t taken = 0;
            std::vector<Node> left;
            for (Node &child : placed) {
                const bool fits = m_rules.matches(step, child.type) || (step.repeated && !m_rules.node(child.type));
                const bool head = rule.steps.size() > 1 && !last && !step.repeated && !left.empty();
                const bool takes =
                    fits && (taken == 0 || step.repeated) && !(head && step.choices.front() == "paragraph");
                (takes ? node.content : left).push_back(std::move(child));
                taken += takes ? 1 : 0;
            }
            placed = std::move(left);
            if (taken == 0 && !step.optional)
                node.content.push_back(
                    makeNode(std::string(m_rules.matches(step, "paragraph") ? "paragraph" : step.choices.front())));
        }
        if (placed.empty()) return;
        lose("the wiki's " + node.type + " does not hold so many parts; their content stays");
        for (Node &child : placed)
            std::move(child.content.begin(), child.content.end(), std::back_inserter(node.content.back().content));
    }

    const SchemaRules &m_rules;
    std::vector<std::string> &m_losses;
    int m_depth = 0;
    bool m_wrapping = false;  ///< the last child placed is a container made for it
    bool m_joining = false;   ///< the last child placed is a paragraph made for inline content
};

}  // namespace

FittedDocument fitSchema(Node doc, WikiSchema schema) {
    FittedDocument fitted{std::move(doc), {}};
    convertNotes(fitted.doc, schema);
    SchemaFitter(schemaRules(schema), fitted.losses).fit(fitted.doc);
    return fitted;
}

}  // namespace wikivault::markdown
