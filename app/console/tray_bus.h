#pragma once

#include "app/console/session_bus.h"

#include <QObject>
#include <QString>

namespace wikivault {

/// Whoever shows the icons of programs in this session (org.kde.StatusNotifierWatcher). Blocks for a short while, so it
/// lives on a thread of its own.
class TrayBus : public QObject {
    Q_OBJECT

public:
    enum class Answer { Host, NoHost, NoBus, Silence };
    Q_ENUM(Answer)

    explicit TrayBus(QString address) : m_bus(QStringLiteral("wikivault-tray"), std::move(address)) {}

    void open();

signals:
    void answered(wikivault::TrayBus::Answer answer);

private slots:
    void look();

private:
    SessionBus m_bus;
};

}  // namespace wikivault
