#pragma once

#include "engine/core/result.h"

#include <QProcess>
#include <QTemporaryDir>

#include <memory>
#include <string>
#include <vector>

namespace wikivault::test {

/// A Redis server of this test program alone, in memory, on its own loopback port; stopped by its pid in the destructor
/// and by the kernel should the test die.
class RedisServer {
public:
    /// NotFound: the program is not installed (skip the test).
    [[nodiscard]] static Result<std::unique_ptr<RedisServer>> start();
    /// The same behind TLS as well, with certificates made for it. NotFound also without openssl.
    [[nodiscard]] static Result<std::unique_ptr<RedisServer>> startWithTls();
    ~RedisServer();

    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] std::string url() const { return "redis://127.0.0.1:" + std::to_string(m_port) + "/0"; }
    /// With the host's name in its certificate: `localhost`, unless another is asked for.
    [[nodiscard]] std::string tlsUrl(const std::string &query, const std::string &host = "localhost") const;
    /// A file of the fixture: `ca.pem`, `client.pem`, `client.key`, `other-ca.pem`.
    [[nodiscard]] std::string file(const char *name) const {
        return m_folder.filePath(QString::fromLatin1(name)).toStdString();
    }
    void stop();
    /// Starts the stopped server again at the same port, empty but for what it was told to `SAVE`. It may be still
    /// reading that.
    Result<> launch(const QStringList &options = {});
    /// The answer as text; numbers in decimal, nil as "(nil)", errors as they are.
    std::string run(const std::vector<std::string> &command) const;

private:
    explicit RedisServer(int port) : m_port(port) {}

    int m_port, m_tlsPort = 0;
    QTemporaryDir m_folder;
    QProcess m_server;
};

}  // namespace wikivault::test
