#include "engine/core/markdown/render_html.h"

#include "engine/core/markdown/converter.h"
#include "tests/support/generated_document.h"

#include <QTest>
#include <QXmlStreamReader>

using namespace wikivault::markdown;

namespace {

QByteArray rendered(const char *markdown, const RenderLimits &limits = {}) {
    return QByteArray::fromStdString(renderHtml(fromMarkdown(markdown), limits));
}

/// The page as XML, to see every tag and attribute that a reader would.
QByteArray asXml(QByteArray html) {
    html.replace("<br>", "<br/>").replace("<hr>", "<hr/>");
    return "<page>" + html + "</page>";
}

}  // namespace

class RenderTest : public QObject {
    Q_OBJECT

private slots:
    void blocksAndMarksHaveTheirTags_data() {
        QTest::addColumn<QByteArray>("markdown");
        QTest::addColumn<QByteArray>("html");
        QTest::newRow("text") << QByteArray("a **b** `c` & \\<d>")
                              << QByteArray("<p>a <b>b</b> <code>c</code> &amp; &lt;d&gt;</p>");
        QTest::newRow("heading") << QByteArray("## T") << QByteArray("<h2>T</h2>");
        QTest::newRow("list") << QByteArray("3. a") << QByteArray("<ol start=\"3\"><li><p>a</p></li></ol>");
        QTest::newRow("tasks") << QByteArray("- [x] a") << QByteArray("<ul><li>\xE2\x98\x91 <p>a</p></li></ul>");
        QTest::newRow("code") << QByteArray("```\na<b\n```") << QByteArray("<pre>a&lt;b</pre>");
        QTest::newRow("link") << QByteArray("[a](https://b.example/?x=1&y=\"2\")")
                              << QByteArray("<p><a href=\"https://b.example/?x=1&amp;y=&quot;2&quot;\">a</a></p>");
        QTest::newRow("colour") << QByteArray("<span style=\"color: #f00\">a</span>")
                                << QByteArray("<p><span style=\"color:#f00\">a</span></p>");
        QTest::newRow("image") << QByteArray("![alt](/i.png)") << QByteArray("<p><i>Image: alt (/i.png)</i></p>");
        QTest::newRow("table")
            << QByteArray("| a |\n|---|\n| b |")
            << QByteArray(
                   "<table border=\"1\" cellspacing=\"0\" cellpadding=\"4\"><tr><th><p>a</p></th></tr>"
                   "<tr><td><p>b</p></td></tr></table>");
    }
    void blocksAndMarksHaveTheirTags() {
        QFETCH(QByteArray, markdown);
        QFETCH(QByteArray, html);
        QCOMPARE(rendered(markdown.constData()), html);
    }

    void nothingCanBeLoadedOrRun() {
        for (const char *hostile :
             {"[a](javascript:alert(1))", "[a](file:///etc/passwd)", "[a](data:text/html,x)",
              "<span style=\"color: url(http://x)\">a</span>",
              "<mark style=\"background-color: expression(x)\">a</mark>", "![x](http://tracker.example/p.png)",
              "<img src=\"http://x/i\">", "<script>x</script>",
              "<div data-type=\"htmlEmbed\" data-source=\"PHNjcmlwdD4=\"></div>"}) {
            const QByteArray html = rendered(hostile);
            for (const char *sign : {"<img", "src=", "url(", "href=", "<script", "<iframe", "expression"}) {
                const QByteArray why = QByteArray(hostile) + " -> " + html;
                QVERIFY2(!html.contains(sign), why.constData());
            }
        }
    }

    void everyDocumentIsWellFormedAndHarmless() {
        const QSet<QString> tags{
            QStringLiteral("page"),       QStringLiteral("p"),     QStringLiteral("h1"),  QStringLiteral("h2"),
            QStringLiteral("h3"),         QStringLiteral("h4"),    QStringLiteral("h5"),  QStringLiteral("h6"),
            QStringLiteral("ul"),         QStringLiteral("ol"),    QStringLiteral("li"),  QStringLiteral("pre"),
            QStringLiteral("blockquote"), QStringLiteral("table"), QStringLiteral("tr"),  QStringLiteral("td"),
            QStringLiteral("th"),         QStringLiteral("b"),     QStringLiteral("i"),   QStringLiteral("s"),
            QStringLiteral("u"),          QStringLiteral("sub"),   QStringLiteral("sup"), QStringLiteral("code"),
            QStringLiteral("span"),       QStringLiteral("a"),     QStringLiteral("br"),  QStringLiteral("hr")};
        const QSet<QString> attributes{
            QStringLiteral("align"),       QStringLiteral("start"),       QStringLiteral("border"),
            QStringLiteral("cellspacing"), QStringLiteral("cellpadding"), QStringLiteral("colspan"),
            QStringLiteral("rowspan"),     QStringLiteral("style"),       QStringLiteral("href")};
        for (unsigned seed = 1; seed <= 500; ++seed) {
            const Node doc = DocumentGenerator(seed, seed % 2 ? WikiSchema::Gitmost : WikiSchema::Docmost).document();
            QXmlStreamReader reader(asXml(QByteArray::fromStdString(renderHtml(doc))));
            while (!reader.atEnd()) {
                if (reader.readNext() != QXmlStreamReader::StartElement) continue;
                QVERIFY2(tags.contains(reader.name().toString()), qPrintable(reader.name().toString()));
                for (const QXmlStreamAttribute &attribute : reader.attributes())
                    QVERIFY2(attributes.contains(attribute.name().toString()), qPrintable(attribute.name().toString()));
            }
            QVERIFY2(!reader.hasError(), qPrintable(QString::number(seed) + reader.errorString()));
        }
    }

    void sizeIsBounded() {
        const std::string longText(100'000, 'x');
        const QByteArray html = rendered((longText + "\n\n" + longText).c_str(), {.bytes = 1000});
        QVERIFY(html.size() < 1200);
        QVERIFY(html.contains("longer than what is shown"));
        std::string table = "| a | b |\n|---|---|\n";
        for (int i = 0; i < 100; ++i)
            table += "| c | d |\n";
        QCOMPARE(rendered(table.c_str(), {.cells = 10}).count("<td>"), 8);
    }

    void depthIsBounded() {
        Node doc;
        doc.type = "paragraph";
        doc.content.push_back({.type = "text", .text = "deep", .attrs = {}, .marks = {}, .content = {}, .extra = {}});
        for (int i = 0; i < 10'000; ++i) {
            Node outer;
            outer.type = "blockquote";
            outer.content.push_back(std::move(doc));
            doc = std::move(outer);
        }
        const std::string html = renderHtml(doc, {.depth = 10});
        QCOMPARE(QByteArray::fromStdString(html).count("<blockquote>"), 10);
        QVERIFY(html.find("<p>deep</p>") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(RenderTest)
#include "render_test.moc"
