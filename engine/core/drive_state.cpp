#include "engine/core/drive_state.h"

#include "engine/core/holder_record.h"
#include "engine/core/sentence.h"

namespace wikivault {

namespace {

std::string whyObserver(const DriveState &state) {
    const std::string who = state.other ? describeHolder(*state.other) : std::string();
    if (state.why == DriveState::Why::Taken && state.other) return who + " took over at " + minuteOf(state.since);
    const bool isDated = state.other && state.other->since;
    if (isDated) return "the driver is " + who + ", since " + minuteOf(*state.other->since);
    if (state.other) return "the driver is " + who;
    if (state.why == DriveState::Why::Rivals) return describeRival(state.rivals.last) + " polls these spaces";
    if (state.why == DriveState::Why::Asked) return "it was told to leave polling to others";
    return state.problem.empty() ? "it waits until nobody else drives" : state.problem;
}

}  // namespace

std::string wordOf(DriveState::Mode mode) {
    if (mode == DriveState::Mode::Driver) return "driver";
    return mode == DriveState::Mode::Observer ? "observer" : "looking";
}

std::string describeDrive(const DriveState &state) {
    if (state.mode == DriveState::Mode::Driver) return "Driver since " + minuteOf(state.since) + ".";
    if (state.mode == DriveState::Mode::Looking) return "Looks whether anybody else polls, and polls not yet.";
    return "Observer since " + minuteOf(state.since) + ": " + whyObserver(state) + ".";
}

}  // namespace wikivault
