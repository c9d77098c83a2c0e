#include "models/review_blocks.h"

#include "engine/core/page_file.h"
#include "models/words.h"

#include <QCryptographicHash>

#include <algorithm>

namespace wikivault {

namespace {

merge::Settle settleOf(Take take) {
    switch (take) {
        case Take::Wiki: return merge::Settle::Wiki;
        case Take::Git: return merge::Settle::Git;
        case Take::Both: return merge::Settle::Both;
        case Take::Base: return merge::Settle::Base;
    }
    return merge::Settle::Git;
}

std::string nameOfBlock(const merge::MergedPart &part) {
    QCryptographicHash hash(QCryptographicHash::Sha1);
    for (const std::string *text : {&part.base, &part.wiki, &part.git}) {
        hash.addData(QByteArrayView(text->data(), qsizetype(text->size())));
        hash.addData(QByteArrayView("\0", 1));
    }
    constexpr qsizetype enough = 16;
    return hash.result().toHex().first(enough).toStdString();
}

}  // namespace

bool fitsWindow(const std::string &text) {
    constexpr std::size_t largest = 8 * 1024 * 1024, longestLine = 50'000;
    if (text.size() > largest) return false;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        if (end - begin > longestLine) return false;
        begin = end + 1;
    }
    return true;
}

bool isInBlocks(const ConflictDetail &detail) {
    const bool kind = detail.summary.kind == ConflictKind::Body || detail.summary.kind == ConflictKind::NoBase;
    const bool both = detail.wiki && detail.git;
    return kind && both && fitsWindow(*detail.wiki) && fitsWindow(*detail.git) &&
           fitsWindow(detail.base.value_or(std::string()));
}

int blocksToDecide(const ConflictDetail &detail) {
    return isInBlocks(detail) ? int(conflictBlocks(detail).size()) : 0;
}

std::optional<int> markerLine(const std::string &text) {
    if (!hasConflictMarkers(parsePageFile(text).body)) return {};
    const auto lines = linesOf(text);
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (hasConflictMarkers(lines[i]) || lines[i].starts_with("<<<<<<<")) return int(i) + 1;
    return 1;
}

std::vector<DiffCell> linesMarked(const std::string &before, const std::string &text) {
    std::vector<DiffCell> lines;
    if (before == text) {
        for (const std::string_view line : linesOf(text))
            lines.push_back({int(lines.size()) + 1, shownLine(line), {}});
        return lines;
    }
    for (DiffRow &row : sideBySide(before, text).rows)
        if (row.right.number > 0) lines.push_back(std::move(row.right));
    return lines;
}

ReviewBlocks reviewBlocks(const ConflictDetail &detail) {
    ReviewBlocks blocks;
    blocks.hasBase = detail.base && detail.summary.kind != ConflictKind::NoBase;
    for (merge::MergedPart &merged : reviewOf(detail, {}).parts) {
        ReviewPart part;
        if (merged.kind == merge::MergedPart::Kind::Conflict) {
            const std::string &before = blocks.hasBase ? merged.base : merged.git;
            part.name = nameOfBlock(merged);
            part.baseLines = linesMarked(merged.base, merged.base);
            part.wikiLines = linesMarked(before, merged.wiki);
            part.gitLines = linesMarked(blocks.hasBase ? merged.base : merged.wiki, merged.git);
        } else {
            part.lines = linesMarked(merged.base, merged.text);
        }
        part.merged = std::move(merged);
        blocks.parts.push_back(std::move(part));
    }
    return blocks;
}

std::string takenText(const ConflictDetail &detail, Take take) {
    const bool wholeText =
        detail.summary.kind == ConflictKind::Existence || detail.summary.kind == ConflictKind::Markers;
    if (wholeText) return bodyOfFile(take == Take::Wiki ? detail.wiki : take == Take::Base ? detail.base : detail.git);
    return merge::mergeBodies(bodyOfFile(detail.base), bodyOfFile(detail.wiki), bodyOfFile(detail.git), settleOf(take))
        .text;
}

ReviewResult reviewResult(const ConflictDetail &detail, const std::vector<merge::Answer> &answers,
                          std::optional<Take> whole) {
    const std::string text = reviewOf(detail, answers).text;
    if (whole && takenText(detail, *whole) != text) whole.reset();
    return {words::text(text), whole};
}

}  // namespace wikivault
