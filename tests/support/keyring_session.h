#pragma once

#include "engine/core/result.h"
#include "tests/support/temp_vault.h"

#include <QProcess>

#include <memory>
#include <string>

namespace wikivault::test {

/// A D-Bus session and an unlocked keyring of this test alone, in a home of its own; both end with it.
class KeyringSession {
public:
    /// NotFound: gnome-keyring or dbus-daemon is not installed (skip the test).
    [[nodiscard]] static Result<std::unique_ptr<KeyringSession>> start();
    ~KeyringSession();

    /// Of DBUS_SESSION_BUS_ADDRESS.
    [[nodiscard]] const std::string &address() const { return m_address; }
    /// Nobody offers secrets any more; the bus stays.
    void stopKeyring();

private:
    KeyringSession() = default;

    TempDir m_home;
    std::string m_address;
    QProcess m_bus, m_keyring;
};

}  // namespace wikivault::test
