#include "engine/core/merge/review_conflict.h"

#include "engine/core/page_file.h"

namespace wikivault {

std::string bodyOfFile(const std::optional<std::string> &file) {
    return file ? parsePageFile(*file).body : std::string();
}

merge::Review reviewOf(const ConflictDetail &detail, const std::vector<merge::Answer> &answers) {
    const std::string base = bodyOfFile(detail.base), wiki = bodyOfFile(detail.wiki), git = bodyOfFile(detail.git);
    const bool hasBase = detail.base && detail.summary.kind != ConflictKind::NoBase;
    return merge::reviewBodies({hasBase ? std::optional<std::string_view>(base) : std::nullopt, wiki, git}, answers);
}

std::vector<merge::MergedPart> conflictBlocks(const ConflictDetail &detail) {
    std::vector<merge::MergedPart> blocks = reviewOf(detail, {}).parts;
    std::erase_if(blocks, [](const auto &part) { return part.kind != merge::MergedPart::Kind::Conflict; });
    return blocks;
}

}  // namespace wikivault
