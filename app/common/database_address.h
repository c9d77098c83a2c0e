#pragma once

#include "engine/core/result.h"
#include "engine/core/settings.h"

#include <chrono>
#include <mutex>
#include <optional>
#include <string>

namespace wikivault {

/// Where the wiki's database is, with the password that stands beside the address: in DATABASE_PASSWORD, printed by a
/// command or kept in the keyring. One inside the address is stronger. Safe from any thread.
class DatabaseAddress {
public:
    explicit DatabaseAddress(const Settings &settings);

    /// Asks for the password once; blocks like secretFrom() then. After a failure nobody is asked again for a minute.
    [[nodiscard]] Result<std::string> url();
    /// The server did not take the password: the next call asks for it anew.
    void forget();
    /// The same refusal, naming where the password that was refused came from.
    [[nodiscard]] Error explained(const Error &error) const;

private:
    [[nodiscard]] bool wantsPassword() const;
    [[nodiscard]] Result<std::string> password() const;

    const std::string m_url, m_password, m_command, m_profile;
    std::mutex m_mutex;
    std::optional<Result<std::string>> m_whole;         // guarded by m_mutex, like what follows
    std::chrono::steady_clock::time_point m_askedAt{};  // for the password
};

/// `postgresql://user@host/db` with a password in it, percent-encoded.
[[nodiscard]] std::string withPassword(const std::string &url, const std::string &password);

}  // namespace wikivault
