#include "engine/adapters/redis/tls_channel.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace wikivault::redis {

namespace {

/// The oldest entry of OpenSSL's list of what went wrong; the list is empty afterwards.
std::string tlsTrouble() {
    const unsigned long code = ERR_get_error();
    ERR_clear_error();
    const char *const reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    return reason == nullptr ? "unknown cause" : reason;
}

tl::unexpected<Error> badFile(const char *what, const std::string &path) {
    return fail(ErrorCode::Invalid,
                "REDIS_URL: " + path + " is no readable " + what + " in PEM form (" + tlsTrouble() + ").");
}

/// OpenSSL's macro for it, without its casts.
bool sendName(SSL *session, std::string host) {
    return SSL_ctrl(session, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data()) == 1;
}

/// A name or an address the certificate must bear.
bool expectHost(SSL *session, const std::string &host) {
    X509_VERIFY_PARAM *const expected = SSL_get0_param(session);
    if (X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) == 1) return true;
    ERR_clear_error();
    return SSL_set1_host(session, host.c_str()) == 1 && sendName(session, host);
}

}  // namespace

TlsChannel::TlsChannel(ssl_ctx_st *context) : m_context(context) {}

TlsChannel::~TlsChannel() {
    SSL_free(m_session);
    SSL_CTX_free(m_context);
}

Result<std::unique_ptr<TlsChannel>> TlsChannel::open(int socket, const RedisAddress &address) {
    ERR_clear_error();
    SSL_CTX *const context = SSL_CTX_new(TLS_client_method());
    if (context == nullptr) return fail(ErrorCode::Unavailable, "TLS cannot be set up: " + tlsTrouble() + ".");
    std::unique_ptr<TlsChannel> channel(new TlsChannel(context));
    TRY(channel->useFiles(address));
    TRY(channel->handshake(socket, address));
    return channel;
}

Result<> TlsChannel::useFiles(const RedisAddress &address) {
    SSL_CTX_set_min_proto_version(m_context, TLS1_2_VERSION);
    SSL_CTX_set_verify(m_context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_mode(m_context, SSL_MODE_AUTO_RETRY);
    if (address.issuers.empty())
        SSL_CTX_set_default_verify_paths(m_context);
    else if (SSL_CTX_load_verify_file(m_context, address.issuers.c_str()) != 1)
        return badFile("certificate", address.issuers);
    if (address.certificate.empty()) return {};
    if (SSL_CTX_use_certificate_chain_file(m_context, address.certificate.c_str()) != 1)
        return badFile("certificate", address.certificate);
    if (SSL_CTX_use_PrivateKey_file(m_context, address.key.c_str(), SSL_FILETYPE_PEM) != 1)
        return badFile("key of the certificate", address.key);
    return {};
}

Result<> TlsChannel::handshake(int socket, const RedisAddress &address) {
    m_session = SSL_new(m_context);
    if (m_session == nullptr || SSL_set_fd(m_session, socket) != 1 || !expectHost(m_session, address.host))
        return fail(ErrorCode::Unavailable, "TLS cannot be set up: " + tlsTrouble() + ".");
    const int result = SSL_connect(m_session);
    if (result == 1) return {};
    const long verdict = SSL_get_verify_result(m_session);
    if (verdict != X509_V_OK)
        return fail(ErrorCode::Denied, "Redis at " + address.name() +
                                           " shows a certificate this host does not trust (" +
                                           X509_verify_cert_error_string(verdict) +
                                           "); name the issuer's file in REDIS_URL (?ca=FILE), install it on this "
                                           "host, or correct the address.");
    noteFailure(result);
    return fail(ErrorCode::Unavailable,
                "Redis at " + address.name() + " does not speak TLS with this host (" + m_cause +
                    "). Check that the port is the one for TLS (redis:// is for the other), and whether the server "
                    "wants a certificate (?cert=FILE&key=FILE).");
}

bool TlsChannel::write(std::string_view bytes) {
    errno = 0;
    ERR_clear_error();
    const int result = SSL_write(m_session, bytes.data(), static_cast<int>(bytes.size()));
    if (result > 0) return true;  // without partial writes it is all or nothing
    noteFailure(result);
    return false;
}

std::string TlsChannel::read() {
    std::array<char, 16 * 1024> buffer;
    errno = 0;
    ERR_clear_error();
    const int result = SSL_read(m_session, buffer.data(), static_cast<int>(buffer.size()));
    if (result > 0) return {buffer.data(), static_cast<std::size_t>(result)};
    noteFailure(result);
    return {};
}

void TlsChannel::noteFailure(int result) {
    const int number = errno;
    const int kind = SSL_get_error(m_session, result);
    if (number == EAGAIN || kind == SSL_ERROR_WANT_READ || kind == SSL_ERROR_WANT_WRITE)
        m_cause = "it did not answer in time";
    else if (kind == SSL_ERROR_ZERO_RETURN || (kind == SSL_ERROR_SYSCALL && number == 0))
        m_cause = "it closed the connection";
    else if (kind == SSL_ERROR_SYSCALL)
        m_cause = std::generic_category().message(number);
    else
        m_cause = tlsTrouble();
    ERR_clear_error();
}

}  // namespace wikivault::redis
