#include "app/common/driver_lock.h"

#include "app/common/control_socket.h"

#include <QJsonArray>

#include <chrono>
#include <thread>

namespace wikivault {

namespace {

std::string lockPath(const Settings &settings) {
    return settings.stateDir() + "/driver.lock";
}

/// Whoever asks driverSocket() holds it for a moment, hence more than one try.
bool takes(const system::LockFile &lock) {
    constexpr int kTries = 20;
    for (int attempt = 1; !lock.tryExclusive(); ++attempt) {
        if (attempt == kTries) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
}

}  // namespace

Result<std::unique_ptr<system::LockFile>> becomeDriver(const Settings &settings) {
    TRY_ASSIGN(auto lock, system::createLockFile(lockPath(settings)));
    if (!takes(*lock))
        return fail(ErrorCode::Conflict, "A serve of the data directory " + settings.dataDir +
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
