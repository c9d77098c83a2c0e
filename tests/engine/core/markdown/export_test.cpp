#include "engine/core/markdown/converter.h"

#include <QTest>
#include <string>

using namespace wikivault;
using namespace wikivault::markdown;

namespace {

Node read(const QByteArray &json) {
    auto doc = fromJson(std::string_view(json.constData(), static_cast<std::size_t>(json.size())));
    if (!doc) qFatal("%s", doc.error().detail.c_str());
    return std::move(*doc);
}

QByteArray doc(const QByteArray &blocks) {
    return "{\"type\":\"doc\",\"content\":[" + blocks + "]}";
}

QByteArray para(const QByteArray &inlines) {
    return "{\"type\":\"paragraph\",\"content\":[" + inlines + "]}";
}

QByteArray text(const QByteArray &json, const QByteArray &marks = {}) {
    const QByteArray list = marks.isEmpty() ? QByteArray() : ",\"marks\":[" + marks + "]";
    return "{\"type\":\"text\",\"text\":\"" + json + "\"" + list + "}";
}

QByteArray mark(const QByteArray &type, const QByteArray &attrs = {}) {
    return "{\"type\":\"" + type + "\"" + (attrs.isEmpty() ? QByteArray() : ",\"attrs\":{" + attrs + "}") + "}";
}

QByteArray node(const QByteArray &type, const QByteArray &attrs, const QByteArray &content = {}) {
    return "{\"type\":\"" + type + "\"" + (attrs.isEmpty() ? QByteArray() : ",\"attrs\":{" + attrs + "}") +
           (content.isEmpty() ? QByteArray() : ",\"content\":[" + content + "]") + "}";
}

QByteArray item(const QByteArray &content) {
    return node("listItem", {}, content);
}

QByteArray cell(const QByteArray &type, const QByteArray &content, const QByteArray &attrs = {}) {
    return node(type, attrs, content);
}

void row(const char *tag, const QByteArray &blocks, const QByteArray &markdown) {
    QTest::newRow(tag) << doc(blocks) << markdown;
}

void rowsOfBlocks() {
    row("one empty paragraph", node("paragraph", {}), "");
    row("no content", {}, "<!--empty-->");
    row("paragraphs", para(text("a")) + "," + para(text("b")), "a\n\nb");
    row("empty paragraph between", para(text("a")) + "," + node("paragraph", {}) + "," + para(text("b")),
        "a\n\n<!--p-->\n\nb");
    row("alignment", node("paragraph", "\"textAlign\":\"center\"", text("a")),
        "a <!--attrs {\"textAlign\":\"center\"}-->");
    row("indent", node("heading", "\"level\":3,\"indent\":2", text("a")), "### a <!--attrs {\"indent\":2}-->");
    row("heading ends in hashes", node("heading", "\"level\":2", text("x #")), "## x \\#");
    row("heading with break", node("heading", "\"level\":2", text("a") + ",{\"type\":\"hardBreak\"}," + text("b")),
        "## a<br>b");
    row("rule", node("horizontalRule", {}), "---");
    row("code", node("codeBlock", "\"language\":\"js\"", text("a\\n\\nb")), "```js\na\n\nb\n```");
    row("code with fences", node("codeBlock", {}, text("```")), "````\n```\n````");
    row("code without text", node("codeBlock", {}), "```\n\n```");
    row("odd language", node("codeBlock", "\"language\":\"a b\"", text("x")),
        "<!--block {\"language\":\"a b\"}-->\n\n```\nx\n```");
    row("quote", node("blockquote", {}, para(text("a")) + "," + para(text("b"))), "> a\n>\n> b");
    row("quote that looks like a callout", node("blockquote", {}, para(text("[!note] x"))), "> \\[!note] x");
    row("callout", node("callout", "\"type\":\"warning\"", para(text("a"))), "> [!warning]\n> a");
    row("callout icon", node("callout", "\"icon\":\"x\"", para(text("a"))),
        "> [!info]<!--icon {\"icon\":\"x\"}-->\n> a");
    row("callout of another type", node("callout", "\"type\":\"tip\"", para(text("a"))),
        "<!--block {\"type\":\"tip\"}-->\n\n> [!info]\n> a");
    row("math block", node("mathBlock", "\"text\":\"x^2\""), "$$\nx^2\n$$");
    row("math block with dollars", node("mathBlock", "\"text\":\"a $$ b\""),
        "<div data-type=\"mathBlock\" data-katex=\"true\" text=\"a $$ b\"></div>");
    row("unknown block", node("future", "\"a\":\"--\"", para(text("x"))),
        "<!--node "
        "{\"type\":\"future\",\"attrs\":{\"a\":\"\\u002d\\u002d\"},\"content\":[{\"type\":\"paragraph\",\"content\":"
        "[{\"type\":\"text\",\"text\":\"x\"}]}]}-->");
    row("document attributes", node("paragraph", {}, text("x")), "x");
}

void rowsOfLists() {
    row("bullets", node("bulletList", {}, item(para(text("a"))) + "," + item(para(text("b")))), "- a\n- b");
    row("nested", node("bulletList", {}, item(para(text("a")) + "," + node("bulletList", {}, item(para(text("b")))))),
        "- a\n\n  - b");
    row("ordered",
        node("orderedList", "\"start\":9", item(para(text("a"))) + "," + item(para(text("b")) + "," + para(text("c")))),
        "9. a\n10. b\n\n    c");
    row("start 0", node("orderedList", "\"start\":0", item(para(text("a")))), "<!--block {\"start\":0}-->\n\n1. a");
    row("tasks",
        node("taskList", {},
             node("taskItem", "\"checked\":true", para(text("a"))) + "," + node("taskItem", {}, para(text("[x] b")))),
        "- [x] a\n- [ ] [x] b");
    row("item that looks like a task", node("bulletList", {}, item(para(text("[ ] a")))), "- \\[ ] a");
    row("empty item", node("bulletList", {}, item(node("paragraph", {})) + "," + item(para(text("b")))), "- \n- b");
    row("empty paragraph before code",
        node("bulletList", {}, item(node("paragraph", {}) + "," + node("codeBlock", {}, text("x")))),
        "- <!--p-->\n\n  ```\n  x\n  ```");
    row("neighbours of one family",
        node("bulletList", {}, item(para(text("a")))) + "," + node("bulletList", {}, item(para(text("b")))),
        "- a\n\n<!-- -->\n\n- b");
    row("item attributes", node("bulletList", {}, node("listItem", "\"dir\":\"rtl\"", para(text("a")))),
        "- a\n\n  <!--item {\"dir\":\"rtl\"}-->");
}

void rowsOfText() {
    row("line starts",
        para(text("# a") + ",{\"type\":\"hardBreak\"}," + text("- b") + ",{\"type\":\"hardBreak\"}," + text("1. c")),
        "\\# a  \n\\- b  \n1\\. c");
    row("stars", para(text("**not bold**")), "\\*\\*not bold\\*\\*");
    row("one star", para(text("a * b * c")), "a * b * c");
    row("names", para(text("some_var_name")), "some_var_name");
    row("underscores", para(text("_not italic_")), "\\_not italic\\_");
    row("back-ticks", para(text("a `b` c")), "a \\`b\\` c");
    row("lone back-tick", para(text("a ` c")), "a ` c");
    row("link", para(text("[not](a-link)")), "\\[not](a-link)");
    row("brackets", para(text("[[Page]] [x]")), "[[Page]] [x]");
    row("html", para(text("<b>x</b> a < b")), "\\<b>x\\</b> a < b");
    row("line break tag", para(text("a<br>b")), "a&lt;br&gt;b");
    row("entity", para(text("&amp; a & b")), "\\&amp; a & b");
    row("address", para(text("see https://a.example/x ok")), "see https\\://a.example/x ok");
    row("mail", para(text("me@a.example")), "me\\@a.example");
    row("math", para(text("the set $A$ here")), "the set \\$A\\$ here");
    row("money", para(text("$5 and $6")), "$5 and $6");
    row("equals", para(text("a == b")), "a \\=\\= b");
    row("note", para(text("x^[y]")), "x^\\[y]");
    row("definition", para(text("[a]: /url")), "\\[a]: /url");
    row("spaces", para(text("  a  b  ")), "&#32; a  b &#32;");
    row("line feed", para(text("a\\nb")), "a&#10;b");
    row("comment", para(text("x <!-- c -->")), "x \\<!-- c -->");
}

void rowsOfMarks() {
    row("bold", para(text("a ") + "," + text("b", mark("bold")) + "," + text(" c")), "a **b** c");
    row("bold beside a word", para(text("Label:", mark("bold")) + "," + text("value")), "<strong>Label:</strong>value");
    row("bold with spaces", para(text("a") + "," + text(" b ", mark("bold")) + "," + text("c")),
        "a<strong> b </strong>c");
    row("bold before stars and the body's last space", para(text(">", mark("bold")) + "," + text("**\xE2\x80\xA8")),
        "<strong>></strong>\\*\\*&#8232;");
    row("all at once", para(text("x", mark("bold") + "," + mark("italic") + "," + mark("strike"))), "~~***x***~~");
    row("order of marks", para(text("x", mark("italic") + "," + mark("bold"))), "***x***");
    row("code", para(text("a`b", mark("code"))), "``a`b``");
    row("code and bold", para(text("a", mark("bold") + "," + mark("code")) + "," + text(" b", mark("bold"))),
        "**`a` b**");
    row("code beside italic code", para(text("a", mark("code")) + "," + text("b", mark("italic") + "," + mark("code"))),
        "<code>a</code><em><code>b</code></em>");
    row("colour", para(text("c", mark("textStyle", "\"color\":\"#f00\""))), "<span style=\"color: #f00\">c</span>");
    row("highlight", para(text("c", mark("highlight"))), "==c==");
    row("highlight with a name", para(text("c", mark("highlight", "\"color\":\"#ff0\",\"colorName\":\"yellow\""))),
        "<mark style=\"background-color: #ff0\" data-highlight-color-name=\"yellow\">c</mark>");
    row("comment", para(text("c", mark("comment", "\"commentId\":\"i\",\"resolved\":true"))),
        "<span data-comment-id=\"i\" data-resolved=\"true\">c</span>");
    row("unknown mark", para(text("c", mark("future", "\"v\":1"))),
        "<span data-mark=\"{&quot;type&quot;:&quot;future&quot;,&quot;attrs&quot;:{&quot;v&quot;:1}}\">c</span>");
    row("link", para(text("t", mark("link", "\"href\":\"https://a.example/?a=1&b=2\""))),
        "[t](https://a.example/?a=1&b=2)");
    row("link with spaces", para(text("t", mark("link", "\"href\":\"/a b\",\"title\":\"T \\\"q\\\"\""))),
        "[t](</a b> \"T \\\"q\\\"\")");
    row("link to a page",
        para(text("t", mark("link", "\"href\":\"/s/g/p/x-1\",\"internal\":true,\"target\":null,\"rel\":null"))),
        "[t](/s/g/p/x-1)");
    row("link with its own rel", para(text("t", mark("link", "\"href\":\"/x\",\"rel\":\"nofollow\""))),
        "[t](/x)<!--link {\"rel\":\"nofollow\"}-->");
    row("breaks", para(text("a") + ",{\"type\":\"hardBreak\"},{\"type\":\"hardBreak\"}," + text("b")), "a<br>  \nb");
    row("last break", para(text("a") + ",{\"type\":\"hardBreak\"}"), "a<br>");
}

void rowsOfAtoms() {
    row("math", para(text("a ") + "," + node("mathInline", "\"text\":\"x$\"")), "a $x\\$$");
    row("math before a digit", para(node("mathInline", "\"text\":\"x\"") + "," + text("1")),
        "<span data-type=\"mathInline\" data-katex=\"true\" text=\"x\"></span>1");
    row("mention", para(node("mention", "\"id\":\"m\",\"label\":\"L\",\"entityType\":\"user\",\"entityId\":\"e\"")),
        "<span data-type=\"mention\" data-id=\"m\" data-label=\"L\" data-entity-type=\"user\" "
        "data-entity-id=\"e\">@L</span>");
    row("status", para(node("status", "\"text\":\"In *progress*\",\"color\":\"green\"")),
        "<span data-type=\"status\" data-color=\"green\">In &#42;progress&#42;</span>");
    row("image", node("image", "\"src\":\"/a.png\",\"alt\":\"A *b*\",\"width\":640"),
        "![A \\*b\\*](/a.png) <!--img {\"width\":640}-->");
    row("video", node("video", "\"src\":\"/v.mp4\""), "![](/v.mp4)<!--video-->");
    row("attachment", node("attachment", "\"url\":\"/f\",\"name\":\"f.zip\",\"size\":\"5\""),
        "[f.zip](/f)<!--attachment {\"size\":\"5\"}-->");
    row("subpages", node("subpages", "\"recursive\":true"), "<!--subpages {\"recursive\":true}-->");
    row("embed", node("embed", "\"src\":\"https://e/\",\"provider\":\"figma\",\"width\":640"),
        "[figma](https://e/)<!--embed {\"width\":640}-->");
    row("columns",
        node("columns", {},
             node("column", "\"width\":1.5", para(text("a & b"))) + "," + node("column", {}, node("paragraph", {}))),
        "<div data-type=\"columns\" data-layout=\"two_equal\"><div data-type=\"column\" data-width=\"1.5\"><p>a &amp; "
        "b</p></div>"
        "<div data-type=\"column\"><p></p></div></div>");
    row("details",
        node("details", "\"open\":true",
             node("detailsSummary", {}, text("a <b>", mark("bold"))) + "," +
                 node("detailsContent", {}, para(text("x")))),
        "<details open>\n<summary><strong>a &lt;b&gt;</strong></summary>\n\nx\n</details>");
}

void rowsOfTables() {
    const QByteArray head =
        node("tableRow", {},
             cell("tableHeader", para(text("A")), "\"align\":\"center\"") + "," + cell("tableHeader", para(text("B"))));
    const QByteArray body = node(
        "tableRow", {},
        cell("tableCell", para(text("a|b")), "\"align\":\"center\"") + "," + cell("tableCell", node("paragraph", {})));
    row("table", node("table", {}, head + "," + body), "| A | B |\n| :-: | --- |\n| a\\|b |  |");
    row("header column", node("table", {}, node("tableRow", {}, cell("tableCell", para(text("a"))))),
        "<table><tbody><tr><td><p>a</p></td></tr></tbody></table>");
    row("widths", node("table", {}, node("tableRow", {}, cell("tableHeader", para(text("a")), "\"colwidth\":[120]"))),
        "<!--table {\"colwidth\":[120]}-->\n\n| a |\n| --- |");
    row("span", node("table", {}, node("tableRow", {}, cell("tableHeader", para(text("a")), "\"colspan\":2"))),
        "<table><tbody><tr><th colspan=\"2\"><p>a</p></th></tr></tbody></table>");
}

QByteArray note(const QByteArray &id, const QByteArray &content) {
    return node("footnoteDefinition", "\"id\":\"" + id + "\"", content);
}

void rowsOfNotes() {
    const QByteArray reference = node("footnoteReference", "\"id\":\"n\"");
    row("note", para(text("a") + "," + reference) + "," + node("footnotesList", {}, note("n", para(text("x ] y")))),
        "a^[x \\] y]");
    row("two paragraphs",
        para(text("a") + "," + reference) + "," +
            node("footnotesList", {}, note("n", para(text("x")) + "," + para(text("y")))),
        "a^[x\\ny]");
    row("address in a link before a note",
        para(text("~http://a[ ", mark("link", "\"href\":\"/x\"")) + "," + reference) + "," +
            node("footnotesList", {}, node("footnoteDefinition", "\"id\":\"n\",\"label\":\"l\"", para(text("x")))),
        "[~http\\://a\\[ ](/x)[^l]\n\n[^l]: x");
    row("note that nobody names", para(text("a")) + "," + node("footnotesList", {}, note("n", para(text("x")))),
        "a\n\n<!--footnotes "
        "{\"type\":\"footnotesList\",\"item\":\"footnoteDefinition\",\"defs\":[{\"label\":\"1\",\"attrs\":{\"id\":"
        "\"n\"}}]}-->"
        "\n\n[^1]: x");
}

}  // namespace

class ExportTest : public QObject {
    Q_OBJECT

private slots:
    void documentPrintsAs_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("markdown");
        rowsOfBlocks();
        rowsOfLists();
        rowsOfText();
        rowsOfMarks();
        rowsOfAtoms();
        rowsOfTables();
        rowsOfNotes();
    }
    void documentPrintsAs() {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, markdown);
        const Node document = read(json);
        const std::string printed = toMarkdown(document);
        QCOMPARE(QByteArray::fromStdString(printed), markdown);
        QCOMPARE(QByteArray::fromStdString(canonical(fromMarkdown(printed))),
                 QByteArray::fromStdString(canonical(document)));
    }

    void jsonKeepsOrderNumbersAndUnknownMembers() {
        const std::string json =
            R"({"type":"doc","attrs":{"z":1,"a":1.5,"n":null},"x":[true,{"y":"é\u0000"}],"content":[{"type":"text","text":"a"}]})";
        QCOMPARE(toJson(*fromJson(json)), json);
    }
    void loneSurrogatesAndBrokenUtf8AreReplaced() {
        const auto doc = fromJson("{\"type\":\"doc\",\"content\":[{\"type\":\"text\",\"text\":\"a\\ud800b\xFF\"}]}");
        QVERIFY(doc);
        QCOMPARE(doc->content.front().text, std::string("a\xEF\xBF\xBD"
                                                        "b\xEF\xBF\xBD"));
    }
    void whatIsNoDocumentIsRefused() {
        for (const char *json : {"{", "[]", "{\"content\":[]}", "{\"type\":\"doc\",\"content\":[null]}"})
            QVERIFY(!fromJson(json));
        QCOMPARE(fromJson("")->content.size(), std::size_t(0));
        QCOMPARE(fromJson("null")->type, std::string("doc"));
    }
    void deepDocumentsAreReadAndPrinted() {
        std::string json = R"({"type":"doc","content":[)";
        for (int i = 0; i < 10'000; ++i)
            json += R"({"type":"blockquote","content":[)";
        json += R"({"type":"paragraph"})";
        for (int i = 0; i < 10'001; ++i)
            json += "]}";
        const auto doc = fromJson(json);
        QVERIFY(doc);
        QCOMPARE(toJson(*doc), json);
        QVERIFY(toMarkdown(*doc).size() < 4'000'000);
    }
    void canonicalTextIgnoresOrderDefaultsAndIds() {
        const Node a = read(doc(node("paragraph", "\"id\":\"x\",\"indent\":0,\"dir\":\"auto\"",
                                     text("a", mark("bold") + "," + mark("italic")))));
        const Node b = read(doc(para(text("a", mark("italic") + "," + mark("bold")))));
        QVERIFY(equalDocuments(a, b));
        const Node split = read(doc(para(text("a") + "," + text("b"))));
        QVERIFY(equalDocuments(split, read(doc(para(text("ab"))))));
        QVERIFY(!equalDocuments(split, read(doc(para(text("a") + "," + text("b", mark("bold")))))));
        QVERIFY(!equalDocuments(read(doc(node("codeBlock", {}, text("a")))),
                                read(doc(node("codeBlock", {}, text("a\\n"))))));
    }
    void emptyDocuments() {
        QVERIFY(isEmptyDocument(read("null")));
        QVERIFY(isEmptyDocument(read(doc(node("paragraph", "\"id\":\"x\",\"textAlign\":null")))));
        QVERIFY(!isEmptyDocument(read(doc(para(text("a"))))));
        QVERIFY(!isEmptyDocument(read(doc(node("horizontalRule", {})))));
    }
    void plainTextIsWhatPeopleSearch() {
        const Node document =
            read(doc(node("heading", "\"level\":1", text("T")) + "," +
                     node("bulletList", {}, item(para(text("a") + "," + text("b", mark("bold"))))) + "," +
                     para(node("mention", "\"label\":\"L\"") + ",{\"type\":\"hardBreak\"}," + text("x"))));
        QCOMPARE(plainText(document), std::string("T\nab\n@L\nx"));
    }
};

QTEST_APPLESS_MAIN(ExportTest)
#include "export_test.moc"
