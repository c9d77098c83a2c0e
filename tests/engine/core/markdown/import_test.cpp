#include "engine/core/markdown/converter.h"

#include <QTest>

#include <string>

using namespace wikivault::markdown;

class ImportTest : public QObject {
    Q_OBJECT

private slots:
    void nestedImages();
    void longAddresses_data();
    void longAddresses();
    void tableBehindText_data();
    void tableBehindText();
    void wordsWithoutANode_data();
    void wordsWithoutANode();
    void indentedElementBehindAList();
};

namespace {

std::string times(const std::string &piece, int n) {
    std::string text;
    for (int i = 0; i < n; ++i)
        text += piece;
    return text;
}

}  // namespace

/// Each description holds the next image; reading every one of them again at every level would never end.
void ImportTest::nestedImages() {
    const Node doc = fromMarkdown(times("![", 60) + "a\nb" + times("](c)", 60));
    QCOMPARE(doc.content.size(), std::size_t{1});
    QCOMPARE(std::string(stringAttr(doc.content.front().attrs, "alt")), std::string("a\nb"));
}

void ImportTest::longAddresses_data() {
    QTest::addColumn<QByteArray>("body");
    const std::string address(50'000, 'x');
    QTest::newRow("link") << QByteArray::fromStdString("[" + times("`a` b ", 5000) + "c](" + address + ")");
    QTest::newRow("element") << QByteArray::fromStdString("<p><a href=\"" + address + "\">" + times("<b>a</b>b", 5000) +
                                                          "</a></p>");
}

/// Every word of a link carries its address: such a page would take gigabytes. The file loses nothing.
void ImportTest::longAddresses() {
    QFETCH(QByteArray, body);
    const std::string text = body.toStdString();
    const Node doc = fromMarkdown(text);
    QVERIFY(toJson(doc).size() < 100 * text.size());
    QCOMPARE(toMarkdown(doc), text);
}

void ImportTest::tableBehindText_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("table");
    QTest::newRow("line feeds") << QByteArray("|a|\n|a|b|\n|-|-|\n|c|d|") << QByteArray("|a|b|\n|-|-|\n|c|d|");
    QTest::newRow("carriage returns") << QByteArray("x\r\n|a|b|\r\n|-|-|") << QByteArray("|a|b|\r\n|-|-|");
    QTest::newRow("trailing blanks") << QByteArray("x\n|a|b| \t\n|-|-|") << QByteArray("|a|b| \t\n|-|-|");
}

/// A table may follow its paragraph at once; its block begins with its first row.
void ImportTest::tableBehindText() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, table);
    const std::string text = body.toStdString();
    const std::vector<Block> blocks = toBlocks(text);
    QCOMPARE(blocks.size(), std::size_t{2});
    QCOMPARE(text.substr(blocks[1].begin, blocks[1].end - blocks[1].begin), table.toStdString());
    QCOMPARE(blocks[0].nodes.front().type, std::string("paragraph"));
    QCOMPARE(blocks[1].nodes.front().type, std::string("table"));
}

void ImportTest::wordsWithoutANode_data() {
    QTest::addColumn<QByteArray>("body");
    const QByteArray unknown = "<!--node {\"type\":\"new\"}-->\n\n";
    QTest::newRow("definition behind an unknown node") << unknown + "[r]: w1";
    QTest::newRow("instruction behind an unknown node") << unknown + "<!--p-->\n\n<?w1?>";
    QTest::newRow("instruction before an unknown node") << "<!--p-->\n\n<?w1?>\n\n" + unknown.trimmed();
    QTest::newRow("instruction behind notes") << QByteArray("a[^e]\n\n<?w1?>\n\nb\n\n[^e]: x");
}

/// What no node stands for rides with a neighbour, and alone when none can take it.
void ImportTest::wordsWithoutANode() {
    QFETCH(QByteArray, body);
    const std::string text = body.toStdString();
    QCOMPARE(toMarkdown(fromMarkdown(text)), text);
}

/// Kept with its spaces, the element would be read as a part of the item.
void ImportTest::indentedElementBehindAList() {
    const std::string printed =
        toMarkdown(fromMarkdown("<ul><li><sup data-footnote-ref data-fn-text=\"\">\n\n  <a f=\"\">\n<pre>"));
    QCOMPARE(printed, std::string("- ^[]\n\n<a f=\"\">\n<pre>"));
    QCOMPARE(toMarkdown(fromMarkdown(printed)), printed);
}

QTEST_APPLESS_MAIN(ImportTest)
#include "import_test.moc"
