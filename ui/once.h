#pragma once

#include <QTimer>

#include <utility>

namespace wikivault::make {

/// Its start() does `act` once the events at hand are through, however often it is called until then: a thousand runs
/// that end together are counted once.
template <class Act>
[[nodiscard]] QTimer *once(QObject *parent, Act act) {
    auto *timer = new QTimer(parent);
    timer->setSingleShot(true);
    QObject::connect(timer, &QTimer::timeout, parent, std::move(act));
    return timer;
}

}  // namespace wikivault::make
