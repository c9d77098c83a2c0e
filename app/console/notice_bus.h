#pragma once

#include "app/console/session_bus.h"

#include <QDBusMessage>
#include <QHash>
#include <QObject>
#include <QString>

namespace wikivault {

/// What a notice says; one with the key of another takes its place.
struct DesktopNotice {
    QString key, title, text;
    bool isUrgent = false;
};

/// The notification service of the desktop (org.freedesktop.Notifications). Blocks for a short while, so it lives on a
/// thread of its own.
class NoticeBus : public QObject {
    Q_OBJECT

public:
    explicit NoticeBus(QString address) : m_bus(QStringLiteral("wikivault-notices"), std::move(address)) {}

    void open();
    void show(const DesktopNotice &notice);
    void withdraw(const QString &key);

signals:
    /// Why notices cannot be shown; empty: they can.
    void stateChanged(const QString &why);
    void pressed();

private slots:
    void invoked(uint id, const QString &action);

private:
    [[nodiscard]] QDBusMessage call(const QString &method, const QVariantList &arguments);

    SessionBus m_bus;
    QHash<QString, uint> m_ids;
};

}  // namespace wikivault
