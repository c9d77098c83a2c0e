#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/converter.h"

#include <QTest>
#include <algorithm>
#include <array>
#include <random>
#include <string>

using namespace wikivault;
using namespace wikivault::markdown;

namespace {

constexpr int kDocuments = 3000;

/// Pieces of text that mean something to Markdown, HTML or the format, and some that mean nothing.
constexpr auto kPieces = std::to_array<std::string_view>({"a",
                                                          "word",
                                                          " ",
                                                          "  ",
                                                          "\t",
                                                          "\n",
                                                          "*",
                                                          "**",
                                                          "_",
                                                          "__",
                                                          "~",
                                                          "~~",
                                                          "`",
                                                          "``",
                                                          "```",
                                                          "[",
                                                          "]",
                                                          "](",
                                                          "[^1]",
                                                          "^[",
                                                          "!",
                                                          "![",
                                                          "<",
                                                          "<b>",
                                                          "</div>",
                                                          "<!--",
                                                          "-->",
                                                          "&amp;",
                                                          "&",
                                                          "\\",
                                                          "\\*",
                                                          "$",
                                                          "$$",
                                                          "==",
                                                          "=",
                                                          "#",
                                                          "# ",
                                                          "- ",
                                                          "1. ",
                                                          "> ",
                                                          "|",
                                                          "---",
                                                          ":::",
                                                          ":::info",
                                                          "[!note]",
                                                          "[ ] ",
                                                          "https://a.example/x_y",
                                                          "www.a.b",
                                                          "me@a.b",
                                                          "\xC3\xA9",
                                                          "\xE2\x80\x9C",
                                                          "\xF0\x9F\x99\x82",
                                                          "\xC2\xA0",
                                                          "\xE2\x80\x8B",
                                                          "5",
                                                          ".",
                                                          ":",
                                                          "(",
                                                          ")",
                                                          "\"",
                                                          "'",
                                                          "\r",
                                                          std::string_view("\0", 1),
                                                          "\x01",
                                                          "{",
                                                          "}",
                                                          "%",
                                                          "^",
                                                          "@",
                                                          "+"});

class Generator {
public:
    explicit Generator(unsigned seed) : m_random(seed) {}

    Node document() {
        Node doc = container("doc", 1, 4, 0);
        if (doc.content.empty()) doc.content.push_back(textBlock("paragraph"));
        return doc;
    }

private:
    std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(m_random); }
    bool chance(std::size_t in) { return below(in) == 0; }

    std::string text() {
        std::string out;
        for (std::size_t i = 1 + below(5); i > 0; --i)
            out += kPieces[below(kPieces.size())];
        return out;
    }

    Mark mark() {
        static constexpr auto kPlain = std::to_array<std::string_view>(
            {"bold", "italic", "strike", "underline", "superscript", "subscript", "spoiler"});
        switch (below(10)) {
            case 0:
                return {"link",
                        {{"href", Value(chance(2) ? "https://a.example/" + text() : std::string("/s/g/p/x-1"))}}};
            case 1: return {"textStyle", {{"color", Value(std::string("#f00"))}}};
            case 2:
                return {"highlight", chance(2) ? Members{}
                                               : Members{{"color", Value(std::string("#ff0"))},
                                                         {"colorName", Value(std::string("yellow"))}}};
            case 3:
                return {"comment",
                        {{"commentId", Value(std::string("c") + std::to_string(below(3)))},
                         {"resolved", Value(chance(2))}}};
            default: return {std::string(kPlain[below(kPlain.size())]), {}};
        }
    }

    std::vector<Mark> marks() {
        if (chance(2)) return {};
        if (chance(5)) return {Mark{"code", {}}};
        std::vector<Mark> out;
        for (std::size_t i = below(3); i > 0; --i) {
            Mark next = mark();
            const bool known = std::any_of(out.begin(), out.end(), [&](const Mark &m) { return m.type == next.type; });
            if (!known) out.push_back(std::move(next));
        }
        return out;
    }

    Node atom() {
        switch (below(5)) {
            case 0: return {"mathInline", {}, {{"text", Value(text())}}, {}, {}, {}};
            case 1:
                return {"status", {}, {{"text", Value(text())}, {"color", Value(std::string("green"))}}, {}, {}, {}};
            case 2:
                return {
                    "mention",
                    {},
                    {{"id", Value(std::string("m"))}, {"label", Value(text())}, {"entityType", Value(std::string("user"))}},
                    {},
                    {},
                    {}};
            default: return {"hardBreak", {}, {}, {}, {}, {}};
        }
    }

    std::vector<Node> inlines() {
        std::vector<Node> out;
        for (std::size_t i = below(5); i > 0; --i) {
            if (chance(4)) {
                out.push_back(atom());
                if (chance(3)) out.back().marks = {Mark{"bold", {}}};
            } else {
                out.push_back(Node{"text", text(), {}, marks(), {}, {}});
            }
        }
        return out;
    }

    Node textBlock(const std::string &type) {
        Node node{type, {}, {}, {}, inlines(), {}};
        if (type == "heading") node.attrs.emplace_back("level", Value(std::int64_t(1 + static_cast<int>(below(6)))));
        if (chance(8)) node.attrs.emplace_back("textAlign", Value(std::string("center")));
        if (chance(12)) node.attrs.emplace_back("indent", Value(std::int64_t(2)));
        return node;
    }

    Node container(const std::string &type, std::size_t least, std::size_t most, int depth) {
        Node node{type, {}, {}, {}, {}, {}};
        for (std::size_t i = least + below(most - least + 1); i > 0; --i)
            node.content.push_back(block(depth + 1));
        return node;
    }

    Node list(int depth) {
        static constexpr auto kLists = std::to_array<std::string_view>({"bulletList", "orderedList", "taskList"});
        Node node{std::string(kLists[below(kLists.size())]), {}, {}, {}, {}, {}};
        if (node.type == "orderedList")
            node.attrs.emplace_back("start", Value(std::int64_t(static_cast<int>(below(12)))));
        const bool tasks = node.type == "taskList";
        for (std::size_t i = 1 + below(3); i > 0; --i) {
            Node item = container(tasks ? "taskItem" : "listItem", 0, 2, depth);
            item.content.insert(item.content.begin(), textBlock("paragraph"));
            if (tasks) item.attrs.emplace_back("checked", Value(chance(2)));
            node.content.push_back(std::move(item));
        }
        return node;
    }

    Node table(int depth) {
        Node node{"table", {}, {}, {}, {}, {}};
        const std::size_t columns = 1 + below(3);
        const bool rich = chance(3);
        for (std::size_t r = 1 + below(3); r > 0; --r) {
            Node row{"tableRow", {}, {}, {}, {}, {}};
            for (std::size_t c = 0; c < columns; ++c) {
                Node cell{node.content.empty() ? "tableHeader" : "tableCell", {}, {}, {}, {}, {}};
                cell.content.push_back(textBlock("paragraph"));
                if (rich && chance(2)) cell.content.push_back(block(depth + 2));
                if (rich && chance(4)) cell.attrs.emplace_back("backgroundColor", Value(std::string("#fde68a")));
                row.content.push_back(std::move(cell));
            }
            node.content.push_back(std::move(row));
        }
        return node;
    }

    Node code() {
        Node node{"codeBlock", {}, {}, {}, {}, {}};
        const std::string body = text() + (chance(2) ? "\n\n" + text() : "") + "x";
        node.content.push_back(Node{"text", body, {}, {}, {}, {}});
        if (chance(2)) node.attrs.emplace_back("language", Value(chance(4) ? text() : std::string("js")));
        return node;
    }

    Node details(int depth) {
        Node node{"details", {}, {{"open", Value(chance(2))}}, {}, {}, {}};
        node.content.push_back(Node{"detailsSummary", {}, {}, {}, inlines(), {}});
        node.content.push_back(container("detailsContent", 0, 2, depth));
        return node;
    }

    Node media() {
        switch (below(4)) {
            case 0:
                return {"image",
                        {},
                        {{"src", Value("/a" + text())}, {"alt", Value(text())}, {"width", Value(std::int64_t(640))}},
                        {},
                        {},
                        {}};
            case 1:
                return {"attachment",
                        {},
                        {{"url", Value(std::string("/f"))}, {"name", Value(text())}, {"size", Value(std::string("5"))}},
                        {},
                        {},
                        {}};
            case 2: return {"mathBlock", {}, {{"text", Value(text())}}, {}, {}, {}};
            default: return {"horizontalRule", {}, {}, {}, {}, {}};
        }
    }

    Node columns(int depth) {
        Node node{"columns", {}, {{"layout", Value(std::string("two_equal"))}}, {}, {}, {}};
        for (int i = 0; i < 2; ++i)
            node.content.push_back(container("column", 1, 2, depth));
        return node;
    }

    Node block(int depth) {
        if (depth > 4 || chance(2)) return textBlock(chance(5) ? "heading" : "paragraph");
        switch (below(9)) {
            case 0: return list(depth);
            case 1: return container("blockquote", 1, 3, depth);
            case 2: return container("callout", 1, 2, depth);
            case 3: return code();
            case 4: return table(depth);
            case 5: return details(depth);
            case 6: return columns(depth);
            case 7: return list(depth);
            default: return media();
        }
    }

    std::mt19937 m_random;
};

/// The document without everything that can go while it still fails.
template <class Fails>
Node shrunk(Node doc, Fails fails) {
    for (bool smaller = true; smaller;) {
        smaller = false;
        std::vector<std::vector<std::size_t>> paths{{}};
        for (std::size_t p = 0; p < paths.size() && !smaller; ++p) {
            Node copy = doc;
            Node *parent = &copy;
            for (const std::size_t step : paths[p])
                parent = &parent->content[step];
            for (std::size_t i = 0; i < parent->content.size() && !smaller; ++i) {
                const Node kept = parent->content[i];
                parent->content.erase(parent->content.begin() + static_cast<std::ptrdiff_t>(i));
                smaller = fails(copy);
                if (smaller) break;
                parent->content.insert(parent->content.begin() + static_cast<std::ptrdiff_t>(i), kept);
                std::vector<std::size_t> deeper = paths[p];
                deeper.push_back(i);
                paths.push_back(std::move(deeper));
            }
            if (smaller) doc = std::move(copy);
        }
    }
    return doc;
}

bool isLost(const Node &doc) {
    const Node back = fromMarkdown(toMarkdown(doc));
    return canonicalNode(back, FinalLineFeeds::Ignored) != canonicalNode(doc, FinalLineFeeds::Ignored);
}

bool isUnstable(const Node &doc) {
    const std::string printed = toMarkdown(doc);
    return toMarkdown(fromMarkdown(printed)) != printed;
}

}  // namespace

class GeneratedTest : public QObject {
    Q_OBJECT

private slots:
    void randomDocumentsComeBackAndStayAsTheyAre() {
        for (unsigned seed = 1; seed <= kDocuments; ++seed) {
            const Node doc = Generator(seed).document();
            if (isLost(doc)) report("lost", seed, shrunk(doc, isLost));
            if (isUnstable(doc)) report("unstable", seed, shrunk(doc, isUnstable));
            if (m_reported > 9) break;
        }
        QCOMPARE(m_reported, 0);
    }

private:
    void report(const char *what, unsigned seed, const Node &doc) {
        ++m_reported;
        qWarning("%s, seed %u\n%s\n%s\n%s", what, seed, toJson(doc).c_str(), toMarkdown(doc).c_str(),
                 toJson(fromMarkdown(toMarkdown(doc))).c_str());
    }

    int m_reported = 0;
};

QTEST_APPLESS_MAIN(GeneratedTest)
#include "generated_test.moc"
