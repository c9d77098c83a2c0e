#pragma once

#include <QDBusConnection>
#include <QObject>
#include <QString>

#include <optional>

namespace wikivault {

/// Whoever shows the icons of programs in this session (org.kde.StatusNotifierWatcher). Blocks for a short while, so it
/// lives on a thread of its own.
class TrayBus : public QObject {
    Q_OBJECT

public:
    enum class Answer { Host, NoHost, NoBus, Silence };
    Q_ENUM(Answer)

    explicit TrayBus(QString address) : m_address(std::move(address)) {}
    ~TrayBus() override;

    void open();

signals:
    void answered(wikivault::TrayBus::Answer answer);

private slots:
    void look();

private:
    const QString m_address;
    std::optional<QDBusConnection> m_connection;
};

}  // namespace wikivault
