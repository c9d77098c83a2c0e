#pragma once

#include "engine/core/drive_state.h"
#include "engine/ports/clock.h"
#include "engine/ports/desk.h"
#include "engine/ports/driver_seat.h"
#include "engine/ports/leader_lock.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace wikivault {

/// Decides on a thread of its own whether this process polls: it sits in the driver's seat while it does, leaves it to
/// whoever sits there already, gives it up when somebody takes it over, and watches who else takes the spaces' locks.
/// As long as nobody can tell who sits there, it goes on as before and does not begin. Destroying it leaves the seat.
class SeatKeeper {
public:
    struct Parts {
        std::unique_ptr<DriverSeat> seat;
        LeaderLock &locks;
        SpaceDesk &desk;
        const Clock &clock;
        const ProcessIdentity &self;
    };
    enum class Start {
        Look,      ///< first for a poll interval whether anybody else polls
        Sit,       ///< drives as soon as nobody sits there
        TakeOver,  ///< whoever sits there
        Observe,   ///< until a person wants it otherwise
    };
    /// What `parts` refers to must outlive it.
    SeatKeeper(Parts parts, Start start, std::chrono::milliseconds pollInterval);
    ~SeatKeeper();
    SeatKeeper(const SeatKeeper &) = delete;
    SeatKeeper &operator=(const SeatKeeper &) = delete;

    /// Asks who sits there now; blocks for as long as that takes.
    [[nodiscard]] bool mayDrive();
    [[nodiscard]] DriveState state() const;
    /// A person wants it; it happens soon after.
    void takeOver() { wish({true, false}); }
    void giveUp() { wish({false, false}); }
    /// Why the next run begins, if that has to stand in the journal; said once.
    [[nodiscard]] std::string occasion();

private:
    struct Wish {
        bool drive = false;
        bool isPatient = false;  ///< tried again until it can be done
    };
    void wish(Wish wanted);
    void keep(const std::stop_token &stop);
    void step(const std::stop_token &stop);
    [[nodiscard]] bool readSpaces(const std::stop_token &stop);
    void lookAtLocks();
    void carryOut(const Wish &wanted);
    void look();
    void observe();
    void stay();
    void forget(const LockInfo &driver);
    void enter(DriveState::Mode mode, DriveState::Why why, std::optional<LockInfo> other);
    void tell(const std::string &problem);
    void tookOver(const std::optional<LockInfo> &from);

    const Parts m_parts;
    const Start m_start;
    const std::chrono::milliseconds m_lookFor;
    RivalWatch m_watch;  // of the thread alone, like the next four
    std::vector<SpaceId> m_spaces;
    std::optional<std::chrono::milliseconds> m_readAt;     // since boot
    std::optional<std::chrono::milliseconds> m_seesSince;  // since boot; nothing: the locks cannot be seen
    bool m_warned = false;

    std::mutex m_acting;  ///< one at a time sits down or gets up; guards the next two
    WorkspaceId m_workspace;
    std::chrono::milliseconds m_satAt{};  ///< since boot
    mutable std::mutex m_mutex;           ///< guards the next three
    DriveState m_state;
    std::optional<Wish> m_wish;
    std::string m_occasion;
    std::condition_variable_any m_wake;
    std::jthread m_thread;  ///< last: joined before what it uses goes
};

class PortFactory;
/// Null without a Redis: then only drivers of this data directory know of each other.
[[nodiscard]] std::unique_ptr<SeatKeeper> openSeatKeeper(PortFactory &ports, SpaceDesk &desk, SeatKeeper::Start start);

}  // namespace wikivault
