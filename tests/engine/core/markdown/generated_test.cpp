#include "tests/support/generated_document.h"
#include "tests/support/generated_markdown.h"

#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/text_scan.h"

#include <QTest>
#include <algorithm>

using namespace wikivault::markdown;

namespace {

/// How many documents and bodies are tried; `./check --full` asks for a million.
unsigned wanted(const char *variable, unsigned usual) {
    bool given = false;
    const unsigned number = qEnvironmentVariable(variable).toUInt(&given);
    return given ? number : usual;
}

/// A source beside the nodes is for what people write; nothing that we write needs it.
bool keepsSource(const Node &node) {
    if (node.type != "htmlEmbed" && find(node.attrs, "source")) return true;
    return std::any_of(node.content.begin(), node.content.end(), keepsSource);
}

bool isLost(const Node &doc) {
    const Node back = fromMarkdown(toMarkdown(doc));
    return keepsSource(back) ||
           canonicalNode(back, FinalLineFeeds::Ignored) != canonicalNode(doc, FinalLineFeeds::Ignored);
}

bool isUnstable(const Node &doc) {
    const std::string printed = toMarkdown(doc);
    return toMarkdown(fromMarkdown(printed)) != printed;
}

WikiSchema schemaOf(unsigned seed) {
    return seed % 2 ? WikiSchema::Gitmost : WikiSchema::Docmost;
}

}  // namespace

class GeneratedTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_reported = 0; }
    void documentsComeBackAndStayAsTheyAre() {
        const unsigned last = m_seed + wanted("WIKIVAULT_DOCUMENTS", 20'000);
        for (unsigned seed = m_seed; seed < last && m_reported < 5; ++seed) {
            const Node doc = DocumentGenerator(seed, schemaOf(seed)).document();
            QVERIFY2(isValid(doc, schemaOf(seed)), toJson(doc).c_str());
            if (isLost(doc)) report("lost", seed, doc, isLost);
            if (isUnstable(doc)) report("unstable", seed, doc, isUnstable);
        }
        QCOMPARE(m_reported, 0);
    }
    void bodiesAreReadKeepTheirWordsAndStayAsTheyAre() {
        const unsigned last = m_seed + wanted("WIKIVAULT_BODIES", 20'000);
        for (unsigned seed = m_seed; seed < last && m_reported < 5; ++seed) {
            const std::string body = generatedMarkdown(seed);
            if (losesWords(body)) report("lost words", seed, body, losesWords);
            if (wanders(body)) report("not stable", seed, body, wanders);
        }
        QCOMPARE(m_reported, 0);
    }
    void shrinkingFindsTheCause() {
        const auto holdsTick = [](const Node &doc) { return toJson(doc).find('`') != std::string::npos; };
        unsigned seed = 1;
        while (!holdsTick(DocumentGenerator(seed, WikiSchema::Gitmost).document()))
            ++seed;
        QVERIFY(toJson(shrunk(DocumentGenerator(seed, WikiSchema::Gitmost).document(), holdsTick)).size() < 200);
    }

private:
    void report(const char *what, unsigned seed, const Node &doc, bool (*fails)(const Node &)) {
        ++m_reported;
        const Node small = shrunk(doc, [&](const Node &candidate) {
            return isValid(candidate, schemaOf(seed)) && isValidUtf8(toJson(candidate)) && fails(candidate);
        });
        qWarning("%s, seed %u\n%s\n%s\n%s", what, seed, toJson(small).c_str(), toMarkdown(small).c_str(),
                 toJson(fromMarkdown(toMarkdown(small))).c_str());
    }
    void report(const char *what, unsigned seed, const std::string &body, bool (*fails)(const std::string &)) {
        ++m_reported;
        const std::string small = shrunk(body, fails);
        qWarning("%s, seed %u\n%s\n--\n%s\n--\n%s", what, seed, small.c_str(), toMarkdown(fromMarkdown(small)).c_str(),
                 toJson(fromMarkdown(small)).c_str());
    }
    int m_reported = 0;
    unsigned m_seed = wanted("WIKIVAULT_SEED", 1);
};

QTEST_APPLESS_MAIN(GeneratedTest)
#include "generated_test.moc"
