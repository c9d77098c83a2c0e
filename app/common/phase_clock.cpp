#include "app/common/phase_clock.h"

#include <fmt/format.h>

#include <algorithm>

namespace wikivault {

namespace {
constexpr std::chrono::milliseconds kWorthWords{50};
}

ProgressSink PhaseClock::sink() {
    return [this](const RunProgress &progress) {
        note(progress.phase);
        if (m_next) m_next(progress);
    };
}

void PhaseClock::note(const std::string &phase) {
    if (phase == m_phase) return;
    m_before = spent();
    m_phase = phase;
    m_since = m_clock.now();
}

PhaseClock::Spent PhaseClock::spent() const {
    Spent spent = m_before;
    if (m_phase.empty()) return spent;
    auto at = std::find_if(spent.begin(), spent.end(), [&](const auto &one) { return one.first == m_phase; });
    if (at == spent.end()) at = spent.insert(spent.end(), {m_phase, {}});
    at->second += m_clock.now() - m_since;
    return spent;
}

std::string PhaseClock::text() const {
    std::string text;
    for (const auto &[phase, time] : spent()) {
        if (time < kWorthWords) continue;
        const double seconds = std::chrono::duration<double>(time).count();
        text += fmt::format("{}{:.1f} s {}", text.empty() ? "" : ", ", seconds, phase);
    }
    return text;
}

}  // namespace wikivault
