#include "tests/rig/mem_merge.h"

#include "engine/core/merge/diff3.h"

#include <algorithm>

namespace wikivault::rig {

std::set<std::string> changedPaths(const VaultTree &a, const VaultTree &b) {
    std::set<std::string> paths;
    for (const auto &[path, entry] : a)
        if (entryAt(b, path) != entry) paths.insert(path);
    for (const auto &[path, entry] : b)
        if (!a.contains(path)) paths.insert(path);
    return paths;
}

bool isPossible(const VaultTree &files) {
    return std::none_of(files.begin(), files.end(), [&](const auto &file) {
        const auto below = files.lower_bound(file.first + "/");
        return below != files.end() && below->first.starts_with(file.first + "/");
    });
}

namespace {

using Lines = std::vector<std::string>;

Lines linesOf(const std::string &text) {
    Lines lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        lines.push_back(text.substr(at, end - at));
        at = end;
    }
    return lines;
}

std::optional<std::string> mergeLines(const std::string &base, const std::string &ours, const std::string &theirs) {
    merge::Interner interner;
    const Lines b = linesOf(base), o = linesOf(ours), t = linesOf(theirs);
    const auto keysOf = [&](const Lines &lines) {
        merge::Keys keys;
        for (const std::string &line : lines)
            keys.push_back(interner(line));
        return keys;
    };
    std::string text;
    for (const merge::Chunk &chunk : merge::diff3(keysOf(b), keysOf(o), keysOf(t), merge::Touching::Conflicts)) {
        if (chunk.take == merge::Take3::Conflict) return std::nullopt;
        const bool second = chunk.take == merge::Take3::Second;
        const merge::Range &range = second ? chunk.second : chunk.first;
        for (std::size_t i = range.begin; i < range.end; ++i)
            text += (second ? t : o)[i];
    }
    return text;
}

}  // namespace

std::optional<VaultTree> mergeTrees(MemRepo &repo, const ThreeTrees &trees, Take take) {
    VaultTree merged = trees.ours;
    for (const std::string &path : changedPaths(trees.base, trees.theirs)) {
        const auto base = entryAt(trees.base, path), ours = entryAt(trees.ours, path),
                   theirs = entryAt(trees.theirs, path);
        if (ours == theirs) continue;
        std::optional<std::string> text;
        if (ours == base) {
            setEntry(merged, path, theirs);
            continue;
        }
        if (base && ours && theirs)
            text = mergeLines(repo.blobs.at(base->blob), repo.blobs.at(ours->blob), repo.blobs.at(theirs->blob));
        if (text)
            merged[path] = TreeEntry{repo.addBlob(*text)};
        else if (take == Take::Nothing)
            return std::nullopt;
        else if (take == Take::Theirs)
            setEntry(merged, path, theirs);
    }
    return isPossible(merged) ? std::optional(merged) : std::nullopt;
}

}  // namespace wikivault::rig
