#include "models/engine_text.h"

#include "models/engine_sentences.h"
#include "models/sentence_template.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>

namespace wikivault {

namespace {

constexpr int kMaxLength = 4000, kMaxDepth = 6, kMaxParts = 150;
/// What stands between two sentences of one text.
constexpr const char *kJoints[] = {"; ", ". ", ": ", ", ", " "};

/// All sentences, those that begin alike together.
class SentenceBook {
public:
    SentenceBook() {
        for (const char *source : engineSentences()) {
            add(SentenceTemplate(source, {}));
            if (QLatin1String(source).contains(QLatin1String("%n"))) add(SentenceTemplate(source, u"s"));
        }
    }
    template <class Use>
    void eachLike(const QString &text, Use use) const {
        for (const QString &beginning : {text.left(2).toLower(), QString()})
            if (const auto found = m_byBeginning.find(beginning); found != m_byBeginning.end())
                std::for_each(found->begin(), found->end(), use);
    }
    /// Not one that begins with a hole.
    [[nodiscard]] bool isSentence(const QString &text) const {
        const auto found = m_byBeginning.find(text.left(2).toLower());
        const auto reads = [&](const SentenceTemplate &sentence) { return sentence.read(text).has_value(); };
        return found != m_byBeginning.end() && std::any_of(found->begin(), found->end(), reads);
    }
    [[nodiscard]] const SentenceTemplate *exactly(const QString &text) const {
        const SentenceTemplate *same = nullptr;
        eachLike(text, [&](const SentenceTemplate &sentence) {
            if (sentence.holes() == 0 && sentence.read(text)) same = &sentence;
        });
        return same;
    }

private:
    void add(SentenceTemplate sentence) { m_byBeginning[sentence.beginning()].push_back(std::move(sentence)); }

    QHash<QString, std::vector<SentenceTemplate>> m_byBeginning;
};

/// A text in the language of the window, and how many of its letters are the engine's.
struct Reading {
    QString text;
    int letters = 0;
    int ofOne = 0;  ///< those of the sentence that holds the others
};

/// Reads one text.
class SentenceReader {
public:
    explicit SentenceReader(const SentenceBook &book) : m_book(book) {}

    Reading read(const QString &text, int depth = 0) {
        if (depth > kMaxDepth || m_known.size() > kMaxParts) return {text};
        if (const auto known = m_known.constFind(text); known != m_known.constEnd()) return *known;
        int head = 0, tail = int(text.size());
        while (head < tail && isJoint(text[head]))
            ++head;
        while (tail > head && (isJoint(text[tail - 1]) || text[tail - 1] == QLatin1Char('.')))
            --tail;
        Reading best = readBare(text.mid(head, tail - head), depth);
        best.text = text.left(head) + best.text + text.mid(tail);
        return *m_known.insert(text, best);
    }

private:
    static bool isJoint(QChar c) { return QStringLiteral(" ;,:").contains(c); }

    Reading readBare(const QString &text, int depth) {
        // A single word that a sentence puts in is a name.
        if (depth > 0 && !text.contains(QLatin1Char(' '))) return {text};
        if (const SentenceTemplate *same = m_book.exactly(text))
            return {same->fill({}, text), same->letters(), same->letters()};
        Reading best{text};
        m_book.eachLike(text, [&](const SentenceTemplate &sentence) {
            if (sentence.holes() > 0) keepBetter(best, readAs(sentence, text, depth));
        });
        for (const char *joint : kJoints)
            readJoined(best, text, QLatin1String(joint), depth);
        return best;
    }

    static void keepBetter(Reading &best, const Reading &other) {
        if (std::pair(other.letters, other.ofOne) > std::pair(best.letters, best.ofOne)) best = other;
    }

    Reading readAs(const SentenceTemplate &sentence, const QString &text, int depth) {
        auto arguments = sentence.read(text);
        if (!arguments) return {};
        int letters = sentence.letters();
        for (int hole = 0; hole < sentence.holes(); ++hole) {
            if (sentence.isQuoted(hole)) continue;
            const Reading inner = read((*arguments)[hole], depth + 1);
            (*arguments)[hole] = inner.text;
            letters += inner.letters;
        }
        return {sentence.fill(*arguments, text), letters, sentence.letters()};
    }

    /// Two sentences, one after the other. A blank parts a text only before or after a whole sentence.
    void readJoined(Reading &best, const QString &text, QLatin1String joint, int depth) {
        for (auto at = text.indexOf(joint); at > 0; at = text.indexOf(joint, at + joint.size())) {
            const QString left = text.left(at), right = text.mid(at + joint.size());
            if (joint == QLatin1String(" ") && !m_book.exactly(left) && !m_book.isSentence(right)) continue;
            const Reading first = read(left, depth + 1), second = read(right, depth + 1);
            keepBetter(best, {first.text + joint + second.text, first.letters + second.letters, 0});
        }
    }

    const SentenceBook &m_book;
    QHash<QString, Reading> m_known;
};

}  // namespace

QString engineText(const std::string &said) {
    const QString text = QString::fromStdString(said);
    const char *any = engineSentences().front();
    const bool isEnglish = QCoreApplication::translate("EngineText", any) == QString::fromUtf8(any);
    if (isEnglish || text.size() > kMaxLength) return text;
    static const SentenceBook book;
    SentenceReader reader(book);
    QStringList lines = text.split(QLatin1Char('\n'));
    for (QString &line : lines)
        line = reader.read(line).text;
    return lines.join(QLatin1Char('\n'));
}

}  // namespace wikivault
