#include "engine/core/page_file.h"

#include <algorithm>
#include <set>
#include <vector>

namespace wikivault {

namespace {

constexpr std::size_t kFrontmatterLimit = 64 * 1024;
constexpr std::size_t kFrontmatterKeys = 1000;
constexpr std::string_view kBom = "\xEF\xBB\xBF";
constexpr std::string_view kIdKey = "gitmost_id";

struct FileLine {
    std::string_view text;   ///< without its line end
    std::size_t begin = 0, next = 0;
};

FileLine fileLineAt(std::string_view text, std::size_t at) {
    const std::size_t end = text.find('\n', at);
    std::string_view line = text.substr(at, end == std::string_view::npos ? end : end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return {line, at, end == std::string_view::npos ? text.size() : end + 1};
}

std::string_view trimBlanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// A plain or quoted scalar without its comment; nothing for forms beyond the subset.
std::optional<std::string> scalarOf(std::string_view raw) {
    std::string_view value = trimBlanks(raw);
    if (value.empty()) return std::string();
    if (value.front() == '"' || value.front() == '\'') {
        const std::size_t close = value.find(value.front(), 1);
        if (close == std::string_view::npos) return std::nullopt;
        const std::string_view rest = trimBlanks(value.substr(close + 1));
        if (!rest.empty() && rest.front() != '#') return std::nullopt;
        return std::string(value.substr(1, close - 1));
    }
    const std::size_t comment = value.find(" #");
    if (comment != std::string_view::npos) value = trimBlanks(value.substr(0, comment));
    return std::string(value);
}

struct Mapping {
    bool isMapping = false;
    std::string problem;
    std::optional<std::string> id;
    std::size_t idBegin = 0, idEnd = 0;  ///< range of the id's line within the frontmatter, its line end included
};

/// `key: value` lines at the margin; indented lines, list items, comments and blank lines belong to the key above.
Mapping readMapping(std::string_view block, std::size_t offset) {
    Mapping mapping;
    mapping.isMapping = true;
    std::set<std::string, std::less<>> keys;
    for (std::size_t at = 0; at < block.size();) {
        const FileLine line = fileLineAt(block, at);
        at = line.next;
        if (line.text.empty() || line.text.front() == '#' || line.text.front() == ' ' || line.text.front() == '\t' ||
            (line.text.starts_with("- ") && !keys.empty()) || (line.text == "-" && !keys.empty()))
            continue;
        const std::size_t colon = line.text.find(':');
        const bool isKey = colon != std::string_view::npos && colon > 0 &&
                           (colon + 1 == line.text.size() || line.text[colon + 1] == ' ' || line.text[colon + 1] == '\t');
        if (!isKey) {
            mapping.isMapping = false;
            return mapping;
        }
        const std::string_view key = line.text.substr(0, colon);
        const std::string_view value = trimBlanks(line.text.substr(colon + 1));
        if (!keys.emplace(key).second) mapping.problem = "the key " + std::string(key) + " stands there twice";
        if (keys.size() > kFrontmatterKeys) mapping.problem = "it has more than 1000 keys";
        if (!value.empty() && (value.front() == '&' || value.front() == '*' || value.front() == '!'))
            mapping.problem = "anchors, aliases and tags are not read";
        if (key != kIdKey) continue;
        const auto id = scalarOf(value);
        if (!id) mapping.problem = "gitmost_id is not closed";
        mapping.id = id ? *id : std::string(value);
        mapping.idBegin = offset + line.begin;
        mapping.idEnd = offset + line.next;
    }
    return mapping;
}

struct Taken {
    std::size_t bom = 0;
    std::size_t frontEnd = 0;  ///< end of the frontmatter, its last line end included; == bom: none
    Mapping mapping;
};

Taken takeApart(std::string_view text) {
    Taken taken;
    taken.bom = taken.frontEnd = text.starts_with(kBom) ? kBom.size() : 0;
    const FileLine first = fileLineAt(text, taken.bom);
    if (first.text != "---") return taken;
    for (std::size_t at = first.next; at < text.size() && at < first.next + kFrontmatterLimit;) {
        const FileLine line = fileLineAt(text, at);
        if (line.text == "---") {
            Mapping mapping = readMapping(text.substr(first.next, at - first.next), first.next);
            if (!mapping.isMapping) return taken;
            taken.mapping = std::move(mapping);
            taken.frontEnd = line.next;
            return taken;
        }
        at = line.next;
    }
    return taken;
}

std::string withoutBlankEdges(std::string_view text) {
    std::string body;
    body.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') body.push_back(text[i]);
    std::size_t begin = 0;
    for (std::size_t i = 0; i < body.size() && (body[i] == ' ' || body[i] == '\t' || body[i] == '\n'); ++i)
        if (body[i] == '\n') begin = i + 1;
    std::size_t end = body.size();
    while (end > begin && (body[end - 1] == ' ' || body[end - 1] == '\t' || body[end - 1] == '\n')) --end;
    const std::size_t lineEnd = body.find('\n', end);
    if (end > begin && lineEnd == std::string::npos) end = body.size();
    else if (end > begin) end = lineEnd;
    return body.substr(begin, end - begin);
}

std::string withLineEnds(std::string_view text, bool crlf) {
    if (!crlf) return std::string(text);
    std::string out;
    for (const char c : text) {
        if (c == '\n') out.push_back('\r');
        out.push_back(c);
    }
    return out;
}

bool usesCrlf(std::string_view text) {
    const std::size_t end = text.find('\n');
    return end != std::string_view::npos && end > 0 && text[end - 1] == '\r';
}

}  // namespace

PageFile parsePageFile(std::string_view text) {
    const Taken taken = takeApart(text);
    PageFile file;
    file.bom = taken.bom > 0;
    file.crlf = usesCrlf(text);
    file.frontmatter = text.substr(taken.bom, taken.frontEnd - taken.bom);
    file.problem = taken.mapping.problem;
    if (taken.mapping.id && !taken.mapping.id->empty()) file.idText = *taken.mapping.id;
    if (file.idText && file.problem.empty())
        if (auto id = parseUuid(*file.idText)) file.id = PageId(*id);
    file.body = withoutBlankEdges(text.substr(taken.frontEnd));
    return file;
}

std::string printPageFile(const PageId &id, std::string_view body) {
    std::string text = "---\ngitmost_id: " + id.str() + "\n---\n";
    if (!body.empty()) text.append("\n").append(body).append("\n");
    return text;
}

std::string withBody(std::string_view text, std::string_view body) {
    const Taken taken = takeApart(text);
    const bool crlf = usesCrlf(text);
    std::string out(text.substr(0, taken.frontEnd));
    if (body.empty()) return out;
    if (taken.frontEnd > taken.bom) out += crlf ? "\r\n" : "\n";
    out += withLineEnds(body, crlf);
    return out + (crlf ? "\r\n" : "\n");
}

std::string withId(std::string_view text, const std::optional<PageId> &id) {
    const Taken taken = takeApart(text);
    const std::string end = usesCrlf(text) ? "\r\n" : "\n";
    const std::string line = id ? std::string(kIdKey) + ": " + id->str() + end : std::string();
    std::string out;
    if (taken.mapping.id) {
        out.append(text.substr(0, taken.mapping.idBegin)).append(line).append(text.substr(taken.mapping.idEnd));
        const Taken after = takeApart(out);
        const bool emptied = !id && after.frontEnd == after.bom;
        if (!emptied) return out;
        return std::string(text.substr(0, taken.bom)).append(text.substr(taken.frontEnd));
    }
    if (!id) return std::string(text);
    if (taken.frontEnd > taken.bom) {
        const FileLine fence = fileLineAt(text, taken.bom);
        return out.append(text.substr(0, fence.next)).append(line).append(text.substr(fence.next));
    }
    out.append(text.substr(0, taken.bom)).append("---" + end + line + "---" + end);
    if (taken.bom < text.size()) out.append(end);
    return out.append(text.substr(taken.bom));
}

bool hasConflictMarkers(std::string_view body) {
    char fence = 0;
    std::size_t fenceLength = 0;
    bool opened = false;
    for (std::size_t at = 0; at < body.size();) {
        const FileLine line = fileLineAt(body, at);
        at = line.next;
        std::string_view text = trimBlanks(line.text);
        const char sign = text.empty() ? '\0' : text.front();
        const std::size_t run = std::min(text.find_first_not_of(sign), text.size());
        if ((sign == '`' || sign == '~') && run >= 3 && (fence == 0 || (sign == fence && run >= fenceLength))) {
            fence = fence == 0 ? sign : '\0';
            fenceLength = run;
            continue;
        }
        if (fence != 0) continue;
        if (line.text.starts_with("<<<<<<< ") || line.text == "<<<<<<<") opened = true;
        if (opened && (line.text.starts_with(">>>>>>> ") || line.text == ">>>>>>>" || line.text.starts_with("||||||| ")))
            return true;
        if (line.text.starts_with(">>>>>>> ") && line.text.size() > 8) return true;
    }
    return opened;
}

}  // namespace wikivault
