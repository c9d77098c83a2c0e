#pragma once

#include "engine/ports/clock.h"
#include "engine/ports/desk.h"

#include <string>
#include <utility>
#include <vector>

namespace wikivault {

/// How long a run spends in each of its phases, told by its progress. Of the run's thread alone.
class PhaseClock {
public:
    PhaseClock(const Clock &clock, ProgressSink next) : m_clock(clock), m_next(std::move(next)) {}

    /// Hands all progress on.
    [[nodiscard]] ProgressSink sink();
    /// `0.2 s opening the vault, 1.4 s reading the wiki` up to now, in the order they began; without those that took
    /// no time to speak of.
    [[nodiscard]] std::string text() const;

private:
    using Spent = std::vector<std::pair<std::string, std::chrono::milliseconds>>;
    void note(const std::string &phase);
    [[nodiscard]] Spent spent() const;

    const Clock &m_clock;
    const ProgressSink m_next;
    Spent m_before;       ///< what is over
    std::string m_phase;  ///< since m_since
    TimePoint m_since{};
};

}  // namespace wikivault
