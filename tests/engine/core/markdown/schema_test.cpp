#include "engine/core/markdown/schema.h"

#include "engine/core/markdown/converter.h"
#include "tests/support/generated_document.h"
#include "tests/support/generated_markdown.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace wikivault::markdown;

namespace {

constexpr WikiSchema kBoth[] = {WikiSchema::Docmost, WikiSchema::Gitmost};

QJsonObject liveSchema(WikiSchema schema) {
    const QString name = schema == WikiSchema::Docmost ? QStringLiteral("docmost") : QStringLiteral("gitmost");
    QFile file(QStringLiteral(WIKIVAULT_SOURCE_DIR "/../shared/corpus/schema/schema-%1.json").arg(name));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

QString fallbackText(const QJsonValue &value) {
    if (value == QJsonValue(QStringLiteral("(required)"))) return {};
    const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(array.mid(1, array.size() - 2));
}

QStringList attrsOf(const QJsonObject &attrs) {
    QStringList list;
    for (auto attr = attrs.begin(); attr != attrs.end(); ++attr)
        list += attr.key() + QLatin1Char('=') + fallbackText(attr.value());
    list.sort();
    return list;
}

QStringList attrsOf(const std::vector<AttrRule> &rules) {
    QStringList list;
    for (const AttrRule &rule : rules)
        list += QString::fromUtf8(rule.name.data(), qsizetype(rule.name.size())) + QLatin1Char('=') +
                QString::fromUtf8(rule.fallback.data(), qsizetype(rule.fallback.size()));
    list.sort();
    return list;
}

QString textOf(std::string_view text) {
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QByteArray fitted(const QByteArray &json, WikiSchema schema, QByteArray *losses = nullptr) {
    const FittedDocument fit = fitSchema(*fromJson({json.constData(), std::size_t(json.size())}), schema);
    if (losses)
        for (const std::string &loss : fit.losses)
            *losses += QByteArray::fromStdString(loss) + '\n';
    if (!isValid(fit.doc, schema)) return "not valid: " + QByteArray::fromStdString(toJson(fit.doc));
    return QByteArray::fromStdString(toJson(fit.doc));
}

}  // namespace

class SchemaTest : public QObject {
    Q_OBJECT

private slots:
    void rulesAreThoseOfTheLiveEditors() {
        for (const WikiSchema schema : kBoth) {
            const QJsonObject live = liveSchema(schema);
            if (live.isEmpty()) QSKIP("the shared schemas are not beside the sources");
            const SchemaRules &rules = schemaRules(schema);
            const QJsonObject nodes = live[QStringLiteral("nodes")].toObject(),
                              marks = live[QStringLiteral("marks")].toObject();
            QCOMPARE(qsizetype(rules.nodes().size()), nodes.size());
            QCOMPARE(qsizetype(rules.marks().size()), marks.size());
            for (const NodeRule &rule : rules.nodes()) {
                const QJsonObject node = nodes[textOf(rule.name)].toObject();
                QCOMPARE(textOf(rule.name) + textOf(rule.content),
                         textOf(rule.name) + node[QStringLiteral("content")].toString());
                QCOMPARE(textOf(rule.group), node[QStringLiteral("group")].toString());
                QCOMPARE(attrsOf(rule.attrs), attrsOf(node[QStringLiteral("attrs")].toObject()));
                QCOMPARE(rule.marks, node[QStringLiteral("marks")] != QJsonValue(QString()));
            }
            for (const MarkRule &rule : rules.marks()) {
                const QJsonObject mark = marks[textOf(rule.name)].toObject();
                QCOMPARE(attrsOf(rule.attrs), attrsOf(mark[QStringLiteral("attrs")].toObject()));
                QCOMPARE(rule.alone, mark[QStringLiteral("excludes")] == QJsonValue(QStringLiteral("_")));
            }
        }
    }

    void validDocumentsStayAsTheyAre() {
        for (unsigned seed = 1; seed <= 2000; ++seed) {
            const WikiSchema schema = kBoth[seed % 2];
            const Node doc = DocumentGenerator(seed, schema).document();
            const FittedDocument fit = fitSchema(doc, schema);
            QVERIFY2(fit.losses.empty(), fit.losses.empty() ? "" : fit.losses.front().c_str());
            QCOMPARE(QByteArray::fromStdString(toJson(fit.doc)), QByteArray::fromStdString(toJson(doc)));
        }
    }
    void documentsOfTheOtherWikiBecomeValid() {
        for (unsigned seed = 1; seed <= 2000; ++seed) {
            const FittedDocument fit =
                fitSchema(DocumentGenerator(seed, kBoth[seed % 2]).document(), kBoth[1 - seed % 2]);
            QVERIFY2(isValid(fit.doc, kBoth[1 - seed % 2]), (std::to_string(seed) + toJson(fit.doc)).c_str());
        }
    }
    void whatPeopleWriteBecomesValid() {
        for (unsigned seed = 1; seed <= 4000; ++seed) {
            const Node doc = fromMarkdown(generatedMarkdown(seed));
            for (const WikiSchema schema : kBoth) {
                const FittedDocument fit = fitSchema(doc, schema);
                QVERIFY2(isValid(fit.doc, schema), (std::to_string(seed) + toJson(fit.doc)).c_str());
                QCOMPARE(QByteArray::fromStdString(toJson(fitSchema(fit.doc, schema).doc)),
                         QByteArray::fromStdString(toJson(fit.doc)));
            }
        }
    }

    void lossesAreNamed_data() {
        QTest::addColumn<QByteArray>("blocks");
        QTest::addColumn<QByteArray>("fit");
        QTest::addColumn<QByteArray>("losses");
        QTest::newRow("rule in a cell")
            << QByteArray(
                   R"({"type":"table","content":[{"type":"tableRow","content":[{"type":"tableCell","content":[{"type":"horizontalRule"}]}]}]})")
            << QByteArray(
                   R"({"type":"table","content":[{"type":"tableRow","content":[{"type":"tableCell","content":[{"type":"paragraph","content":[{"type":"text","text":"HorizontalRule"}]}]}]}]})")
            << QByteArray("there is no place for horizontalRule here; its text stays\n");
        QTest::newRow("spoiler")
            << QByteArray(R"({"type":"paragraph","content":[{"type":"text","text":"a","marks":[{"type":"spoiler"}]}]})")
            << QByteArray(R"({"type":"paragraph","content":[{"type":"text","text":"a"}]})")
            << QByteArray("the wiki has no mark spoiler here\n");
        QTest::newRow("linked code")
            << QByteArray(
                   R"({"type":"paragraph","content":[{"type":"text","text":"a","marks":[{"type":"code"},{"type":"link","attrs":{"href":"/x"}}]}]})")
            << QByteArray(
                   R"({"type":"paragraph","content":[{"type":"text","marks":[{"type":"link","attrs":{"href":"/x"}}],"text":"a"}]})")
            << QByteArray("the wiki has no links in code; the link stays\n");
        QTest::newRow("item without a paragraph")
            << QByteArray(
                   R"({"type":"bulletList","content":[{"type":"listItem","content":[{"type":"horizontalRule"}]}]})")
            << QByteArray(
                   R"({"type":"bulletList","content":[{"type":"listItem","content":[{"type":"paragraph"},{"type":"horizontalRule"}]}]})")
            << QByteArray();
        QTest::newRow("unknown")
            << QByteArray(
                   R"({"type":"future","attrs":{"a":1},"content":[{"type":"text","text":"x","marks":[{"type":"odd"}]}]})")
            << QByteArray(
                   R"({"type":"future","attrs":{"a":1},"content":[{"type":"text","marks":[{"type":"odd"}],"text":"x"}]})")
            << QByteArray();
        QTest::newRow("source of a person's file") << QByteArray(R"({"type":"paragraph","attrs":{"source":"<x>"}})")
                                                   << QByteArray(R"({"type":"paragraph"})") << QByteArray();
    }
    void lossesAreNamed() {
        QFETCH(QByteArray, blocks);
        QFETCH(QByteArray, fit);
        QFETCH(QByteArray, losses);
        QByteArray named;
        QCOMPARE(fitted("{\"type\":\"doc\",\"content\":[" + blocks + "]}", WikiSchema::Docmost, &named),
                 "{\"type\":\"doc\",\"content\":[" + fit + "]}");
        QCOMPARE(named, losses);
    }

    void notesTakeTheFormOfTheWiki() {
        const Node doc = fromMarkdown("a^[one] b[^x]\n\n[^x]: two");
        const FittedDocument docmost = fitSchema(doc, WikiSchema::Docmost);
        QVERIFY(docmost.losses.empty());
        QVERIFY(isValid(docmost.doc, WikiSchema::Docmost));
        QCOMPARE(docmost.doc.content.back().type, std::string("footnotes"));
        QCOMPARE(stringAttr(docmost.doc.content.back().content.at(1).attrs, "id"), std::string_view("fn:2"));
        QVERIFY(survivesMarkdown(docmost.doc));
        const FittedDocument back = fitSchema(docmost.doc, WikiSchema::Gitmost);
        QVERIFY(isValid(back.doc, WikiSchema::Gitmost));
        QVERIFY(equalDocuments(back.doc, fitSchema(doc, WikiSchema::Gitmost).doc));
    }

    void deepDocumentsAreLeftStanding() {
        const FittedDocument fit = fitSchema(fromMarkdown(std::string(20'000, '>') + "x"), WikiSchema::Docmost);
        QVERIFY(plainText(fit.doc).find('x') != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(SchemaTest)
#include "schema_test.moc"
