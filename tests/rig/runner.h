#pragma once

#include "tests/rig/history.h"
#include "tests/rig/ledger.h"
#include "tests/rig/world.h"

#include <cstdlib>
#include <functional>
#include <memory>
#include <random>
#include <string>

namespace wikivault::rig {

using MakeWorld = std::function<std::unique_ptr<World>(ConflictPolicy)>;

[[nodiscard]] inline bool isFull() {
    return std::getenv("WIKIVAULT_FULL") != nullptr;
}
[[nodiscard]] inline int numberFrom(const char *variable, int otherwise) {
    const char *text = std::getenv(variable);
    return text ? std::atoi(text) : otherwise;
}
/// Seeds run again and again flatter the engine: in full they are drawn anew each time.
[[nodiscard]] inline int firstSeed() {
    return numberFrom("WIKIVAULT_RIG_SEED", isFull() ? static_cast<int>(std::random_device()() % 2'000'000'000U) : 1);
}

/// Runs a history and holds the world to the invariants after every cycle and at the end. Empty, or what broke.
[[nodiscard]] std::string runHistory(const History &history, const MakeWorld &make);

/// The failpoints its `late` runs reach, in order.
[[nodiscard]] std::vector<std::string> failpointsOf(const History &history, const MakeWorld &make);

/// Every row, ref, object, file and index entry at its end.
[[nodiscard]] std::string fingerprintAfter(const History &history, const MakeWorld &make);

/// The shortest history that still fails; `budget` runs at most.
[[nodiscard]] History shrink(History failing, const MakeWorld &make, int budget);

/// Both sides as they stand, page by page, with the tokens in them: what a trace shows.
[[nodiscard]] std::string sketch(World &world);

/// Items and errors of a report, one per line.
[[nodiscard]] std::string describe(const RunReport &report);

}  // namespace wikivault::rig
