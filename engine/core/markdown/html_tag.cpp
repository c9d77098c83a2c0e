#include "engine/core/markdown/html_tag.h"

#include "engine/core/markdown/html_entities.h"
#include "engine/core/markdown/json.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>

namespace wikivault::markdown {

namespace {

constexpr bool isAttrNameStart(char c) {
    return isWordChar(c) || c == ':';
}
constexpr bool isAttrNameChar(char c) {
    return isAttrNameStart(c) || c == '.' || c == '-';
}

std::size_t skipSpaces(std::string_view text, std::size_t at) {
    while (at < text.size() && isSpaceChar(text[at]))
        ++at;
    return at;
}

/// Reads `= value` at `at`; npos when it is malformed, `at` when there is none.
std::size_t readAttrValue(std::string_view text, std::size_t at, std::string &value) {
    std::size_t i = skipSpaces(text, at);
    if (i >= text.size() || text[i] != '=') return at;
    i = skipSpaces(text, i + 1);
    if (i >= text.size()) return std::string_view::npos;
    if (text[i] == '"' || text[i] == '\'') {
        const std::size_t end = text.find(text[i], i + 1);
        if (end == std::string_view::npos) return end;
        value = decodeReferences(text.substr(i + 1, end - i - 1));
        return end + 1;
    }
    const std::size_t first = i;
    while (i < text.size() && !isSpaceChar(text[i]) &&
           std::string_view("\"'=<>`").find(text[i]) == std::string_view::npos)
        ++i;
    if (i == first) return std::string_view::npos;
    value = decodeReferences(text.substr(first, i - first));
    return i;
}

/// Reads attributes up to `>` or `/>`; npos when malformed, else the position after the tag.
std::size_t readAttrs(std::string_view text, std::size_t at, HtmlTag &tag) {
    for (;;) {
        const std::size_t i = skipSpaces(text, at);
        if (i >= text.size()) return std::string_view::npos;
        if (text[i] == '>') return i + 1;
        if (text[i] == '/') return i + 1 < text.size() && text[i + 1] == '>' ? i + 2 : std::string_view::npos;
        if (i == at || !isAttrNameStart(text[i])) return std::string_view::npos;
        std::size_t end = i + 1;
        while (end < text.size() && isAttrNameChar(text[end]))
            ++end;
        std::string name = lowerAscii(text.substr(i, end - i)), value;
        at = readAttrValue(text, end, value);
        if (at == std::string_view::npos) return at;
        tag.attrs.emplace_back(std::move(name), std::move(value));
    }
}

}  // namespace

std::string_view HtmlTag::attr(std::string_view key) const {
    for (const auto &[attrName, value] : attrs)
        if (attrName == key) return value;
    return {};
}

bool HtmlTag::has(std::string_view key) const {
    return std::any_of(attrs.begin(), attrs.end(), [&](const auto &attr) { return attr.first == key; });
}

std::string HtmlTag::style(std::string_view property) const {
    for (std::string_view rest = attr("style"); !rest.empty();) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        const std::string_view declaration = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::size_t colon = declaration.find(':');
        if (colon == std::string_view::npos) continue;
        if (equalsIgnoringCase(trimmed(declaration.substr(0, colon)), property))
            return std::string(trimmed(declaration.substr(colon + 1)));
    }
    return {};
}

bool HtmlTag::hasOnly(std::initializer_list<std::string_view> known) const {
    return std::all_of(attrs.begin(), attrs.end(), [&](const auto &attr) {
        return std::find(known.begin(), known.end(), std::string_view(attr.first)) != known.end();
    });
}

std::optional<HtmlTag> parseTag(std::string_view text, std::size_t at) {
    std::size_t i = at + 1;
    HtmlTag tag;
    if (i < text.size() && text[i] == '/') {
        tag.closing = true;
        ++i;
    }
    if (i >= text.size() || !isAlphaChar(text[i])) return std::nullopt;
    const std::size_t first = i;
    while (i < text.size() && (isAlnumChar(text[i]) || text[i] == '-'))
        ++i;
    tag.name = lowerAscii(text.substr(first, i - first));
    if (tag.closing) {
        i = skipSpaces(text, i);
        if (i >= text.size() || text[i] != '>') return std::nullopt;
        ++i;
    } else {
        i = readAttrs(text, i, tag);
        if (i == std::string_view::npos) return std::nullopt;
    }
    tag.length = i - at;
    return tag;
}

std::size_t commentLength(std::string_view text, std::size_t at) {
    if (text.substr(at, 4) != "<!--") return 0;
    for (const std::string_view shortest : {"<!-->", "<!--->"})
        if (text.substr(at, shortest.size()) == shortest) return shortest.size();
    const std::size_t end = text.find("-->", at + 4);
    return end == std::string_view::npos ? 0 : end + 3 - at;
}

std::size_t inertHtmlLength(std::string_view text, std::size_t at) {
    if (const std::size_t length = commentLength(text, at)) return length;
    const auto until = [&](std::string_view end, std::size_t from) {
        const std::size_t found = text.find(end, from);
        return found == std::string_view::npos ? 0 : found + end.size() - at;
    };
    if (text.substr(at, 2) == "<?") return until("?>", at + 2);
    if (text.substr(at, 9) == "<![CDATA[") return until("]]>", at + 9);
    if (text.substr(at, 2) == "<!" && at + 2 < text.size() && isAlphaChar(text[at + 2])) return until(">", at + 2);
    return 0;
}

std::optional<Members> jsonMembers(std::string_view json) {
    auto value = valueFromJson(json);
    if (!value || !std::holds_alternative<Members>(*value)) return std::nullopt;
    return std::get<Members>(std::move(*value));
}

std::optional<Directive> parseDirective(std::string_view comment) {
    if (comment.size() < 8) return std::nullopt;
    const std::string_view inner = trimmed(comment.substr(4, comment.size() - 7));
    if (inner.empty() || !isAlphaChar(inner[0])) return std::nullopt;
    std::size_t end = 1;
    while (end < inner.size() && (isWordChar(inner[end]) || inner[end] == '-'))
        ++end;
    Directive directive{std::string(inner.substr(0, end)), {}};
    if (end == inner.size()) return directive;
    if (!isSpaceChar(inner[end])) return std::nullopt;
    auto payload = jsonMembers(trimmed(inner.substr(end)));
    if (!payload) return std::nullopt;
    directive.payload = std::move(*payload);
    return directive;
}

void setMember(Members &attrs, std::string_view name, Value value) {
    const auto found = std::find_if(attrs.begin(), attrs.end(), [&](const auto &attr) { return attr.first == name; });
    if (found != attrs.end())
        found->second = std::move(value);
    else
        attrs.emplace_back(std::string(name), std::move(value));
}

void mergeMembers(Members &attrs, Members extra) {
    for (auto &[name, value] : extra)
        setMember(attrs, name, std::move(value));
}

}  // namespace wikivault::markdown
