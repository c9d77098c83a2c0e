#pragma once

#include <functional>
#include <string>

namespace wikivault {

/// `wikivault.1.log` … beside `wikivault.log`, older the higher.
inline constexpr int kOldLogFiles = 4;

/// One log line, ready to be shown; called on the thread that logs, must not block.
struct LogLine {
    std::string time;   ///< ISO 8601, UTC
    std::string level;  ///< `debug` `info` `warn` `error`
    std::string text;
};
using LogListener = std::function<void(const LogLine &)>;

struct LoggingRequest {
    std::string level = "info";  ///< as LOG_LEVEL
    std::string dataDir;         ///< also logs to `<dataDir>/.wikivault/wikivault.log` (0600) when this exists
    LogListener listener;        ///< may be empty
    bool tellsActs = true;       ///< false: who started the act is told how it ended, so standard error is not
};

/// Sets up the process' log: standard error, rotating file, listener; Qt's messages included. Passwords in URLs are
/// masked in all of them. Call it again when the profile changes.
void startLogging(const LoggingRequest &request);

/// What was done and how it ended: a run, a decision, a release. No text of a page belongs here.
void logAct(const std::string &sentence);
void logFailedAct(const std::string &sentence);

/// `text` with the password of every URL and of every `password=` replaced by `***`.
[[nodiscard]] std::string maskedText(const std::string &text);

}  // namespace wikivault
