#include "engine/core/markdown/canonical.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/json.h"

#include <algorithm>
#include <map>

namespace wikivault::markdown {
namespace {

using SortedAttrs = std::vector<std::pair<std::string_view, const Value *>>;

void appendSortedAttrs(std::string &out, SortedAttrs &attrs) {
    std::sort(attrs.begin(), attrs.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    out += '{';
    for (const auto &[name, value] : attrs) {
        if (out.back() != '{') out += ',';
        appendJsonString(out, name);
        out += ':';
        appendCanonical(out, *value);
    }
    out += '}';
}

bool isFootnoteId(const Node &node, std::string_view name) {
    return name == "id" && (node.type == "footnoteReference" || node.type == "footnoteDefinition");
}

/// Ids of notes stand for the order in which the notes are first named.
class FootnoteOrder {
public:
    std::size_t place(std::string_view id) {
        return m_places.try_emplace(std::string(id), m_places.size()).first->second;
    }

private:
    std::map<std::string, std::size_t> m_places;
};

class CanonicalPrinter {
public:
    explicit CanonicalPrinter(FinalLineFeeds lineFeeds) : m_lineFeeds(lineFeeds) {}

    std::string print(const Node *nodes, std::size_t count) {
        m_open.push_back({nodes, count, 0, {}});
        while (!m_open.empty())
            step();
        return std::move(m_out);
    }

private:
    struct Level {
        const Node *nodes;
        std::size_t count, next;
        std::string marks;  ///< of the text that is being printed; texts with equal marks run together
        bool inText = false;
        std::size_t textBegin = 0;
    };

    void step() {
        Level &level = m_open.back();
        if (level.next == level.count) {
            endText(level);
            m_open.pop_back();
            if (!m_open.empty()) m_out += "]}";
            return;
        }
        const Node &node = level.nodes[level.next++];
        if (node.type == "text" && node.content.empty() && node.extra.empty())
            text(level, node);
        else
            enter(level, node);
    }

    void text(Level &level, const Node &node) {
        if (node.text.empty()) return;
        std::string marks = head(node);
        if (!level.inText || level.marks != marks) {
            endText(level);
            m_out += marks;
            m_out += '"';
            level.marks = std::move(marks);
            level.inText = true;
            level.textBegin = m_out.size();
        }
        for (const char c : node.text) {
            if (c == '"' || c == '\\') m_out += '\\';
            m_out += c;
        }
    }

    void endText(Level &level) {
        if (!level.inText) return;
        const bool inCode = m_open.size() > 1 && parentIsCode();
        if (inCode && m_lineFeeds == FinalLineFeeds::Ignored)
            while (m_out.size() > level.textBegin && m_out.back() == '\n')
                m_out.pop_back();
        if (inCode && m_out.size() == level.textBegin)
            m_out.resize(level.textBegin - 1 - level.marks.size());
        else
            m_out += "\"}";
        level.inText = false;
    }

    bool parentIsCode() const {
        const Level &parent = m_open[m_open.size() - 2];
        return parent.nodes[parent.next - 1].type == "codeBlock";
    }

    void enter(Level &level, const Node &node) {
        endText(level);
        m_out += head(node);
        m_out += '[';
        m_open.push_back({node.content.data(), node.content.size(), 0, {}});
    }

    /// The node up to its content, with an open brace.
    std::string head(const Node &node) {
        std::string out = "{";
        appendJsonString(out, node.type);
        SortedAttrs attrs;
        for (const auto &[name, value] : node.attrs)
            if (!saysNothing(node.type, name, value) && !isFootnoteId(node, name)) attrs.emplace_back(name, &value);
        for (const auto &[name, value] : node.extra)
            attrs.emplace_back(name, &value);
        if (const Value *id = find(node.attrs, "id"); id && isFootnoteId(node, "id"))
            if (const auto *name = std::get_if<std::string>(id)) out += '#' + std::to_string(m_footnotes.place(*name));
        if (!attrs.empty()) appendSortedAttrs(out, attrs);
        if (!node.marks.empty()) appendMarks(out, node.marks);
        return out;
    }

    static void appendMarks(std::string &out, const std::vector<Mark> &marks) {
        std::vector<std::string> texts;
        texts.reserve(marks.size());
        for (const Mark &mark : marks)
            texts.push_back(canonicalMark(mark));
        std::sort(texts.begin(), texts.end());
        for (const std::string &text : texts)
            out += text;
    }

    FinalLineFeeds m_lineFeeds;
    std::string m_out;
    std::vector<Level> m_open;
    FootnoteOrder m_footnotes;
};

}  // namespace

void appendCanonical(std::string &out, const Value &value) {
    if (const auto *members = std::get_if<Members>(&value)) {
        SortedAttrs sorted;
        for (const auto &[name, member] : *members)
            sorted.emplace_back(name, &member);
        appendSortedAttrs(out, sorted);
    } else if (const auto *array = std::get_if<Array>(&value)) {
        out += '[';
        for (const Value &item : *array) {
            if (out.back() != '[') out += ',';
            appendCanonical(out, item);
        }
        out += ']';
    } else {
        appendJson(out, value);
    }
}

std::string canonicalMark(const Mark &mark) {
    std::string out = "<";
    appendJsonString(out, mark.type);
    SortedAttrs attrs;
    for (const auto &[name, value] : mark.attrs)
        if (!markSaysNothing(mark.type, name, value)) attrs.emplace_back(name, &value);
    if (!attrs.empty()) appendSortedAttrs(out, attrs);
    out += '>';
    return out;
}

std::string canonicalNodes(const std::vector<Node> &nodes, FinalLineFeeds lineFeeds) {
    return CanonicalPrinter(lineFeeds).print(nodes.data(), nodes.size());
}

std::string canonicalNode(const Node &node, FinalLineFeeds lineFeeds) {
    return CanonicalPrinter(lineFeeds).print(&node, 1);
}

std::string canonical(const Node &node) {
    return canonicalNode(node, FinalLineFeeds::Significant);
}

bool equalDocuments(const Node &a, const Node &b) {
    return canonical(a) == canonical(b);
}

bool isEmptyDocument(const Node &doc) {
    if (doc.content.empty()) return true;
    const Node &first = doc.content.front();
    return doc.content.size() == 1 && first.type == "paragraph" && first.content.empty() &&
           std::all_of(first.attrs.begin(), first.attrs.end(),
                       [](const auto &attr) { return saysNothing("paragraph", attr.first, attr.second); });
}

bool isSamePage(const Node &a, const Node &b) {
    return (isEmptyDocument(a) && isEmptyDocument(b)) || equalDocuments(a, b);
}

bool survivesMarkdown(const Node &doc) {
    const Node back = fromMarkdown(toMarkdown(doc));
    return canonicalNode(back, FinalLineFeeds::Ignored) == canonicalNode(doc, FinalLineFeeds::Ignored);
}

}  // namespace wikivault::markdown
