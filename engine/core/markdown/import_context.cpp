#include "engine/core/markdown/import_context.h"

#include "engine/core/markdown/text_scan.h"

#include <algorithm>

namespace wikivault::markdown {

namespace {

Node noteReference(std::size_t number) {
    return {.type = "footnoteReference",
            .text = {},
            .attrs = {{"id", noteId(number)}},
            .marks = {},
            .content = {},
            .extra = {}};
}

}  // namespace

std::string noteId(std::size_t number) {
    return "fn-" + std::to_string(number);
}

ImportContext::ImportContext(std::size_t bodySize)
    : m_expansionLeft(std::max<std::size_t>(bodySize, 100'000)),
      m_marksLeft(1'000'000 + 16 * bodySize) {}

bool ImportContext::affords(const std::vector<Mark> &marks) {
    std::size_t size = 0;
    for (const Mark &mark : marks)
        for (const auto &[name, value] : mark.attrs)
            if (const auto *text = std::get_if<std::string>(&value)) size += text->size();
    if (size > m_marksLeft) return false;
    m_marksLeft -= size;
    return true;
}

bool ImportContext::define(std::string_view label, LinkTarget target) {
    std::string folded = foldedLabel(label);
    return !folded.empty() && m_targets.emplace(std::move(folded), std::move(target)).second;
}

const LinkTarget *ImportContext::resolve(std::string_view label) {
    const auto found = m_targets.find(foldedLabel(label));
    if (found == m_targets.end()) return nullptr;
    const std::size_t size = found->second.href.size() + found->second.title.size();
    if (size > m_expansionLeft) return nullptr;
    m_expansionLeft -= size;
    return &found->second;
}

void ImportContext::defineNote(std::string_view label) {
    std::string folded = foldedLabel(label);
    if (m_labels.emplace(folded, 0).second) m_labelOrder.push_back(std::move(folded));
}

void ImportContext::defineNoteNode(std::string_view label, Node reference) {
    m_noteNodes.emplace(foldedLabel(label), std::move(reference));
}

std::size_t ImportContext::noteNumber(const std::string &folded) {
    std::size_t &number = m_labels[folded];
    if (number == 0) {
        m_notes.push_back({folded, {}, 0});
        number = m_notes.size();
    }
    return number;
}

std::optional<Node> ImportContext::labelledNote(std::string_view label) {
    const std::string folded = foldedLabel(label);
    if (const auto node = m_noteNodes.find(folded); node != m_noteNodes.end()) return node->second;
    if (!m_labels.contains(folded)) return std::nullopt;
    return noteReference(noteNumber(folded));
}

Node ImportContext::inlineNote(std::string body, unsigned depth) {
    const auto [entry, fresh] = m_bodies.emplace(body, m_notes.size() + 1);
    if (fresh) m_notes.push_back({{}, std::move(body), depth});
    return noteReference(entry->second);
}

void ImportContext::numberUnreferencedNotes() {
    for (const std::string &folded : m_labelOrder) {
        if (!m_noteNodes.contains(folded)) static_cast<void>(noteNumber(folded));
    }
}

}  // namespace wikivault::markdown
