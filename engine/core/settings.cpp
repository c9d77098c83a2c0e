#include "engine/core/settings.h"

namespace wikivault {

ConflictPolicy Settings::policyFor(const std::string &id, const std::string &slug) const {
    for (const std::string &name : {id, slug})
        if (const auto found = spacePolicies.find(name); found != spacePolicies.end()) return found->second;
    return conflictPolicy;
}

OpenPages Settings::openPagesFor(const std::string &id, const std::string &slug) const {
    for (const std::string &name : {id, slug})
        if (const auto found = spaceOpenPages.find(name); found != spaceOpenPages.end()) return found->second;
    return openPages;
}

WriterChoice effectiveWriter(const Settings &settings) {
    if (settings.writer != WriterChoice::Auto) return settings.writer;
    if (!settings.apiUrl.empty()) return WriterChoice::Api;
    return settings.isSqlite() ? WriterChoice::Sql : WriterChoice::None;
}

std::string maskedUrl(const std::string &url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string::npos) return url;
    const std::size_t start = scheme + 3;
    const std::size_t end = url.find_first_of("/?#", start);
    const std::size_t at = url.rfind('@', end == std::string::npos ? url.size() : end);
    if (at == std::string::npos || at < start) return url;
    const std::size_t colon = url.find(':', start);
    if (colon == std::string::npos || colon > at) return url;
    return url.substr(0, colon + 1) + "***" + url.substr(at);
}

}  // namespace wikivault
