#include "engine/core/markdown/json.h"
#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/json_split.h"

#include <QTest>

#include <string>

using namespace wikivault;
using namespace wikivault::markdown;

class JsonTest : public QObject {
    Q_OBJECT

private slots:
    void splits();
    void largeDocuments_data();
    void largeDocuments();
};

namespace {

/// Larger than what is read in one piece.
std::string manyBlocks() {
    std::string blocks;
    for (int i = 0; blocks.size() < 300'000; ++i)
        blocks += std::string(i > 0 ? " ,\n" : "") +
                  R"({"content":[{"text":"a \"]}\\","type":"text","marks":[{"type":"bold"}]}],"attrs":{"content":[)" +
                  std::to_string(i) + R"(,"}"]},"type":"paragraph"})";
    return blocks;
}

}  // namespace

void JsonTest::splits() {
    const auto parts = splitDocument(R"( {"type":"doc", "content" : [ {"type":"a"} , {"type":"}"}], "x":"content"} )");
    QVERIFY(parts);
    QCOMPARE(parts->content.size(), std::size_t{2});
    QCOMPARE(std::string(parts->content.back()), std::string(R"({"type":"}"})"));
    QCOMPARE(parts->shell, std::string(R"( {"type":"doc", "content" : [], "x":"content"} )"));
    for (const char *whole : {"", "[", "{", R"({"type":"doc"})", R"({"content":[1]})", R"({"content":[{}})",
                              R"({"content":[{},]})", R"({"content":[{}{}]})", R"({"content":[],"content":[]})",
                              R"({"content":[{"a":"\)", R"({"a":"content","b":[]})"})
        QVERIFY2(!splitDocument(whole), whole);
}

void JsonTest::largeDocuments_data() {
    QTest::addColumn<QByteArray>("json");
    const auto add = [](const char *name, const std::string &json) {
        QTest::newRow(name) << QByteArray::fromStdString(json);
    };
    const std::string blocks = manyBlocks();
    add("content first", R"({"content":[)" + blocks + R"(],"type":"doc"})");
    add("other members", R"({"type":"doc","attrs":{"content":[{"type":"x"}]},"content":[)" + blocks + R"(],"v":[1]})");
    add("content twice", R"({"type":"doc","content":[)" + blocks + R"(],"content":[{"type":"paragraph"}]})");
    add("content written otherwise",
        R"({"type":"doc","content":[{"type":"rule"}],"cont\u0065nt":[)" + blocks + R"(],"content":[]})");
    add("lone surrogate", R"({"type":"doc","content":[)" + blocks +
                              R"(,{"type":"paragraph","content":[{"type":"text","text":"\ud800"}]}]})");
    add("no document", R"({"content":[)" + blocks + "]}");
    add("no node", R"({"type":"doc","content":[)" + blocks + R"(,{"text":"no type"}]})");
    add("a comma too many", R"({"type":"doc","content":[)" + blocks + ",]}");
    add("cut off", R"({"type":"doc","content":[)" + blocks);
    add("more behind it", R"({"type":"doc","content":[)" + blocks + "]} x");
}

/// Read block by block, a document or its error is the same as read whole.
void JsonTest::largeDocuments() {
    QFETCH(QByteArray, json);
    const std::string text = json.toStdString();
    const auto whole = nodeFromJson(text), inParts = fromJson(text);
    QCOMPARE(inParts.has_value(), whole.has_value());
    if (whole)
        QCOMPARE(toJson(*inParts), toJson(*whole));
    else
        QCOMPARE(inParts.error().detail, whole.error().detail);
}

QTEST_APPLESS_MAIN(JsonTest)
#include "json_test.moc"
