#include "engine/core/markdown/block_parser.h"

#include "engine/core/markdown/html_tag.h"
#include "engine/core/markdown/inline_parser.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>

namespace wikivault::markdown {

namespace {

constexpr unsigned kDeepestContainer = 200;

Node textNode(std::string text) {
    Node node = makeNode("text");
    node.text = std::move(text);
    return node;
}

std::string joinedLines(const BodyLines &lines) {
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) text.append(i > 0 ? "\n" : "").append(lines[i].text);
    return text;
}

/// `[!word]` at the start of a quote: the word, and what follows it.
std::string calloutWord(std::string_view line, std::string &rest) {
    const std::string_view text = stripped(line);
    if (!text.starts_with("[!")) return {};
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos || close < 3) return {};
    const std::string_view word = text.substr(2, close - 2);
    if (!std::all_of(word.begin(), word.end(), isWordChar)) return {};
    rest = stripped(text.substr(close + 1));
    return lowerAscii(word);
}

std::string calloutType(const std::string &word) {
    for (const std::string_view known : {"default", "info", "note", "success", "warning", "danger"})
        if (word == known) return word;
    if (word == "tip") return "success";
    return word == "caution" ? "danger" : "info";
}

}  // namespace

Node makeNode(std::string type, std::vector<Node> content, Members attrs) {
    Node node;
    node.type = std::move(type);
    node.content = std::move(content);
    node.attrs = std::move(attrs);
    return node;
}

bool BlockParser::blank(std::size_t at) const { return stripped(line(at)).empty(); }

std::size_t BlockParser::findLine(std::size_t from, std::string_view text) const {
    for (std::size_t i = from; i < m_lines.size(); ++i)
        if (stripped(line(i)) == text) return i;
    return m_lines.size();
}

std::vector<Block> BlockParser::parse() {
    std::vector<Block> blocks;
    while (m_at < m_lines.size()) {
        if (blank(m_at)) {
            ++m_at;
            continue;
        }
        const std::size_t first = m_at;
        Members attrs = std::move(m_attrs);
        m_attrs.clear();
        std::vector<Node> nodes = next();
        if (!nodes.empty() && !attrs.empty()) mergeMembers(nodes.front().attrs, std::move(attrs));
        std::size_t last = std::max(first, m_at - 1);
        while (last > first && blank(last)) --last;
        if (nodes.empty()) {
            if (blocks.empty() || m_attrs.empty()) continue;
            continue;
        }
        blocks.push_back({m_lines[first].begin, m_lines[last].end, std::move(nodes)});
    }
    return blocks;
}

std::vector<Node> BlockParser::children(const BodyLines &lines) const {
    std::vector<Node> nodes;
    for (Block &block : BlockParser(lines, m_context, m_depth + 1).parse())
        for (Node &node : block.nodes) nodes.push_back(std::move(node));
    if (nodes.empty()) nodes.push_back(makeNode("paragraph"));
    return nodes;
}

std::vector<Node> BlockParser::next() {
    const std::string &text = line(m_at);
    if (indentOf(text) >= 4) return indentedCode();
    if (const Fence fence = fenceAt(text); fence.sign != 0) return fencedCode(fence);
    if (const int level = headingLevel(text); level > 0) return heading(level);
    if (isRule(text)) {
        ++m_at;
        return {makeNode("horizontalRule")};
    }
    const std::string_view start = stripped(text);
    if (m_depth < kDeepestContainer) {
        if (start.starts_with('>')) return quote();
        if (const std::string_view word = colonWord(text); !word.empty() && findLine(m_at + 1, ":::") < m_lines.size())
            return colonCallout(word);
        if (const ListMarker marker = listMarker(text); marker.family != 0) return list(marker);
        if (start.starts_with("<details>") || start.starts_with("<details ")) return details();
    }
    if (start == "$$" && findLine(m_at + 1, "$$") < m_lines.size()) return mathBlock();
    if (start.starts_with("<!--")) return comment();
    if (const std::size_t columns = tableColumns(m_at); columns > 0) return table(columns);
    return paragraph();
}

std::vector<Node> BlockParser::fencedCode(const Fence &fence) {
    std::string code;
    bool any = false;
    for (++m_at; m_at < m_lines.size(); ++m_at) {
        if (closesFence(line(m_at), fence)) {
            ++m_at;
            break;
        }
        code.append(any ? "\n" : "").append(dedented(line(m_at), std::min(fence.indent, indentOf(line(m_at)))));
        any = true;
    }
    Node block = makeNode("codeBlock");
    const std::string language = fence.info.substr(0, fence.info.find_first_of(" \t"));
    if (!language.empty()) setMember(block.attrs, "language", language);
    if (!code.empty()) block.content.push_back(textNode(code));
    return {block};
}

std::vector<Node> BlockParser::indentedCode() {
    std::string code;
    std::size_t last = m_at;
    for (std::size_t i = m_at; i < m_lines.size() && (blank(i) || indentOf(line(i)) >= 4); ++i)
        if (!blank(i)) last = i;
    for (std::size_t i = m_at; i <= last; ++i) code.append(i > m_at ? "\n" : "").append(dedented(line(i), 4));
    m_at = last + 1;
    return {makeNode("codeBlock", {textNode(code)})};
}

std::vector<Node> BlockParser::heading(int level) {
    std::string_view text = stripped(line(m_at++)).substr(static_cast<std::size_t>(level));
    text = stripped(text);
    std::string_view cut = text;
    while (cut.ends_with('#')) cut.remove_suffix(1);
    if (cut.empty() || (cut.size() < text.size() && isBlankChar(cut.back()))) text = stripped(cut);
    Node block = makeNode("heading", {}, {{"level", static_cast<std::int64_t>(level)}});
    return textBlock(std::move(block), std::string(text));
}

std::vector<Node> BlockParser::quote() {
    BodyLines inner;
    bool lazyAllowed = false;
    for (; m_at < m_lines.size(); ++m_at) {
        BodyLine at = m_lines[m_at];
        const std::string_view start = stripped(at.text);
        if (indentOf(at.text) < 4 && start.starts_with('>')) {
            const std::size_t sign = at.text.find('>');
            at.text = dedented(at.text.substr(sign + 1), 1);
            lazyAllowed = !stripped(at.text).empty() && fenceAt(at.text).sign == 0;
        } else if (start.empty() || !lazyAllowed || interruptsParagraph(m_at)) {
            break;
        } else {
            at.lazy = true;
        }
        inner.push_back(std::move(at));
    }
    std::string rest;
    const std::string word = inner.empty() ? std::string() : calloutWord(inner.front().text, rest);
    if (word.empty()) return {makeNode("blockquote", children(inner))};
    Node callout = makeNode("callout", {}, {{"type", calloutType(word)}});
    if (const auto directive = parseDirective(rest); directive && directive->name == "icon") {
        mergeMembers(callout.attrs, directive->payload);
        rest.clear();
    }
    if (rest == "-" || rest == "+") rest.clear();
    inner.front().text = rest;
    callout.content = children(inner);
    return {callout};
}

std::vector<Node> BlockParser::colonCallout(std::string_view word) {
    const std::string type = calloutType(lowerAscii(word));
    BodyLines inner;
    int open = 1;
    for (++m_at; m_at < m_lines.size(); ++m_at) {
        if (!colonWord(line(m_at)).empty()) ++open;
        else if (stripped(line(m_at)) == ":::" && --open == 0) break;
        inner.push_back(m_lines[m_at]);
    }
    ++m_at;
    return {makeNode("callout", children(inner), {{"type", type}})};
}

std::vector<Node> BlockParser::mathBlock() {
    const std::size_t end = findLine(m_at + 1, "$$");
    const BodyLines inner(m_lines.begin() + static_cast<std::ptrdiff_t>(m_at) + 1,
                          m_lines.begin() + static_cast<std::ptrdiff_t>(end));
    m_at = end + 1;
    return {makeNode("mathBlock", {}, {{"text", joinedLines(inner)}})};
}

std::vector<Node> BlockParser::textBlock(Node block, const std::string &text) const {
    InlineContent content = parseInline(text, m_context);
    mergeMembers(block.attrs, std::move(content.attrs));
    std::vector<Node> nodes;
    std::vector<Node> run;
    const auto flush = [&](bool always) {
        if (run.empty() && !always) return;
        Node part = block;
        part.content = std::move(run);
        run.clear();
        nodes.push_back(std::move(part));
    };
    for (Node &node : content.nodes) {
        if (!isBlockMedia(node.type)) {
            run.push_back(std::move(node));
            continue;
        }
        flush(false);
        nodes.push_back(std::move(node));
    }
    flush(nodes.empty());
    return nodes;
}

bool BlockParser::interruptsParagraph(std::size_t at) const {
    const std::string &text = line(at);
    if (indentOf(text) >= 4) return false;
    const std::string_view start = stripped(text);
    if (start.starts_with('>') || fenceAt(text).sign != 0 || headingLevel(text) > 0 || isRule(text)) return true;
    if (start.starts_with("<details") || start.starts_with("</details")) return true;
    if (start == "$$" && findLine(at + 1, "$$") < m_lines.size()) return true;
    if (!colonWord(text).empty() && findLine(at + 1, ":::") < m_lines.size()) return true;
    const ListMarker marker = listMarker(text);
    return marker.family != 0 && !marker.isEmpty && (marker.family == '-' || marker.number == 1);
}

std::vector<Node> BlockParser::paragraph() {
    std::string text(stripped(line(m_at)));
    const std::string first = line(m_at);
    std::string raw = first;
    int setext = 0;
    for (++m_at; m_at < m_lines.size() && !blank(m_at); ++m_at) {
        const std::string_view start = stripped(line(m_at));
        const bool under = indentOf(line(m_at)) < 4 && !m_lines[m_at].lazy &&
                           (start.find_first_not_of('=') == std::string_view::npos ||
                            start.find_first_not_of('-') == std::string_view::npos);
        if (under) {
            setext = start.front() == '=' ? 1 : 2;
            ++m_at;
            break;
        }
        if (interruptsParagraph(m_at) || tableColumns(m_at) > 0) break;
        raw.append("\n").append(line(m_at));
    }
    // Leading white space of each line goes; trailing blanks stay, they may be a hard break.
    std::string joined;
    for (const BodyLine &part : splitLines(raw)) {
        const std::size_t begin = std::min(part.text.find_first_not_of(" \t"), part.text.size());
        joined.append(joined.empty() && part.begin == 0 ? "" : "\n").append(part.text.substr(begin));
    }
    while (!joined.empty() && isBlankChar(joined.back())) joined.pop_back();
    if (setext > 0) return textBlock(makeNode("heading", {}, {{"level", std::int64_t{setext}}}), joined);
    return textBlock(makeNode("paragraph"), joined);
}

}  // namespace wikivault::markdown
