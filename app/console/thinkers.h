#pragma once

#include "engine/runtime/worker_pool.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <utility>

namespace wikivault {

/// The same answer, dropped once `context` is gone.
template <class T>
[[nodiscard]] std::function<void(T)> whileThere(QObject *context, std::function<void(T)> answer) {
    return [guard = QPointer<QObject>(context), answer = std::move(answer)](T value) {
        if (guard) answer(std::move(value));
    };
}

/// Workers whose answers come back on the thread of `receiver`, which outlives them.
class Thinkers {
public:
    Thinkers(QObject &receiver, std::size_t lanes) : m_receiver(receiver), m_workers(lanes) {}

    template <class T>
    void think(std::function<T()> job, QObject *context, std::function<void(T)> answer) {
        m_workers.post([receiver = &m_receiver, job = std::move(job),
                        answer = whileThere(context, std::move(answer))](const std::stop_token &) {
            auto result = std::make_shared<T>(job());
            QMetaObject::invokeMethod(
                receiver, [result, answer] { answer(std::move(*result)); }, Qt::QueuedConnection);
        });
    }
    [[nodiscard]] WorkerPool &workers() { return m_workers; }

private:
    QObject &m_receiver;
    WorkerPool m_workers;
};

}  // namespace wikivault
