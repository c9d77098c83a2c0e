#pragma once

#include "engine/core/markdown/node.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace wikivault::markdown {

class BlockPrinter;

/// What the whole document says about how its blocks are written.
struct DocumentTraits {
    bool colonFences = false;  ///< it holds a line that would close `:::`
    bool noteLabels = false;   ///< it has `[^label]` notes
    bool references = false;   ///< it keeps link definitions that a `[text]` might name
};

/// How the notes of one document are written.
class FootnotePlan {
public:
    /// `traits`: what the document that `doc` is a part of says besides.
    explicit FootnotePlan(const Node &doc, DocumentTraits traits = {});

    /// `^[body]`, `[^label]`, or an opaque node when the note cannot be named.
    void appendReference(std::string &out, const Node &reference, bool html) const;
    /// Whether `block` is the list of notes and printed by printDefinitions() instead.
    [[nodiscard]] bool owns(const Node &block) const { return &block == m_list; }
    /// Notes are named `[^label]`.
    [[nodiscard]] bool hasLabels() const { return m_labels || (m_list && !m_inline); }
    [[nodiscard]] bool hasReferences() const { return m_references; }
    /// The definitions behind the text, when they are not written inside it.
    void printDefinitions(BlockPrinter &printer) const;

private:
    struct Definition {
        const Node *node = nullptr;
        const Node *reference = nullptr;  ///< the first one, which all others have to equal
        std::string label;
    };

    [[nodiscard]] const Definition *definitionOf(const Node &reference) const;
    [[nodiscard]] bool fitsInline(const std::vector<const Node *> &references);
    [[nodiscard]] bool writeBody(const Node &definition);
    void nameDefinitions(const std::vector<const Node *> &references);
    void printHead(BlockPrinter &printer) const;

    const Node *m_list = nullptr;
    bool m_labels = false, m_references = false;
    bool m_inline = false;
    bool m_human = false;  ///< the list came from `[^label]` in a person's file
    std::vector<Definition> m_definitions;
    std::map<std::string, std::size_t, std::less<>> m_byKey;
    int m_depth = 0;
    std::map<const Node *, std::string> m_bodies;
};

}  // namespace wikivault::markdown
