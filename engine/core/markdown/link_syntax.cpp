#include "engine/core/markdown/link_syntax.h"

#include "engine/core/markdown/html_entities.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <utility>

namespace wikivault::markdown {

namespace {

constexpr auto npos = std::string_view::npos;

bool isEscape(std::string_view text, std::size_t at) {
    return text[at] == '\\' && at + 1 < text.size() && isPunctChar(text[at + 1]);
}

std::size_t scanAngleDestination(std::string_view text, std::size_t at, std::string_view &out) {
    for (std::size_t i = at + 1; i < text.size(); ++i) {
        if (text[i] == '\n' || text[i] == '<') return npos;
        if (isEscape(text, i)) {
            ++i;
        } else if (text[i] == '>') {
            out = text.substr(at + 1, i - at - 1);
            return i + 1;
        }
    }
    return npos;
}

/// GitHub: closing parentheses without an opening one, punctuation and a trailing reference are no part of a URL.
std::size_t trimUrl(std::string_view url) {
    auto closing = std::count(url.begin(), url.end(), ')'), opening = std::count(url.begin(), url.end(), '(');
    while (!url.empty()) {
        const char last = url.back();
        if (last == ')') {
            if (closing <= opening) break;
            --closing;
        } else if (last == ';') {
            std::size_t name = url.size() - 1;
            while (name > 0 && isAlnumChar(url[name - 1]))
                --name;
            if (name > 0 && name < url.size() - 1 && url[name - 1] == '&') {
                url.remove_suffix(url.size() - name + 1);
                continue;
            }
            break;
        } else if (std::string_view("?!.,:*_~'\"").find(last) == npos) {
            break;
        }
        url.remove_suffix(1);
    }
    return url.size();
}

/// Length of a domain at `at`: labels and points, no underscore in its last two labels, `points` points at least.
std::size_t domainLength(std::string_view text, std::size_t at, std::size_t points) {
    constexpr std::size_t kLongest = 1000;  // no host has such a name; a text may begin one at every other place
    std::size_t i = at, dots = 0, last = 0, lastButOne = 0;
    for (; i < text.size(); ++i) {
        const char c = text[i];
        if (i - at > kLongest) return 0;
        if (c == '_') {
            ++last;
        } else if (c == '.') {
            lastButOne = last;
            last = 0;
            ++dots;
        } else if (!isAlnumChar(c) && c != '-' && static_cast<unsigned char>(c) < 0x80) {
            break;
        }
    }
    return last + lastButOne > 0 || dots < points ? 0 : i - at;
}

}  // namespace

std::size_t scanDestination(std::string_view text, std::size_t at, std::string_view &out) {
    constexpr int deepest = 32;
    if (at < text.size() && text[at] == '<') return scanAngleDestination(text, at, out);
    std::size_t i = at;
    int depth = 0;
    for (; i < text.size() && !isSpaceChar(text[i]); ++i) {
        const char c = text[i];
        if (isEscape(text, i))
            ++i;
        else if (c == '(' && ++depth > deepest)
            return npos;
        else if (c == ')' && --depth < 0)
            break;
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            return npos;
    }
    i = std::min(i, text.size());
    out = text.substr(at, i - at);
    return depth > 0 ? npos : i;
}

std::size_t scanTitle(std::string_view text, std::size_t at, std::string_view &out) {
    if (at >= text.size()) return npos;
    const char open = text[at], close = open == '(' ? ')' : open;
    if (open != '"' && open != '\'' && open != '(') return npos;
    for (std::size_t i = at + 1; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            ++i;
        } else if (text[i] == close) {
            out = text.substr(at + 1, i - at - 1);
            return i + 1;
        } else if (text[i] == open) {
            return npos;
        }
    }
    return npos;
}

std::size_t scanLabel(std::string_view text, std::size_t at) {
    constexpr std::size_t longest = 999;
    for (std::size_t i = at; i < text.size() && i - at <= longest; ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '[')
            return npos;
        else if (text[i] == ']')
            return i;
    }
    return npos;
}

std::size_t skipLinkSpace(std::string_view text, std::size_t at) {
    for (bool line = false; at < text.size() && isSpaceChar(text[at]); ++at) {
        if (text[at] == '\n' && std::exchange(line, true)) break;
    }
    return at;
}

bool readImageSize(std::string_view text, ParsedTarget &target) {
    const std::size_t cross = std::min(text.find('x'), text.size());
    const std::string_view width = text.substr(0, cross), height = text.substr(std::min(cross + 1, text.size()));
    const auto digits = [](std::string_view part) {
        return part.size() <= 5 && part.find_first_not_of("0123456789") == npos;
    };
    if (!digits(width) || !digits(height) || (width.empty() && height.empty())) return false;
    target.width = width;
    target.height = height;
    return true;
}

std::optional<ParsedTarget> scanTarget(std::string_view text, std::size_t at, bool sizes) {
    ParsedTarget target;
    std::string_view destination, title;
    std::size_t i = skipLinkSpace(text, at + 1);
    i = scanDestination(text, i, destination);
    if (i == npos) return std::nullopt;
    std::size_t next = skipLinkSpace(text, i);
    if (sizes && next > i && next < text.size() && text[next] == '=') {
        const std::size_t end = std::min(text.find_first_of(" \t\n)", next), text.size());
        if (!readImageSize(text.substr(next + 1, end - next - 1), target)) return std::nullopt;
        i = end;
        next = skipLinkSpace(text, i);
    }
    if (next > i) {
        const std::size_t end = scanTitle(text, next, title);
        if (end != npos) next = skipLinkSpace(text, end);
    }
    if (next >= text.size() || text[next] != ')') return std::nullopt;
    target.href = decodeEscapes(destination);
    target.title = decodeEscapes(title);
    target.end = next + 1;
    return target;
}

std::size_t bareUrlLength(std::string_view text, std::size_t at, std::size_t afterScheme) {
    if (afterScheme >= text.size() ||
        !(isAlnumChar(text[afterScheme]) || static_cast<unsigned char>(text[afterScheme]) >= 0x80))
        return 0;
    const bool www = afterScheme == at;
    const std::size_t domain = domainLength(text, afterScheme, www ? 1 : 0);
    if (domain == 0) return 0;
    std::size_t end = afterScheme + domain;
    while (end < text.size() && !isSpaceChar(text[end]) && text[end] != '<')
        ++end;
    const std::size_t length = trimUrl(text.substr(at, end - at));
    return length > afterScheme - at + (www ? 4 : 0) ? length : 0;
}

std::size_t mailDomainLength(std::string_view text, std::size_t at) {
    std::size_t i = at, dots = 0;
    for (; i < text.size(); ++i) {
        if (text[i] == '.' && i > at && i + 1 < text.size() && isAlnumChar(text[i + 1]))
            ++dots;
        else if (!isWordChar(text[i]) && text[i] != '-')
            break;
    }
    return dots == 0 || i == at || text[i - 1] == '-' || text[i - 1] == '_' ? 0 : i - at;
}

bool isAbsoluteUri(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == npos || colon < 2 || colon > 32 || !isAlphaChar(text[0])) return false;
    const bool scheme = std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon),
                                    [](char c) { return isAlnumChar(c) || c == '+' || c == '.' || c == '-'; });
    return scheme && std::none_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) <= 0x20 || c == '<' || c == 0x7F;
           });
}

bool isMailAddress(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == npos || at == 0 || at + 1 >= text.size()) return false;
    constexpr std::string_view signs = ".!#$%&'*+/=?^_`{|}~-";
    const bool local = std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at),
                                   [&](char c) { return isAlnumChar(c) || signs.find(c) != npos; });
    for (std::string_view rest = text.substr(at + 1); local;) {
        const std::size_t end = std::min(rest.find('.'), rest.size());
        const std::string_view label = rest.substr(0, end);
        const bool good = !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
                          std::all_of(label.begin(), label.end(), [](char c) { return isAlnumChar(c) || c == '-'; });
        if (!good) return false;
        if (end == rest.size()) return true;
        rest.remove_prefix(end + 1);
    }
    return false;
}

}  // namespace wikivault::markdown
