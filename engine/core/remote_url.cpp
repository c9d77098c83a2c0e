#include "engine/core/remote_url.h"

#include "engine/core/ascii.h"

#include <algorithm>
#include <charconv>

namespace wikivault {

namespace {

constexpr std::string_view kForms = "git@host:path.git, ssh://host/path.git, https://host/path.git or file:///path.git";

auto refuseUrl(const std::string &why) {
    return fail(ErrorCode::Invalid, "the address of the remote " + why + "; give " + std::string(kForms));
}

bool isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool isName(std::string_view text, std::string_view others) {
    return !text.empty() && text.front() != '-' && std::all_of(text.begin(), text.end(), [&](char c) {
        return isLetterOrDigit(c) || others.find(c) != std::string_view::npos;
    });
}

bool isHost(std::string_view host) {
    const bool isBracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    return isBracketed ? isName(host.substr(1, host.size() - 2), ":.") : isName(host, ".-");
}

/// git hands the path of an ssh address to a shell on the other side, quoted; no path needs these.
bool mayReachShell(std::string_view path) {
    return path.find_first_of("'\"`$;|&<>\\*?(){}!#") != std::string_view::npos;
}

/// `[user@]host[:port]` of a URL.
Result<> takeAuthority(std::string_view text, RemoteUrl &url) {
    if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
        const std::string_view user = text.substr(0, at);
        if (user.find(':') != std::string_view::npos)
            return refuseUrl(
                "holds a password, which does not belong in it (GIT_SYNC_HTTPS_TOKEN_COMMAND names a "
                "command that prints a token)");
        if (!isName(user, "._-+~%")) return refuseUrl("has no usable user name before the @");
        url.user = user;
        text.remove_prefix(at + 1);
    }
    const std::size_t colon = text.rfind(':');
    if (colon != std::string_view::npos && text.back() != ']') {
        const std::string_view digits = text.substr(colon + 1);
        const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), url.port);
        if (problem != std::errc() || end != digits.data() + digits.size() || url.port < 1 || url.port > 65535)
            return refuseUrl("has no usable port");
        text = text.substr(0, colon);
    }
    if (!isHost(text)) return refuseUrl("names no usable host");
    url.host = text;
    return {};
}

Result<RemoteUrl> parseWithScheme(std::string_view rest, RemoteUrl url) {
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos || slash + 1 == rest.size()) return refuseUrl("names no repository");
    TRY(takeAuthority(rest.substr(0, slash), url));
    url.path = rest.substr(slash);
    if (mayReachShell(url.path)) return refuseUrl("holds characters that have a meaning for a shell");
    return url;
}

/// `[user@]host:path`
Result<RemoteUrl> parseScpLike(std::string_view text, RemoteUrl url) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || text.find('/') < colon) return refuseUrl("is none");
    url.scheme = RemoteScheme::Ssh;
    url.path = text.substr(colon + 1);
    if (url.path.starts_with(":")) return refuseUrl("asks for a program to be started");
    TRY(takeAuthority(text.substr(0, colon), url));
    if (url.path.empty() || url.path.front() == '-') return refuseUrl("names no repository");
    if (mayReachShell(url.path)) return refuseUrl("holds characters that have a meaning for a shell");
    return url;
}

Result<RemoteUrl> parseFile(std::string_view path, RemoteUrl url) {
    if (path.size() < 2 || path.front() != '/' || path.starts_with("//")) return refuseUrl("names no repository");
    url.scheme = RemoteScheme::File;
    url.path = path;
    return url;
}

/// What tells two repositories of one host apart.
std::string comparable(std::string path) {
    while (path.size() > 1 && path.back() == '/')
        path.pop_back();
    if (path.ends_with(".git")) path.erase(path.size() - 4);
    if (path.starts_with('/')) path.erase(0, 1);
    return path;
}

int portOf(const RemoteUrl &url) {
    const int own = url.scheme == RemoteScheme::Ssh ? 22 : url.scheme == RemoteScheme::Https ? 443 : 0;
    return url.port == 0 ? own : url.port;
}

}  // namespace

Result<RemoteUrl> parseRemoteUrl(std::string_view text) {
    RemoteUrl url;
    url.text = text;
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (text.empty()) return refuseUrl("is empty");
    if (std::any_of(text.begin(), text.end(), isControl)) return refuseUrl("holds control characters");
    if (text.front() == '-') return refuseUrl("begins with a dash, as an option does");
    if (text.front() == '/') return parseFile(text, url);
    const std::size_t separator = text.find("://");
    if (text.find(' ') != std::string_view::npos && !text.starts_with("file://")) return refuseUrl("holds a blank");
    if (const std::size_t colons = text.find("::"); colons != std::string_view::npos && colons < text.find('/'))
        return refuseUrl("asks for a program to be started");
    if (separator == std::string_view::npos) return parseScpLike(text, url);
    const std::string_view rest = text.substr(separator + 3);
    if (text.starts_with("file://")) return parseFile(rest, url);
    url.scheme = text.starts_with("ssh://") ? RemoteScheme::Ssh : RemoteScheme::Https;
    if (!text.starts_with("ssh://") && !text.starts_with("https://"))
        return refuseUrl("has a scheme that is not allowed");
    return parseWithScheme(rest, url);
}

Result<> checkBranchName(std::string_view name) {
    const auto refuse = [&](const std::string &why) {
        return fail(ErrorCode::Invalid,
                    "the branch \"" + std::string(name) + "\" " + why + "; give a name such as main or wiki/handbook");
    };
    if (name == "docmost" || name.starts_with("docmost/")) return refuse("is the engine's own and is never exchanged");
    if (name == "HEAD" || name.starts_with("refs/")) return refuse("is no plain name");
    if (!isName(name, "._-/+") || name.size() > 200) return refuse("has characters that no branch should have");
    for (const std::string_view part : {"..", "//", "/.", "./", ".lock/"})
        if (name.find(part) != std::string_view::npos) return refuse("is no name git takes");
    if (name.front() == '.' || name.front() == '/' || name.back() == '.' || name.back() == '/' ||
        name.ends_with(".lock"))
        return refuse("is no name git takes");
    return {};
}

std::string repositoryKey(const RemoteUrl &url) {
    return std::to_string(static_cast<int>(url.scheme)) + ' ' + lowerAscii(url.host) + ' ' +
           std::to_string(portOf(url)) + ' ' + comparable(url.path);
}

}  // namespace wikivault
