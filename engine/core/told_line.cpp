#include "engine/core/told_line.h"

#include <algorithm>

namespace wikivault {

bool isAboutSpace(const std::string &line, const Space &space) {
    return line.starts_with("Space " + space.slug + ":") || line.find(space.id.str()) != std::string::npos;
}

std::optional<RunId> runToldIn(const std::string &line) {
    constexpr std::string_view kRun = "run ";
    const auto isDigit = [](unsigned char c) { return c >= '0' && c <= '9'; };
    for (std::size_t at = line.find(kRun); at != std::string::npos; at = line.find(kRun, at + 1)) {
        const auto begin = line.begin() + static_cast<std::ptrdiff_t>(at + kRun.size());
        const auto end = std::find_if_not(begin, line.end(), isDigit);
        const bool isWord = at == 0 || line[at - 1] == ' ';
        if (isWord && end != begin) return RunId(std::string(begin, end));
    }
    return std::nullopt;
}

}  // namespace wikivault
