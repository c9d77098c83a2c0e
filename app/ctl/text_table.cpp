#include "app/ctl/text_table.h"

#include <algorithm>

namespace wikivault::ctl {

namespace {

/// Columns a terminal gives to `text`: East Asian wide characters take two. Controls are shown as blanks before.
std::size_t columnsOf(const std::string &text) {
    std::size_t columns = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0U) == 0x80U) continue;
        columns += (byte >= 0xE3U && byte <= 0xEDU) || byte >= 0xF0U ? 2 : 1;
    }
    return columns;
}

/// Titles come from a wiki: a control character must not steer the terminal.
std::string harmless(std::string text) {
    for (char &c : text)
        if (static_cast<unsigned char>(c) < 0x20U || c == 0x7F) c = ' ';
    return text;
}

}  // namespace

std::string textTable(const std::vector<std::string> &heads, const std::vector<std::vector<std::string>> &rows) {
    std::vector<std::vector<std::string>> lines{heads};
    lines.insert(lines.end(), rows.begin(), rows.end());
    std::vector<std::size_t> widths(heads.size(), 0);
    for (auto &line : lines)
        for (std::size_t i = 0; i < line.size(); ++i) {
            line[i] = harmless(std::move(line[i]));
            widths[i] = std::max(widths[i], columnsOf(line[i]));
        }
    std::string table;
    for (const auto &line : lines) {
        std::string row;
        for (std::size_t i = 0; i < line.size(); ++i) {
            row += line[i];
            if (i + 1 < line.size()) row.append(widths[i] - columnsOf(line[i]) + 2, ' ');
        }
        row.erase(row.find_last_not_of(' ') + 1);
        table += row + "\n";
    }
    return table;
}

}  // namespace wikivault::ctl
