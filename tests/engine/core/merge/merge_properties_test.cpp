#include "engine/core/markdown/converter.h"
#include "engine/core/merge/equal_stretches.h"
#include "engine/core/merge/merge_review.h"
#include "engine/core/merge/merge_text.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <random>

using namespace wikivault;
using namespace wikivault::merge;

namespace {

/// Words that stand nowhere else, so that where each one went can be told.
class Words {
public:
    explicit Words(std::mt19937 &random) : m_random(random) {}
    std::string one() { return "w" + std::to_string(m_next++) + kEnds[m_random() % kEnds.size()]; }
    std::string some(std::size_t least, std::size_t more) {
        std::string text = one();
        for (std::size_t i = least + m_random() % more; i > 1; --i)
            text += " " + one();
        return text;
    }

private:
    static constexpr std::array<const char *, 8> kEnds = {"", "", "", "a", "é", "字", "x", "n"};
    std::mt19937 &m_random;
    int m_next = 1000;
};

using Blocks = std::vector<std::string>;

std::string randomBlock(std::mt19937 &random, Words &words) {
    const auto lines = [&](const std::string &prefix) {
        std::string text;
        for (unsigned i = 0; i < 1 + random() % 4; ++i)
            text += (i > 0 ? "\n" : "") + prefix + words.some(1, 5);
        return text;
    };
    switch (random() % 14) {
        case 0: return "## " + words.some(1, 4);
        case 1: return lines("- ");
        case 2: return lines("1. ");
        case 3: return lines("- [ ] ");
        case 4: return lines("> ");
        case 5: return "> [!info]\n" + lines("> ");
        case 6: return "```\n" + lines("") + "\n```";
        case 7:
            return "| " + words.one() + " | " + words.one() + " |\n| --- | --- |\n| " + words.some(1, 3) + " | " +
                   words.one() + " |";
        case 8: return words.some(2, 4) + " **" + words.one() + "** *" + words.one() + "* `" + words.one() + "`";
        case 9: return words.some(1, 3) + "^[" + words.some(1, 3) + "] " + words.one();
        case 10: return "<details>\n<summary>" + words.one() + "</summary>\n\n" + words.some(1, 4) + "\n\n</details>";
        case 11: return "[" + words.one() + "](https://example.com/" + words.one() + ") " + words.some(1, 4);
        case 12: return lines("");
        default: return words.some(3, 9);
    }
}

/// What means something to the blocks beside it, or swallows those behind it.
std::string meddlingBlock(std::mt19937 &random, Words &words) {
    const std::string word = words.one();
    const std::array<std::string, 20> all{"```\n" + word,
                                          "~~~",
                                          "<!-- " + word,
                                          "<!--align center-->",
                                          "<details>\n<summary>" + word + "</summary>",
                                          "</details>",
                                          "<div>\n" + word,
                                          "<pre>" + word,
                                          "$$\n" + word,
                                          ":::tip\n" + word,
                                          ":::",
                                          "- " + word + "\n\n  " + word,
                                          "1. " + word + "\n\n   - " + word,
                                          "    " + word,
                                          "[x]: https://example.com/" + word,
                                          "[" + word + "][x] and [x]",
                                          word + "[^1]",
                                          "[^1]: " + word + "\n\n    " + word,
                                          word + "\n===",
                                          "***"};
    return all[random() % all.size()];
}

std::string bodyOf(const Blocks &blocks) {
    std::string body;
    for (const std::string &block : blocks)
        body += (body.empty() ? "" : "\n\n") + block;
    return body;
}

/// Replaces, adds or drops a word, a line or a block.
void edit(std::mt19937 &random, Words &words, Blocks &blocks) {
    const std::size_t at = random() % (blocks.size() + 1);
    const auto place = blocks.begin() + static_cast<std::ptrdiff_t>(at);
    if (at == blocks.size() || random() % 6 == 0) {
        blocks.insert(place, randomBlock(random, words));
        return;
    }
    std::string &block = blocks[at];
    const std::size_t word = block.find('w', random() % block.size());
    switch (random() % 6) {
        case 0: blocks.erase(place); return;
        case 1: block = randomBlock(random, words); return;
        case 2: {
            const std::string moved = block;
            blocks.erase(place);
            blocks.insert(blocks.begin() + static_cast<std::ptrdiff_t>(random() % (blocks.size() + 1)), moved);
            return;
        }
        default: break;
    }
    if (word == block.npos || !isdigit(static_cast<unsigned char>(block[word + 1]))) return;
    const std::size_t end = std::min(block.find_first_of(" \n*`])|<", word), block.size());
    block.replace(word, random() % 2 == 0 ? end - word : 0, words.one() + (random() % 2 == 0 ? "" : " "));
}

Blocks edited(std::mt19937 &random, Words &words, Blocks blocks) {
    for (auto edits = random() % 5; edits > 0; --edits)
        edit(random, words, blocks);
    return blocks;
}

using Count = std::map<std::string, int>;

/// How often each word stands in a text.
Count wordsOf(const std::string &text) {
    Count count;
    for (std::size_t at = text.find('w'); at != text.npos; at = text.find('w', at + 1)) {
        std::size_t end = at + 1;
        while (end < text.size() && (isalnum(static_cast<unsigned char>(text[end])) || (text[end] & 0x80) != 0) &&
               text[end] != 'w')
            ++end;
        if (end > at + 4) ++count[text.substr(at, end - at)];
    }
    return count;
}

bool equal(const std::string &a, const std::string &b) {
    return markdown::equalDocuments(markdown::fromMarkdown(a), markdown::fromMarkdown(b));
}

struct Case {
    std::string base, wiki, git;
    [[nodiscard]] QByteArray trace() const {
        return QByteArray::fromStdString("\n--- base\n" + base + "\n--- wiki\n" + wiki + "\n--- git\n" + git + "\n");
    }
};

std::string conflictText(const MergedBody &merged) {
    std::string text;
    for (const BlockConflict &conflict : merged.conflicts)
        text += conflict.wiki + "\n" + conflict.git + "\n";
    return text;
}

/// A word one side has and the other never had is in the merge or in a conflict; one that nobody dropped is there too.
std::string lostWord(const Case &bodies, const MergedBody &merged) {
    const Count base = wordsOf(bodies.base), wiki = wordsOf(bodies.wiki), git = wordsOf(bodies.git);
    const Count kept = wordsOf(merged.text), listed = wordsOf(conflictText(merged));
    const auto missing = [&](const std::string &word) { return !kept.contains(word) && !listed.contains(word); };
    for (const Count *side : {&wiki, &git})
        for (const auto &[word, times] : *side) {
            const bool everywhere = base.contains(word) && wiki.contains(word) && git.contains(word);
            if ((everywhere || !base.contains(word)) && missing(word)) return word;
        }
    return {};
}

constexpr std::size_t kNever = std::string::npos;

std::string partsOf(const Review &review) {
    std::string text = review.text;
    for (const MergedPart &part : review.parts)
        text += "\n--- part " + std::to_string(int(part.kind)) + (part.continues ? " goes on" : "") + "\n" + part.base +
                "\n-\n" + part.wiki + "\n-\n" + part.git + "\n-\n" + part.text;
    return text;
}

/// A word both sides dropped does not come back, and none is made up.
std::string risenWord(const Case &bodies, const MergedBody &merged) {
    const Count wiki = wordsOf(bodies.wiki), git = wordsOf(bodies.git);
    for (const auto &[word, times] : wordsOf(merged.text))
        if (!wiki.contains(word) && !git.contains(word)) return word;
    return {};
}

}  // namespace

class MergePropertiesTest : public QObject {
    Q_OBJECT

private slots:
    void mergesKeepTheirLaws() {
        bool counted = false;
        const int rounds = qEnvironmentVariableIntValue("WIKIVAULT_MERGE_ROUNDS", &counted);
        int clean = 0, both = 0;
        for (unsigned round = 0; round < static_cast<unsigned>(counted ? rounds : 1000); ++round) {
            std::mt19937 random(round);
            Words words(random);
            Blocks blocks;
            for (unsigned i = 0; i < random() % 7; ++i)
                blocks.push_back(randomBlock(random, words));
            const Blocks wiki = edited(random, words, blocks), git = edited(random, words, blocks);
            const Case bodies{bodyOf(blocks), bodyOf(wiki), bodyOf(git)};
            check(bodies, "round " + QByteArray::number(round) + bodies.trace());
            if (QTest::currentTestFailed()) return;
            if (bodies.wiki == bodies.base || bodies.git == bodies.base) continue;
            ++both;
            if (mergeBodies(bodies.base, bodies.wiki, bodies.git).isClean()) ++clean;
        }
        // Of pages both sides changed in a few places most merge by themselves.
        QVERIFY2(clean * 2 > both, (QByteArray::number(clean) + " of " + QByteArray::number(both)).constData());
    }

    void aReviewIsTheSameWithoutWhatIsAlike() {
        bool counted = false;
        const int rounds = qEnvironmentVariableIntValue("WIKIVAULT_MERGE_ROUNDS", &counted);
        std::size_t left = 0, all = 0;
        for (unsigned round = 0; round < static_cast<unsigned>(counted ? rounds : 200); ++round) {
            std::mt19937 random(round);
            Words words(random);
            Blocks blocks;
            for (unsigned i = 0; i < 6 + random() % 20; ++i) {
                blocks.push_back(randomBlock(random, words));
                for (auto plain = random() % 5; plain > 0; --plain)
                    blocks.push_back(words.some(3, 9));
            }
            const auto meddle = [&](Blocks &side) {
                const auto at = static_cast<std::ptrdiff_t>(random() % (side.size() + 1));
                if (random() % 3 == 0) side.insert(side.begin() + at, meddlingBlock(random, words));
            };
            meddle(blocks);
            Blocks wiki = edited(random, words, blocks), git = edited(random, words, blocks);
            meddle(wiki);
            meddle(git);
            const Case bodies{bodyOf(blocks), bodyOf(wiki), bodyOf(git)};
            const EqualStretches stretches({bodies.git, bodies.wiki, bodies.base}, 1, {});
            for (const Settle answer : {Settle::Wiki, Settle::Git, Settle::Both, Settle::Base}) {
                const std::vector<Answer> answers(1000, answer);
                const Review whole = reviewBodies({bodies.base, bodies.wiki, bodies.git}, answers, kNever);
                const Review review = reviewBodies({bodies.base, bodies.wiki, bodies.git}, answers, 0);
                QVERIFY2(partsOf(whole) == partsOf(review),
                         ("round " + QByteArray::number(round) + bodies.trace() + "\n=== whole\n" +
                          partsOf(whole).c_str() + "\n=== shortened\n" + partsOf(review).c_str())
                             .constData());
            }
            all += bodies.git.size();
            left += stretches.shortened().front().size();
        }
        QVERIFY2(left * 10 < all * 8, (QByteArray::number(left) + " of " + QByteArray::number(all)).constData());
    }

private:
    static void check(const Case &bodies, const QByteArray &trace) {
        const auto &[base, wiki, git] = bodies;
        QVERIFY2(mergeBodies(base, base, git).text == git, trace.constData());
        QVERIFY2(mergeBodies(base, wiki, wiki).text == wiki, trace.constData());
        QVERIFY2(equal(mergeBodies(base, wiki, base).text, wiki), trace.constData());
        QVERIFY2(equal(adoptBlocks(git, wiki), wiki), trace.constData());
        const MergedBody merged = mergeBodies(base, wiki, git), mirrored = mergeBodies(base, git, wiki);
        QVERIFY2(merged.isClean() == mirrored.isClean(),
                 (trace + merged.text.c_str() + "\n--- mirrored\n" + mirrored.text.c_str()).constData());
        if (merged.isClean())
            QVERIFY2(equal(merged.text, mirrored.text),
                     (trace + merged.text.c_str() + "\n--- mirrored\n" + mirrored.text.c_str()).constData());
        const std::string lost = lostWord(bodies, merged), risen = risenWord(bodies, merged);
        QVERIFY2(lost.empty(),
                 ("lost " + QByteArray::fromStdString(lost) + " " + trace + merged.text.c_str()).constData());
        QVERIFY2(risen.empty(),
                 ("risen " + QByteArray::fromStdString(risen) + " " + trace + merged.text.c_str()).constData());
        if (!merged.isClean()) return;
        // What was merged is settled: neither side has anything to add.
        QVERIFY2(mergeBodies(base, merged.text, merged.text).text == merged.text, trace.constData());
        QVERIFY2(mergeBodies(wiki, wiki, merged.text).text == merged.text, trace.constData());
    }
};

QTEST_APPLESS_MAIN(MergePropertiesTest)
#include "merge_properties_test.moc"
