#include "models/log_scope.h"

#include <algorithm>

namespace wikivault::log_scope {

namespace {

constexpr std::string_view kRun = "run ";

bool holds(const std::string &text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

bool isOfSpace(const LogEntry &line, const Space &space) {
    return line.text.starts_with("Space " + space.slug + ":") || holds(line.text, space.id.str());
}

bool isOfRun(const LogEntry &line, const RunRecord &run, const Space *space) {
    if (runIn(line) == run.id) return true;
    const bool isMeanwhile = line.at >= run.startedAt && (!run.endedAt || line.at <= *run.endedAt);
    if (!isMeanwhile) return false;
    return space ? isOfSpace(line, *space) : holds(line.text, run.space.str());
}

std::optional<RunId> runIn(const LogEntry &line) {
    const std::string &text = line.text;
    const auto isDigit = [](unsigned char c) { return c >= '0' && c <= '9'; };
    for (std::size_t at = text.find(kRun); at != std::string::npos; at = text.find(kRun, at + 1)) {
        const auto begin = text.begin() + static_cast<std::ptrdiff_t>(at + kRun.size());
        const auto end = std::find_if_not(begin, text.end(), isDigit);
        const bool isWord = at == 0 || text[at - 1] == ' ';
        if (isWord && end != begin) return RunId(std::string(begin, end));
    }
    return std::nullopt;
}

}  // namespace wikivault::log_scope
