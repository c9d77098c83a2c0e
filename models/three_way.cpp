#include "models/three_way.h"

#include "engine/core/merge/diff3.h"

#include <algorithm>

namespace wikivault {

namespace {

using Lines = std::vector<std::string_view>;

merge::Keys lineKeys(const Lines &lines, merge::Interner &interner) {
    merge::Keys keys;
    for (const auto line : lines)
        keys.push_back(interner(line));
    return keys;
}

ThreeWayRow::Kind kindOf(merge::Take3 take) {
    switch (take) {
        case merge::Take3::Base: return ThreeWayRow::Kind::Same;
        case merge::Take3::First: return ThreeWayRow::Kind::WikiChanged;
        case merge::Take3::Second: return ThreeWayRow::Kind::GitChanged;
        case merge::Take3::Both: return ThreeWayRow::Kind::BothSame;
        case merge::Take3::Conflict: return ThreeWayRow::Kind::Conflict;
    }
    return ThreeWayRow::Kind::Same;
}

DiffCell cellAt(const Lines &lines, const merge::Range &range, std::size_t offset) {
    const std::size_t at = range.begin + offset;
    if (at >= range.end) return {};
    const auto line = lines[at];
    return {int(at) + 1, QString::fromUtf8(line.data(), qsizetype(line.size())), {}};
}

void markWords(ThreeWayRow &row) {
    if (row.kind == ThreeWayRow::Kind::Same || row.base.number == 0) {
        if (row.wiki.number == 0 || row.git.number == 0 || row.kind != ThreeWayRow::Kind::Conflict) return;
        WordMarks marks = wordMarks(row.wiki.text, row.git.text);
        row.wiki.marks = std::move(marks.left);
        row.git.marks = std::move(marks.right);
        return;
    }
    if (row.wiki.number > 0) row.wiki.marks = wordMarks(row.wiki.text, row.base.text).left;
    if (row.git.number > 0) row.git.marks = wordMarks(row.git.text, row.base.text).left;
}

}  // namespace

ThreeWay threeWay(const ThreeTexts &texts) {
    const Lines wiki = linesOf(texts.wiki), base = linesOf(texts.base), git = linesOf(texts.git);
    merge::Interner interner;
    const auto baseKeys = lineKeys(base, interner), wikiKeys = lineKeys(wiki, interner);
    const auto gitKeys = lineKeys(git, interner);
    ThreeWay result;
    for (const merge::Chunk &chunk : merge::diff3(baseKeys, wikiKeys, gitKeys)) {
        if (chunk.take == merge::Take3::Conflict) ++result.conflicts;
        const std::size_t height = std::max({chunk.base.size(), chunk.first.size(), chunk.second.size()});
        for (std::size_t i = 0; i < height; ++i) {
            ThreeWayRow row;
            row.kind = kindOf(chunk.take);
            row.wiki = cellAt(wiki, chunk.first, i);
            row.base = cellAt(base, chunk.base, i);
            row.git = cellAt(git, chunk.second, i);
            markWords(row);
            result.rows.push_back(std::move(row));
        }
    }
    return result;
}

}  // namespace wikivault
