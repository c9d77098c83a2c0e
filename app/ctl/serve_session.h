#pragma once

#include "app/common/composition.h"
#include "app/common/control_socket.h"
#include "app/common/driver.h"
#include "app/common/driver_lock.h"
#include "app/common/seat_keeper.h"
#include "app/ctl/http_control.h"
#include "app/ctl/run_watch.h"
#include "app/ctl/space_board.h"

#include <QTimer>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace wikivault::ctl {

/// A headless driver with its control socket and, if the profile says so, its HTTP port; belongs to the thread of its
/// event loop.
class ServeSession {
public:
    /// `composition` must outlive it; `lock` makes it the only one of its data directory (becomeDriver()).
    ServeSession(Composition &composition, std::unique_ptr<system::LockFile> lock);
    /// Listens, and begins to poll as soon as nobody else drives; with `takesOver` whoever does.
    Result<> open(bool takesOver);
    [[nodiscard]] DriveState drive() const;

private:
    void answer(const QJsonObject &request, const ControlServer::Reply &reply);
    void answerStatus(const ControlServer::Reply &reply);
    void answerPause(const QJsonObject &request, bool pauses, const ControlServer::Reply &reply);
    void answerDriver(const QString &command, const ControlServer::Reply &reply);
    void answerTrigger(const QJsonObject &request, const ControlServer::Reply &reply);
    void answerStop(const QJsonObject &request, const ControlServer::Reply &reply);
    void answerWaiting();
    void tick();
    [[nodiscard]] QJsonObject self() const;
    [[nodiscard]] QJsonObject greeting() const;
    void tellChanges();
    Result<> openHttp();
    SyncEvents events();
    Result<std::vector<SpaceRow>> readSpaces(const std::stop_token &stop);
    void warnOfIdleSettings(const std::vector<SpaceRow> &rows) const;
    [[nodiscard]] QJsonObject statusOf(const SpaceBoard::Rows &known);

    /// What is done with the space that a request names; `isOld`: the row may have been overtaken.
    using Act = std::function<void(const SpaceRow &row, bool isOld)>;
    void withSpace(const QJsonObject &request, const ControlServer::Reply &reply, const Act &act);
    static void actOn(const std::string &name, const Result<SpaceBoard::Rows> &known, const ControlServer::Reply &reply,
                      const Act &act);

    PortFactory &m_ports;
    SpaceDesk &m_desk;
    const Settings m_settings;
    const TimePoint m_startedAt;
    QTimer m_tick, m_idle;
    std::vector<ControlServer::Reply> m_waiting;  ///< to be told when nothing runs any more
    RunWatch m_watch;
    std::once_flag m_warned;
    SpaceBoard m_board;
    const std::unique_ptr<system::LockFile> m_lock;
    ControlServer m_server;
    std::unique_ptr<HttpControl> m_http;
    std::atomic<bool> m_isOpen = false;                   ///< what tells of changes is heard before
    std::unique_ptr<SeatKeeper> m_keeper;                 ///< null: without a Redis
    DriveState::Mode m_mode = DriveState::Mode::Looking;  ///< at the last tick
    QJsonObject m_toldSelf;                               ///< what followers know of this driver …
    std::map<SpaceId, QJsonObject> m_toldSpaces;          ///< … and of the spaces
    Driver m_driver;       ///< goes first but for the acts: its workers reply through the servers
    WorkerPool m_acts{1};  ///< what takes a moment and must not wait behind readers
};

}  // namespace wikivault::ctl
