#include "engine/adapters/git/commit_text.h"

#include <charconv>

namespace wikivault::git {

namespace {

// What git would refuse in a name: it delimits the header line.
std::string plainName(std::string_view name, std::string_view fallback) {
    std::string plain;
    for (const char c : name)
        if (c != '<' && c != '>' && c != '\n' && c != '\0') plain.push_back(c);
    while (plain.ends_with(' '))
        plain.pop_back();
    return plain.empty() ? std::string(fallback) : plain;
}

std::string plainMessage(std::string_view message) {
    std::string plain;
    for (const char c : message)
        if (c != '\0') plain.push_back(c);
    while (plain.ends_with('\n'))
        plain.pop_back();
    return plain + "\n";
}

template <class IdType>
Result<IdType> parseId(std::string_view hex) {
    const auto id = parseObjectId<IdType>(hex);
    if (!id) return fail(ErrorCode::Corrupt, "a commit of the vault names no object");
    return *id;
}

void parseAuthor(std::string_view line, CommitInfo &info) {
    const std::size_t open = line.find('<');
    const std::size_t close = line.rfind('>');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) return;
    info.author.name = std::string(line.substr(0, open == 0 ? 0 : open - 1));
    info.author.email = std::string(line.substr(open + 1, close - open - 1));
    const std::string_view time = line.substr(close + 1);
    const std::size_t start = time.find_first_not_of(' ');
    if (start != std::string_view::npos) std::from_chars(time.data() + start, time.data() + time.size(), info.seconds);
}

Result<> parseHeader(std::string_view line, CommitFacts &facts) {
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) return {};
    const std::string_view key = line.substr(0, space);
    const std::string_view value = line.substr(space + 1);
    if (key == "tree") {
        TRY_ASSIGN(facts.tree, parseId<TreeId>(value));
    } else if (key == "parent") {
        TRY_ASSIGN(const CommitId parent, parseId<CommitId>(value));
        facts.parents.push_back(parent);
    } else if (key == "author") {
        parseAuthor(value, facts.info);
    }
    return {};
}

}  // namespace

std::string printCommit(const CommitFacts &facts) {
    const Signature &author = facts.info.author;
    const std::string who = plainName(author.name, "unknown") + " <" + plainName(author.email, "unknown") + "> " +
                            std::to_string(facts.info.seconds) + " +0000\n";
    std::string text = "tree " + toHex(facts.tree) + "\n";
    for (const CommitId &parent : facts.parents)
        text += "parent " + toHex(parent) + "\n";
    return text + "author " + who + "committer " + who + "\n" + plainMessage(facts.info.message);
}

Result<CommitFacts> parseCommit(std::string_view text) {
    CommitFacts facts;
    if (!text.starts_with("tree ")) return fail(ErrorCode::Corrupt, "a commit of the vault names no tree");
    while (!text.empty() && text.front() != '\n') {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) return fail(ErrorCode::Corrupt, "a commit of the vault is cut off");
        // A line that goes on from the one above (a signature) starts with a space and has no key.
        if (text.front() != ' ') TRY(parseHeader(text.substr(0, end), facts));
        text.remove_prefix(end + 1);
    }
    facts.info.message = std::string(text.empty() ? text : text.substr(1));
    while (facts.info.message.ends_with('\n'))
        facts.info.message.pop_back();
    return facts;
}

}  // namespace wikivault::git
