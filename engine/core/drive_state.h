#pragma once

#include "engine/core/rival_watch.h"

namespace wikivault {

/// Whether a process polls the spaces of a wiki, or leaves it to somebody else.
struct DriveState {
    enum class Mode {
        Looking,   ///< whether anybody else polls; polls not yet
        Observer,  ///< does not poll
        Driver,
    };
    enum class Why {
        Free,    ///< nobody else drives, as far as can be seen
        Held,    ///< another process is the driver
        Taken,   ///< another process took the driver's seat from this one
        Rivals,  ///< somebody who knows of no driver's seat polls
        Asked,   ///< a person wants it so
    };
    Mode mode = Mode::Looking;
    Why why = Why::Free;
    TimePoint since{};
    std::optional<LockInfo> other;  ///< who else has the driver's seat
    RivalSighting rivals;
    std::string problem;  ///< why nobody can tell who has the seat; "" when it is known
    friend bool operator==(const DriveState &a, const DriveState &b) {
        const auto seat = [](const DriveState &of) { return of.other ? of.other->holder : std::string(); };
        return a.mode == b.mode && a.why == b.why && a.since == b.since && a.rivals == b.rivals &&
               a.problem == b.problem && seat(a) == seat(b);
    }
};

/// What a running `serve` says of itself.
struct ServeState {
    std::int64_t pid = 0;
    bool drives = false;  ///< it polls; false: it leaves that to somebody else
    std::string problem;  ///< why its last poll failed; "" when it did not
    friend bool operator==(const ServeState &, const ServeState &) = default;
};

/// `driver`, `observer`, `looking`.
[[nodiscard]] std::string wordOf(DriveState::Mode mode);
/// One sentence: what this process does and who else does it.
[[nodiscard]] std::string describeDrive(const DriveState &state);

}  // namespace wikivault
