#include "engine/core/markdown/schema_notes.h"

#include "engine/core/markdown/import_nodes.h"

#include <algorithm>
#include <unordered_map>

namespace wikivault::markdown {
namespace {

/// gitmost's references have an `id`, Docmost's anything but.
bool isForeign(const Node &reference, WikiSchema schema) {
    const bool gitmost = find(reference.attrs, "id") != nullptr;
    if (schema == WikiSchema::Docmost) return gitmost && !find(reference.attrs, "data-id");
    return std::any_of(reference.attrs.begin(), reference.attrs.end(), [](const auto &attr) {
        return attr.first == "data-id" || attr.first == "class" || attr.first == "referenceNumber" ||
               attr.first == "href";
    });
}

std::string keyOf(const Node &node) {
    return std::string(stringAttr(node.attrs, find(node.attrs, "data-id") ? "data-id" : "id"));
}

/// Docmost counts its notes; the number stands in the links between reference and note.
std::unordered_map<std::string, std::size_t> numbersOf(const Node *list) {
    std::unordered_map<std::string, std::size_t> numbers;
    if (list)
        for (const Node &note : list->content)
            numbers.emplace(keyOf(note), numbers.size() + 1);
    return numbers;
}

void convertReference(Node &reference, WikiSchema schema, const std::unordered_map<std::string, std::size_t> &numbers) {
    const std::string key = keyOf(reference);
    reference.content.clear();
    if (schema == WikiSchema::Gitmost) {
        reference.attrs = {{"id", key}};
        return;
    }
    const auto number = numbers.find(key);
    const std::string shown = std::to_string(number == numbers.end() ? 0 : number->second);
    reference.attrs = {
        {"class", std::string("footnote-ref")}, {"data-id", key}, {"referenceNumber", shown}, {"href", "#fn:" + shown}};
}

void convertList(Node &list, WikiSchema schema) {
    const bool docmost = schema == WikiSchema::Docmost;
    std::size_t number = 0;
    for (Node &note : list.content) {
        const std::string key = keyOf(note);
        note.type = docmost ? "footnote" : "footnoteDefinition";
        note.attrs = {{"id", docmost ? "fn:" + std::to_string(++number) : key}};
        if (docmost) note.attrs.emplace_back("data-id", key);
    }
    list.type = docmost ? "footnotes" : "footnotesList";
    list.attrs.clear();
    if (docmost) list.attrs.emplace_back("class", std::string("footnotes"));
}

}  // namespace

void convertNotes(Node &doc, WikiSchema schema) {
    const std::string_view foreign = schema == WikiSchema::Docmost ? "footnotesList" : "footnotes";
    const auto list =
        std::find_if(doc.content.begin(), doc.content.end(), [&](const Node &block) { return block.type == foreign; });
    const auto numbers = numbersOf(list == doc.content.end() ? nullptr : &*list);
    if (list != doc.content.end()) convertList(*list, schema);
    std::vector<Node *> open{&doc};
    while (!open.empty()) {
        Node &node = *open.back();
        open.pop_back();
        if (node.type == "footnoteReference" && isForeign(node, schema)) convertReference(node, schema, numbers);
        if (!isKnownNode(node.type)) continue;
        for (Node &child : node.content)
            open.push_back(&child);
    }
}

}  // namespace wikivault::markdown
