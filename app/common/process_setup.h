#pragma once

#include <stop_token>
#include <thread>

namespace wikivault {

/// First thing in every program: new files belong to their owner alone, a broken pipe is an error value instead of the
/// end, and no memory with secrets is dumped.
void prepareProcess();

/// While it lives, the first Ctrl+C or SIGTERM asks `token()` to stop; the second ends the process the hard way. One
/// per process.
class StopOnSignal {
public:
    StopOnSignal();
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal &) = delete;
    StopOnSignal &operator=(const StopOnSignal &) = delete;
    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }

private:
    std::stop_source m_source;
    std::jthread m_watcher;
};

}  // namespace wikivault
