#include "tests/support/generated_document.h"

#include <algorithm>

namespace wikivault::markdown {
namespace {

/// Calls `visit` for every node until it says yes.
bool anyNode(Node &root, const std::function<bool(Node &)> &visit) {
    if (visit(root)) return true;
    for (std::size_t i = 0; i < root.content.size(); ++i)
        if (anyNode(root.content[i], visit)) return true;
    return false;
}

/// Tries to take each element of `list` away for good.
template <class List>
bool dropOne(List &list, const std::function<bool()> &fails) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        const List whole = list;
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
        if (fails()) return true;
        list = whole;
    }
    return false;
}

/// Half of the text, or one character less.
bool shortenText(Node &node, const std::function<bool()> &fails) {
    const std::string whole = node.text;
    const auto accept = [&](std::string shorter) {
        node.text = std::move(shorter);
        if (!node.text.empty() && node.text.size() < whole.size() && fails()) return true;
        node.text = whole;
        return false;
    };
    if (accept(whole.substr(whole.size() / 2)) || accept(whole.substr(0, whole.size() / 2))) return true;
    for (std::size_t i = 0; i < whole.size(); ++i)
        if (accept(whole.substr(0, i) + whole.substr(i + 1))) return true;
    return false;
}

bool raiseChild(Node &node, const std::function<bool()> &fails) {
    for (std::size_t i = 0; i < node.content.size(); ++i) {
        const Node whole = node;
        Node child = node.content[i];
        if (child.type == "text") continue;
        node = std::move(child);
        if (fails()) return true;
        node = whole;
    }
    return false;
}

}  // namespace

Node shrunk(Node doc, const std::function<bool(const Node &)> &fails) {
    const std::function<bool()> still = [&] { return fails(doc); };
    const auto smaller = [&] {
        return anyNode(doc, [&](Node &node) {
            const bool root = &node == &doc;
            return dropOne(node.content, still) || (!root && raiseChild(node, still)) || dropOne(node.attrs, still) ||
                   dropOne(node.marks, still) || (!node.text.empty() && shortenText(node, still));
        });
    };
    for (int round = 0; round < 400 && smaller(); ++round) {
    }
    return doc;
}

}  // namespace wikivault::markdown
