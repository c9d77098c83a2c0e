#include "tests/bench/bench_hostile.h"

#include <algorithm>
#include <string_view>

namespace wikivault::bench {

namespace {

std::string times(std::string_view piece, std::size_t n) {
    std::string text;
    text.reserve(piece.size() * n);
    for (std::size_t i = 0; i < n; ++i)
        text += piece;
    return text;
}

/// The piece with `#` replaced by the number, n times.
std::string numbered(std::string_view piece, std::size_t n) {
    std::string text;
    for (std::size_t i = 0; i < n; ++i)
        for (const char c : piece) {
            if (c == '#')
                text += std::to_string(i);
            else
                text += c;
        }
    return text;
}

/// Items one below the other, each two columns deeper; at most 500 levels, then again.
std::string steps(std::size_t lines, std::string_view prefix) {
    std::string text;
    for (std::size_t i = 0; i < lines; ++i)
        text += std::string(i % 500 * 2, ' ') + std::string(prefix) + "x\n";
    return text;
}

std::string tickRuns(std::size_t n) {
    std::string text;
    for (std::size_t length = 1; text.size() < n; ++length)
        text += std::string(length, '`') + " ";
    return text;
}

std::string inDocument(const std::string &blocks) {
    return R"({"type":"doc","content":[)" + blocks + "]}";
}

std::string textBlock(const std::string &content) {
    return inDocument(R"({"type":"paragraph","content":[)" + content + "]}");
}

std::string nested(std::string_view open, std::string_view close, std::size_t n) {
    return inDocument(times(open, n) + R"({"type":"paragraph","content":[{"type":"text","text":"x"}]})" +
                      times(close, n));
}

std::string joined(std::string_view piece, std::size_t n) {
    std::string text = times(piece, n);
    if (!text.empty()) text.pop_back();
    return text;
}

std::string oneText(std::string_view piece, std::size_t n) {
    return textBlock(R"({"type":"text","text":")" + times(piece, n) + "\"}");
}

std::string manyMarks(std::size_t n) {
    return textBlock(joined(R"({"type":"text","text":"a","marks":[{"type":"bold"}]},)"
                            R"({"type":"text","text":"*","marks":[{"type":"bold"},{"type":"italic"}]},)"
                            R"({"type":"text","text":"c","marks":[{"type":"italic"},{"type":"strike"}]},)",
                            n));
}

std::string manyRows(std::size_t n) {
    const std::string cell =
        R"({"type":"tableCell","content":[{"type":"paragraph","content":[{"type":"text","text":"a|b"}]}]})";
    return inDocument(R"({"type":"table","content":[)" +
                      joined(R"({"type":"tableRow","content":[)" + cell + "," + cell + "]},", n) + "]}");
}

}  // namespace

const std::vector<HostileText> &hostileTexts() {
    using N = std::size_t;
    static const std::vector<HostileText> texts{
        {"one line of words", 4'000'000, [](N n) { return times("word ", n / 5); }},
        {"quotes in quotes", 200'000, [](N n) { return times("> ", n) + "x"; }},
        {"lazy lines in deep quotes", 20'000, [](N n) { return times("> ", 900) + "x\n" + times("lazy\n", n); }},
        {"deep quote lines", 1'000, [](N n) { return times(times("> ", 900) + "x\n", n); }},
        {"items in items, one line", 200'000, [](N n) { return times("- ", n) + "x"; }},
        {"items in items, by steps", 10'000, [](N n) { return steps(n, "- "); }},
        {"numbered items by steps", 5'000, [](N n) { return steps(n, "1. "); }},
        {"blank lines in deep items", 200'000, [](N n) { return times("- ", 900) + "x\n" + times("\n", n) + "y"; }},
        {"openers of emphasis", 100'000, [](N n) { return times("*a **b ", n / 2); }},
        {"closers of emphasis", 100'000, [](N n) { return times("a* b** ", n / 2); }},
        {"emphasis that never fits", 100'000, [](N n) { return times("a**b_c~~d==", n / 4); }},
        {"delimiters, one run", 1'000'000, [](N n) { return std::string(n, '*') + "a" + std::string(n, '*'); }},
        {"open brackets", 500'000, [](N n) { return std::string(n, '['); }},
        {"brackets and targets", 200'000, [](N n) { return times("[a](", n); }},
        {"links in brackets", 200'000, [](N n) { return times("[", n) + "a" + times("](b)", n); }},
        {"images in images", 100'000, [](N n) { return times("![", n) + "a" + times("](b)", n); }},
        {"images over lines", 50'000, [](N n) { return times("![", n) + "a\nb" + times("](b)", n); }},
        {"references", 100'000, [](N n) { return times("[a] ", n) + "\n\n[a]: /x\n"; }},
        {"definitions", 50'000, [](N n) { return numbered("[l#]: /x 'y\n", n); }},
        {"notes in notes", 100'000, [](N n) { return times("^[", n) + "a" + times("]", n); }},
        {"labelled notes", 30'000, [](N n) { return numbered("a[^#]\n\n", n) + numbered("[^#]: b\n", n); }},
        {"runs of backticks", 1'000'000, &tickRuns},
        {"dollars", 300'000, [](N n) { return times("$a ", n); }},
        {"entities", 300'000, [](N n) { return times("&amp;&x", n); }},
        {"addresses", 200'000, [](N n) { return times("a.b@c ", n); }},
        {"bad hosts", 200'000, [](N n) { return times("_www.a", n); }},
        {"schemes", 200'000, [](N n) { return times("http://", n); }},
        {"open tags", 200'000, [](N n) { return times("<a b=\"", n); }},
        {"inline elements", 100'000, [](N n) { return "x " + times("<b>", n) + "a" + times("</b>", n); }},
        {"open comments", 200'000, [](N n) { return "x " + times("<!-- ", n); }},
        {"block elements", 50'000, [](N n) { return times("<div>\n", n) + "\nx\n\n" + times("</div>\n", n); }},
        {"a long table", 100'000, [](N n) { return "| a | b |\n| --- | --- |\n" + times("| c \\| | `d` |\n", n); }},
        {"a wide table", 100'000,
         [](N n) { return times("|a", n) + "|\n" + times("|-", n) + "|\n" + times("|b", n) + "|\n"; }},
        {"underlines", 200'000, [](N n) { return times("a\n---\n", n); }},
        {"open fences", 200'000, [](N n) { return times("~~~ a\n``` b\n", n); }},
        {"open formulas", 200'000, [](N n) { return times("$$\na\n", n); }},
        {"open containers", 50'000, [](N n) { return times(":::info\n", n) + "x\n"; }},
        {"callouts", 50'000, [](N n) { return times("> [!note] t\n> x\n\n", n); }},
        {"details", 30'000, [](N n) { return times("<details><summary>s</summary>\n\nx\n\n</details>\n", n); }},
        {"tabs", 500'000, [](N n) { return times("\t-\t", n) + "x"; }},
    };
    return texts;
}

const std::vector<HostileText> &hostileDocuments() {
    using N = std::size_t;
    static const std::vector<HostileText> documents{
        {"quotes in quotes", 4'500, [](N n) { return nested(R"({"type":"blockquote","content":[)", "]}", n); }},
        {"lists in lists", 2'500,
         [](N n) { return nested(R"({"type":"bulletList","content":[{"type":"listItem","content":[)", "]}]}", n); }},
        {"details in details", 1'500,
         [](N n) {
             return nested(
                 R"({"type":"details","content":[{"type":"detailsSummary"},{"type":"detailsContent","content":[)",
                 "]}]}", n);
         }},
        {"stars", 1'000'000, [](N n) { return oneText("*", n); }},
        {"words and stars", 300'000, [](N n) { return oneText("a* ", n); }},
        {"backticks", 300'000, [](N n) { return oneText("` `` ", n); }},
        {"brackets", 300'000, [](N n) { return oneText("[a](b)![", n); }},
        {"tags and entities", 200'000, [](N n) { return oneText("<a &lt; <!-- ", n); }},
        {"dollars and addresses", 200'000, [](N n) { return oneText("$a$ http://x.y a@b.c ", n); }},
        {"spaces", 1'000'000, [](N n) { return oneText("  ", n / 2); }},
        {"marks that change", 20'000, &manyMarks},
        {"a long table", 20'000, &manyRows},
        {"empty paragraphs", 100'000, [](N n) { return inDocument(joined(R"({"type":"paragraph"},)", n)); }},
        {"line breaks", 100'000, [](N n) { return textBlock(joined(R"({"type":"hardBreak"},)", n)); }},
    };
    return documents;
}

}  // namespace wikivault::bench
