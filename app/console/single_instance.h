#pragma once

#include "app/common/control_socket.h"
#include "app/console/start_options.h"
#include "engine/core/ids.h"

#include <functional>
#include <string>

namespace wikivault {

/// What a second start asks of the window that is open.
struct WindowCall {
    std::string page, space;
};

/// Asks the window that is open to come to the front; false: none answers.
[[nodiscard]] bool callRunningWindow(const Settings &settings, const WindowCall &call);

/// The open window's end.
class WindowCalls {
public:
    /// `inSync`: what the window knows to be; see spacesInSync(). `drive`: whether it polls; see seeDrivers().
    explicit WindowCalls(std::function<void(const WindowCall &)> take,
                         std::function<std::vector<SpaceId>()> inSync = {}, std::function<QJsonObject()> drive = {});
    Result<> listen(const Settings &settings) { return m_server.listen(windowSocketPath(settings)); }

private:
    ControlServer m_server;
};

}  // namespace wikivault
