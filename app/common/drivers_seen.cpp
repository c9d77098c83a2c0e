#include "app/common/drivers_seen.h"

#include "app/common/control_socket.h"
#include "app/common/driver_lock.h"
#include "app/common/space_state.h"
#include "engine/core/holder_record.h"

namespace wikivault {

namespace {

constexpr int kDriverAnswerMs = 2000;

/// Nothing from a program that does not know the question.
QJsonObject askHere(const Settings &settings, const std::stop_token &stop) {
    const QJsonObject question{{QStringLiteral("cmd"), QStringLiteral("driver")}};
    for (const std::string &path : {driverSocket(settings), windowSocketPath(settings)}) {
        const auto answer = askDriver(path, question, kDriverAnswerMs, stop);
        if (answer && answer->contains(QLatin1String("mode"))) return *answer;
    }
    return {};
}

}  // namespace

std::string DriversSeen::hereText(const char *member) const {
    return here.value(QLatin1String(member)).toString().toStdString();
}

int DriversSeen::takes() const {
    return here.value(QLatin1String("locksTakenByOthers")).toInt();
}

std::string DriversSeen::describe(TimePoint now) const {
    std::string text = "Nobody has the driver's seat of this wiki.";
    if (seat)
        text = "The driver is " + describeHolder(*seat) +
               (seat->since ? ", since " + utcMoment(*seat->since, now) : "") + ".";
    if (here.isEmpty()) return text + " No program of this data directory runs that could tell who takes its locks.";
    return text + " In the last 10 min " +
           (takes() == 0 ? "nobody else took locks of these spaces."
                         : hereText("takenBy") + " took locks of these spaces; others took them " +
                               counted(takes(), "time") + " in all.");
}

Result<DriversSeen> seeDrivers(PortFactory &ports, const std::vector<Space> &spaces, const std::stop_token &stop) {
    const auto seat = ports.openSeat();
    if (!seat)
        return fail(ErrorCode::Invalid,
                    "Without REDIS_URL only programs of one data directory know which of them drives.");
    DriversSeen seen;
    if (!spaces.empty()) {
        TRY_ASSIGN(seen.seat, seat->holder(spaces.front().workspace));
    }
    seen.here = askHere(ports.settings(), stop);
    return seen;
}

Result<DriversSeen> seeDrivers(PortFactory &ports, const std::stop_token &stop) {
    TRY_ASSIGN(const auto wiki, ports.openWiki(true, stop));
    TRY_ASSIGN(const auto spaces, wiki->catalog().spaces());
    return seeDrivers(ports, spaces, stop);
}

}  // namespace wikivault
