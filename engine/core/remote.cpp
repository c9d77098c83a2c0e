#include "engine/core/remote.h"

#include "engine/core/word_table.h"

#include <utility>

namespace wikivault {

namespace {

constexpr std::array kFaultWords = std::to_array<Words<RemoteFault>>({
    {RemoteFault::None, ""},
    {RemoteFault::HostKeyUnknown, "host-key-unknown"},
    {RemoteFault::HostKeyChanged, "host-key-changed"},
    {RemoteFault::AuthRefused, "auth-refused"},
    {RemoteFault::NotFound, "not-found"},
    {RemoteFault::Unreachable, "unreachable"},
    {RemoteFault::TimedOut, "timed-out"},
    {RemoteFault::Protected, "protected"},
    {RemoteFault::Declined, "declined"},
    {RemoteFault::NonFastForward, "non-fast-forward"},
    {RemoteFault::Rewritten, "rewritten"},
    {RemoteFault::Deleted, "deleted"},
    {RemoteFault::Unrelated, "unrelated"},
    {RemoteFault::Hostile, "hostile"},
    {RemoteFault::NoGit, "no-git"},
    {RemoteFault::Cancelled, "cancelled"},
    {RemoteFault::Other, "other"},
});

constexpr std::array kAuthWords = std::to_array<Words<RemoteAuth>>({
    {RemoteAuth::None, ""},
    {RemoteAuth::Agent, "agent"},
    {RemoteAuth::Key, "key"},
    {RemoteAuth::Token, "token"},
    {RemoteAuth::TokenCommand, "token-command"},
    {RemoteAuth::Helpers, "git-helpers"},
});

std::string filledIn(std::string text, const std::string &placeholder, const std::string &value) {
    for (std::size_t at = text.find(placeholder); at != std::string::npos;
         at = text.find(placeholder, at + value.size()))
        text.replace(at, placeholder.size(), value);
    return text;
}

std::string nameOf(const Space &space) {
    return space.slug.empty() ? space.id.str() : space.slug;
}

}  // namespace

Result<std::optional<RemoteSpec>> remoteFor(const Settings &settings, const Space &space) {
    const std::string own = settings.remoteUrlFor(space.id.str(), space.slug);
    if (own == "none" || (own.empty() && settings.remoteTemplate.empty())) return std::optional<RemoteSpec>();
    std::string text = own.empty() ? settings.remoteTemplate : own;
    text = filledIn(filledIn(std::move(text), "{spaceId}", space.id.str()), "{slug}", space.slug);
    auto url = parseRemoteUrl(text);
    const std::string branch = settings.remoteBranchFor(space.id.str(), space.slug);
    const Result<> named = checkBranchName(branch);
    if (url && named) return std::optional(RemoteSpec{std::move(*url), branch});
    return fail(ErrorCode::Invalid, "Space " + nameOf(space) + ": " + (url ? named.error() : url.error()).detail + ".");
}

Result<std::optional<RemoteSpec>> remoteAmong(const Settings &settings, const Space &space,
                                              const std::vector<Space> &spaces) {
    return RemotesOfSpaces(settings, spaces).of(space);
}

RemotesOfSpaces::RemotesOfSpaces(const Settings &settings, const std::vector<Space> &spaces) : m_settings(settings) {
    for (const Space &space : spaces)
        if (const auto spec = remoteFor(settings, space); spec && *spec) m_followers[keyOf(**spec)].push_back(space);
}

Result<std::optional<RemoteSpec>> RemotesOfSpaces::of(const Space &space) const {
    TRY_ASSIGN(std::optional<RemoteSpec> mine, remoteFor(m_settings, space));
    if (!mine) return mine;
    const auto followers = m_followers.find(keyOf(*mine));
    if (followers == m_followers.end()) return mine;
    for (const Space &other : followers->second)
        if (other.id != space.id)
            return fail(ErrorCode::Invalid, "The spaces " + nameOf(space) + " and " + nameOf(other) +
                                                " would both follow the branch " + mine->branch + " of " +
                                                maskedUrl(mine->url.text) +
                                                "; give one of them another repository or branch.");
    return mine;
}

std::string RemotesOfSpaces::keyOf(const RemoteSpec &spec) {
    return spec.branch + '\n' + repositoryKey(spec.url);
}

Error noRemote(const Space &space) {
    return {ErrorCode::Invalid, "The space " + space.slug + " has no remote; set GIT_SYNC_REMOTE." + space.slug +
                                    " or GIT_SYNC_REMOTE_TEMPLATE."};
}

std::string_view toWord(RemoteAuth auth) {
    return wordOf(kAuthWords, auth);
}

RemoteAuth remoteAuth(const Settings &settings, const RemoteUrl &url) {
    if (url.scheme == RemoteScheme::File) return RemoteAuth::None;
    if (url.scheme == RemoteScheme::Ssh) return settings.sshKeyPath.empty() ? RemoteAuth::Agent : RemoteAuth::Key;
    if (!settings.httpsToken.empty()) return RemoteAuth::Token;
    return settings.httpsTokenCommand.empty() ? RemoteAuth::Helpers : RemoteAuth::TokenCommand;
}

std::string_view toWord(RemoteFault fault) {
    return wordOf(kFaultWords, fault);
}

RemoteFault remoteFaultFrom(std::string_view word) {
    return valueOf(kFaultWords, word).value_or(RemoteFault::Other);
}

bool needsPerson(RemoteFault fault) {
    switch (fault) {
        case RemoteFault::HostKeyUnknown:
        case RemoteFault::HostKeyChanged:
        case RemoteFault::AuthRefused:
        case RemoteFault::NotFound:
        case RemoteFault::Protected:
        case RemoteFault::Declined:
        case RemoteFault::Rewritten:
        case RemoteFault::Deleted:
        case RemoteFault::Unrelated:
        case RemoteFault::Hostile:
        case RemoteFault::NoGit: return true;
        default: return false;
    }
}

}  // namespace wikivault
