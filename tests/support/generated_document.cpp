#include "tests/support/generated_document.h"

#include "engine/core/markdown/json.h"

#include <algorithm>
#include <array>

namespace wikivault::markdown {
namespace {

constexpr int kDeepest = 4;

constexpr auto kPieces = std::to_array<std::string_view>({
    "a",
    "word",
    "Two words",
    " ",
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\r",
    "\r\n",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~",
    "~~",
    "~~~",
    "`",
    "``",
    "```",
    "[",
    "]",
    "](",
    "](/x)",
    "[x]",
    "[^1]",
    "[^1]: ",
    "[a]: /b",
    "^[",
    "^[x]",
    "!",
    "![",
    "!["
    "](/i)",
    "[[Page]]",
    "<",
    ">",
    "<b>",
    "</b>",
    "<br>",
    "<br/>",
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<a",
    "<pre>",
    "<details>",
    "</details>",
    "</summary>",
    "<table>",
    "</span>",
    "<code>",
    "</code>",
    "</sup>",
    "<!--",
    "-->",
    "<!-- x -->",
    "<!--p-->",
    "<!--empty-->",
    "<!--pagebreak-->",
    R"(<!--attrs {"textAlign":"center"}-->)",
    "<?",
    "?>",
    "<!X",
    "<![CDATA[",
    "]]>",
    "<https://a.b>",
    "&amp;",
    "&#10;",
    "&nbsp;",
    "&lt",
    "&",
    ";",
    "\\",
    "\\\\",
    "\\*",
    "\\n",
    "$",
    "$$",
    "$x$",
    "==",
    "=",
    "===",
    "====",
    "#",
    "# ",
    "###### ",
    " #",
    "-",
    "--",
    "---",
    "- ",
    "+",
    "+ ",
    "* ",
    "1. ",
    "1) ",
    "12",
    "123456789. ",
    "> ",
    ">",
    "|",
    " | ",
    "| - |",
    "|---|",
    ":-:",
    ":::",
    ":::info",
    "[!note]",
    "[!note]- ",
    "[ ] ",
    "[x] ",
    "https://a.example/x_y",
    "http://a",
    "ftp://a.b/(c)",
    "www.a.b",
    "me@a.b",
    "mailto:me@a.b",
    "://",
    "@",
    "#tag",
    "%%",
    "{",
    "}",
    "%",
    "%20",
    "^",
    "(",
    ")",
    "\"",
    "'",
    ".",
    ",",
    ":",
    "?",
    "5",
    "0",
    "fn-1",
    "\xC3\xA9",
    "\xC3\x9F",
    "\xE2\x80\x9C",
    "\xE2\x80\x94",
    "\xF0\x9F\x99\x82",
    "\xF0\x9D\x94\xB8",
    "\xC2\xA0",
    "\xE2\x80\x8B",
    "\xE2\x80\xA8",
    "\xEF\xBB\xBF",
    "\xE3\x80\x80",
    "e\xCC\x81",
    "\xD7\xA9",
    "\xEF\xBC\x8A",
    std::string_view("\0", 1),
    "\x01",
    "\x0B",
    "\x0C",
    "\x1B",
    "\x7F",
    "\xC2\x85",
});

constexpr auto kAligns = std::to_array<std::string_view>({"left", "center", "right", "justify", "start"});
constexpr auto kLanguages =
    std::to_array<std::string_view>({"js", "", "c++", "mermaid", "a b", "{.py}", "`", "x\\_y", "&amp;"});
constexpr auto kCallouts =
    std::to_array<std::string_view>({"info", "note", "warning", "success", "danger", "default", "tip", "INFO", "x-y"});
constexpr auto kLayouts = std::to_array<std::string_view>({"two_equal", "three_equal", "two_left_sidebar", "odd one"});
constexpr auto kColors =
    std::to_array<std::string_view>({"#f00", "red", "rgb(1, 2, 3)", "rgba(1,2,3,.5)", "var(--x)", "#12345678", "a;b"});
constexpr auto kNoteIds = std::to_array<std::string_view>({"fn-1", "fn-2", "fn-3", "b", "a b", "019ef6fc-2638-7ce1"});
constexpr auto kListTypes = std::to_array<std::string_view>({"a", "A", "i", "I", "1"});
constexpr auto kTargets =
    std::to_array<std::string_view>({"/s/space/p/page-1", "/s/g/p/x#y", "https://a.example/?a=1&b=2", "#x", "",
                                     "mailto:me@a.b", "/a b", "/a(b)c", "/a(b", "/a)b", "<x>", "/%20\xC3\xA9",
                                     "javascript:x", "a\\b", "a\\", "&amp;", "www.a.b", "https://a.example/x_y*z"});

template <class Names>
bool contains(const Names &names, std::string_view name) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

Value text(std::string_view value) {
    return Value(std::string(value));
}

}  // namespace

std::string nastyText(std::mt19937 &random, std::size_t pieces) {
    std::string out;
    for (std::size_t i = 0; i < pieces; ++i)
        out += kPieces[std::uniform_int_distribution<std::size_t>(0, kPieces.size() - 1)(random)];
    return out;
}

std::size_t DocumentGenerator::below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(m_random);
}

Node DocumentGenerator::document() {
    return node(*m_rules.node("doc"), 0);
}

Node DocumentGenerator::node(const NodeRule &rule, int depth) {
    Node made;
    made.type = rule.name;
    made.attrs = attrs(rule.attrs, rule.name);
    for (const ContentStep &step : rule.steps)
        fill(made, step, depth);
    return made;
}

std::size_t DocumentGenerator::count(const ContentStep &step, int depth) {
    if (!step.repeated) return step.optional ? below(2) : 1;
    const std::size_t least = step.optional ? 0 : 1;
    return least + below(depth == 0 ? 3 : 2);
}

void DocumentGenerator::fill(Node &parent, const ContentStep &step, int depth) {
    const bool texts = step.choices.front() == "inline" || step.choices.front() == "text";
    for (std::size_t left = count(step, texts ? 0 : depth); left > 0; --left) {
        if (texts)
            parent.content.push_back(inlineNode(step.choices.front() == "text"));
        else
            parent.content.push_back(node(choose(step, depth), depth + 1));
    }
}

const NodeRule &DocumentGenerator::choose(const ContentStep &step, int depth) {
    std::vector<const NodeRule *> fitting;
    for (const NodeRule &rule : m_rules.nodes())
        if (m_rules.matches(step, rule.name) && (depth < kDeepest || rule.steps.empty() || fitting.empty()))
            fitting.push_back(&rule);
    const bool plain = fitting.size() > 8 && m_rules.matches(step, "paragraph") && chance(depth < 2 ? 3 : 2);
    return plain ? *m_rules.node("paragraph") : *oneOf(fitting);
}

Node DocumentGenerator::inlineNode(bool code) {
    std::vector<const NodeRule *> atoms;
    for (const NodeRule &rule : m_rules.nodes())
        if (rule.isInline() && rule.name != "text") atoms.push_back(&rule);
    Node made;
    if (!code && chance(4)) {
        made = node(chance(3) ? *m_rules.node("hardBreak") : *oneOf(atoms), kDeepest);
    } else {
        made.type = "text";
        made.text = words();
    }
    if (!code) made.marks = marks();
    return made;
}

std::vector<Mark> DocumentGenerator::marks() {
    std::vector<Mark> made;
    if (chance(2)) return made;
    for (std::size_t left = 1 + (chance(2) ? below(3) : 0); left > 0; --left) {
        const MarkRule &rule = oneOf(m_rules.marks());
        if (std::any_of(made.begin(), made.end(), [&](const Mark &mark) { return mark.type == rule.name; })) continue;
        if (rule.alone) made.clear();
        made.push_back({std::string(rule.name), attrs(rule.attrs, rule.name)});
        if (rule.alone) break;
    }
    return made;
}

Members DocumentGenerator::attrs(const std::vector<AttrRule> &rules, std::string_view owner) {
    Members made;
    for (const AttrRule &rule : rules) {
        const std::size_t choice = below(5);
        if (choice < 2 && !rule.fallback.empty()) continue;
        if (choice < 3 && !rule.fallback.empty())
            made.emplace_back(std::string(rule.name), std::move(*valueFromJson(rule.fallback)));
        else
            made.emplace_back(std::string(rule.name), value(rule.name, owner));
    }
    return made;
}

std::string DocumentGenerator::target() {
    return chance(4) ? "/" + words() : std::string(oneOf(kTargets));
}

Value DocumentGenerator::anyValue() {
    switch (below(8)) {
        case 0: return Value(static_cast<std::int64_t>(below(2000)) - 100);
        case 1: return Value(Number{"1.5"});
        case 2: return Value(nullptr);
        case 3: return text("640");
        case 4: return text("50%");
        case 5: return text("");
        default: return Value(words());
    }
}

Value DocumentGenerator::value(std::string_view name, std::string_view owner) {
    constexpr auto kTruths = std::to_array<std::string_view>({"checked", "open", "resolved", "internal", "recursive"});
    if (name == "level") return Value(static_cast<std::int64_t>(1 + below(6)));
    if (name == "indent") return Value(static_cast<std::int64_t>(below(9)));
    if (name == "colspan" || name == "rowspan") return Value(static_cast<std::int64_t>(1 + below(3)));
    if (name == "start" && owner == "orderedList") return Value(static_cast<std::int64_t>(below(14)) - 2);
    if (contains(kTruths, name)) return Value(chance(2));
    if (name == "textAlign" || name == "align") return text(oneOf(kAligns));
    if (name == "dir") return text(chance(2) ? "rtl" : "ltr");
    if (name == "language") return text(oneOf(kLanguages));
    if (name == "layout") return text(oneOf(kLayouts));
    if (name == "color" || name == "backgroundColor") return text(oneOf(kColors));
    if (name == "type") return owner == "callout" ? text(oneOf(kCallouts)) : text(oneOf(kListTypes));
    if (name == "href" && owner == "link") return Value(target());
    if (name == "src" || name == "url") return Value(target());
    const bool note = owner.substr(0, 8) == "footnote";
    if (note && (name == "id" || name == "data-id")) return text(oneOf(kNoteIds));
    if (name == "colwidth") {
        Array widths;
        for (std::size_t left = below(3); left > 0; --left) {
            widths.emplace_back(nullptr);
            if (!chance(4)) widths.back() = static_cast<std::int64_t>(below(500));
        }
        return Value(std::move(widths));
    }
    return anyValue();
}

}  // namespace wikivault::markdown
