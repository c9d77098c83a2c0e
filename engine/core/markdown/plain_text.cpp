#include "engine/core/markdown/converter.h"

namespace wikivault::markdown {
namespace {

bool startsPlainLine(const Node &node) {
    return node.type == "paragraph" || node.type == "heading" || node.type == "codeBlock" ||
           node.type == "detailsSummary";
}

/// The text an atom shows.
std::string_view plainAtomText(const Node &node) {
    if (node.type == "text") return node.text;
    if (node.type == "hardBreak") return "\n";
    if (node.type == "mathInline" || node.type == "mathBlock" || node.type == "status")
        return stringAttr(node.attrs, "text");
    if (node.type == "mention") return stringAttr(node.attrs, "label");
    if (node.type == "image") {
        const auto caption = stringAttr(node.attrs, "caption");
        return caption.empty() ? stringAttr(node.attrs, "alt") : caption;
    }
    if (node.type == "attachment" || node.type == "pdf") return stringAttr(node.attrs, "name");
    if (node.type == "drawio" || node.type == "excalidraw") return stringAttr(node.attrs, "title");
    return {};
}

bool isInlineAtom(const Node &node) {
    return node.type == "text" || node.type == "hardBreak" || node.type == "mathInline" || node.type == "mention" ||
           node.type == "status";
}

}  // namespace

std::string plainText(const Node &doc) {
    std::string out;
    std::vector<const Node *> open{&doc};
    while (!open.empty()) {
        const Node &node = *open.back();
        open.pop_back();
        const std::string_view text = plainAtomText(node);
        const bool newLine = startsPlainLine(node) || (!isInlineAtom(node) && !text.empty());
        if (newLine && !out.empty() && out.back() != '\n') out += '\n';
        if (node.type == "mention") out += '@';
        out += text;
        for (auto child = node.content.rbegin(); child != node.content.rend(); ++child)
            open.push_back(&*child);
    }
    while (!out.empty() && out.back() == '\n')
        out.pop_back();
    return out;
}

}  // namespace wikivault::markdown
