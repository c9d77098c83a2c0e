#pragma once

#include "engine/adapters/docmost/http_exchange.h"
#include "engine/core/position.h"
#include "engine/ports/clock.h"

#include <condition_variable>
#include <mutex>
#include <random>
#include <stop_token>
#include <string>

namespace wikivault::docmost {

struct Credentials {
    std::string email, password;
    std::string token;  ///< instead of both
};

/// What all connections to one server share: the token, the throttle of its login, the number of requests that may be
/// under way, and whether it may be asked at all: a server that wants rest gets it, and one that failed five times in a
/// row is asked by one request at a time, after pauses that grow. Safe from any thread.
class ServerAccess {
public:
    ServerAccess(ApiAddress address, Credentials credentials, HttpLimits limits, const Clock &clock)
        : m_address(std::move(address)),
          m_credentials(std::move(credentials)),
          m_limits(limits),
          m_clock(clock),
          m_dice(seededDice(std::random_device{}())) {}

    [[nodiscard]] const ApiAddress &address() const { return m_address; }
    [[nodiscard]] const HttpLimits &limits() const { return m_limits; }
    [[nodiscard]] const std::string &email() const { return m_credentials.email; }

    /// Room for one request; given back by the destructor.
    class Slot {
    public:
        Slot(ServerAccess *server, bool isProbe) : m_server(server), m_isProbe(isProbe) {}
        Slot(Slot &&other) noexcept : m_server(std::exchange(other.m_server, nullptr)), m_isProbe(other.m_isProbe) {}
        Slot &operator=(Slot &&) = delete;
        ~Slot();

    private:
        ServerAccess *m_server;
        const bool m_isProbe;
    };
    /// Waits for one of the four. Cancelled: `stop` fired meanwhile. Unavailable: the server is left alone for now.
    [[nodiscard]] Result<Slot> takeSlot(const std::stop_token &stop);
    /// What came of a request that had a slot.
    void heard(const tl::expected<HttpReply, HttpFailure> &answer);

    /// A token other than `rejected`; logs in when there is none. One thread logs in, the others wait for it.
    /// Unavailable: the account is not let in; it is not tried again for a while.
    [[nodiscard]] Result<std::string> token(const std::string &rejected, const std::stop_token &stop);

private:
    Result<std::string> logIn(const std::stop_token &stop);
    Result<std::string> tokenFrom(const HttpReply &reply);
    [[nodiscard]] Result<> admit() const;
    void failedAgain();
    [[nodiscard]] tl::unexpected<Error> lockedOut(std::chrono::milliseconds wait, const std::string &why) const;

    const ApiAddress m_address;
    const Credentials m_credentials;
    const HttpLimits m_limits;
    const Clock &m_clock;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    // Guarded by m_mutex.
    int m_underWay = 0;
    bool m_isLoggingIn = false;
    std::string m_token;
    std::chrono::milliseconds m_notBefore{0};  ///< since boot: no login until then
    std::string m_whyNot;
    int m_failures = 0;                                        ///< of requests in a row
    bool m_isProbing = false;                                  ///< one request finds out whether it is well again
    std::chrono::milliseconds m_restUntil{0}, m_shutUntil{0};  ///< since boot
    Dice m_dice;
};

/// The user a token speaks for (its `sub`), or "" when it does not say.
[[nodiscard]] std::string userOfToken(const std::string &token);

}  // namespace wikivault::docmost
