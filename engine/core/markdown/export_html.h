#pragma once

#include "engine/core/markdown/node.h"

#include <string>
#include <string_view>
#include <vector>

namespace wikivault::markdown {

class FootnotePlan;

/// Prints blocks inside raw HTML, without a line feed that could end it.
class HtmlPrinter {
public:
    HtmlPrinter(std::string &out, const FootnotePlan &footnotes) : m_out(out), m_footnotes(footnotes) {}

    void blocks(const std::vector<Node> &nodes);
    void block(const Node &node);

private:
    void opaque(const Node &node);
    bool known(const Node &node);
    bool element(std::string_view open, const Node &node, std::initializer_list<std::string_view> written,
                 std::string_view close);
    bool container(const Node &node, std::string_view open, std::string_view close);
    void children(const std::vector<Node> &nodes);
    bool textBlock(const Node &node, const std::string &tag);
    bool heading(const Node &node);
    bool callout(const Node &node);
    bool details(const Node &node);
    bool mathBlock(const Node &node);
    bool transclusion(const Node &node);
    bool htmlEmbed(const Node &node);
    bool list(const Node &node);
    void listItem(const Node &item, bool task);
    bool codeBlock(const Node &node);
    void codeText(std::string_view text);
    static bool hasBlankLine(std::string_view text);
    bool table(const Node &node);
    void tableCell(const Node &cell);
    void columnWidths(Members &rest);
    bool columns(const Node &node);
    void numberAttr(Members &own, const Value &width);

    std::string &m_out;
    const FootnotePlan &m_footnotes;
    int m_depth = 0;
};

/// An attribute that is written under its HTML name is taken off `rest`.
void moveTextAttr(std::string &out, Members &rest, std::string_view name, std::string_view html);
void moveIntegerAttr(std::string &out, Members &rest, std::string_view name, std::string_view html);
void removeAttr(Members &rest, std::string_view name);
/// Whether every child is nothing but type, attributes and content.
[[nodiscard]] bool haveOnlyContent(const std::vector<Node> &nodes);

}  // namespace wikivault::markdown
