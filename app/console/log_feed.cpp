#include "app/console/log_feed.h"

#include <QTimer>

#include <utility>

namespace wikivault {

namespace {
constexpr int kBatchMs = 100;
LogLevel levelOf(const std::string &word) {
    if (word == "debug") return LogLevel::Debug;
    if (word == "warn") return LogLevel::Warning;
    return word == "error" ? LogLevel::Error : LogLevel::Info;
}
}  // namespace

LogFeed::LogFeed(LogModel &model) : m_model(model), m_timer(new QTimer(this)) {
    m_timer->setSingleShot(true);
    m_timer->setInterval(kBatchMs);
    connect(m_timer, &QTimer::timeout, this, &LogFeed::deliver);
}

void LogFeed::add(const LogLine &line) {
    bool wake = false;
    {
        const std::lock_guard guard(m_mutex);
        m_waiting.push_back({fromIso8601(line.time).value_or(TimePoint{}), levelOf(line.level), line.text});
        if (m_waiting.size() > LogModel::kLimit) m_waiting.erase(m_waiting.begin());
        wake = !std::exchange(m_scheduled, true);
    }
    if (wake)
        QMetaObject::invokeMethod(
            this, [this] { m_timer->start(); }, Qt::QueuedConnection);
}

void LogFeed::deliver() {
    std::vector<LogEntry> batch;
    {
        const std::lock_guard guard(m_mutex);
        batch.swap(m_waiting);
        m_scheduled = false;
    }
    m_model.append(batch);
}

}  // namespace wikivault
