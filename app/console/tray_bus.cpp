#include "app/console/tray_bus.h"

#include <QDBusMessage>
#include <QDBusServiceWatcher>
#include <QDBusVariant>

namespace wikivault {

namespace {
const QString kTrayService = QStringLiteral("org.kde.StatusNotifierWatcher");
const QString kTrayPath = QStringLiteral("/StatusNotifierWatcher");
constexpr int kTrayAnswerMs = 2000;
}  // namespace

void TrayBus::open() {
    if (!m_bus.open()) {
        emit answered(Answer::NoBus);
        return;
    }
    auto *watcher =
        new QDBusServiceWatcher(kTrayService, m_bus.connection(), QDBusServiceWatcher::WatchForOwnerChange, this);
    connect(watcher, &QDBusServiceWatcher::serviceOwnerChanged, this, &TrayBus::look);
    for (const char *signal : {"StatusNotifierHostRegistered", "StatusNotifierHostUnregistered"})
        m_bus.connection().connect(kTrayService, kTrayPath, kTrayService, QLatin1String(signal), this, SLOT(look()));
    look();
}

void TrayBus::look() {
    QDBusMessage message = QDBusMessage::createMethodCall(
        kTrayService, kTrayPath, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
    message.setArguments({kTrayService, QStringLiteral("IsStatusNotifierHostRegistered")});
    const QDBusMessage reply = m_bus.connection().call(message, QDBus::Block, kTrayAnswerMs);
    if (reply.errorName() == QStringLiteral("org.freedesktop.DBus.Error.NoReply")) {
        emit answered(Answer::Silence);
        return;
    }
    const bool isReply = reply.type() == QDBusMessage::ReplyMessage && !reply.arguments().isEmpty();
    const bool hasHost = isReply && reply.arguments().front().value<QDBusVariant>().variant().toBool();
    emit answered(hasHost ? Answer::Host : Answer::NoHost);
}

}  // namespace wikivault
