#pragma once

#include "engine/core/result.h"

#include <QProcess>
#include <QTemporaryDir>

#include <memory>
#include <string>

namespace wikivault::test {

/// PostgreSQL and its poolers refuse to run as root: a child then becomes `postgres`, which the Debian package creates.
void becomeOrdinaryUser(QProcess &process);

/// A PostgreSQL server of this test program alone: own data, own loopback port; stopped by its pid in the destructor
/// and by the kernel should the test die. Everybody is trusted but the role `guarded`, whose password is `right`.
class PostgresServer {
public:
    /// NotFound: the server's programs are not installed (skip the test).
    [[nodiscard]] static Result<std::unique_ptr<PostgresServer>> start();
    ~PostgresServer();

    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] std::string url(const std::string &database) const;
    /// An empty database, or a copy of `from`.
    Result<> createDatabase(const std::string &name, const std::string &from = "template1");
    /// A database with Docmost's tables and rows from ../shared/docmost; `fork` takes the fork's. NotFound: no such
    /// files.
    Result<> createDocmost(const std::string &name, bool fork);
    /// A server with the databases `docmost` and `fork`. NotFound: it needs something that is not here.
    [[nodiscard]] static Result<std::unique_ptr<PostgresServer>> startWithDocmost();
    /// The server ends without a checkpoint, as in a crash, and recovers.
    Result<> crash();
    /// It ends and comes back as a standby, which only reads, or as what it was.
    Result<> restart(bool asStandby);
    /// What the server has logged.
    [[nodiscard]] std::string log() const;
    /// Runs SQL with psql and gives what it prints, columns separated by `|`.
    Result<std::string> run(const std::string &database, const std::string &sql) const;

private:
    PostgresServer(std::string programs, int port) : m_programs(std::move(programs)), m_port(port) {}
    Result<> initialise();
    Result<> launch();
    Result<std::string> psql(const std::string &database, const QStringList &arguments) const;

    std::string m_programs;
    int m_port;
    QTemporaryDir m_folder;
    QProcess m_server;
};

/// `server` is one with Docmost's databases; where it needs something that is not here, the test is skipped.
#define NEED_DOCMOST(server)                                                                                           \
    do {                                                                                                               \
        auto started = wikivault::test::PostgresServer::startWithDocmost();                                            \
        if (!started && started.error().code == wikivault::ErrorCode::NotFound) QSKIP(started.error().detail.c_str()); \
        QVERIFY2(started.has_value(), started ? "" : started.error().detail.c_str());                                  \
        (server) = std::move(*started);                                                                                \
    } while (false)

}  // namespace wikivault::test
