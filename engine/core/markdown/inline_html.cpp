#include "engine/core/markdown/html_entities.h"
#include "engine/core/markdown/html_inline.h"
#include "engine/core/markdown/inline_parser.h"
#include "engine/core/markdown/link_syntax.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>

namespace wikivault::markdown {

namespace {

constexpr unsigned kNoComment = 1, kNoInstruction = 2, kNoData = 4, kNoGreater = 8, kNoCodeEnd = 16, kNoSpanEnd = 32,
                   kNoSupEnd = 64;
constexpr std::size_t kDeepestElements = 256;

unsigned inertBit(std::string_view text) {
    if (text.substr(0, 4) == "<!--") return kNoComment;
    if (text.substr(0, 2) == "<?") return kNoInstruction;
    return text.substr(0, 9) == "<![CDATA[" ? kNoData : kNoGreater;
}

bool isImageForm(std::string_view name) {
    constexpr std::string_view forms[] = {"img", "video", "audio", "youtube", "drawio", "excalidraw"};
    return std::find(std::begin(forms), std::end(forms), name) != std::end(forms);
}

/// The node an image becomes by the comment after it.
Node mediaFromImage(Node image, Directive directive) {
    if (directive.name != "img") {
        Members attrs{{"src", std::string(stringAttr(image.attrs, "src"))}};
        const std::string alt(stringAttr(image.attrs, "alt"));
        if (!alt.empty()) attrs.emplace_back("alt", alt);
        image.type = directive.name;
        image.attrs = std::move(attrs);
    }
    mergeMembers(image.attrs, std::move(directive.payload));
    return image;
}

}  // namespace

void InlineParser::literalHtml(std::size_t length) {
    m_content.lossy = true;
    addRaw(length);
}

void InlineParser::angle() {
    const std::string_view rest = m_text.substr(m_at);
    if (rest.size() > 1 && (rest[1] == '!' || rest[1] == '?')) {
        if (!inertHtml()) addRaw(1);
        return;
    }
    const std::size_t end = std::min(rest.find_first_of("<> \n", 1), rest.size());
    if (end < rest.size() && rest[end] == '>') {
        const std::string_view inner = rest.substr(1, end - 1);
        if (isAbsoluteUri(inner)) return autolinkAngle(inner, false);
        if (isMailAddress(inner)) return autolinkAngle(inner, true);
    }
    const auto tag = parseTag(m_text, m_at);
    if (!tag) return addRaw(1);
    tag->closing ? closeTag(*tag) : openTag(*tag);
}

bool InlineParser::inertHtml() {
    const std::string_view rest = m_text.substr(m_at);
    const unsigned bit = inertBit(rest);
    const std::size_t length = m_missing & bit ? 0 : inertHtmlLength(m_text, m_at);
    if (length == 0) {
        const bool real = bit != kNoGreater || (rest.size() > 2 && isAlphaChar(rest[2]));
        if (real) m_missing |= bit;
        return false;
    }
    if (bit == kNoComment)
        comment(rest.substr(0, length));
    else
        literalHtml(length);
    return true;
}

void InlineParser::comment(std::string_view text) {
    auto directive = parseDirective(text);
    const std::size_t end = m_at + text.size();
    if (directive && directive->name == "attrs") {
        dropTrailingBlanks();
        mergeMembers(m_content.attrs, std::move(directive->payload));
    } else if (!directive || !(bindToMedia(*directive) || bindToLink(*directive))) {
        if (!isBlank(text.substr(4, text.size() - 7))) m_content.lossy = true;
        if (m_at == 0 || isSpaceChar(m_text[m_at - 1])) {
            m_at = end;
            while (m_at < m_text.size() && isBlankChar(m_text[m_at]))
                ++m_at;
            return;
        }
    }
    m_at = end;
}

bool InlineParser::bindToMedia(const Directive &directive) {
    if (!isImageForm(directive.name)) return false;
    std::size_t at = m_tokens.size();
    while (
        at > 0 && m_tokens[at - 1].kind == TokenKind::Text &&
        isBlank(std::string_view(m_out).substr(m_tokens[at - 1].begin, m_tokens[at - 1].end - m_tokens[at - 1].begin)))
        --at;
    if (at == 0 || m_tokens[at - 1].kind != TokenKind::Atom) return false;
    Node &atom = m_atoms[m_tokens[at - 1].index];
    if (atom.type != "image") return false;
    atom = mediaFromImage(std::move(atom), directive);
    cutTokens(at);
    return true;
}

bool InlineParser::bindToLink(const Directive &directive) {
    const bool media = directive.name == "pdf" || directive.name == "attachment" || directive.name == "embed";
    if (!media && directive.name != "link") return false;
    if (m_tokens.empty() || m_tokens.back().kind != TokenKind::CloseMark) return false;
    const Token close = m_tokens.back();
    if (close.index == kNone || m_marks[close.index].type != "link" || close.begin == kNone) return false;
    if (!media) {
        mergeMembers(m_marks[close.index].attrs, directive.payload);
        return true;
    }
    Node node{.type = directive.name, .text = {}, .attrs = {}, .marks = {}, .content = {}, .extra = {}};
    const std::string text = m_addressLabel.empty()
                                 ? flatText(close.begin)
                                 : InlineParser(m_addressLabel, m_context, m_noteDepth).description();
    m_flattened += text.size();
    std::string href(stringAttr(m_marks[close.index].attrs, "href"));
    node.attrs.emplace_back(directive.name == "attachment" ? "url" : "src", std::move(href));
    if (!text.empty()) node.attrs.emplace_back(directive.name == "embed" ? "provider" : "name", text);
    mergeMembers(node.attrs, directive.payload);
    cutTokens(close.begin);
    addAtom(std::move(node));
    return true;
}

bool InlineParser::verbatimElement(const HtmlTag &tag) {
    const unsigned bit = tag.name == "code" ? kNoCodeEnd : tag.name == "sup" ? kNoSupEnd : kNoSpanEnd;
    const std::string endTag = "</" + tag.name + ">";
    const std::size_t begin = m_at + tag.length;
    const std::size_t end = m_missing & bit ? std::string_view::npos : m_text.find(endTag, begin);
    if (end == std::string_view::npos) {
        m_missing |= bit;
        return false;
    }
    const std::string inner = decodeReferences(m_text.substr(begin, end - begin));
    if (tag.name == "code") {
        const std::uint32_t mark = addMark({"code", {}});
        addEvent(TokenKind::OpenMark, mark);
        addText(inner);
        addEvent(TokenKind::CloseMark, mark);
    } else {
        auto atom = inlineAtom(tag, inner, m_context, m_noteDepth);
        if (!atom) return false;
        addAtom(std::move(*atom));
    }
    m_at = end + endTag.size();
    return true;
}

void InlineParser::openTag(const HtmlTag &tag) {
    using Kind = InlineElement::Kind;
    InlineElement element = inlineElement(tag);
    if (element.kind == Kind::Unknown) return literalHtml(tag.length);
    if (element.kind == Kind::Verbatim) {
        if (!verbatimElement(tag)) literalHtml(tag.length);
        return;
    }
    if (element.kind == Kind::Void) {
        if (tag.name == "img")
            addAtom(imageOf(tag));
        else if (tag.name == "br")
            addAtom({.type = "hardBreak", .text = {}, .attrs = {}, .marks = {}, .content = {}, .extra = {}});
        m_content.lossy = m_content.lossy || element.foreign || !tag.attrs.empty();
        m_at += tag.length;
        return;
    }
    if (m_elements.size() >= kDeepestElements) return literalHtml(tag.length);
    const auto token = static_cast<std::uint32_t>(m_tokens.size());
    const auto begin = static_cast<std::uint32_t>(m_out.size());
    m_out.append(m_text.substr(m_at, tag.length));
    m_tokens.push_back({TokenKind::Text, begin, static_cast<std::uint32_t>(m_out.size()), kNone});
    m_tokens.push_back({TokenKind::OpenMark, 0, 0, kNone});
    const std::uint32_t mark = element.kind == Kind::Marked ? addMark(std::move(element.mark)) : kNone;
    m_elements.push_back({tag.name, token, mark, element.foreign});
    ++m_openNames[tag.name];
    m_at += tag.length;
}

void InlineParser::closeTag(const HtmlTag &tag) {
    const auto open = m_openNames.find(tag.name);
    if (open == m_openNames.end() || open->second == 0) return literalHtml(tag.length);
    while (m_elements.back().name != tag.name) {
        --m_openNames[m_elements.back().name];
        m_elements.pop_back();
        m_content.lossy = true;
    }
    const OpenElement element = std::move(m_elements.back());
    m_elements.pop_back();
    --open->second;
    m_tokens[element.token] = {TokenKind::OpenMark, 0, 0, element.mark};
    addEvent(TokenKind::CloseMark, element.mark);
    m_tokens.back().begin = element.token;
    m_content.lossy = m_content.lossy || element.foreign;
    m_at += tag.length;
}

}  // namespace wikivault::markdown
