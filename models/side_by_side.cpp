#include "models/side_by_side.h"

#include "engine/core/merge/diff3.h"

#include <QString>

namespace wikivault {

namespace {

constexpr qsizetype kLongestMarkedLine = 4000;

struct Word {
    int begin, length;
};

std::vector<Word> wordsIn(const QString &line) {
    std::vector<Word> words;
    const auto isWordPart = [](QChar c) { return c.isLetterOrNumber() || c == QLatin1Char('_') || c.isSurrogate(); };
    for (qsizetype i = 0; i < line.size();) {
        qsizetype end = i + 1;
        if (isWordPart(line.at(i)))
            while (end < line.size() && isWordPart(line.at(end)))
                ++end;
        words.push_back({int(i), int(end - i)});
        i = end;
    }
    return words;
}

std::vector<TextSpan> spansOutside(const QString &line, const std::vector<Word> &words,
                                   const std::vector<merge::Range> &ranges) {
    std::vector<TextSpan> spans;
    for (const merge::Range &range : ranges) {
        if (range.empty()) continue;
        const Word &first = words[range.begin], &last = words[range.end - 1];
        const int end = last.begin + last.length;
        // A single space between two marked words is marked with them, or a rewritten sentence looks like confetti.
        if (!spans.empty() && first.begin - (spans.back().begin + spans.back().length) == 1 &&
            line.at(first.begin - 1) == QLatin1Char(' '))
            spans.back().length = end - spans.back().begin;
        else
            spans.push_back({first.begin, end - first.begin});
    }
    return spans;
}

merge::Keys keysOf(const QString &line, const std::vector<Word> &words, merge::Interner &interner) {
    merge::Keys keys;
    for (const Word &word : words)
        keys.push_back(interner(QStringView(line).mid(word.begin, word.length).toString().toStdString()));
    return keys;
}

void appendHunk(SideBySide &result, const merge::Hunk &hunk, const std::vector<std::string_view> &left,
                const std::vector<std::string_view> &right) {
    result.leftOnly += int(hunk.left.size());
    result.rightOnly += int(hunk.right.size());
    for (std::size_t i = 0; i < std::max(hunk.left.size(), hunk.right.size()); ++i) {
        DiffRow row;
        row.equal = false;
        const std::size_t l = hunk.left.begin + i, r = hunk.right.begin + i;
        if (l < hunk.left.end) row.left = {int(l) + 1, shownLine(left[l]), {}};
        if (r < hunk.right.end) row.right = {int(r) + 1, shownLine(right[r]), {}};
        if (l < hunk.left.end && r < hunk.right.end) {
            WordMarks marks = wordMarks(row.left.text, row.right.text);
            row.left.marks = std::move(marks.left);
            row.right.marks = std::move(marks.right);
        }
        result.rows.push_back(std::move(row));
    }
}

}  // namespace

QString shownLine(std::string_view line) {
    return QString::fromUtf8(line.data(), qsizetype(line.size())).replace(QLatin1Char('\t'), QStringLiteral("    "));
}

std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

WordMarks wordMarks(const QString &left, const QString &right) {
    if (left.size() > kLongestMarkedLine || right.size() > kLongestMarkedLine) return {};
    const auto leftWords = wordsIn(left), rightWords = wordsIn(right);
    merge::Interner interner;
    const auto leftKeys = keysOf(left, leftWords, interner), rightKeys = keysOf(right, rightWords, interner);
    std::vector<merge::Range> leftRanges, rightRanges;
    for (const merge::Hunk &hunk : merge::differences(leftKeys, rightKeys)) {
        leftRanges.push_back(hunk.left);
        rightRanges.push_back(hunk.right);
    }
    return {spansOutside(left, leftWords, leftRanges), spansOutside(right, rightWords, rightRanges)};
}

SideBySide sideBySide(std::string_view left, std::string_view right) {
    const auto leftLines = linesOf(left), rightLines = linesOf(right);
    SideBySide result;
    std::size_t l = 0, r = 0;
    const auto equalUntil = [&](std::size_t end) {
        for (; l < end; ++l, ++r) {
            const QString text = shownLine(leftLines[l]);
            result.rows.push_back({true, {int(l) + 1, text, {}}, {int(r) + 1, text, {}}});
        }
    };
    for (const merge::Hunk &hunk : merge::differences(leftLines, rightLines)) {
        equalUntil(hunk.left.begin);
        appendHunk(result, hunk, leftLines, rightLines);
        l = hunk.left.end;
        r = hunk.right.end;
    }
    equalUntil(leftLines.size());
    return result;
}

}  // namespace wikivault
