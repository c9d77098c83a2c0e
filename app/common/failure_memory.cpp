#include "app/common/failure_memory.h"

namespace wikivault {

FailureMemory::Earlier FailureMemory::note(const RunReport &report) {
    const std::scoped_lock guard(m_mutex);
    const auto found = m_failing.find(report.space);
    const Earlier earlier = found == m_failing.end() ? Earlier() : found->second;
    if (report.cancelled || report.skipped != SkipReason::None) return earlier;
    if (report.error.empty())
        m_failing.erase(report.space);
    else
        m_failing[report.space] = {earlier.runs + 1, report.error};
    return earlier;
}

}  // namespace wikivault
