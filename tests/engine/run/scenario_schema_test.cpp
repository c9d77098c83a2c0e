#include "tests/support/story.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/schema.h"

using namespace wikivault;
using namespace wikivault::test;

/// What goes to a wiki is what its editor takes; the file keeps what does not fit. Each story ends with two quiet
/// cycles.
class ScenarioSchemaTest : public QObject, protected Story {
    Q_OBJECT

private slots:
    void init() {
        begin();
        m_world->editText(m_page, "alpha");
        run();
    }
    void cleanup() { end(); }

    void whatTheWikiCannotHoldStaysInTheFile() {
        const std::string body =
            "alpha\n\n![a](x.png) <!--img {\"caption\":\"under it\"}-->\n\nsaid[^1]\n\n[^1]: by whom";
        m_world->writeBody("Page.md", body);
        const RunReport report = m_world->sync();
        const auto named = [](const Item &item) {
            return has(item.detail, "caption") && has(item.detail, "the file keeps it");
        };
        QVERIFY2(std::any_of(report.items.begin(), report.items.end(), named), describe(report).c_str());
        const auto stored = markdown::fromJson(m_world->content(m_page));
        QVERIFY(stored.has_value());
        QVERIFY2(markdown::isValid(*stored, markdown::WikiSchema::Docmost), m_world->content(m_page).c_str());
        QVERIFY(has(m_world->content(m_page), "by whom"));
        QVERIFY(!has(m_world->content(m_page), "under it"));
        QCOMPARE(m_world->body("Page.md"), body);
    }
    void anEditInTheWikiLeavesTheOtherBlocksOfTheFile() {
        const std::string picture = "![a](x.png) <!--img {\"caption\":\"under it\"}-->";
        m_world->writeBody("Page.md", "alpha\n\n" + picture);
        m_world->sync();
        std::string content = m_world->content(m_page);
        const std::size_t at = content.find("alpha");
        QVERIFY2(at != std::string::npos && !has(content, "under it"), content.c_str());
        m_world->editBody(m_page, content.replace(at, 5, "alpha, edited in the wiki"));
        m_world->sync();
        QCOMPARE(m_world->body("Page.md"), "alpha, edited in the wiki\n\n" + picture);
    }
    void blocksNobodyTouchedGoThroughAsTheyAreStored() {
        const std::string kept =
            R"({"type":"paragraph","attrs":{"id":"p1","indent":2},"content":[{"type":"text","text":"noted","marks":[{"type":"comment","attrs":{"commentId":"c-1","resolved":false}}]}]},)"
            R"({"type":"callout","attrs":{"type":"info","icon":"fire"},"content":[{"type":"paragraph","attrs":{"id":"p2"},"content":[{"type":"text","text":"inside"}]}]},)"
            R"({"type":"codeBlock","attrs":{"language":"js"},"content":[{"type":"text","text":"a();"}]})";
        m_world->editBody(
            m_page,
            R"({"type":"doc","content":[{"type":"paragraph","attrs":{"id":"p0"},"content":[{"type":"text","text":"first"}]},)" +
                kept + "]}");
        m_world->sync();
        std::string body = m_world->body("Page.md");
        const std::size_t at = body.find("first");
        QVERIFY(at != std::string::npos);
        m_world->writeBody("Page.md", body.replace(at, 5, "first, edited in git"));
        m_world->sync();
        const std::string content = m_world->content(m_page);
        QVERIFY2(has(content, "first, edited in git") && has(content, "\"p0\""), content.c_str());
        const auto stored = markdown::fromJson(content),
                   wanted = markdown::fromJson(R"({"type":"doc","content":[)" + kept + "]}");
        QVERIFY(stored.has_value() && wanted.has_value() && stored->content.size() == 4);
        for (std::size_t i = 0; i < 3; ++i)
            QCOMPARE(markdown::toJson(stored->content[i + 1]), markdown::toJson(wanted->content[i]));
    }
};

QTEST_GUILESS_MAIN(ScenarioSchemaTest)
#include "scenario_schema_test.moc"
