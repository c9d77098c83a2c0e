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
    void footnotesKeepTheIdsTheyAreReferredBy() {
        const auto reference = [](const std::string &id) {
            return Node{"footnoteReference", {}, {{"id", Value(id)}}, {}, {}, {}};
        };
        const auto note = [](const std::string &id, const std::string &text) {
            return Node{"footnoteDefinition", {}, {{"id", Value(id)}}, {}, {paragraph(text, "P" + id)}, {}};
        };
        Node first = paragraph("one", "A"), second = paragraph("two", "B");
        first.content.push_back(reference("x7"));
        second.content.push_back(reference("y8"));
        const Node stored =
            document({first, second, wrap("footnotesList", {note("x7", "kept"), note("y8", "before")})});
        Node imported = fromMarkdown("new^[third]\n\none^[kept]\n\ntwo^[after]");
        const Node result = alignWithStored(stored, imported, "seed");
        QCOMPARE(result.content.size(), std::size_t(4));
        QVERIFY(equalDocuments(result, imported));
        QCOMPARE(toJson(result.content[1]), toJson(first));
        const std::vector<Node> &notes = result.content[3].content;
        QCOMPARE(notes.size(), std::size_t(3));
        for (std::size_t i = 0; i < 3; ++i)
            QCOMPARE(idOf(notes[i]), idOf(result.content[i].content.back()));
        QCOMPARE(toJson(notes[1]), toJson(stored.content[2].content[0]));
        QVERIFY(idOf(notes[0]) != idOf(notes[1]) && idOf(notes[0]) != idOf(notes[2]));
    }
    void aChangedFootnoteIsNotTakenForTheStoredOne() {
        const Node stored = fromMarkdown("a^[before]"), imported = fromMarkdown("a^[after]");
        QVERIFY(equalDocuments(alignWithStored(stored, imported, "seed"), imported));
    }
    void anEditedBlockKeepsWhatHasNoMarkdownForm() {
        Node before = paragraph("a", "A");
        before.attrs.emplace_back("dir", Value(std::string("auto")));
        before.attrs.emplace_back("source", Value(std::string("stale")));
        const Node result = alignWithStored(document({before}), document({paragraph("b")}), "seed");
        QCOMPARE(stringAttr(result.content[0].attrs, "dir"), std::string_view("auto"));
        QVERIFY(!find(result.content[0].attrs, "source"));
    }
    void pagesKeepEverythingOfBlocksThatDidNotChange() {
        const char *const page = R"({"type":"doc","content":[
            {"type":"heading","attrs":{"id":"h1","level":2,"textAlign":null},"content":[{"type":"text","text":"Head"}]},
            {"type":"paragraph","attrs":{"id":"p1","indent":2,"dir":"auto"},"content":[{"type":"text","text":"a "},
              {"type":"text","marks":[{"type":"comment","attrs":{"commentId":"c1","resolved":false}}],"text":"spoken of"},
              {"type":"mention","attrs":{"id":"m1","label":"Ann","entityType":"user","entityId":"u1","creatorId":"u2"}}]},
            {"type":"bulletList","content":[
              {"type":"listItem","content":[{"type":"paragraph","attrs":{"id":"i1"},"content":[{"type":"text","text":"x"}]}]},
              {"type":"listItem","content":[{"type":"paragraph","attrs":{"id":"i2"},"content":[{"type":"text","text":"y"}]}]}]},
            {"type":"codeBlock","attrs":{"language":null},"content":[{"type":"text","text":"code\n"}]},
            {"type":"paragraph","attrs":{"id":"p2","textAlign":"center"},"content":[{"type":"text","text":"end"}]}]})";
        const Node stored = *fromJson(page);
        const std::string body = toMarkdown(stored);
        QCOMPARE(toJson(alignWithStored(stored, fromMarkdown(body), "seed")), toJson(stored));
        std::string edited = body;
        edited.replace(edited.find("- y"), 3, "- y changed");
        const Node result = alignWithStored(stored, fromMarkdown("First.\n\n" + edited), "seed");
        QCOMPARE(result.content.size(), stored.content.size() + 1);
        for (const std::size_t untouched : {0, 1, 3, 4})
            QCOMPARE(toJson(result.content[untouched + 1]), toJson(stored.content[untouched]));
        const Node &list = result.content[3];
        QCOMPARE(toJson(list.content[0]), toJson(stored.content[2].content[0]));
        QCOMPARE(idOf(list.content[1].content[0]), std::string("i2"));
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
