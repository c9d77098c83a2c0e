#pragma once

#include "engine/core/result.h"
#include "tests/support/temp_vault.h"

#include <QProcess>

#include <atomic>
#include <memory>
#include <string>

namespace wikivault::test {

/// An sshd of this test program alone, on its own loopback port, that lets one key in; stopped by its pid in the
/// destructor and by the kernel should the test die.
class SshGitServer {
public:
    /// NotFound: the program is not installed (skip the test).
    [[nodiscard]] static Result<std::unique_ptr<SshGitServer>> start();
    ~SshGitServer();

    /// Of a repository at an absolute path of this machine.
    [[nodiscard]] std::string url(const std::string &path) const { return url(path, m_port); }
    /// The same through a proxy.
    [[nodiscard]] std::string url(const std::string &path, int port) const;
    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] std::string clientKey() const { return m_folder / "client"; }
    /// A key the server does not know.
    [[nodiscard]] std::string otherKey() const { return m_folder / "other"; }
    /// `SHA256:…` of the server's own key.
    [[nodiscard]] std::string fingerprint() const;
    /// Whoever logs in gets this shell script instead of what he asks for, which is in $SSH_ORIGINAL_COMMAND.
    void answerWith(const std::string &script);
    /// A line of sshd_config, from the next launch on.
    void setOption(const std::string &line) { m_options += line + "\n"; }
    void stop();
    /// kill -9, with everything it started; from any thread. Then stop() and launch().
    void killAll() const;
    Result<> launch();
    /// Another host key from the next launch on.
    void changeHostKey();

private:
    explicit SshGitServer(int port) : m_port(port) {}
    void makeKey(const std::string &name) const;

    const int m_port;
    TempDir m_folder;
    std::string m_options;
    QProcess m_server;
    std::atomic<pid_t> m_pid = 0;
};

}  // namespace wikivault::test
