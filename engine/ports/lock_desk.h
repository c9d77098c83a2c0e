#pragma once

#include "engine/core/ids.h"
#include "engine/core/result.h"
#include "engine/core/time.h"

#include <functional>
#include <stop_token>
#include <string>

namespace wikivault {

/// A space kept still for a while.
struct HoldOrder {
    SpaceId space;
    TimePoint until;
    std::string reason;
};

/// What front ends do with locks; the rules of engine/ports/desk.h hold.
class LockDesk {
public:
    virtual ~LockDesk() = default;
    /// The holder finishes its page and gives the lock up. Conflict: somebody else has it. NotFound: nobody has.
    /// Invalid: the holder hears nothing.
    virtual Result<> askToStop(const SpaceId &space, const std::string &expectedHolder) = 0;
    /// Has the space's lock, so that no run begins, until the time is over, `stop`, or somebody asks for it; `held` is
    /// called once it has. Conflict: somebody else has it. LostLease: it was lost before its time.
    virtual Result<> hold(const HoldOrder &order, const std::function<void()> &held, std::stop_token stop) = 0;
};

}  // namespace wikivault
