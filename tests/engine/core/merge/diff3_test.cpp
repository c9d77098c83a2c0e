#include "engine/core/merge/diff3.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace wikivault::merge;

namespace {

Keys keysOf(std::string_view text) {
    return Keys(text.begin(), text.end());
}

/// `abc` for what is kept, `<x>` first's, `>y<` second's, `=z=` both's, `(base|first|second)` for conflicts.
std::string merged(std::string_view base, std::string_view first, std::string_view second, Touching touching) {
    std::string text;
    const auto slice = [](std::string_view whole, const Range &range) {
        return std::string(whole.substr(range.begin, range.size()));
    };
    for (const Chunk &chunk : diff3(keysOf(base), keysOf(first), keysOf(second), touching)) {
        const std::string b = slice(base, chunk.base), f = slice(first, chunk.first), s = slice(second, chunk.second);
        switch (chunk.take) {
            case Take3::Base: text += b; break;
            case Take3::First: text += "<" + f + ">"; break;
            case Take3::Second: text += ">" + s + "<"; break;
            case Take3::Both: text += "=" + f + "="; break;
            case Take3::Conflict: text += "(" + b + "|" + f + "|" + s + ")"; break;
        }
    }
    return text;
}

Keys randomKeys(std::mt19937 &random, std::size_t length, std::uint32_t alphabet) {
    Keys keys(length);
    for (auto &key : keys)
        key = static_cast<std::uint32_t>(random() % alphabet);
    return keys;
}

Keys mutated(std::mt19937 &random, Keys keys, int edits, std::uint32_t alphabet) {
    for (int i = 0; i < edits; ++i) {
        const auto at = static_cast<std::ptrdiff_t>(random() % (keys.size() + 1));
        const auto key = static_cast<std::uint32_t>(random() % alphabet);
        if (random() % 2 == 0 || at == static_cast<std::ptrdiff_t>(keys.size()))
            keys.insert(keys.begin() + at, key);
        else if (random() % 2 == 0)
            keys.erase(keys.begin() + at);
        else
            keys[static_cast<std::size_t>(at)] = key;
    }
    return keys;
}

std::size_t longestCommon(const Keys &left, const Keys &right) {
    std::vector<std::size_t> row(right.size() + 1, 0);
    for (const auto key : left) {
        std::size_t diagonal = 0;
        for (std::size_t j = 0; j < right.size(); ++j) {
            const std::size_t above = row[j + 1];
            row[j + 1] = key == right[j] ? diagonal + 1 : std::max(row[j], above);
            diagonal = above;
        }
    }
    return row.back();
}

std::size_t checkedLength(const std::vector<Match> &matches, const Keys &left, const Keys &right) {
    std::size_t x = 0, y = 0, sum = 0;
    for (const Match &match : matches) {
        if (match.left < x || match.right < y || match.length == 0) return 0;
        for (std::size_t i = 0; i < match.length; ++i)
            if (left.at(match.left + i) != right.at(match.right + i)) return 0;
        x = match.left + match.length;
        y = match.right + match.length;
        sum += match.length;
    }
    return sum;
}

Keys sliceOf(const Keys &keys, const Range &range) {
    const auto at = [&keys](std::size_t index) { return keys.begin() + static_cast<std::ptrdiff_t>(index); };
    return Keys(at(range.begin), at(range.end));
}

void append(Keys &to, const Keys &from) {
    to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

Q_DECLARE_METATYPE(std::string)

class Diff3Test : public QObject {
    Q_OBJECT

private slots:
    void threeSequencesMerge_data() {
        QTest::addColumn<std::string>("base");
        QTest::addColumn<std::string>("first");
        QTest::addColumn<std::string>("second");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char *tag, const char *base, const char *first, const char *second,
                            const char *expected) {
            QTest::newRow(tag) << std::string(base) << std::string(first) << std::string(second)
                               << std::string(expected);
        };
        row("nothing changed", "abc", "abc", "abc", "abc");
        row("all empty", "", "", "", "");
        row("one side", "abc", "aXc", "abc", "a<X>c");
        row("other side", "abc", "abc", "aXc", "a>X<c");
        row("both alike", "abc", "aXc", "aXc", "a=X=c");
        row("different places", "abc", "Xbc", "abY", "<X>b>Y<");
        row("neighbours", "abc", "aXc", "abY", "a<X>>Y<");
        row("same place", "abc", "aXc", "aYc", "a(b|X|Y)c");
        row("edit and delete", "abc", "aXc", "ac", "a(b|X|)c");
        row("both delete", "abc", "ac", "ac", "a==c");
        row("both append", "abc", "abcX", "abcY", "abc(|X|Y)");
        row("insert before an edit", "abc", "aXbc", "aYc", "a<X>>Y<c");
        row("insert after an edit", "abc", "aYc", "abXc", "a<Y>>X<c");
        row("insert inside a deletion", "abcd", "ad", "abXcd", "a(bc||bXc)d");
        row("overlapping deletions", "abcde", "ade", "abe", "a(bcd|d|b)e");
        row("no base", "", "ab", "cd", "(|ab|cd)");
        row("no base but equal", "", "ab", "ab", "=ab=");
        row("everything deleted", "abc", "", "abc", "<>");
    }
    void threeSequencesMerge() {
        QFETCH(std::string, base);
        QFETCH(std::string, first);
        QFETCH(std::string, second);
        QFETCH(std::string, expected);
        QCOMPARE(merged(base, first, second, Touching::Merges), expected);
    }

    void touchingChangesMayCountAsConflict() {
        QCOMPARE(merged("abc", "aXc", "abY", Touching::Conflicts), std::string("a(bc|Xc|bY)"));
        QCOMPARE(merged("abc", "Xbc", "abY", Touching::Conflicts), std::string("<X>b>Y<"));
        QCOMPARE(merged("a", "aX", "Y", Touching::Conflicts), std::string("(a|aX|Y)"));
    }

    void commonRunsAreLongestForSmallInputs() {
        std::mt19937 random(7);
        for (int round = 0; round < 3000; ++round) {
            const Keys left = randomKeys(random, random() % 30, 4), right = randomKeys(random, random() % 30, 4);
            QCOMPARE(checkedLength(commonRuns(left, right), left, right), longestCommon(left, right));
        }
    }

    void everyMergeCoversAllThreeSides() {
        std::mt19937 random(11);
        for (int round = 0; round < 3000; ++round) {
            const Keys base = randomKeys(random, random() % 20, 6);
            const Keys first = mutated(random, base, static_cast<int>(random() % 6), 6);
            const Keys second = mutated(random, base, static_cast<int>(random() % 6), 6);
            Keys bases, firsts, seconds;
            for (const Chunk &chunk : diff3(base, first, second)) {
                append(bases, sliceOf(base, chunk.base));
                append(firsts, sliceOf(first, chunk.first));
                append(seconds, sliceOf(second, chunk.second));
                const bool keepsFirst = sliceOf(base, chunk.base) == sliceOf(first, chunk.first);
                const bool keepsSecond = sliceOf(base, chunk.base) == sliceOf(second, chunk.second);
                if (chunk.take == Take3::Base) QVERIFY(keepsFirst && keepsSecond);
                if (chunk.take == Take3::First) QVERIFY(keepsSecond);
                if (chunk.take == Take3::Second) QVERIFY(keepsFirst);
                if (chunk.take == Take3::Both) QVERIFY(sliceOf(first, chunk.first) == sliceOf(second, chunk.second));
            }
            QVERIFY(bases == base && firsts == first && seconds == second);
        }
    }

    void hugeInputsStayNearLinear() {
        std::mt19937 random(3);
        const Keys left = randomKeys(random, 100000, 1000000), right = randomKeys(random, 100000, 1000000);
        QVERIFY(checkedLength(commonRuns(left, right), left, right) < 100000);
        Keys shuffled = left;
        std::shuffle(shuffled.begin(), shuffled.end(), random);
        QVERIFY(checkedLength(commonRuns(left, shuffled), left, shuffled) > 0);
        const Keys edited = mutated(random, left, 400, 1000000);
        QVERIFY(checkedLength(commonRuns(left, edited), left, edited) > 99500);
        const Keys zeros(100000, 0), ones(50000, 1);
        QVERIFY(commonRuns(zeros, ones).empty());
    }
};

QTEST_APPLESS_MAIN(Diff3Test)
#include "diff3_test.moc"
