#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/converter.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <set>
#include <string>

using namespace wikivault;
using namespace wikivault::markdown;

namespace {

struct CorpusDocument {
    std::string name, peerMarkdown;
    Node document;
    bool peerKeepsIt = false;  ///< the Node engine is lossless and stable on it
};

/// Documents that fall short, by name; the lists only ever get shorter.
const std::set<std::string> kKnownLosses = {};
const std::set<std::string> kKnownUnstable = {};
constexpr int kKnownOtherBytes = 10;

CorpusDocument corpusDocument(const QByteArray &line) {
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    const QByteArray json = QJsonDocument(object[QStringLiteral("doc")].toObject()).toJson(QJsonDocument::Compact);
    auto document = fromJson({json.constData(), static_cast<std::size_t>(json.size())});
    if (!document) qFatal("docs.jsonl: %s", document.error().detail.c_str());
    return {object[QStringLiteral("name")].toString().toStdString(),
            object[QStringLiteral("peer_md")].toString().toStdString(), std::move(*document),
            object[QStringLiteral("peer_lossless")].toBool() && object[QStringLiteral("peer_fixpoint")].toBool()};
}

std::vector<CorpusDocument> corpus() {
    QFile file(QStringLiteral(WIKIVAULT_SOURCE_DIR "/../shared/corpus/docs.jsonl"));
    std::vector<CorpusDocument> documents;
    if (!file.open(QIODevice::ReadOnly)) return documents;
    const QByteArray all = file.readAll();
    for (const QByteArray &line : all.split('\n'))
        if (!line.isEmpty()) documents.push_back(corpusDocument(line));
    return documents;
}

std::string trimmedBytes(const std::string &text) {
    return QByteArray::fromStdString(text).trimmed().toStdString();
}

QByteArray names(const std::set<std::string> &found) {
    QByteArray list;
    for (const std::string &name : found)
        list += ' ' + QByteArray::fromStdString(name);
    return list;
}

}  // namespace

class CorpusTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        m_corpus = corpus();
        if (m_corpus.empty()) QSKIP("the shared corpus is not beside the sources");
    }
    void everyDocumentComesBackAndStaysAsItIs() {
        std::set<std::string> lost, unstable;
        for (const CorpusDocument &known : m_corpus) {
            const std::string printed = toMarkdown(known.document);
            const Node back = fromMarkdown(printed);
            if (canonicalNode(back, FinalLineFeeds::Ignored) != canonicalNode(known.document, FinalLineFeeds::Ignored))
                lost.insert(known.name);
            if (toMarkdown(back) != printed) unstable.insert(known.name);
        }
        QCOMPARE(names(lost), names(kKnownLosses));
        QCOMPARE(names(unstable), names(kKnownUnstable));
    }
    void theBytesAreThoseOfTheNodeEngine() {
        std::set<std::string> other;
        for (const CorpusDocument &known : m_corpus)
            if (known.peerKeepsIt && trimmedBytes(toMarkdown(known.document)) != trimmedBytes(known.peerMarkdown))
                other.insert(known.name);
        QVERIFY2(static_cast<int>(other.size()) <= kKnownOtherBytes, names(other).constData());
    }
    void jsonIsReadAndWrittenBack() {
        for (const CorpusDocument &known : m_corpus)
            QVERIFY(equalDocuments(*fromJson(toJson(known.document)), known.document));
    }

private:
    std::vector<CorpusDocument> m_corpus;
};

QTEST_APPLESS_MAIN(CorpusTest)
#include "corpus_test.moc"
