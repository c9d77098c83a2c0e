#include "app/common/log_file.h"

#include "app/common/logging.h"

#include <fstream>
#include <optional>

namespace wikivault {

namespace {

std::string levelOf(const std::string &word) {
    if (word == "warning") return "warn";
    return word == "trace" ? "debug" : word == "critical" ? "error" : word;
}

/// `2026-11-24T14:03:10.000Z info Space general: …`; nothing: a further line of the entry before.
std::optional<LogFileEntry> entryOf(const std::string &line) {
    const std::size_t time = line.find(' ');
    const std::size_t level = time == std::string::npos ? time : line.find(' ', time + 1);
    if (level == std::string::npos) return std::nullopt;
    const auto at = fromIso8601(line.substr(0, time));
    if (!at) return std::nullopt;
    return LogFileEntry{*at, levelOf(line.substr(time + 1, level - time - 1)), line.substr(level + 1)};
}

void readInto(std::vector<LogFileEntry> &entries, const std::string &path) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (auto entry = entryOf(line))
            entries.push_back(std::move(*entry));
        else if (!entries.empty())
            entries.back().text += "\n" + line;
    }
}

}  // namespace

std::vector<LogFileEntry> readLogFiles(const Settings &settings) {
    std::vector<LogFileEntry> entries;
    for (int age = kOldLogFiles; age > 0; --age)
        readInto(entries, settings.stateDir() + "/wikivault." + std::to_string(age) + ".log");
    readInto(entries, settings.stateDir() + "/wikivault.log");
    return entries;
}

}  // namespace wikivault
