#include "app/common/doctor.h"
#include "app/common/drivers_seen.h"
#include "engine/core/drive_state.h"
#include "engine/core/holder_record.h"

namespace wikivault {

namespace {

/// An observer here sees the driver itself take locks.
bool pollsBesideTheDriver(const DriversSeen &seen) {
    if (seen.takes() < RivalWatch::kMany) return false;
    return !seen.seat || seen.hereText("mode") == wordOf(DriveState::Mode::Driver) ||
           seen.hereText("takenBy") != describeHolder(*seen.seat);
}

}  // namespace

void examineDrivers(PortFactory &ports, const std::vector<Space> &spaces, const std::stop_token &stop,
                    std::vector<DoctorCheck> &checks) {
    if (ports.settings().redisUrl.empty()) return;
    const auto seen = seeDrivers(ports, spaces, stop);
    if (!seen) {
        checks.push_back({"drivers", "unknown", "Redis does not tell; the check of redis says why.",
                          "As long as Redis does not answer, nobody begins to poll."});
        return;
    }
    const std::string detail = seen->describe(ports.clock().now());
    if (!pollsBesideTheDriver(*seen)) {
        checks.push_back({"drivers", "ok", detail, ""});
        return;
    }
    checks.push_back(
        {"drivers", "warn", detail,
         "Where two poll the same spaces, their runs block each other: switch one of them off, or let this "
         "one watch.",
         "wikivaultctl driver leave"});
}

}  // namespace wikivault
