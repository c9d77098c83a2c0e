#include "app/common/control_socket.h"
#include "app/common/driver_lock.h"
#include "app/common/drivers_seen.h"
#include "app/common/json_output.h"
#include "app/common/nap.h"
#include "app/ctl/ctl.h"
#include "engine/core/drive_state.h"
#include "engine/core/sentence.h"

#include <QJsonObject>

namespace wikivault::ctl {

namespace {

using namespace std::chrono_literals;

constexpr int kDriverTalkMs = 10'000;
constexpr auto kAskAgain = 100ms;

int showDrivers(Context &context) {
    PortFactory &ports = context.composition().ports();
    const auto seen = seeDrivers(ports, context.stop());
    if (!seen) return failedBy(context, seen.error());
    if (context.json()) {
        context.printJson(
            QJsonObject{{QStringLiteral("driver"), seatJson(seen->seat)},
                        {QStringLiteral("here"), seen->here.isEmpty() ? QJsonValue() : QJsonValue(seen->here)}});
        return kDone;
    }
    context.print(seen->describe(ports.clock().now()) + "\n");
    if (const std::string here = seen->hereText("detail"); !here.empty())
        context.print("Of this data directory: " + here + "\n");
    return kDone;
}

/// Where the `serve` of this data directory listens; without one, the window that is open on it.
std::string whoDrives(const Settings &settings) {
    const std::string serve = driverSocket(settings), window = windowSocketPath(settings);
    return !driverListens(serve) && driverListens(window) ? window : serve;
}

/// Tells it, and waits until it has done so.
int changeDriver(Context &context, const char *command, DriveState::Mode wanted) {
    const auto talk = [&, who = whoDrives(context.composition().settings())](const char *what) {
        return askDriver(who, {{QStringLiteral("cmd"), QLatin1String(what)}}, kDriverTalkMs, context.stop());
    };
    auto answer = talk(command);
    const TimePoint until = context.composition().ports().clock().now() + std::chrono::milliseconds(kDriverTalkMs);
    const auto isDone = [&] { return answer->value(QLatin1String("mode")).toString() == jsonText(wordOf(wanted)); };
    while (answer && !isDone() && !context.stop().stop_requested()) {
        const std::string problem = answer->value(QLatin1String("driverProblem")).toString().toStdString();
        if (!problem.empty()) return context.failed(asSentence(problem));
        if (context.composition().ports().clock().now() >= until)
            return context.failed(
                "The driver did not say within 10 s that it did so; \"wikivaultctl driver\" shows more.");
        nap(context.stop(), kAskAgain);
        answer = talk("driver");
    }
    if (!answer) return context.failed(answer.error(), answer.error().code == ErrorCode::Denied ? kProblems : kFailed);
    if (context.json())
        context.printJson(*answer);
    else
        context.print(answer->value(QLatin1String("detail")).toString().toStdString() + "\n");
    return kDone;
}

int takeSeat(Context &context) {
    return changeDriver(context, "driver-take", DriveState::Mode::Driver);
}

int leaveSeat(Context &context) {
    return changeDriver(context, "driver-leave", DriveState::Mode::Observer);
}

}  // namespace

std::vector<Command> driverCommands() {
    return {{{"driver",
              "",
              "who drives the spaces, and who else takes their locks",
              0,
              0,
              {},
              "Programs that share a Redis agree on one of them that polls; the others watch."},
             &showDrivers},
            {{"driver take",
              "",
              "let the running serve, or else the open window, drive, whoever drives now",
              0,
              0,
              {},
              "The other becomes an observer with its next look. The next run says in the journal from whom."},
             &takeSeat},
            {{"driver leave", "", "let it only watch, until \"driver take\"", 0, 0, {}, ""}, &leaveSeat}};
}

}  // namespace wikivault::ctl
