#include "tests/support/redis_server.h"

#include "tests/support/certificates.h"
#include "tests/support/free_port.h"

#include <hiredis/hiredis.h>

#include <QElapsedTimer>
#include <QStandardPaths>
#include <QThread>

#include <sys/prctl.h>

#include <csignal>

namespace wikivault::test {

namespace {

constexpr int kRedisStartMs = 20000;

std::string textOf(const redisReply *reply) {
    if (reply == nullptr) return "(no answer)";
    if (reply->type == REDIS_REPLY_NIL) return "(nil)";
    if (reply->type == REDIS_REPLY_INTEGER) return std::to_string(reply->integer);
    return reply->str != nullptr ? std::string(reply->str, reply->len) : std::string();
}

}  // namespace

Result<std::unique_ptr<RedisServer>> RedisServer::start() {
    if (QStandardPaths::findExecutable(QStringLiteral("redis-server")).isEmpty())
        return fail(ErrorCode::NotFound, "Redis is not installed (package redis-server)");
    std::unique_ptr<RedisServer> server(new RedisServer(freeLoopbackPort()));
    TRY(server->launch());
    return server;
}

Result<std::unique_ptr<RedisServer>> RedisServer::startWithTls() {
    for (const char *program : {"redis-server", "openssl"})
        if (QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty())
            return fail(ErrorCode::NotFound, std::string(program) + " is not installed");
    std::unique_ptr<RedisServer> server(new RedisServer(freeLoopbackPort()));
    server->m_tlsPort = freeLoopbackPort();
    TRY(makeCertificates(server->m_folder.path()));
    TRY(server->launch());
    return server;
}

std::string RedisServer::tlsUrl(const std::string &query, const std::string &host) const {
    return "rediss://" + host + ":" + std::to_string(m_tlsPort) + "/0" + query;
}

RedisServer::~RedisServer() {
    stop();
}

void RedisServer::stop() {
    if (m_server.state() == QProcess::NotRunning) return;
    ::kill(static_cast<pid_t>(m_server.processId()), SIGKILL);
    m_server.waitForFinished(kRedisStartMs);
}

Result<> RedisServer::launch(const QStringList &options) {
    m_server.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_server.setStandardOutputFile(QProcess::nullDevice());
    QStringList arguments{QStringLiteral("--port"),       QString::number(m_port),
                          QStringLiteral("--bind"),       QStringLiteral("127.0.0.1"),
                          QStringLiteral("--save"),       QString(),
                          QStringLiteral("--appendonly"), QStringLiteral("no"),
                          QStringLiteral("--dir"),        m_folder.path()};
    if (m_tlsPort != 0)
        arguments << QStringLiteral("--tls-port") << QString::number(m_tlsPort) << QStringLiteral("--tls-cert-file")
                  << m_folder.filePath(QStringLiteral("server.pem")) << QStringLiteral("--tls-key-file")
                  << m_folder.filePath(QStringLiteral("server.key")) << QStringLiteral("--tls-ca-cert-file")
                  << m_folder.filePath(QStringLiteral("ca.pem"));
    m_server.start(QStringLiteral("redis-server"), arguments + options);
    const auto answers = [this] {
        const std::string answer = run({"PING"});
        return answer == "PONG" || answer.starts_with("LOADING");
    };
    QElapsedTimer waited;
    waited.start();
    while (waited.elapsed() < kRedisStartMs && !answers())
        QThread::msleep(20);
    if (answers()) return {};
    return fail(ErrorCode::Unavailable, "redis-server does not start");
}

std::string RedisServer::run(const std::vector<std::string> &command) const {
    const std::unique_ptr<redisContext, decltype(&redisFree)> context(redisConnect("127.0.0.1", m_port), &redisFree);
    if (!context || context->err != 0) return "(no answer)";
    std::vector<const char *> words;
    std::vector<std::size_t> lengths;
    for (const std::string &word : command)
        words.push_back(word.data()), lengths.push_back(word.size());
    auto *reply = static_cast<redisReply *>(
        redisCommandArgv(context.get(), static_cast<int>(command.size()), words.data(), lengths.data()));
    std::string text = textOf(reply);
    if (reply != nullptr) freeReplyObject(reply);
    return text;
}

}  // namespace wikivault::test
