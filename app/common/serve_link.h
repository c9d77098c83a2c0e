#pragma once

#include "engine/core/drive_state.h"
#include "engine/runtime/sync_service.h"

#include <QJsonObject>

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <thread>

namespace wikivault {

/// The end of whoever follows the `serve` of a data directory: what it tells arrives here as if the runs were ours. On
/// a thread of its own, which looks for a `serve` again as long as there is none.
class ServeLink {
public:
    /// Called on the link's thread; must not block.
    struct Ears {
        std::function<void(const std::optional<ServeState> &)> state;  ///< nothing: none runs (any more)
        std::function<void()> changed;                                 ///< something is new about the spaces
        SyncEvents runs;
    };
    /// `socket`: where it listens, asked before each try.
    ServeLink(std::function<std::string()> socket, Ears ears);
    /// Waits for the thread.
    ~ServeLink();
    /// One that drives is there; from any thread.
    [[nodiscard]] bool isAttached() const { return m_isAttached; }
    ServeLink(const ServeLink &) = delete;
    ServeLink &operator=(const ServeLink &) = delete;

private:
    void follow(const std::stop_token &stop);
    void hear(const QByteArray &line);
    void hearState(const QJsonObject &event);

    const std::function<std::string()> m_socket;
    const Ears m_ears;
    ServeState m_state;  // of the thread alone
    std::atomic_bool m_isAttached = false;
    std::jthread m_thread;
};

/// What `finished` tells of a run, without its items; of its conflicts only how many there are.
[[nodiscard]] RunReport reportOf(const QJsonObject &finished);

}  // namespace wikivault
