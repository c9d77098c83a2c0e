#include "engine/core/markdown/block_lines.h"

#include "engine/core/markdown/text_scan.h"

#include <algorithm>

namespace wikivault::markdown {

BodyLines splitLines(std::string_view body) {
    BodyLines lines;
    for (std::size_t at = 0; at < body.size();) {
        const std::size_t end = std::min(body.find_first_of("\r\n", at), body.size());
        lines.push_back({std::string(body.substr(at, end - at)), at, end, false});
        at = end + (end + 1 < body.size() && body[end] == '\r' && body[end + 1] == '\n' ? 2 : 1);
    }
    return lines;
}

std::size_t indentOf(std::string_view line) {
    std::size_t columns = 0;
    for (const char c : line) {
        if (c == ' ') ++columns;
        else if (c == '\t') columns += 4 - columns % 4;
        else break;
    }
    return columns;
}

std::string dedented(std::string_view line, std::size_t columns) {
    std::size_t column = 0, at = 0;
    while (at < line.size() && column < columns && isBlankChar(line[at])) {
        const std::size_t width = line[at] == '\t' ? 4 - column % 4 : 1;
        column += width;
        ++at;
    }
    std::string rest(column > columns ? column - columns : 0, ' ');
    return rest.append(line.substr(at));
}

std::string_view stripped(std::string_view line) {
    while (!line.empty() && isBlankChar(line.front())) line.remove_prefix(1);
    while (!line.empty() && isBlankChar(line.back())) line.remove_suffix(1);
    return line;
}

ListMarker listMarker(std::string_view line) {
    ListMarker marker;
    const std::size_t indent = indentOf(line);
    if (indent > 3) return marker;
    const std::string_view text = line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
    if (text.empty() || isRule(line)) return marker;
    std::size_t width = 0;
    if (text[0] == '-' || text[0] == '*' || text[0] == '+') {
        width = 1;
    } else {
        while (width < text.size() && width < 9 && isDigitChar(text[width])) ++width;
        if (width == 0 || width == text.size() || (text[width] != '.' && text[width] != ')')) return marker;
        ++width;
    }
    if (width < text.size() && !isBlankChar(text[width])) return marker;
    marker.family = width == 1 ? '-' : '1';
    marker.sign = text[width - 1];
    if (marker.family == '1') marker.number = std::stoll(std::string(text.substr(0, width - 1)));
    const std::string_view rest = text.substr(width);
    marker.isEmpty = stripped(rest).empty();
    const std::size_t gap = indentOf(rest);
    marker.content = indent + width + (marker.isEmpty || gap > 4 ? 1 : gap);
    return marker;
}

Fence fenceAt(std::string_view line) {
    Fence fence;
    fence.indent = indentOf(line);
    if (fence.indent > 3) return {};
    const std::string_view text = stripped(line);
    if (text.size() < 3 || (text[0] != '`' && text[0] != '~')) return {};
    fence.length = std::min(text.find_first_not_of(text[0]), text.size());
    if (fence.length < 3) return {};
    fence.info = stripped(text.substr(fence.length));
    if (text[0] == '`' && fence.info.find('`') != std::string::npos) return {};
    fence.sign = text[0];
    return fence;
}

bool closesFence(std::string_view line, const Fence &fence) {
    if (indentOf(line) > 3) return false;
    const std::string_view text = stripped(line);
    return text.size() >= fence.length && text.find_first_not_of(fence.sign) == std::string_view::npos;
}

int headingLevel(std::string_view line) {
    if (indentOf(line) > 3) return 0;
    const std::string_view text = stripped(line);
    const std::size_t level = std::min(text.find_first_not_of('#'), text.size());
    if (level == 0 || level > 6 || (level < text.size() && !isBlankChar(text[level]))) return 0;
    return static_cast<int>(level);
}

bool isRule(std::string_view line) {
    if (indentOf(line) > 3) return false;
    char sign = 0;
    int count = 0;
    for (const char c : line) {
        if (isBlankChar(c)) continue;
        if (c != '-' && c != '*' && c != '_') return false;
        if (sign != 0 && c != sign) return false;
        sign = c;
        ++count;
    }
    return count >= 3;
}

std::string_view colonWord(std::string_view line) {
    std::string_view text = stripped(line);
    if (!text.starts_with(":::")) return {};
    text = stripped(text.substr(3));
    const std::size_t end = static_cast<std::size_t>(
        std::find_if_not(text.begin(), text.end(), isWordChar) - text.begin());
    return end > 0 && end == text.size() ? text : std::string_view();
}

}  // namespace wikivault::markdown
