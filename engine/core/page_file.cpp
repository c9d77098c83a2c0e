#include "engine/core/page_file.h"

#include "engine/core/frontmatter.h"

#include <algorithm>

namespace wikivault {

namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";
constexpr std::string_view kFenceLine = "---";
/// Says that no page is named; readers that know only `key: value` lines see an empty string.
constexpr std::string_view kNoId = "\"\"";

std::size_t bomSize(std::string_view text) {
    return text.starts_with(kBom) ? kBom.size() : 0;
}

bool isBlankOrLineEnd(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool isLineEnd(char c) {
    return c == '\r' || c == '\n';
}

/// What a page file is made of; together the parts are the file.
struct Parts {
    Frontmatter front;
    std::size_t bodyBegin = 0, bodyEnd = 0;  ///< without blank lines at the edges; indentation and last spaces kept
};

Parts takeApart(std::string_view text) {
    Parts parts;
    parts.front = readFrontmatter(text, bomSize(text));
    const std::size_t begin = std::max(parts.front.end, bomSize(text));
    parts.bodyBegin = begin;
    std::size_t end = text.size();
    while (end > begin && isBlankOrLineEnd(text[end - 1]))
        --end;
    if (end == begin) {
        parts.bodyEnd = begin;
        return parts;
    }
    for (std::size_t i = begin; isBlankOrLineEnd(text[i]); ++i)
        if (isLineEnd(text[i])) parts.bodyBegin = i + 1;
    while (end < text.size() && !isLineEnd(text[end]))
        ++end;
    parts.bodyEnd = end;
    return parts;
}

/// Line feeds only; a carriage return that is not part of a line end stays.
std::string withLineFeeds(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::size_t run = i;
        while (run < text.size() && text[run] == '\r')
            ++run;
        const bool endsLine = run > i && run < text.size() && text[run] == '\n';
        // "\r\r\n" are two line ends; dropping one return only would leave another CRLF behind.
        if (endsLine)
            out.append(run - i, '\n'), i = run;
        else
            out.push_back(text[i]);
    }
    return out;
}

std::string withLineEnds(std::string_view text, std::string_view lineEnd) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (c == '\n')
            out += lineEnd;
        else
            out += c;
    }
    return out;
}

/// What most of its lines end with.
bool usesCrlf(std::string_view text) {
    std::size_t all = 0, crlf = 0;
    for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1)) {
        ++all;
        if (at > 0 && text[at - 1] == '\r') ++crlf;
    }
    return crlf * 2 > all;
}

std::string_view lineEndOf(std::string_view text) {
    return usesCrlf(text) ? "\r\n" : "\n";
}

std::string bodyOf(std::string_view text, const Parts &parts) {
    return withLineFeeds(text.substr(parts.bodyBegin, parts.bodyEnd - parts.bodyBegin));
}

/// `text`, which has no frontmatter, below one with our key; the first `bom` bytes stay first.
std::string belowId(std::string_view text, std::size_t bom, std::string_view value) {
    const std::string end(lineEndOf(text));
    std::string out(text.substr(0, bom));
    out.append(kFenceLine).append(end).append(kPageIdKey).append(": ").append(value).append(end);
    out.append(kFenceLine).append(end);
    if (bom < text.size()) out.append(end);
    return out.append(text.substr(bom));
}

std::string withEntry(std::string_view text, const PageIdEntry &entry, std::string_view value) {
    std::string out(text.substr(0, entry.plain ? entry.valueBegin : entry.begin));
    if (!entry.plain) out.append(kPageIdKey).append(":");
    if (!entry.plain || entry.valueBegin == entry.valueEnd) out += ' ';
    out += value;
    if (!entry.plain) out += lineEndOf(text);
    return out.append(text.substr(entry.plain ? entry.valueEnd : entry.end));
}

std::string withoutId(std::string_view text, const Parts &parts) {
    const PageIdEntry &entry = *parts.front.id;
    std::string out(text.substr(0, entry.begin));
    out += text.substr(entry.end);
    const Frontmatter left = readFrontmatter(out, bomSize(out));
    if (left.exists() && left.end == parts.front.end - (entry.end - entry.begin)) return out;
    const TextLine fence = textLineAt(text, parts.front.begin);
    const bool wasAlone = entry.begin == fence.next && textLineAt(text, entry.end).next == parts.front.end;
    out = std::string(text.substr(0, parts.front.begin));
    const TextLine gap = textLineAt(text, parts.front.end);
    out += text.substr(gap.text.empty() ? gap.next : parts.front.end);
    // Without its frontmatter the body may begin with what looks like one.
    if (wasAlone && !readFrontmatter(out, bomSize(out)).exists() && bomSize(out) == bomSize(text)) return out;
    return withEntry(text, entry, kNoId);
}

/// Follows fenced code line by line.
class CodeFence {
public:
    /// The line is code or one of the fences around it.
    bool holds(std::string_view line) {
        const std::string_view text = withoutBlankEnds(line);
        const char sign = text.empty() ? '\0' : text.front();
        const std::size_t run = std::min(text.find_first_not_of(sign), text.size());
        const bool isFence = (sign == '`' || sign == '~') && run >= 3;
        if (m_sign != '\0') {
            if (isFence && sign == m_sign && run >= m_length && run == text.size()) m_sign = '\0';
            return true;
        }
        if (!isFence || (sign == '`' && text.find('`', run) != text.npos)) return false;
        m_sign = sign;
        m_length = run;
        return true;
    }

private:
    char m_sign = '\0';
    std::size_t m_length = 0;
};

}  // namespace

PageFile parsePageFile(std::string_view text) {
    const Parts parts = takeApart(text);
    PageFile file;
    file.bom = bomSize(text) > 0;
    file.crlf = usesCrlf(text);
    file.frontmatter = text.substr(parts.front.begin, parts.front.end - parts.front.begin);
    file.problem = parts.front.problem;
    if (parts.front.id && !parts.front.id->text.empty()) file.idText = parts.front.id->text;
    if (file.idText)
        if (auto id = parseUuid(*file.idText)) file.id = PageId(*id);
    file.body = bodyOf(text, parts);
    return file;
}

std::string printPageFile(const PageId &id, std::string_view body) {
    std::string text = "---\ngitmost_id: " + id.str() + "\n---\n";
    if (!body.empty()) text.append("\n").append(body).append("\n");
    return text;
}

std::string withBody(std::string_view text, std::string_view body) {
    const Parts parts = takeApart(text);
    if (bodyOf(text, parts) == body) return std::string(text);
    const std::string_view end = lineEndOf(text);
    const std::size_t top = std::max(parts.front.end, bomSize(text));
    const bool hadBody = parts.bodyEnd > parts.bodyBegin;
    if (body.empty()) return std::string(text.substr(0, top));
    std::string out(text.substr(0, hadBody ? parts.bodyBegin : top));
    if (!hadBody && parts.front.exists() && !out.ends_with('\n')) out += out.ends_with('\r') ? "\n" : end;
    if (!hadBody && parts.front.exists()) out += end;
    out += withLineEnds(body, end);
    if (hadBody)
        out += text.substr(parts.bodyEnd);
    else
        out += end;
    if (parts.front.exists()) return out;
    // At the very start of a file the body may read as something else.
    const bool misread = readFrontmatter(out, bomSize(out)).exists() || bomSize(out) > bomSize(text);
    return misread ? belowId(out, bomSize(text), kNoId) : out;
}

std::string withId(std::string_view text, const std::optional<PageId> &id) {
    const Parts parts = takeApart(text);
    if (!parts.front.id && !id) return std::string(text);
    if (parts.front.id && !id) return withoutId(text, parts);
    if (parts.front.id) {
        const bool names = parts.front.id->plain && parseUuid(parts.front.id->text) == std::optional(id->str());
        return names ? std::string(text) : withEntry(text, *parts.front.id, id->str());
    }
    if (!parts.front.exists()) return belowId(text, bomSize(text), id->str());
    const TextLine fence = textLineAt(text, parts.front.begin);
    std::string out(text.substr(0, fence.next));
    out.append(kPageIdKey).append(": ").append(id->str()).append(lineEndOf(text));
    return out.append(text.substr(fence.next));
}

bool hasConflictMarkers(std::string_view body) {
    CodeFence fence;
    bool opened = false;
    for (std::size_t at = 0; at < body.size();) {
        const TextLine line = textLineAt(body, at);
        at = line.next;
        if (fence.holds(line.text)) continue;
        if (line.text.starts_with("<<<<<<< ") || line.text == "<<<<<<<") opened = true;
        if (opened &&
            (line.text.starts_with(">>>>>>> ") || line.text == ">>>>>>>" || line.text.starts_with("||||||| ")))
            return true;
        if (line.text.starts_with(">>>>>>> ") && line.text.size() > 8) return true;
    }
    return opened;
}

}  // namespace wikivault
