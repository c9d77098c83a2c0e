#include "engine/core/markdown/converter.h"

#include <QRegularExpression>
#include <QTest>

using namespace wikivault;
using namespace wikivault::markdown;

namespace {

Node paragraph(const std::string &text, const std::string &id = {}) {
    Node node{"paragraph", {}, {}, {}, {}, {}};
    if (!id.empty()) node.attrs.emplace_back("id", Value(id));
    if (!text.empty()) node.content.push_back(Node{"text", text, {}, {}, {}, {}});
    return node;
}

Node document(std::vector<Node> blocks) {
    return Node{"doc", {}, {}, {}, std::move(blocks), {}};
}

Node wrap(const std::string &type, std::vector<Node> children) {
    return Node{type, {}, {}, {}, std::move(children), {}};
}

std::string idOf(const Node &node) {
    return std::string(stringAttr(node.attrs, "id"));
}

}  // namespace

class AlignTest : public QObject {
    Q_OBJECT

private slots:
    void unchangedBlocksKeepTheirIds() {
        const Node stored = document({paragraph("a", "A"), paragraph("b", "B"), paragraph("c", "C")});
        const Node result = alignWithStored(
            stored, document({paragraph("a"), paragraph("new"), paragraph("b"), paragraph("c")}), "seed");
        QCOMPARE(idOf(result.content[0]), std::string("A"));
        QCOMPARE(idOf(result.content[2]), std::string("B"));
        QCOMPARE(idOf(result.content[3]), std::string("C"));
        static const QRegularExpression kId(QStringLiteral("^[a-z0-9]{12}$"));
        QVERIFY(kId.match(QString::fromStdString(idOf(result.content[1]))).hasMatch());
    }
    void movedBlocksKeepTheirIds() {
        const Node stored = document({paragraph("a", "A"), paragraph("b", "B")});
        const Node result = alignWithStored(stored, document({paragraph("b"), paragraph("a")}), "seed");
        QCOMPARE(idOf(result.content[0]), std::string("B"));
        QCOMPARE(idOf(result.content[1]), std::string("A"));
    }
    void anEditedBlockKeepsItsId() {
        const Node stored = document({paragraph("a", "A"), paragraph("b", "B"), paragraph("c", "C")});
        const Node result =
            alignWithStored(stored, document({paragraph("a"), paragraph("b!"), paragraph("c")}), "seed");
        QCOMPARE(idOf(result.content[1]), std::string("B"));
        QCOMPARE(result.content[1].content[0].text, std::string("b!"));
    }
    void blocksInsideAChangedContainerKeepTheirIds() {
        const auto list = [](std::vector<Node> items) { return wrap("bulletList", std::move(items)); };
        const Node stored =
            document({list({wrap("listItem", {paragraph("a", "A")}), wrap("listItem", {paragraph("b", "B")})})});
        const Node imported = document({list({wrap("listItem", {paragraph("new")}), wrap("listItem", {paragraph("a")}),
                                              wrap("listItem", {paragraph("b")})})});
        const Node result = alignWithStored(stored, imported, "seed");
        QCOMPARE(idOf(result.content[0].content[1].content[0]), std::string("A"));
        QCOMPARE(idOf(result.content[0].content[2].content[0]), std::string("B"));
    }
    void aStoredIdIsNeverGivenTwice() {
        const Node stored = document({paragraph("a", "A")});
        const Node result = alignWithStored(stored, document({paragraph("a"), paragraph("a"), paragraph("a")}), "seed");
        QCOMPARE(idOf(result.content[0]), std::string("A"));
        QVERIFY(idOf(result.content[1]) != idOf(result.content[2]));
        QVERIFY(idOf(result.content[1]) != "A" && idOf(result.content[2]) != "A");
    }
    void newIdsFollowFromSeedAndContent() {
        const Node imported = document({paragraph("a"), paragraph("b")});
        QCOMPARE(toJson(alignWithStored({}, imported, "s")), toJson(alignWithStored({}, imported, "s")));
        QVERIFY(toJson(alignWithStored({}, imported, "s")) != toJson(alignWithStored({}, imported, "t")));
    }
    void codeKeepsItsFinalLineFeed() {
        const auto code = [](const std::string &text) {
            return wrap("codeBlock", {Node{"text", text, {}, {}, {}, {}}});
        };
        const Node result = alignWithStored(document({code("a\n")}), document({code("a")}), "seed");
        QCOMPARE(result.content[0].content[0].text, std::string("a\n"));
    }
};

QTEST_APPLESS_MAIN(AlignTest)
#include "align_test.moc"
