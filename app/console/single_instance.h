#pragma once

#include "app/common/control_socket.h"
#include "app/console/start_options.h"
#include "engine/core/ids.h"
#include "models/console_state.h"
#include "models/driver_commands.h"

#include <functional>
#include <string>

namespace wikivault {

/// What a second start asks of the window that is open.
struct WindowCall {
    std::string page, space;
};

/// Asks the window that is open to come to the front; false: none answers.
[[nodiscard]] bool callRunningWindow(const Settings &settings, const WindowCall &call);

/// What the window answers to `driver`, and to `driver-take` and `driver-leave`, which it carries out.
[[nodiscard]] QJsonObject answerAboutDriver(const QString &command, const ConsoleState &state, DriverCommands &driver);

/// The open window's end.
class WindowCalls {
public:
    using Drive = std::function<QJsonObject(const QString &command)>;
    /// `inSync`: what the window knows to be; see spacesInSync(). `drive`: see answerAboutDriver().
    explicit WindowCalls(std::function<void(const WindowCall &)> take,
                         std::function<std::vector<SpaceId>()> inSync = {}, Drive drive = {});
    Result<> listen(const Settings &settings) { return m_server.listen(windowSocketPath(settings)); }

private:
    ControlServer m_server;
};

}  // namespace wikivault
