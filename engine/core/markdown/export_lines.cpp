#include "engine/core/markdown/escape.h"
#include "engine/core/markdown/export_text.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <vector>

namespace wikivault::markdown {
namespace {

std::size_t leadingRun(std::string_view line, char c) {
    const std::size_t end = line.find_first_not_of(c);
    return end == std::string_view::npos ? line.size() : end;
}

bool spaceOrEnd(std::string_view line, std::size_t at) {
    return at >= line.size() || line[at] == ' ' || line[at] == '\t';
}

/// `---`, `* * *`, `_ _ _`.
bool isRuleLine(std::string_view line) {
    const char c = line.front();
    if (c != '-' && c != '*' && c != '_') return false;
    const auto other = [c](char d) { return d != c && d != ' ' && d != '\t'; };
    return std::count(line.begin(), line.end(), c) >= 3 && std::none_of(line.begin(), line.end(), other);
}

/// What the format escapes: where the backslash goes, or npos.
std::size_t formatTrigger(std::string_view line, bool tableCell) {
    const char c = line.front();
    if (c == '#') {
        const std::size_t hashes = leadingRun(line, '#');
        return hashes <= 6 && spaceOrEnd(line, hashes) ? 0 : std::string_view::npos;
    }
    if (c == '>' || (c == '|' && !tableCell)) return 0;
    if ((c == '-' || c == '*' || c == '+') && spaceOrEnd(line, 1)) return 0;
    // A run that is closed again is a code span's own.
    const std::size_t run = c == '`' || c == '~' ? leadingRun(line, c) : 0;
    const bool closed = c == '`' && line.find(line.substr(0, run), run) != std::string_view::npos;
    if (run >= 3 && !closed) return 0;
    if (isRuleLine(line)) return 0;
    if ((c == '-' || c == '=') && leadingRun(line, c) == line.find_last_not_of(" \t") + 1) return 0;
    if (isDigitChar(c)) {
        const std::size_t digits = line.find_first_not_of("0123456789");
        const bool marker = digits != std::string_view::npos && (line[digits] == '.' || line[digits] == ')');
        if (marker && spaceOrEnd(line, digits + 1)) return digits;
    }
    return std::string_view::npos;
}

/// `[x]: …` would vanish as the definition of a reference: where the colon stands, or npos.
std::size_t definitionColon(std::string_view line) {
    if (line.front() != '[') return std::string_view::npos;
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (line[i] == '\\')
            ++i;
        else if (line[i] == ']')
            return i + 1 < line.size() && line[i + 1] == ':' ? i + 1 : std::string_view::npos;
    }
    return std::string_view::npos;
}

bool isCheckbox(std::string_view line) {
    return line.size() >= 3 && line[0] == '[' && line[2] == ']' &&
           (line[1] == ' ' || line[1] == 'x' || line[1] == 'X') && spaceOrEnd(line, 3);
}

/// Made of nothing but what a table's second line is made of.
bool isTableRule(std::string_view line) {
    return line.find('-') != std::string_view::npos && line.find_first_not_of("-:| \t") == std::string_view::npos;
}

bool isColonFence(std::string_view line) {
    return line.substr(0, 3) == ":::";
}

/// `<!--`, `<?` and the like end where their end mark stands, in whatever block that is.
bool opensHtmlToEnd(std::string_view line) {
    if (line.substr(0, 2) == "<?" || (line.substr(0, 2) == "<!" && line.size() > 2)) return true;
    if (line.front() != '<') return false;
    const std::string start = lowerAscii(line.substr(1, 8));
    for (const std::string_view name : {"script", "pre", "style", "textarea"})
        if (start.starts_with(name) && (start.size() == name.size() || !isAlnumChar(start[name.size()]))) return true;
    return false;
}

bool contextTrigger(std::string_view line, bool firstLine, const LinePlace &place) {
    if (opensHtmlToEnd(line)) return true;
    if (firstLine && place.itemStart && isCheckbox(line)) return true;
    if (firstLine && place.quoteStart && line.substr(0, 2) == "[!") return true;
    if (!place.tableCell && isColonFence(line) && (place.colonFences || place.escaping != Escaping::Light)) return true;
    return line == "$$" || (line.size() > 3 && line.substr(0, 2) == "$$" && line.substr(line.size() - 2) == "$$");
}

/// Where a line needs a backslash, or npos; `doubt` if only a careful reader sees the need.
std::size_t lineTrigger(std::string_view line, bool firstLine, const LinePlace &place, bool &doubt) {
    if (line.empty()) return std::string_view::npos;
    if (const std::size_t at = formatTrigger(line, place.tableCell); at != std::string_view::npos) {
        // Back-ticks and tildes may be a mark's own.
        doubt = doubt || line.front() == '`' || line.front() == '~' || line.front() == '*' || line.front() == '=';
        return at;
    }
    if (const std::size_t colon = definitionColon(line); colon != std::string_view::npos) {
        doubt = true;
        return line[1] == '^' ? colon : 0;  // the bracket may be that of a note's reference
    }
    if (contextTrigger(line, firstLine, place)) {
        doubt = true;
        return 0;
    }
    const bool careful =
        line.front() == '<' || line.front() == '[' || isColonFence(line) || (!firstLine && isTableRule(line));
    doubt = doubt || careful;
    const bool escape = careful && place.escaping != Escaping::Light && line.front() != '<' && line.front() != '[';
    return escape ? 0 : std::string_view::npos;
}

}  // namespace

bool escapeLineStarts(std::string &text, const LinePlace &place) {
    bool doubt = false;
    std::vector<std::size_t> places;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = std::string_view(text).substr(begin, end - begin);
        const std::size_t at = lineTrigger(line, begin == 0, place, doubt);
        if (at != std::string_view::npos) places.push_back(begin + at);
        begin = end + 1;
    }
    if (places.empty()) return doubt;
    std::string escaped;
    escaped.reserve(text.size() + places.size());
    std::size_t done = 0;
    for (const std::size_t at : places) {
        escaped.append(text, done, at - done);
        escaped += '\\';
        done = at;
    }
    escaped.append(text, done);
    text = std::move(escaped);
    return doubt;
}

}  // namespace wikivault::markdown
