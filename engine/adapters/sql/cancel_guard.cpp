#include "engine/adapters/sql/cancel_guard.h"

#include "engine/adapters/sql/native_handle.h"

#include <sqlite3.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace wikivault::sql {

namespace {

/// How long a server may take to honour a cancel request before its connection is cut.
constexpr std::chrono::seconds kCancelPatience{3};

}  // namespace

class CancelGuard::Watch {
public:
    Watch(const QSqlDatabase &database, Dialect dialect, const std::stop_token &stop) {
        if (dialect == Dialect::Sqlite) {
            m_sqlite = handleOf<sqlite3>(database, {"sqlite3*"});
        } else if (PGconn *connection = postgresHandle(database)) {
            m_cancel.reset(PQgetCancel(connection));
            m_socket = PQsocket(connection);
        }
        m_callback.emplace(stop, [this] { fire(); });
    }

    ~Watch() {
        m_callback.reset();  // after this fire() neither runs nor will run
        {
            const std::lock_guard lock(m_mutex);
            m_done = true;
        }
        m_wake.notify_all();
        if (m_canceller.joinable()) m_canceller.join();
        if (m_cutter.joinable()) m_cutter.join();
    }

private:
    void fire() {
        if (m_sqlite) sqlite3_interrupt(m_sqlite);
        if (!m_cancel) return;
        m_canceller = std::thread([this] {
            std::array<char, 256> message{};
            PQcancel(m_cancel.get(), message.data(), static_cast<int>(message.size()));
        });
        m_cutter = std::thread([this] {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait_for(lock, kCancelPatience, [this] { return m_done; })) shutdown(m_socket, SHUT_RDWR);
        });
    }

    sqlite3 *m_sqlite = nullptr;
    struct Free {
        void operator()(PGcancel *cancel) const { PQfreeCancel(cancel); }
    };
    std::unique_ptr<PGcancel, Free> m_cancel;
    int m_socket = -1;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_done = false;  // guarded by m_mutex
    std::thread m_canceller, m_cutter;
    std::optional<std::stop_callback<std::function<void()>>> m_callback;
};

CancelGuard::CancelGuard(const QSqlDatabase &database, Dialect dialect, std::stop_token stop) {
    if (stop.stop_possible()) m_watch = std::make_unique<Watch>(database, dialect, stop);
}

CancelGuard::~CancelGuard() = default;

}  // namespace wikivault::sql
