#include "app/common/logging.h"

#include "engine/core/settings.h"
#include "engine/core/time.h"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/dist_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <QString>
#include <QtGlobal>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <mutex>
#include <vector>

namespace wikivault {

namespace {

namespace fs = std::filesystem;
constexpr std::size_t kLogFileBytes = 5U * 1024 * 1024;

/// Hands every line on with its secrets masked.
class MaskingSink final : public spdlog::sinks::dist_sink_mt {
protected:
    void sink_it_(const spdlog::details::log_msg &message) override {
        const std::string text = maskedText(std::string(message.payload.data(), message.payload.size()));
        spdlog::details::log_msg masked = message;
        masked.payload = text;
        spdlog::sinks::dist_sink_mt::sink_it_(masked);
    }
};

std::string levelWord(spdlog::level::level_enum level) {
    if (level <= spdlog::level::debug) return "debug";
    if (level == spdlog::level::info) return "info";
    return level == spdlog::level::warn ? "warn" : "error";
}

class ListenerSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit ListenerSink(LogListener listener) : m_listener(std::move(listener)) {}

protected:
    void sink_it_(const spdlog::details::log_msg &message) override {
        const auto time = std::chrono::time_point_cast<std::chrono::milliseconds>(message.time);
        m_listener(
            {toIso8601(time), levelWord(message.level), std::string(message.payload.data(), message.payload.size())});
    }
    void flush_() override {}

private:
    const LogListener m_listener;
};

spdlog::sink_ptr openLogFile(const std::string &dataDir) {
    std::error_code problem;
    if (dataDir.empty() || !fs::is_directory(dataDir, problem)) return nullptr;
    const fs::path folder = fs::path(dataDir) / ".wikivault";
    if (fs::create_directory(folder, problem)) fs::permissions(folder, fs::perms::owner_all, problem);
    const std::string path = (folder / "wikivault.log").string();
    try {
        auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(path, kLogFileBytes, kOldLogFiles);
        fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write, problem);
        return sink;
    } catch (const spdlog::spdlog_ex &) {
        return nullptr;  // an unwritable data directory is reported by whoever has to write there
    }
}

/// The log of a data directory, from the first line that finds the directory there: a first run makes it.
class LogFileSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit LogFileSink(std::string dataDir) : m_dataDir(std::move(dataDir)) {}

protected:
    void sink_it_(const spdlog::details::log_msg &message) override {
        if (!m_file) open();
        if (m_file) m_file->log(message);
    }
    void flush_() override {
        if (m_file) m_file->flush();
    }

private:
    void open() {
        m_file = openLogFile(m_dataDir);
        if (m_file) m_file->set_formatter(formatter_->clone());
    }

    const std::string m_dataDir;
    spdlog::sink_ptr m_file;
};

void relayQtMessage(QtMsgType type, const QMessageLogContext &, const QString &text) {
    const std::string line = text.toStdString();
    switch (type) {
        case QtDebugMsg: spdlog::debug("{}", line); break;
        case QtInfoMsg: spdlog::info("{}", line); break;
        case QtWarningMsg: spdlog::warn("{}", line); break;
        case QtCriticalMsg:
        case QtFatalMsg: spdlog::error("{}", line); break;
    }
}

/// Replaces what stands between `start` and the first of `ends`.
void maskUntil(std::string &text, std::size_t start, const char *ends) {
    const std::size_t end = std::min(text.find_first_of(ends, start), text.size());
    text.replace(start, end - start, "***");
}

void maskUrls(std::string &text) {
    for (std::size_t at = text.find("://"); at != std::string::npos; at = text.find("://", at + 3)) {
        std::size_t begin = at;
        while (begin > 0 && std::isalnum(static_cast<unsigned char>(text[begin - 1])) != 0)
            --begin;
        const std::size_t end = std::min(text.find_first_of(" \t\r\n\"'<>", at), text.size());
        const std::string masked = maskedUrl(text.substr(begin, end - begin));
        text.replace(begin, end - begin, masked);
    }
}

}  // namespace

std::string maskedText(const std::string &text) {
    std::string masked = text;
    maskUrls(masked);
    constexpr std::array<std::string_view, 2> kNames{"password=", "token="};
    for (const std::string_view name : kNames)
        for (std::size_t at = masked.find(name); at != std::string::npos; at = masked.find(name, at + name.size()))
            maskUntil(masked, at + name.size(), " &\t\r\n\"'");
    return masked;
}

namespace {

constexpr const char *kActs = "acts";

std::shared_ptr<spdlog::logger> loggerOn(const std::vector<spdlog::sink_ptr> &sinks, const char *name,
                                         const std::string &level) {
    auto sink = std::make_shared<MaskingSink>();
    sink->set_sinks(sinks);
    auto logger = std::make_shared<spdlog::logger>(name, sink);
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    logger->set_level(spdlog::level::from_str(level));
    logger->flush_on(spdlog::level::warn);
    return logger;
}

std::shared_ptr<spdlog::logger> actLog() {
    const auto acts = spdlog::get(kActs);
    return acts ? acts : spdlog::default_logger();
}

}  // namespace

void logAct(const std::string &sentence) {
    actLog()->info("{}", sentence);
}

void logFailedAct(const std::string &sentence) {
    actLog()->error("{}", sentence);
}

void startLogging(const LoggingRequest &request) {
    std::vector<spdlog::sink_ptr> kept{std::make_shared<LogFileSink>(request.dataDir)};
    if (request.listener) kept.push_back(std::make_shared<ListenerSink>(request.listener));
    std::vector<spdlog::sink_ptr> all = kept;
    all.push_back(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    spdlog::set_default_logger(loggerOn(all, "wikivault", request.level));
    spdlog::drop(kActs);
    const auto acts = loggerOn(request.tellsActs ? all : kept, kActs, request.level);
    acts->flush_on(spdlog::level::info);  // that a run began is told even if the program is killed in it
    spdlog::register_logger(acts);
    spdlog::flush_every(std::chrono::seconds(1));  // whoever looks at the file, or bundles it, finds the last lines
    qInstallMessageHandler(&relayQtMessage);
}

}  // namespace wikivault
