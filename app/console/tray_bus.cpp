#include "app/console/tray_bus.h"

#include <QDBusMessage>
#include <QDBusServiceWatcher>
#include <QDBusVariant>

namespace wikivault {

namespace {
const QString kTrayService = QStringLiteral("org.kde.StatusNotifierWatcher");
const QString kTrayPath = QStringLiteral("/StatusNotifierWatcher");
const QString kTrayConnection = QStringLiteral("wikivault-tray");
constexpr int kTrayAnswerMs = 2000;
}  // namespace

TrayBus::~TrayBus() {
    m_connection.reset();
    QDBusConnection::disconnectFromBus(kTrayConnection);
}

void TrayBus::open() {
    m_connection = m_address.isEmpty() ? QDBusConnection::connectToBus(QDBusConnection::SessionBus, kTrayConnection)
                                       : QDBusConnection::connectToBus(m_address, kTrayConnection);
    if (!m_connection->isConnected()) {
        m_connection.reset();
        emit answered(Answer::NoBus);
        return;
    }
    auto *watcher =
        new QDBusServiceWatcher(kTrayService, *m_connection, QDBusServiceWatcher::WatchForOwnerChange, this);
    connect(watcher, &QDBusServiceWatcher::serviceOwnerChanged, this, &TrayBus::look);
    for (const char *signal : {"StatusNotifierHostRegistered", "StatusNotifierHostUnregistered"})
        m_connection->connect(kTrayService, kTrayPath, kTrayService, QLatin1String(signal), this, SLOT(look()));
    look();
}

void TrayBus::look() {
    QDBusMessage message = QDBusMessage::createMethodCall(
        kTrayService, kTrayPath, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
    message.setArguments({kTrayService, QStringLiteral("IsStatusNotifierHostRegistered")});
    const QDBusMessage reply = m_connection->call(message, QDBus::Block, kTrayAnswerMs);
    if (reply.errorName() == QStringLiteral("org.freedesktop.DBus.Error.NoReply")) {
        emit answered(Answer::Silence);
        return;
    }
    const bool isReply = reply.type() == QDBusMessage::ReplyMessage && !reply.arguments().isEmpty();
    const bool hasHost = isReply && reply.arguments().front().value<QDBusVariant>().variant().toBool();
    emit answered(hasHost ? Answer::Host : Answer::NoHost);
}

}  // namespace wikivault
