#include "models/event_bridge.h"

#include <QTimer>

#include <utility>

namespace wikivault {

namespace {
constexpr int kDeliveryMs = 100;
}

EventBridge::EventBridge(QObject *parent) : QObject(parent), m_timer(new QTimer(this)) {
    m_timer->setSingleShot(true);
    m_timer->setInterval(kDeliveryMs);
    connect(m_timer, &QTimer::timeout, this, &EventBridge::deliver);
}

void EventBridge::publish(const RunProgress &progress) {
    bool wake = false;
    {
        const std::lock_guard guard(m_mutex);
        m_waiting[progress.space] = progress;
        wake = !std::exchange(m_scheduled, true);
    }
    if (wake)
        QMetaObject::invokeMethod(
            this, [this] { m_timer->start(); }, Qt::QueuedConnection);
}

void EventBridge::deliver() {
    std::map<SpaceId, RunProgress> batch;
    {
        const std::lock_guard guard(m_mutex);
        batch.swap(m_waiting);
        m_scheduled = false;
    }
    for (const auto &[space, progress] : batch)
        emit progressed(progress);
}

}  // namespace wikivault
