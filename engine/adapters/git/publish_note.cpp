#include "engine/adapters/git/publish_note.h"

#include "engine/adapters/git/file_call.h"

#include <charconv>

namespace wikivault::git {

namespace {

constexpr std::size_t kMaxNote = 256u << 20;

// One record: mode in octal and blob, or `gone`; then the path; ended by NUL, which no path can hold.
std::string recordOf(const std::string &path, const std::optional<TreeEntry> &entry) {
    if (!entry) return "gone " + path + '\0';
    return std::to_string(entry->mode) + " " + toHex(entry->blob) + " " + path + '\0';
}

std::string_view takeWord(std::string_view &text) {
    const std::size_t end = text.find(' ');
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return word;
}

bool readRecord(std::string_view record, PathStates &states) {
    const std::string_view first = takeWord(record);
    if (first == "gone") return states.emplace(record, std::nullopt).second;
    TreeEntry entry;
    const auto [end, error] = std::from_chars(first.data(), first.data() + first.size(), entry.mode);
    const auto blob = parseObjectId<BlobId>(takeWord(record));
    if (error != std::errc() || end != first.data() + first.size() || !blob) return false;
    entry.blob = *blob;
    return states.emplace(record, entry).second;
}

}  // namespace

PathStates differencesOf(const VaultTree &published, const VaultTree &target) {
    PathStates states;
    forEachDifference(published, target, [&](const std::string &path, const TreeEntry *, const TreeEntry *after) {
        states.emplace_hint(states.end(), path, after ? std::optional(*after) : std::nullopt);
        return true;
    });
    return states;
}

std::optional<PublishNote> PublishNote::load(const std::string &path) {
    const auto text = readFile(path, kMaxNote);
    if (!text) return std::nullopt;
    std::string_view rest = *text;
    const auto base = parseObjectId<CommitId>(takeWord(rest));
    if (!base) return std::nullopt;
    PublishNote note{*base, {}};
    while (!rest.empty()) {
        const std::size_t end = rest.find('\0');
        if (end == std::string_view::npos || !readRecord(rest.substr(0, end), note.states)) return std::nullopt;
        rest.remove_prefix(end + 1);
    }
    return note;
}

Result<> PublishNote::save(const std::string &path) const {
    std::string text = toHex(base) + " ";
    for (const auto &[name, entry] : states)
        text += recordOf(name, entry);
    return replaceFile(path, text);
}

}  // namespace wikivault::git
