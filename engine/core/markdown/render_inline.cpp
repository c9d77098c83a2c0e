#include "engine/core/markdown/render_inline.h"

#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <array>

namespace wikivault::markdown {
namespace {

struct MarkTag {
    std::string_view mark, open, close;
};
constexpr auto kMarkTags = std::to_array<MarkTag>({
    {"bold", "<b>", "</b>"},
    {"italic", "<i>", "</i>"},
    {"strike", "<s>", "</s>"},
    {"underline", "<u>", "</u>"},
    {"subscript", "<sub>", "</sub>"},
    {"superscript", "<sup>", "</sup>"},
    {"code", "<code>", "</code>"},
});
constexpr std::size_t kMostMarks = 16, kLongestTarget = 2000;

bool isSafeTarget(std::string_view target) {
    if (target.size() > kLongestTarget) return false;
    const std::string start = lowerAscii(target.substr(0, 8));
    return start.starts_with("http://") || start.starts_with("https://") || start.starts_with("mailto:");
}

void openSpan(std::string &out, std::string_view property, std::string_view color) {
    out += "<span style=\"";
    out += property;
    out += ':';
    out += color;
    out += "\">";
}

/// Opens the tag of a mark; the tag that closes it, or "".
std::string_view openMark(std::string &out, const Mark &mark) {
    for (const MarkTag &known : kMarkTags) {
        if (known.mark != mark.type) continue;
        out += known.open;
        return known.close;
    }
    const std::string_view color = stringAttr(mark.attrs, "color"), href = stringAttr(mark.attrs, "href");
    if (mark.type == "textStyle" && isSafeColor(color)) {
        openSpan(out, "color", color);
        return "</span>";
    }
    if (mark.type == "highlight") {
        openSpan(out, "background-color", isSafeColor(color) ? color : "#fff59d");
        return "</span>";
    }
    if (mark.type != "link" || !isSafeTarget(href)) return {};
    out += "<a href=\"";
    appendRenderedText(out, href, kLongestTarget * 6);
    out += "\">";
    return "</a>";
}

void appendAtom(std::string &out, const Node &node, std::size_t most) {
    if (node.type == "text") return appendRenderedText(out, node.text, most);
    if (node.type == "hardBreak") {
        out += "<br>";
    } else if (node.type == "mathInline") {
        out += "<code>";
        appendRenderedText(out, stringAttr(node.attrs, "text"), most);
        out += "</code>";
    } else if (node.type == "mention") {
        const std::string_view label = stringAttr(node.attrs, "label");
        out += "<b>@";
        appendRenderedText(out, label.empty() ? stringAttr(node.attrs, "id") : label, most);
        out += "</b>";
    } else if (node.type == "status") {
        out += "<b>[";
        appendRenderedText(out, stringAttr(node.attrs, "text"), most);
        out += "]</b>";
    } else if (node.type == "footnoteReference") {
        out += "<sup>*</sup>";
    } else {
        out += "<i>";
        appendRenderedText(out, renderedName(node), most);
        out += "</i>";
    }
}

constexpr bool isShownControl(char c) {
    return c == '\t' || c == '\n';
}

}  // namespace

bool isSafeColor(std::string_view color) {
    if (color.empty() || color.size() > 40) return false;
    const std::string lower = lowerAscii(color);
    std::string_view rest = lower;
    if (rest.front() == '#') {
        rest.remove_prefix(1);
        return rest.size() >= 3 && rest.size() <= 8 &&
               rest.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    }
    if (std::all_of(rest.begin(), rest.end(), isAlphaChar)) return true;
    const std::size_t open = rest.find('(');
    if (open == std::string_view::npos || rest.back() != ')') return false;
    const std::string_view name = rest.substr(0, open);
    const bool known = name == "rgb" || name == "rgba" || name == "hsl" || name == "hsla";
    return known &&
           rest.substr(open + 1, rest.size() - open - 2).find_first_not_of("0123456789., %/") == std::string_view::npos;
}

void appendRenderedText(std::string &out, std::string_view text, std::size_t most) {
    const std::size_t end = out.size() + most;
    const std::string valid = isValidUtf8(text) ? std::string() : validUtf8(text);
    for (const char c : valid.empty() ? text : std::string_view(valid)) {
        const bool tail = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
        if (out.size() >= end && !tail) return;
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default:
                if ((static_cast<unsigned char>(c) < 0x20 && !isShownControl(c)) || c == 0x7F)
                    out += "\xEF\xBF\xBD";
                else
                    out += c;
        }
    }
}

bool appendRenderedInlines(std::string &out, const std::vector<Node> &nodes, std::size_t most) {
    const std::size_t end = out.size() + most;
    for (const Node &node : nodes) {
        if (out.size() >= end) return false;
        std::vector<std::string_view> closing;
        for (std::size_t i = 0; i < std::min(node.marks.size(), kMostMarks); ++i)
            closing.push_back(openMark(out, node.marks[i]));
        appendAtom(out, node, end - std::min(end, out.size()));
        for (auto tag = closing.rbegin(); tag != closing.rend(); ++tag)
            out += *tag;
    }
    return true;
}

std::string renderedName(const Node &node) {
    constexpr std::size_t longest = 500;
    std::string name = node.type.substr(0, longest);
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
    for (const std::string_view label : {"alt", "name", "title", "provider"}) {
        const std::string_view value = stringAttr(node.attrs, label);
        if (value.empty()) continue;
        name += ": " + std::string(value.substr(0, longest));
        break;
    }
    for (const std::string_view target : {"src", "url"})
        if (const auto value = stringAttr(node.attrs, target); !value.empty())
            name += " (" + std::string(value.substr(0, longest)) + ")";
    return name;
}

}  // namespace wikivault::markdown
