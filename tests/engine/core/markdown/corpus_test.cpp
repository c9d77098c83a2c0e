#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/converter.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <algorithm>
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

/// Where the bytes differ from the Node engine's although it loses nothing. Its reader ends the first bold of
/// `**a*****b****c*` where no other reader of Markdown does; we write tags that all of them understand.
const std::set<std::string> kOtherBytes = {"overlap-bold-bolditalic-italic", "overlap-bold-bolditalic-italic-bare"};

CorpusDocument corpusDocument(const QByteArray &line) {
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    const QByteArray json = QJsonDocument(object[QStringLiteral("doc")].toObject()).toJson(QJsonDocument::Compact);
    auto document = fromJson({json.constData(), static_cast<std::size_t>(json.size())});
    if (!document) qFatal("docs.jsonl: %s", document.error().detail.c_str());
    return {object[QStringLiteral("name")].toString().toStdString(),
            object[QStringLiteral("peer_md")].toString().toStdString(), std::move(*document),
            object[QStringLiteral("peer_lossless")].toBool() && object[QStringLiteral("peer_fixpoint")].toBool()};
}

QList<QByteArray> linesOf(const QString &name) {
    QFile file(QStringLiteral(WIKIVAULT_SOURCE_DIR "/../shared/corpus/") + name);
    QList<QByteArray> lines;
    if (!file.open(QIODevice::ReadOnly)) return lines;
    for (const QByteArray &line : file.readAll().split('\n'))
        if (!line.isEmpty()) lines.push_back(line);
    return lines;
}

std::vector<CorpusDocument> corpus() {
    std::vector<CorpusDocument> documents;
    for (const QByteArray &line : linesOf(QStringLiteral("docs.jsonl")))
        documents.push_back(corpusDocument(line));
    return documents;
}

QSet<QString> wordsOf(const std::string &text) {
    static const QRegularExpression kWord(QStringLiteral("[\\p{L}\\p{N}]{2,}"),
                                          QRegularExpression::UseUnicodePropertiesOption);
    QSet<QString> words;
    const QString composed = QString::fromStdString(text).normalized(QString::NormalizationForm_C);
    for (auto match = kWord.globalMatch(composed); match.hasNext();)
        words.insert(match.next().captured());
    return words;
}

/// A source beside the nodes is for what people write; nothing that we write needs it.
bool keepsSource(const Node &node) {
    if (node.type != "htmlEmbed" && find(node.attrs, "source")) return true;
    return std::any_of(node.content.begin(), node.content.end(), keepsSource);
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
            if (keepsSource(back) ||
                canonicalNode(back, FinalLineFeeds::Ignored) != canonicalNode(known.document, FinalLineFeeds::Ignored))
                lost.insert(known.name);
            if (toMarkdown(back) != printed) unstable.insert(known.name);
        }
        QCOMPARE(names(lost), QByteArray());
        QCOMPARE(names(unstable), QByteArray());
    }
    void theBytesAreThoseOfTheNodeEngine() {
        std::set<std::string> other;
        for (const CorpusDocument &known : m_corpus)
            if (known.peerKeepsIt && trimmedBytes(toMarkdown(known.document)) != trimmedBytes(known.peerMarkdown))
                other.insert(known.name);
        QCOMPARE(names(other), names(kOtherBytes));
    }
    void whatPeopleWriteKeepsItsWordsAndStaysAsItIs() {
        std::set<std::string> unstable, lost;
        for (const QByteArray &line : linesOf(QStringLiteral("human.jsonl"))) {
            const QJsonObject object = QJsonDocument::fromJson(line).object();
            const std::string name = object[QStringLiteral("name")].toString().toStdString();
            const std::string body = object[QStringLiteral("md")].toString().toStdString();
            const Node read = fromMarkdown(body);
            const std::string printed = toMarkdown(read);
            const Node back = fromMarkdown(printed);
            if (!equalDocuments(read, back) || toMarkdown(back) != printed) unstable.insert(name);
            if (!wordsOf(printed).contains(wordsOf(body))) lost.insert(name);
        }
        QCOMPARE(names(unstable), QByteArray());
        QCOMPARE(names(lost), QByteArray());
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
