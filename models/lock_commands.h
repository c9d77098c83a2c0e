#pragma once

#include "engine/ports/lock_desk.h"

#include <string>

namespace wikivault {

/// What a view may ask about locks; the rules of models/commands.h hold.
class LockCommands {
public:
    virtual ~LockCommands() = default;
    virtual void releaseLock(const SpaceId &space, const std::string &expectedHolder) = 0;
    /// Its run ends after the page at hand.
    virtual void askToStop(const SpaceId &space, const std::string &expectedHolder) = 0;
    /// Keeps the space still until the time is over, or endHold(); at the latest until the program ends.
    virtual void hold(const HoldOrder &order) = 0;
    virtual void endHold(const SpaceId &space) = 0;
    /// Runs the space as soon as nobody has its lock.
    virtual void waitThenRun(const SpaceId &space) = 0;
    virtual void stopWaiting(const SpaceId &space) = 0;
};

}  // namespace wikivault
