#pragma once

#include "engine/core/settings.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Histories: what people, git and misfortune do around the engine, one self-contained step after the other. Any step
/// may be left out and the rest still means something.
namespace wikivault::rig {

struct Deed {
    std::string verb;
    std::vector<int> args;  ///< chosen freely; taken modulo what there is
    friend bool operator==(const Deed &, const Deed &) = default;
};

struct Step {
    int number = 0;  ///< stays the step's own when others are left out: its tokens carry it
    Deed deed;
    std::string fault;  ///< of a `sync`: `crash`, `lose-lease`, `fail-write`, `late` …
    int at = 0;         ///< which failpoint or write of the cycle
    Deed late;          ///< what somebody does at that moment
    friend bool operator==(const Step &, const Step &) = default;
};

struct History {
    ConflictPolicy policy = ConflictPolicy::Review;
    std::vector<Step> steps;
};

[[nodiscard]] std::string print(const History &history);
/// Nothing: not a history.
[[nodiscard]] std::optional<History> parseHistory(const std::string &text);

[[nodiscard]] History generate(std::uint64_t seed, int steps);

}  // namespace wikivault::rig
