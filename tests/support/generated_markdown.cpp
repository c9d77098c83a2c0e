#include "tests/support/generated_markdown.h"

#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <array>
#include <random>
#include <regex>
#include <set>

namespace wikivault::markdown {
namespace {

constexpr auto kLineStarts = std::to_array<std::string_view>({
    "",
    "",
    "",
    "",
    "# ",
    "## ",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "1) ",
    "7. ",
    "- [ ] ",
    "- [x] ",
    "> ",
    "> > ",
    ">",
    "> [!note] ",
    "> [!tip]- ",
    "> - ",
    "  ",
    "    ",
    "\t",
    "   - ",
    "  1. ",
    "      ",
    "| ",
    "||",
    "::: ",
    ":::info",
    ":::",
    "$$",
    "```",
    "```js",
    "~~~",
    "````",
    "---",
    "***",
    "===",
    "- - -",
    "[^1]: ",
    "[^note]: ",
    "[ref]: ",
    "[ref]: /u \"T\"",
    "    - ",
    "<details>",
    "</details>",
    "<summary>",
    "<div>",
    "</div>",
    "<div align=\"center\">",
    "<p>",
    "<p style=\"text-align:right\">",
    "</p>",
    "<!--",
    "-->",
    "<!-- c -->",
    "<!--empty-->",
    "<!--p-->",
    "<!--block {\"a\":1}-->",
    "<!--table {\"colwidth\":[9]}-->",
    "<!--item {\"x\":2}-->",
    "<!--doc {\"dir\":\"rtl\"}-->",
    "<!--node {\"type\":\"z\"}-->",
    "<!--footnotes {}-->",
    "<!--pagebreak-->",
    "<!--subpages-->",
    "<table>",
    "<tr><td>",
    "</td></tr>",
    "</table>",
    "<ul><li>",
    "</li></ul>",
    "<pre>",
    "</pre>",
    "<hr>",
    "<h2>",
    "</h2>",
    "<script>",
    "</script>",
    "<?x",
    "<![CDATA[",
    "<img src=\"/i\">",
    "<br>",
    "| a | b |\n|---|:-:|\n| ",
    "a | b\n- | -\n",
    "<blockquote>",
    "</blockquote>",
    "<div data-type=\"callout\">",
    "<input type=\"checkbox\">",
});

constexpr auto kInlines = std::to_array<std::string_view>({
    " ",
    "Ünï",
    "日本",
    " ",
    " ",
    "  ",
    "  \n",
    "\\\n",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~~",
    "~",
    "==",
    "`",
    "``",
    "$",
    "$$",
    "$x^2$",
    "^[",
    "^[note one]",
    "]",
    "[",
    "[^1]",
    "[^note]",
    "[link](/u)",
    "[link](</a b> 'T')",
    "[ref]",
    "[a][ref]",
    "![alt](/i.png)",
    "![alt|300](/i.png)",
    "![a](/i =10x20)",
    "[![a](/i)](/l)",
    "](",
    ")",
    "<https://a.b/c>",
    "https://a.example/x_y",
    "www.a.example",
    "me@a.example",
    "<b>",
    "</b>",
    "<u>u</u>",
    "<kbd>K</kbd>",
    "<sub>",
    "</sub>",
    "<span style=\"color: red\">",
    "<span data-comment-id=\"c\">",
    "</span>",
    "<mark>",
    "</mark>",
    "<font color=\"red\">",
    "</font>",
    "<br>",
    "<br/>",
    "<i",
    "<custom-tag a='b'>",
    "</custom-tag>",
    "<!-- inl -->",
    "<!--",
    "-->",
    "<!--img {\"width\":5}-->",
    "<!--attrs {\"textAlign\":\"center\"}-->",
    "<!--link {\"rel\":\"x\"}-->",
    "<!--video-->",
    "<!--attachment {\"size\":1}-->",
    "&amp;",
    "&copy;",
    "&#35;",
    "&bogus;",
    "&",
    "<",
    ">",
    "\\*",
    "\\",
    "\\\\",
    "|",
    "\\|",
    "!",
    "#",
    "[[Page]]",
    "[[Page|alias]]",
    "![[file.png]]",
    ":smile:",
    "%%hidden%%",
    "\xC2\xA0",
    "\t",
    "(",
    "\"",
    "'",
    "...",
    "--",
    "- ",
    "5",
    "1. ",
    "<span data-type=\"status\" data-color=\"green\">ok</span>",
    "<sup data-footnote-ref data-fn-text=\"fn\"></sup>",
    "<a href=\"/h\">",
    "</a>",
    "<img src=\"/j\" width=\"3\">",
    "<code>",
    "</code>",
    "<?pi?>",
    "<![CDATA[d]]>",
    "<!X y>",
});

template <class List>
std::string_view oneOf(std::mt19937 &random, const List &list) {
    return list[std::uniform_int_distribution<std::size_t>(0, std::size(list) - 1)(random)];
}

/// The words `w<number>` that generatedMarkdown() strews in.
std::set<std::string> wordsOf(std::string_view text) {
    std::set<std::string> words;
    for (std::size_t at = text.find('w'); at != std::string_view::npos; at = text.find('w', at + 1)) {
        const std::size_t end = std::min(text.find_first_not_of("0123456789", at + 1), text.size());
        if (end - at >= 5) words.emplace(text.substr(at, 5));
    }
    return words;
}

}  // namespace

std::string generatedMarkdown(unsigned seed) {
    std::mt19937 random(seed);
    const auto below = [&](std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
    };
    std::string body;
    std::size_t word = 1000;
    for (std::size_t lines = 1 + below(8); lines > 0; --lines) {
        for (std::size_t starts = 1 + below(2); starts > 0; --starts)
            body += oneOf(random, kLineStarts);
        for (std::size_t pieces = below(6); pieces > 0; --pieces)
            body += below(3) == 0 ? 'w' + std::to_string(word++) : std::string(oneOf(random, kInlines));
        body += below(8) == 0 ? "\r\n" : below(3) == 0 ? "\n\n" : "\n";
    }
    return body;
}

bool losesWords(const std::string &body) {
    // A comment, a tag that no node stands for, and what follows a language that only an attribute can hold may go.
    static const std::array<std::regex, 3> kUnsaid{
        std::regex("<!--[\\s\\S]*?-->|<\\?[\\s\\S]*?\\?>"), std::regex("<!--[\\s\\S]*?-->|<\\?[\\s\\S]*?\\?>"),
        std::regex(
            R"re(<!\[CDATA\[[\s\S]*?\]\]>|<![\s\S]*?>|</?[a-z]*[^>"]*w[0-9]+[^>"]*>|(`{3,}|~{3,})[ \t]*\S*[&\\`][^\n]*|:::[a-z0-9]*w[0-9]+)re")};
    std::string said = body;
    for (const std::regex &unsaid : kUnsaid)
        said = std::regex_replace(said, unsaid, " ");
    const std::set<std::string> before = wordsOf(said), after = wordsOf(toMarkdown(fromMarkdown(body)));
    return !std::includes(after.begin(), after.end(), before.begin(), before.end());
}

bool wanders(const std::string &body) {
    const Node read = fromMarkdown(body);
    const std::string printed = toMarkdown(read);
    const Node back = fromMarkdown(printed);
    return canonicalNode(back, FinalLineFeeds::Ignored) != canonicalNode(read, FinalLineFeeds::Ignored) ||
           toMarkdown(back) != printed;
}

std::string shrunk(std::string body, const std::function<bool(const std::string &)> &fails) {
    for (std::size_t piece = std::max<std::size_t>(body.size() / 2, 1); piece > 0; piece /= 2) {
        for (std::size_t at = 0; at < body.size();) {
            std::string shorter = body.substr(0, at) + body.substr(std::min(at + piece, body.size()));
            if (isValidUtf8(shorter) && fails(shorter))
                body = std::move(shorter);
            else
                at += piece;
        }
    }
    return body;
}

}  // namespace wikivault::markdown
