#pragma once

#include "engine/core/result.h"
#include "tests/support/temp_vault.h"

#include <QProcess>

#include <memory>
#include <string>
#include <vector>

namespace wikivault::test {

/// A web server of this test program alone, on its own loopback port behind TLS, that serves the bare repositories of a
/// folder through `git http-backend` to one account; stopped by its pid in the destructor and by the kernel should the
/// test die.
class HttpsGitServer {
public:
    /// NotFound: a program is not installed (skip the test).
    [[nodiscard]] static Result<std::unique_ptr<HttpsGitServer>> start(const std::string &repositories);
    ~HttpsGitServer();

    [[nodiscard]] int port() const { return m_port; }
    /// Of `repositories/NAME`.
    [[nodiscard]] std::string url(const std::string &name) const {
        return "https://localhost:" + std::to_string(m_port) + "/git/" + name;
    }
    /// The same for git by hand: with account and token in it.
    [[nodiscard]] std::string personsUrl(const std::string &name) const;
    /// Of the issuer that vouches for the server.
    [[nodiscard]] std::string authority() const { return m_folder / "ca.pem"; }
    [[nodiscard]] std::string otherAuthority() const { return m_folder / "other-ca.pem"; }
    [[nodiscard]] const std::string &token() const { return m_token; }
    /// From the next request on.
    void setToken(const std::string &token);
    /// Of all requests so far, `STATUS CREDENTIALS REQUEST-LINE`; the server is started anew for it.
    [[nodiscard]] std::vector<std::string> requests();
    void stop();
    Result<> launch();

private:
    HttpsGitServer(int port, std::string repositories) : m_port(port), m_repositories(std::move(repositories)) {}

    const int m_port;
    const std::string m_repositories;
    std::string m_token;
    TempDir m_folder;
    QProcess m_server;
};

}  // namespace wikivault::test
