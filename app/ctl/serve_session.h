#pragma once

#include "app/common/control_socket.h"
#include "app/common/driver.h"

#include <QTimer>

#include <vector>

namespace wikivault::ctl {

/// A headless driver with its control socket; belongs to the thread of its event loop.
class ServeSession {
public:
    ServeSession(SpaceDesk &desk, const Settings &settings, const Clock &clock, ChangeFeeds feeds);
    /// Listens and begins to poll.
    Result<> open();

private:
    void answer(const QJsonObject &request, const ControlServer::Reply &reply);
    void answerStatus(const ControlServer::Reply &reply);
    void answerTrigger(const QJsonObject &request, const ControlServer::Reply &reply);
    void answerWaiting();
    SyncEvents events();
    void warnOfIdleSettings(const std::stop_token &stop);
    [[nodiscard]] QJsonObject statusOf(const std::vector<SpaceRow> &rows);

    SpaceDesk &m_desk;
    const Settings m_settings;
    const TimePoint m_startedAt;
    QTimer m_tick, m_idle;
    std::vector<ControlServer::Reply> m_waiting;  ///< to be told when nothing runs any more
    ControlServer m_server;
    Driver m_driver;  ///< goes first: its workers reply through the server
};

}  // namespace wikivault::ctl
