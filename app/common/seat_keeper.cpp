#include "app/common/seat_keeper.h"

#include "app/common/port_factory.h"
#include "engine/core/holder_record.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace wikivault {

namespace {

using namespace std::chrono_literals;
using Mode = DriveState::Mode;
using Why = DriveState::Why;

constexpr auto kLookEvery = 500ms, kWatchEvery = 2000ms;
constexpr auto kSitEvery = 10s;  ///< a third of the time the seat is kept
constexpr auto kReadEvery = 60s, kReadAgain = 5s;
constexpr std::chrono::milliseconds kLongestLook = 60s;

/// One interval with the jitter of whoever else polls.
std::chrono::milliseconds lookTime(SeatKeeper::Start start, std::chrono::milliseconds interval) {
    if (start == SeatKeeper::Start::Sit || start == SeatKeeper::Start::TakeOver) return {};
    return std::min(interval + interval / 4, kLongestLook);
}

}  // namespace

SeatKeeper::SeatKeeper(Parts parts, Start start, std::chrono::milliseconds pollInterval)
    : m_parts(std::move(parts)),
      m_start(start),
      m_lookFor(lookTime(start, pollInterval)),
      m_watch(m_parts.self.host, m_parts.self.pid) {
    m_state.since = m_parts.clock.now();
    if (start == Start::TakeOver) m_wish = Wish{true, true};
    if (start == Start::Observe) m_state = {Mode::Observer, Why::Asked, m_state.since, {}, {}, {}};
    m_thread = std::jthread([this](const std::stop_token &stop) { keep(stop); });
}

SeatKeeper::~SeatKeeper() {
    m_thread.request_stop();
    m_wake.notify_all();
    m_thread.join();
    if (state().mode != Mode::Driver) return;
    if (const auto left = m_parts.seat->leave(m_workspace); !left)
        spdlog::warn("The driver's seat was not left; it is free within 30 s. {}", left.error().detail);
}

DriveState SeatKeeper::state() const {
    const std::scoped_lock guard(m_mutex);
    return m_state;
}

void SeatKeeper::wish(Wish wanted) {
    {
        const std::scoped_lock guard(m_mutex);
        m_wish = wanted;
    }
    m_wake.notify_all();
}

std::string SeatKeeper::occasion() {
    const std::scoped_lock guard(m_mutex);
    return std::exchange(m_occasion, {});
}

void SeatKeeper::keep(const std::stop_token &stop) {
    bool tried = false;
    while (!stop.stop_requested()) {
        step(stop);
        std::unique_lock guard(m_mutex);
        tried = m_wish.has_value();  // what could not be done now is not tried at once again
        const auto nap = m_state.mode == Mode::Looking ? kLookEvery : kWatchEvery;
        m_wake.wait_for(guard, stop, nap, [&] { return m_wish && !tried; });
    }
}

void SeatKeeper::step(const std::stop_token &stop) {
    if (!readSpaces(stop)) return;
    lookAtLocks();
    const std::scoped_lock acting(m_acting);
    std::optional<Wish> wanted;
    {
        const std::scoped_lock guard(m_mutex);
        wanted = m_wish;
    }
    if (wanted) return carryOut(*wanted);
    switch (state().mode) {
        case Mode::Looking: return look();
        case Mode::Observer: return observe();
        case Mode::Driver:
            if (m_parts.clock.sinceBoot() - m_satAt >= kSitEvery) stay();
    }
}

/// Which spaces they are, and of which workspace; false while the wiki has not told.
bool SeatKeeper::readSpaces(const std::stop_token &stop) {
    const auto now = m_parts.clock.sinceBoot();
    const bool isKnown = !m_spaces.empty();
    if (m_readAt && now - *m_readAt < (isKnown ? kReadEvery : kReadAgain)) return isKnown;
    m_readAt = now;
    const auto watched = m_parts.desk.watch(stop);
    if (!watched) {
        if (!isKnown) tell(watched.error().detail);
        return isKnown;
    }
    m_spaces.clear();
    for (const WatchedSpace &one : *watched)
        if (one.digest.space.selected) m_spaces.push_back(one.digest.space.id);
    if (watched->empty()) return false;
    const std::scoped_lock acting(m_acting);
    m_workspace = watched->front().digest.space.workspace;
    return !m_spaces.empty();
}

void SeatKeeper::lookAtLocks() {
    const auto locks = m_parts.locks.holders(m_spaces);
    if (!locks)
        m_seesSince.reset();
    else if (!m_seesSince)
        m_seesSince = m_parts.clock.sinceBoot();
    const TimePoint now = m_parts.clock.now();
    if (locks) m_watch.note(*locks, now);
    const RivalSighting rivals = m_watch.seen(now);
    const bool isMuch = rivals.takes >= RivalWatch::kMany;
    if (isMuch && !m_warned && state().mode == Mode::Driver)
        spdlog::warn(
            "{} took locks of these spaces {} times in the last 10 min: if both poll, their runs block each "
            "other.",
            describeRival(rivals.last), rivals.takes);
    m_warned = rivals.takes > 0 && (m_warned || isMuch);
    const std::scoped_lock guard(m_mutex);
    m_state.rivals = rivals;
}

void SeatKeeper::tell(const std::string &problem) {
    const std::scoped_lock guard(m_mutex);
    m_state.problem = problem;
}

void SeatKeeper::enter(Mode mode, Why why, std::optional<LockInfo> other) {
    DriveState state;
    {
        const std::scoped_lock guard(m_mutex);
        // Whoever polled before is no rival of the one that took over.
        if (mode == Mode::Driver) m_watch.forget();
        const RivalSighting rivals = mode == Mode::Driver ? RivalSighting() : m_state.rivals;
        m_state = {mode, why, m_parts.clock.now(), std::move(other), rivals, {}};
        if (m_wish && m_wish->drive == (mode == Mode::Driver)) m_wish.reset();
        state = m_state;
    }
    if (why == Why::Taken)
        spdlog::warn("{}", describeDrive(state));
    else
        spdlog::info("{}", describeDrive(state));
}

void SeatKeeper::carryOut(const Wish &wanted) {
    if (!wanted.drive) {
        // Whoever cannot say so lets the seat expire.
        if (const auto left = m_parts.seat->leave(m_workspace); !left) spdlog::warn("{}", left.error().detail);
        return enter(Mode::Observer, Why::Asked, {});
    }
    const auto from = m_parts.seat->take(m_workspace);
    if (!from) {
        tell(from.error().detail);
        const std::scoped_lock guard(m_mutex);
        if (!wanted.isPatient) m_wish.reset();
        return;
    }
    m_satAt = m_parts.clock.sinceBoot();
    tookOver(*from);
    enter(Mode::Driver, Why::Asked, {});
}

/// What a person took away from others has to be found again later.
void SeatKeeper::tookOver(const std::optional<LockInfo> &from) {
    const RivalSighting rivals = state().rivals;
    if (!from && rivals.takes == 0) return;
    const std::string who = from ? describeHolder(*from) : describeRival(rivals.last);
    const std::string occasion = "took over polling from " + who;
    spdlog::warn("This process {}.", occasion);
    const std::scoped_lock guard(m_mutex);
    m_occasion = occasion;
}

void SeatKeeper::look() {
    const auto holder = m_parts.seat->holder(m_workspace);
    if (!holder) {
        m_seesSince.reset();  // what was not seen does not count
        return tell(holder.error().detail);
    }
    tell({});
    if (*holder && !(*holder)->ours) return enter(Mode::Observer, Why::Held, *holder);
    const bool looks = m_lookFor.count() > 0;
    if (looks && state().rivals.takes > 0) return enter(Mode::Observer, Why::Rivals, {});
    // Whoever watched a driver all the time has looked already.
    const auto now = m_parts.clock.sinceBoot();
    if (!m_seesSince || now - *m_seesSince < m_lookFor) return;
    const auto seated = m_parts.seat->sit(m_workspace);
    if (!seated) return tell(seated.error().detail);
    m_satAt = now;
    enter(seated->ours ? Mode::Driver : Mode::Observer, seated->ours ? Why::Free : Why::Held,
          seated->ours ? std::nullopt : std::optional(*seated));
}

/// A seat that somebody left is free to whoever waited for it. Rivals that know of none, and a person's word, stand.
void SeatKeeper::observe() {
    auto holder = m_parts.seat->holder(m_workspace);
    if (!holder) return tell(holder.error().detail);
    const DriveState before = state();
    if (!*holder && (before.why == Why::Held || before.why == Why::Taken)) {
        if (before.other) forget(*before.other);
        enter(Mode::Looking, Why::Free, {});
        return look();
    }
    const std::scoped_lock guard(m_mutex);
    m_state.problem.clear();
    m_state.other = std::move(*holder);
}

/// Whoever had the seat and left it is no rival: it knows of the seat.
void SeatKeeper::forget(const LockInfo &driver) {
    m_watch.forget(driver);
    const std::scoped_lock guard(m_mutex);
    m_state.rivals = m_watch.seen(m_parts.clock.now());
}

void SeatKeeper::stay() {
    const auto seated = m_parts.seat->sit(m_workspace);
    m_satAt = m_parts.clock.sinceBoot();
    if (!seated) return tell(seated.error().detail);
    tell({});
    if (!seated->ours) enter(Mode::Observer, Why::Taken, *seated);
}

bool SeatKeeper::mayDrive() {
    if (state().mode != Mode::Driver) return false;
    const std::scoped_lock acting(m_acting);
    if (state().mode != Mode::Driver) return false;
    stay();
    return state().mode == Mode::Driver;
}

std::unique_ptr<SeatKeeper> openSeatKeeper(PortFactory &ports, SpaceDesk &desk, SeatKeeper::Start start) {
    auto seat = ports.openSeat();
    if (!seat) return nullptr;
    return std::make_unique<SeatKeeper>(
        SeatKeeper::Parts{std::move(seat), ports.lock(), desk, ports.clock(), ports.identity()}, start,
        std::chrono::milliseconds(ports.settings().pollIntervalMs));
}

}  // namespace wikivault
