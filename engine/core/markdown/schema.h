#pragma once

#include "engine/core/markdown/node.h"
#include "engine/core/markdown/wiki_schema.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// What the editors of the two wikis accept. A page they do not accept is shown by them as damaged.
namespace wikivault::markdown {

struct AttrRule {
    std::string_view name, fallback;  ///< the default as JSON; "": the attribute has to be there
};

/// One step of a content expression: so many nodes of these names or groups.
struct ContentStep {
    std::vector<std::string_view> choices;
    bool optional = false, repeated = false;
};

struct NodeRule {
    std::string_view name, content, group;  ///< `content` as ProseMirror writes it
    std::vector<AttrRule> attrs;
    bool marks = true;               ///< marks are allowed in it
    std::vector<ContentStep> steps;  ///< `content` taken apart

    [[nodiscard]] bool isInline() const { return group == "inline"; }
};

struct MarkRule {
    std::string_view name;
    std::vector<AttrRule> attrs;
    bool alone = false;  ///< excludes all others
};

class SchemaRules {
public:
    explicit SchemaRules(WikiSchema schema);

    [[nodiscard]] const NodeRule *node(std::string_view name) const;
    [[nodiscard]] const MarkRule *mark(std::string_view name) const;
    [[nodiscard]] const std::vector<NodeRule> &nodes() const { return m_nodes; }
    [[nodiscard]] const std::vector<MarkRule> &marks() const { return m_marks; }
    /// The node `name` or its group is among the choices of `step`.
    [[nodiscard]] bool matches(const ContentStep &step, std::string_view name) const;

private:
    std::vector<NodeRule> m_nodes;
    std::vector<MarkRule> m_marks;
    std::unordered_map<std::string_view, std::size_t> m_nodeIndex, m_markIndex;
};

[[nodiscard]] const SchemaRules &schemaRules(WikiSchema schema);
struct FittedDocument {
    Node doc;
    std::vector<std::string> losses;  ///< what could not stay as it was, one sentence each; no sentence twice
};
/// The document in the nearest form that the editor takes: notes in the wiki's own model, nodes it does not know as
/// text, missing parts filled in. Nodes, marks and attributes that no wiki knows stay as they are.
[[nodiscard]] FittedDocument fitSchema(Node doc, WikiSchema schema);
/// The editor of the wiki takes the document as it is. Nodes and marks that no wiki knows are taken for good.
[[nodiscard]] bool isValid(const Node &doc, WikiSchema schema);
/// The first attribute of `node` that only the other wiki knows, or null.
[[nodiscard]] const std::string *foreignAttr(const Node &node, const SchemaRules &rules);
/// Some wiki knows a node (a mark) of this name.
[[nodiscard]] bool isKnownNode(std::string_view name);
[[nodiscard]] bool isKnownMark(std::string_view name);

}  // namespace wikivault::markdown
