#pragma once

#include "app/common/port_factory.h"

#include <QJsonObject>

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace wikivault {

/// Who drives the spaces of a wiki, as far as Redis and the programs of this data directory tell.
struct DriversSeen {
    std::optional<LockInfo> seat;  ///< who has the driver's seat
    QJsonObject here;              ///< what `serve` or an open window of this data directory does; empty: none runs
    [[nodiscard]] std::string hereText(const char *member) const;
    /// Locks that others than that program took in the last ten minutes.
    [[nodiscard]] int takes() const;
    /// Sentences.
    [[nodiscard]] std::string describe(TimePoint now) const;
};

/// Invalid: there is no Redis, so only drivers of one data directory can know of each other. Unavailable: it, or the
/// wiki, does not answer.
[[nodiscard]] Result<DriversSeen> seeDrivers(PortFactory &ports, const std::stop_token &stop);
[[nodiscard]] Result<DriversSeen> seeDrivers(PortFactory &ports, const std::vector<Space> &spaces,
                                             const std::stop_token &stop);

}  // namespace wikivault
