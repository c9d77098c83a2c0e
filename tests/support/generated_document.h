#pragma once

#include "engine/core/markdown/schema.h"

#include <functional>
#include <random>
#include <string>

namespace wikivault::markdown {

/// Random text of pieces that mean something to Markdown, HTML or the vault format, and some that mean nothing.
[[nodiscard]] std::string nastyText(std::mt19937 &random, std::size_t pieces);

/// Random documents that the schema accepts: all nodes, marks and attributes, text from a nasty alphabet.
class DocumentGenerator {
public:
    DocumentGenerator(unsigned seed, WikiSchema schema) : m_random(seed), m_rules(schemaRules(schema)) {}
    [[nodiscard]] Node document();

private:
    [[nodiscard]] std::size_t below(std::size_t limit);
    [[nodiscard]] bool chance(std::size_t in) { return below(in) == 0; }
    template <class List>
    [[nodiscard]] const auto &oneOf(const List &list) {
        return list[below(std::size(list))];
    }
    [[nodiscard]] Node node(const NodeRule &rule, int depth);
    void fill(Node &parent, const ContentStep &step, int depth);
    [[nodiscard]] std::size_t count(const ContentStep &step, int depth);
    [[nodiscard]] const NodeRule &choose(const ContentStep &step, int depth);
    [[nodiscard]] Node inlineNode(bool code);
    [[nodiscard]] std::vector<Mark> marks();
    [[nodiscard]] Members attrs(const std::vector<AttrRule> &rules, std::string_view owner);
    [[nodiscard]] Value value(std::string_view name, std::string_view owner);
    [[nodiscard]] Value anyValue();
    [[nodiscard]] std::string words() { return nastyText(m_random, 1 + below(4)); }
    [[nodiscard]] std::string target();

    std::mt19937 m_random;
    const SchemaRules &m_rules;
};

/// The document without all that can go while `fails` still says yes.
[[nodiscard]] Node shrunk(Node doc, const std::function<bool(const Node &)> &fails);

}  // namespace wikivault::markdown
