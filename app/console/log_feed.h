#pragma once

#include "app/common/logging.h"
#include "models/log_model.h"

#include <QObject>

#include <mutex>
#include <vector>

class QTimer;

namespace wikivault {

/// Brings log lines from any thread to the model, in batches.
class LogFeed : public QObject {
    Q_OBJECT

public:
    explicit LogFeed(LogModel &model);

    /// From any thread; does not block.
    void add(const LogLine &line);

private:
    void deliver();

    LogModel &m_model;
    QTimer *const m_timer;
    std::mutex m_mutex;
    std::vector<LogEntry> m_waiting;  ///< guarded by m_mutex
    bool m_scheduled = false;         ///< guarded by m_mutex
};

}  // namespace wikivault
