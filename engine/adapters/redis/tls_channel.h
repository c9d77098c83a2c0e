#pragma once

#include "engine/adapters/redis/redis_client.h"

#include <memory>
#include <string>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;

namespace wikivault::redis {

/// TLS over a connected socket that somebody else owns and whose time limits hold here too. Debian's hiredis speaks no
/// TLS of its own.
class TlsChannel {
public:
    /// Denied: the server is not who the address says, as far as this host can tell. Unavailable: it speaks no TLS.
    [[nodiscard]] static Result<std::unique_ptr<TlsChannel>> open(int socket, const RedisAddress &address);
    TlsChannel(const TlsChannel &) = delete;
    TlsChannel &operator=(const TlsChannel &) = delete;
    ~TlsChannel();

    [[nodiscard]] bool write(std::string_view bytes);
    /// What has arrived; "" when the connection ended, broke or was too slow.
    [[nodiscard]] std::string read();
    /// Why the last call failed.
    [[nodiscard]] std::string cause() const { return m_cause; }

private:
    explicit TlsChannel(ssl_ctx_st *context);
    Result<> useFiles(const RedisAddress &address);
    Result<> handshake(int socket, const RedisAddress &address);
    void noteFailure(int result);

    ssl_ctx_st *const m_context;
    ssl_st *m_session = nullptr;
    std::string m_cause;
};

}  // namespace wikivault::redis
