#pragma once

#include "engine/ports/desk.h"

#include <QObject>

#include <map>
#include <mutex>

class QTimer;

namespace wikivault {

/// Carries progress from the threads of the runs to the GUI thread, at most ten times a second and space.
class EventBridge : public QObject {
    Q_OBJECT

public:
    explicit EventBridge(QObject *parent = nullptr);

    /// From any thread; does not block.
    void publish(const RunProgress &progress);

signals:
    void progressed(const wikivault::RunProgress &progress);

private:
    void deliver();

    QTimer *const m_timer;
    std::mutex m_mutex;
    std::map<SpaceId, RunProgress> m_waiting;  ///< guarded by m_mutex
    bool m_scheduled = false;                  ///< guarded by m_mutex
};

}  // namespace wikivault
