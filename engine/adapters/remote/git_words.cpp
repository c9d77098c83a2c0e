#include "engine/adapters/remote/git_words.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace wikivault::remote {

namespace {

struct Rule {
    std::string_view words;  ///< in what git, ssh or the server said
    RemoteFault fault;
    std::string_view advice;  ///< "" = what they said explains itself
};

constexpr std::string_view kAskAdmin = "look at the server, or ask who runs it";
constexpr std::string_view kCheckKey =
    "the server takes none of the keys it was offered; check GIT_SYNC_SSH_KEY_PATH, the agent and the rights of the "
    "account there";
constexpr std::string_view kCheckToken =
    "the server does not take the account; check GIT_SYNC_HTTPS_TOKEN_COMMAND and the rights of its token";
constexpr std::string_view kLater = "it is tried again by itself; check the address and the network";
constexpr std::string_view kNoRepository =
    "the server has no such repository, or does not show it to this account; make it there or correct the address";
constexpr std::string_view kHostile =
    "what the server sent is damaged or may not stand in a repository, so none of it was taken; have it repaired there";
constexpr std::string_view kTooLarge =
    "what the server sent is larger than a vault takes (64 MiB a file, a million objects, 4 GiB in all), so none of it "
    "was taken; have it taken out of the branch there, or keep it with Git LFS";

/// The first that applies; what is more telling comes first.
constexpr std::array kRules = std::to_array<Rule>({
    {"REMOTE HOST IDENTIFICATION HAS CHANGED", RemoteFault::HostKeyChanged, ""},
    {"REVOKED HOST KEY", RemoteFault::HostKeyChanged, ""},
    {"host key is known for", RemoteFault::HostKeyUnknown, ""},
    {"Host key verification failed", RemoteFault::HostKeyUnknown, ""},
    {"bad permissions", RemoteFault::AuthRefused, "others may read the key file; run chmod 600 on it"},
    {"incorrect passphrase", RemoteFault::AuthRefused, "the key has a passphrase; add it to the agent (ssh-add)"},
    {"Permission denied (", RemoteFault::AuthRefused, kCheckKey},
    {"Too many authentication failures", RemoteFault::AuthRefused, kCheckKey},
    {"Authentication failed", RemoteFault::AuthRefused, kCheckToken},
    {"could not read Username", RemoteFault::AuthRefused, kCheckToken},
    {"could not read Password", RemoteFault::AuthRefused, kCheckToken},
    {"returned error: 401", RemoteFault::AuthRefused, kCheckToken},
    {"returned error: 403", RemoteFault::AuthRefused, kCheckToken},
    {"returned error: 404", RemoteFault::NotFound, kNoRepository},
    {"does not appear to be a git repository", RemoteFault::NotFound, kNoRepository},
    {"epository not found", RemoteFault::NotFound, kNoRepository},
    {"' not found", RemoteFault::NotFound, kNoRepository},
    {"No space left", RemoteFault::Other, "a disk is full, here or on the server"},
    {"unexpected disconnect", RemoteFault::Unreachable, kLater},
    {"early EOF", RemoteFault::Unreachable, kLater},
    {"attempting to allocate", RemoteFault::Hostile, kTooLarge},
    {"size_t overflow", RemoteFault::Hostile, kTooLarge},
    {"Out of memory", RemoteFault::Hostile, kTooLarge},
    {"out of memory", RemoteFault::Hostile, kTooLarge},
    {"File too large", RemoteFault::Hostile, kTooLarge},
    {"bad pack header", RemoteFault::Hostile, kHostile},
    {"fsck error", RemoteFault::Hostile, kHostile},
    {"index-pack failed", RemoteFault::Hostile, kHostile},
    {"invalid index-pack output", RemoteFault::Hostile, kHostile},
    {"certificate", RemoteFault::Other,
     "the server's certificate is not trusted; install its authority or http.sslCAInfo"},
    {"no matching", RemoteFault::Other,
     "the server and this machine have no method in common; one of them needs an update"},
    {"mismatched algorithms", RemoteFault::Other,
     "the repository uses SHA-256 and a vault SHA-1; use one made without it"},
    {"timed out", RemoteFault::TimedOut, kLater},
    {"Operation too slow", RemoteFault::TimedOut, kLater},
    {"Could not resolve", RemoteFault::Unreachable, kLater},
    {"Connection refused", RemoteFault::Unreachable, kLater},
    {"No route to host", RemoteFault::Unreachable, kLater},
    {"etwork is unreachable", RemoteFault::Unreachable, kLater},
    {"Failed to connect", RemoteFault::Unreachable, kLater},
    {"Connection reset", RemoteFault::Unreachable, kLater},
    {"Connection closed", RemoteFault::Unreachable, kLater},
    {"hung up", RemoteFault::Unreachable, kLater},
    {"unable to access", RemoteFault::Unreachable, kLater},
});

bool holds(const std::string &text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string cleaned(std::string_view line) {
    std::string text;
    for (const char c : line)
        text += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    text.erase(0, text.find_first_not_of(' '));
    while (!text.empty() && text.back() == ' ')
        text.pop_back();
    return text;
}

bool isNoise(const std::string &line) {
    constexpr std::array kNoise = std::to_array<std::string_view>(
        {"and the repository exists", "Please make sure you have the correct access", "hint:", "Counting objects",
         "Compressing objects", "Receiving objects", "Resolving deltas", "Writing objects", "Enumerating objects",
         "Delta compression", "Total ", "remote: Counting", "remote: Compressing", "remote: Enumerating",
         "error: failed to push some refs", "fatal: Could not read from remote repository"});
    return line.empty() || std::any_of(kNoise.begin(), kNoise.end(),
                                       [&](std::string_view noise) { return line.find(noise) != std::string::npos; });
}

RemoteProblem problem(RemoteFault fault, const std::string &doing, const std::string &said, std::string_view advice) {
    std::string detail = doing + " failed";
    if (!said.empty()) detail += ": " + said;
    while (detail.back() == '.')
        detail.pop_back();
    if (!advice.empty()) detail += "; " + std::string(advice);
    return {fault, detail, {}, {}};
}

}  // namespace

std::string lastWords(const std::string &text) {
    constexpr std::size_t kLines = 4, kLongest = 500;
    std::vector<std::string> lines;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
        const std::string line = cleaned(std::string_view(text).substr(at, end - at));
        if (!isNoise(line)) lines.push_back(line);
        at = end + 1;
    }
    std::string words;
    for (std::size_t i = lines.size() > kLines ? lines.size() - kLines : 0; i < lines.size(); ++i)
        words += (words.empty() ? "" : " / ") + lines[i];
    if (words.size() > kLongest) words = words.substr(0, kLongest) + "…";
    return words;
}

RemoteProblem problemOf(const ChildOutcome &outcome, const std::string &doing) {
    const std::string said = lastWords(outcome.err);
    switch (outcome.end) {
        case ChildEnd::Stopped: return {RemoteFault::Cancelled, doing + " was stopped on request", {}, {}};
        case ChildEnd::NotStarted:
            return problem(RemoteFault::NoGit, doing, "git could not be started", "install git (apt install git)");
        case ChildEnd::Silent:
        case ChildEnd::TooLong:
            return problem(RemoteFault::TimedOut, doing, "the server did not answer in time", kLater);
        case ChildEnd::TooMuch:
            return problem(RemoteFault::Hostile, doing, "the server sent far more than was asked for", kAskAdmin);
        case ChildEnd::Killed:
            return problem(RemoteFault::Other, doing, "git was ended by a signal (too much data, or somebody)", kLater);
        case ChildEnd::Exited: break;
    }
    const auto rule =
        std::find_if(kRules.begin(), kRules.end(), [&](const Rule &one) { return holds(outcome.err, one.words); });
    if (rule == kRules.end()) return problem(RemoteFault::Other, doing, said, "");
    return problem(rule->fault, doing, said, rule->advice);
}

RemoteProblem problemOf(const PushedRef &ref, const ChildOutcome &outcome, const std::string &doing) {
    const std::string said = lastWords(outcome.err + "\n" + ref.reason);
    const auto has = [&](std::string_view words) { return holds(ref.reason, words); };
    if (has("fetch first") || has("non-fast-forward") || has("stale info") || has("failed to update ref") ||
        has("incorrect old value") || has("cannot lock ref") || has("needs force"))
        return problem(RemoteFault::NonFastForward, doing, "somebody pushed meanwhile", "");
    if (has("protected") || holds(outcome.err, "protected branch") || holds(outcome.err, "GH006"))
        return problem(RemoteFault::Protected, doing, said,
                       "the branch is protected; let this account push there, or give the space a branch of its own");
    if (has("checked out"))
        return problem(RemoteFault::Declined, doing, "the branch is checked out there",
                       "give the address of a bare repository (git init --bare)");
    if (has("unpacker error"))
        return problem(RemoteFault::Other, doing, said, "the server could not store it; its disk may be full");
    return problem(RemoteFault::Declined, doing, said, kAskAdmin);
}

}  // namespace wikivault::remote
