#include "app/common/driver_lock.h"

#include "app/common/control_socket.h"

#include <QJsonArray>

namespace wikivault {

namespace {

std::string lockPath(const Settings &settings) {
    return settings.stateDir() + "/driver.lock";
}

}  // namespace

Result<std::unique_ptr<system::LockFile>> becomeDriver(const Settings &settings) {
    TRY_ASSIGN(auto lock, system::createLockFile(lockPath(settings)));
    if (!lock->tryExclusive())
        return fail(ErrorCode::Conflict, "A driver of the data directory " + settings.dataDir +
                                             " is running already; it listens on " + lock->content() + ".");
    TRY(lock->setContent(controlSocketPath(settings)));
    return lock;
}

std::string driverSocket(const Settings &settings) {
    const auto lock = system::openLockFile(lockPath(settings));
    if (!lock || !*lock || (*lock)->tryExclusive()) return controlSocketPath(settings);
    const std::string socket = (*lock)->content();
    return socket.empty() ? controlSocketPath(settings) : socket;
}

std::optional<std::vector<SpaceId>> spacesInSync(const Settings &settings, const std::stop_token &stop) {
    constexpr int answerMs = 2000;
    const auto answer =
        askDriver(windowSocketPath(settings), {{QStringLiteral("cmd"), QStringLiteral("in-sync")}}, answerMs, stop);
    if (!answer) return std::nullopt;
    std::vector<SpaceId> spaces;
    for (const QJsonValue value : answer->value(QLatin1String("inSync")).toArray())
        spaces.emplace_back(value.toString().toStdString());
    return spaces;
}

}  // namespace wikivault
