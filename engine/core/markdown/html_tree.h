#pragma once

#include "engine/core/markdown/html_tag.h"
#include "engine/core/markdown/node.h"

#include <string>
#include <string_view>
#include <vector>

namespace wikivault::markdown {

/// A piece of HTML: an element with its children, text, a comment, or blocks of Markdown that stand in between.
struct HtmlNode {
    enum class Kind : unsigned char { Element, Text, Comment, Blocks };
    Kind kind = Kind::Element;
    HtmlTag tag;
    std::string text;  ///< Text: its source, references not decoded; Comment: with its delimiters
    std::vector<HtmlNode> children;
    std::vector<Node> blocks;

    [[nodiscard]] bool is(std::string_view name) const { return kind == Kind::Element && tag.name == name; }
};

/// Builds a tree from HTML in pieces. Elements close where HTML lets them; what nobody closed ends with the input.
class HtmlTree {
public:
    HtmlTree();
    void addHtml(std::string_view html);
    void addBlocks(std::vector<Node> blocks);
    [[nodiscard]] std::vector<HtmlNode> take();
    /// Something could not be placed: a stray end tag, an element that is too deep, an unfinished comment.
    [[nodiscard]] bool isLossy() const { return m_lossy; }

private:
    [[nodiscard]] std::size_t addMarkup(std::string_view html, std::size_t at);
    void addText(std::string_view text);
    void open(HtmlTag tag);
    void close(std::string_view name);
    void closeImplied(std::string_view name);
    void pop();
    [[nodiscard]] std::size_t findOpen(std::string_view name, std::string_view boundary) const;

    std::vector<HtmlNode> m_open;  ///< m_open[0] is the root
    std::string m_verbatim;        ///< name of an open element whose content is plain text
    unsigned m_missing = 0;
    bool m_lossy = false;
};

[[nodiscard]] bool isVoidElement(std::string_view name);
/// For each piece of HTML the last piece in which an element begun in it ends (itself at least).
[[nodiscard]] std::vector<std::size_t> htmlReach(const std::vector<std::string_view> &pieces);

}  // namespace wikivault::markdown
