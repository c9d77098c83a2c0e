#include "engine/core/settings.h"

#include <algorithm>

namespace wikivault {

namespace {

/// What a space has of its own, or what all have.
template <class Choice>
Choice choiceFor(const std::map<std::string, Choice> &own, const std::string &id, const std::string &slug,
                 Choice common) {
    for (const std::string &name : {id, slug})
        if (const auto found = own.find(name); found != own.end()) return found->second;
    return common;
}

}  // namespace

ConflictPolicy Settings::policyFor(const std::string &id, const std::string &slug) const {
    return choiceFor(spacePolicies, id, slug, conflictPolicy);
}

OpenPages Settings::openPagesFor(const std::string &id, const std::string &slug) const {
    return choiceFor(spaceOpenPages, id, slug, openPages);
}

bool Settings::attachmentsFor(const std::string &id, const std::string &slug) const {
    return choiceFor(spaceAttachments, id, slug, attachments);
}

std::string Settings::remoteUrlFor(const std::string &id, const std::string &slug) const {
    return choiceFor(spaceRemotes, id, slug, std::string());
}

std::string Settings::remoteBranchFor(const std::string &id, const std::string &slug) const {
    return choiceFor(spaceRemoteBranches, id, slug, remoteBranch);
}

WriterChoice effectiveWriter(const Settings &settings) {
    if (settings.writer != WriterChoice::Auto) return settings.writer;
    if (!settings.apiUrl.empty()) return WriterChoice::Api;
    return settings.isSqlite() ? WriterChoice::Sql : WriterChoice::None;
}

bool namesActor(const Settings &settings) {
    return !settings.serviceUserId.empty() || effectiveWriter(settings) == WriterChoice::Api;
}

namespace {

std::string withMaskedUser(const std::string &url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string::npos) return url;
    const std::size_t start = scheme + 3;
    // The last one: a password that nobody percent-encoded may hold an @, a / or a # itself.
    const std::size_t at = url.rfind('@');
    const std::size_t colon = url.find(':', start);
    if (at == std::string::npos || colon == std::string::npos || colon > at) return url;
    const std::size_t host = std::min(url.find_first_of("/?#", start), url.size());
    const bool isPort = colon < host && url.find_first_not_of("0123456789", colon + 1) == host;
    const bool isUser = url.find('@', start) < host;
    if (isPort && !isUser && url.starts_with("http")) return url;  // the @ is in the path
    return url.substr(0, colon + 1) + "***" + url.substr(at);
}

}  // namespace

std::string maskedUrl(const std::string &url) {
    std::string masked = url;
    for (const std::string parameter : {"?password=", "&password="}) {
        const std::size_t at = masked.find(parameter);
        if (at == std::string::npos) continue;
        const std::size_t start = at + parameter.size();
        const std::size_t end = std::min(masked.find_first_of("&#", start), masked.size());
        masked.replace(start, end - start, "***");
    }
    return withMaskedUser(masked);
}

}  // namespace wikivault
