#pragma once

#include "engine/core/markdown/node.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace wikivault::markdown {

struct LinkTarget {
    std::string href, title;
};

/// What the inline text of a body refers to: link reference definitions and footnotes.
class ImportContext {
public:
    explicit ImportContext(std::size_t bodySize);

    /// The first definition of a label counts. False: the label is empty or taken.
    bool define(std::string_view label, LinkTarget target);
    /// The target of a label; nothing when it is unknown or the references of this body expand without bound.
    [[nodiscard]] const LinkTarget *resolve(std::string_view label);
    /// Whether one more node may carry `marks`: a long address on every word of a long label would grow without bound.
    [[nodiscard]] bool affords(const std::vector<Mark> &marks);
    [[nodiscard]] bool hasDefinitions() const { return !m_targets.empty(); }

    /// The source of definitions that stand in the block whose bytes begin at `begin`.
    struct Definitions {
        std::size_t begin;
        std::string source;
    };
    void keepDefinitions(Definitions definitions) { m_definitions.push_back(std::move(definitions)); }
    [[nodiscard]] const std::vector<Definitions> &definitions() const { return m_definitions; }

    /// Makes `[^label]` a footnote; its definition has the number returned.
    void defineNote(std::string_view label);
    [[nodiscard]] bool hasNotes() const { return !m_labels.empty(); }
    /// `[^label]` stands for a copy of this node instead of a numbered reference.
    void defineNoteNode(std::string_view label, Node reference);
    /// The node for `[^label]`, or nothing when no such footnote is defined.
    [[nodiscard]] std::optional<Node> labelledNote(std::string_view label);
    /// The node for `^[body]`: equal bodies share one definition.
    [[nodiscard]] Node inlineNote(std::string body, unsigned depth);

    /// A footnote definition in the order of its first reference.
    struct Note {
        std::string label;   ///< folded; "" for an inline note
        std::string body;    ///< Markdown of an inline note
        unsigned depth = 0;  ///< how many notes stand around an inline note
    };
    [[nodiscard]] const std::vector<Note> &notes() const { return m_notes; }
    /// Gives every labelled definition without a reference its number.
    void numberUnreferencedNotes();

private:
    [[nodiscard]] std::size_t noteNumber(const std::string &folded);

    std::unordered_map<std::string, LinkTarget> m_targets;
    std::vector<Definitions> m_definitions;
    std::unordered_map<std::string, std::size_t> m_labels;  ///< folded → number from 1; 0: not referenced yet
    std::vector<std::string> m_labelOrder;
    std::unordered_map<std::string, Node> m_noteNodes;
    std::unordered_map<std::string, std::size_t> m_bodies;
    std::vector<Note> m_notes;
    std::size_t m_expansionLeft, m_marksLeft;
};

/// `fn-1`, `fn-2` …
[[nodiscard]] std::string noteId(std::size_t number);

}  // namespace wikivault::markdown
