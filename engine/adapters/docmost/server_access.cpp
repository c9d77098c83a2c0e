#include "engine/adapters/docmost/server_access.h"

#include "engine/adapters/docmost/api_json.h"
#include "engine/core/retry_table.h"

#include <QByteArray>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <charconv>
#include <optional>

namespace wikivault::docmost {

namespace {

constexpr int kMostUnderWay = 4, kFailuresThatShut = 5;
/// The server counts ten tries a minute for everybody behind this address.
constexpr std::chrono::seconds kAfterThrottle{60}, kLongestThrottle{900}, kAfterRefusal{300};

/// By the server's own clock: ours may be off.
std::optional<std::chrono::seconds> untilDate(const HttpReply &reply, const std::string &text) {
    const auto momentOf = [](const std::string &date) {
        QDateTime moment =
            QLocale::c().toDateTime(QString::fromStdString(date), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
        moment.setTimeSpec(Qt::UTC);
        return moment;
    };
    const QDateTime until = momentOf(text), now = momentOf(reply.header("date"));
    if (!until.isValid() || !now.isValid()) return std::nullopt;
    return std::chrono::seconds(now.secsTo(until));
}

/// A quarter of an hour at most, and a minute where nothing sensible is said.
std::chrono::milliseconds waitOf(const HttpReply &reply) {
    for (const char *name : {"retry-after-auth", "retry-after"}) {
        const std::string text = reply.header(name);
        long seconds = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), seconds);
        const bool isNumber = problem == std::errc() && end != text.data();
        if (!isNumber) seconds = untilDate(reply, text).value_or(std::chrono::seconds(0)).count();
        if (seconds > 0) return std::min(std::chrono::seconds(std::min(seconds, 100000L)), kLongestThrottle);
    }
    return kAfterThrottle;
}

std::string cookieIn(const HttpReply &reply) {
    const auto [begin, end] = reply.headers.equal_range("set-cookie");
    const std::string name = "authToken=";
    for (auto at = begin; at != end; ++at)
        if (at->second.starts_with(name)) return at->second.substr(name.size(), at->second.find(';') - name.size());
    return {};
}

}  // namespace

ServerAccess::Slot::~Slot() {
    if (!m_server) return;
    {
        const std::scoped_lock guard(m_server->m_mutex);
        --m_server->m_underWay;
        if (m_isProbe) m_server->m_isProbing = false;
    }
    m_server->m_changed.notify_all();
}

Result<ServerAccess::Slot> ServerAccess::takeSlot(const std::stop_token &stop) {
    std::unique_lock guard(m_mutex);
    if (!m_changed.wait(guard, stop, [this] { return m_underWay < kMostUnderWay; }))
        return fail(ErrorCode::Cancelled, "stopped on request");
    TRY(admit());
    const bool isProbe = m_failures >= kFailuresThatShut;
    m_isProbing = m_isProbing || isProbe;
    ++m_underWay;
    return Slot(this, isProbe);
}

/// Under the mutex.
Result<> ServerAccess::admit() const {
    const auto now = m_clock.sinceBoot();
    const std::string wiki = "the wiki's API at " + m_address.shown;
    if (now < m_restUntil) return lockedOut(m_restUntil - now, wiki + " asks to be called less often");
    if (m_failures < kFailuresThatShut) return {};
    const std::string why = wiki + " failed " + std::to_string(m_failures) + " times in a row and is left alone";
    if (now < m_shutUntil) return lockedOut(m_shutUntil - now, why);
    if (m_isProbing) return fail(ErrorCode::Unavailable, why + " until another request has found it well");
    return {};
}

void ServerAccess::heard(const tl::expected<HttpReply, HttpFailure> &answer) {
    const std::scoped_lock guard(m_mutex);
    if (!answer) {
        if (answer.error().error.code != ErrorCode::Cancelled && !answer.error().isTooLarge) failedAgain();
        return;
    }
    const bool asksForRest = answer->status == 429 || (answer->status == 503 && !answer->header("retry-after").empty());
    if (asksForRest) {
        const auto wait = waitOf(*answer);
        const auto jitter = std::chrono::milliseconds(m_dice(static_cast<int>(wait.count() / 10) + 1));
        m_restUntil = m_clock.sinceBoot() + std::min<std::chrono::milliseconds>(wait + jitter, kLongestThrottle);
    } else if (classOfHttpStatus(answer->status) == FailureClass::Transient) {
        failedAgain();
    } else {
        m_failures = 0;
    }
}

/// Under the mutex.
void ServerAccess::failedAgain() {
    ++m_failures;
    if (m_failures < kFailuresThatShut) return;
    const RetryRule rule = ruleOf(FailureClass::Transient);
    m_shutUntil = m_clock.sinceBoot() + pauseAfter(rule, m_failures - kFailuresThatShut + 1, m_dice);
}

Result<std::string> ServerAccess::token(const std::string &rejected, const std::stop_token &stop) {
    {
        std::unique_lock guard(m_mutex);
        if (!m_changed.wait(guard, stop, [this] { return !m_isLoggingIn; }))
            return fail(ErrorCode::Cancelled, "stopped on request");
        if (m_token.empty()) m_token = m_credentials.token;
        if (!m_token.empty() && m_token != rejected) return m_token;
        if (!m_credentials.token.empty())
            return fail(ErrorCode::Unavailable, "the wiki at " + m_address.shown +
                                                    " does not accept DOCMOST_TOKEN (any more); set a fresh one, or "
                                                    "DOCMOST_EMAIL and DOCMOST_PASSWORD instead");
        if (const auto wait = m_notBefore - m_clock.sinceBoot(); wait.count() > 0 && !m_whyNot.empty())
            return lockedOut(wait, m_whyNot);
        m_isLoggingIn = true;
    }
    Result<std::string> token = logIn(stop);
    const std::scoped_lock guard(m_mutex);
    m_isLoggingIn = false;
    m_token = token.value_or(std::string());
    m_changed.notify_all();
    return token;
}

tl::unexpected<Error> ServerAccess::lockedOut(std::chrono::milliseconds wait, const std::string &why) const {
    return fail(ErrorCode::Unavailable,
                why + "; the next try is in " + std::to_string((wait.count() + 999) / 1000) + " s");
}

Result<std::string> ServerAccess::logIn(const std::stop_token &stop) {
    const HttpRequest request{"/auth/login", jsonOf(Members{{"email", Value(m_credentials.email)},
                                                            {"password", Value(m_credentials.password)}})};
    tl::expected<HttpReply, HttpFailure> reply;
    {
        TRY_ASSIGN(const Slot slot, takeSlot(stop));
        reply = exchange(m_address, request, m_limits, stop);
        if (!reply || reply->status != 429) heard(reply);  // the throttle of logins is their own
    }
    if (!reply) return tl::unexpected<Error>(reply.error().error);
    Result<std::string> token = tokenFrom(*reply);
    if (token) return token;
    const auto wait = reply->status == 429 ? waitOf(*reply) : std::chrono::milliseconds(kAfterRefusal);
    // Only a refusal of the account is remembered; a server that is ill may be well again at once.
    if (reply->status != 429 && reply->status != 401 && reply->status != 200) return token;
    const std::scoped_lock guard(m_mutex);
    m_notBefore = m_clock.sinceBoot() + wait;
    m_whyNot = token.error().detail;
    return lockedOut(wait, m_whyNot);
}

Result<std::string> ServerAccess::tokenFrom(const HttpReply &reply) {
    const std::string wiki = "the wiki at " + m_address.shown;
    const auto refused = [&](const std::string &what) { return fail(ErrorCode::Unavailable, wiki + what); };
    if (reply.status == 429) return refused(" lets nobody log in for now: too many tries from this address");
    if (reply.status == 401)
        return refused(" does not know this account: check DOCMOST_EMAIL (" + m_credentials.email +
                       ") and DOCMOST_PASSWORD");
    const bool isJson = reply.header("content-type").find("json") != std::string::npos;
    if (!isJson)
        return refused(" answers the login with " + std::to_string(reply.status) +
                       " and no JSON: a proxy or another program stands there; check DOCMOST_API_URL");
    if (reply.status != 200)
        return refused(" answers the login with " + std::to_string(reply.status) + "; look at the server's log");
    const std::string token = cookieIn(reply);
    if (!token.empty()) return token;
    return refused(" let " + m_credentials.email +
                   " in without a token: it asks for a second factor or another way to sign in; set DOCMOST_TOKEN");
}

std::string userOfToken(const std::string &token) {
    const std::size_t begin = token.find('.') + 1;
    const std::size_t end = token.find('.', begin);
    if (begin == 0 || end == std::string::npos) return {};
    const QByteArray payload = QByteArray::fromBase64(QByteArray::fromStdString(token.substr(begin, end - begin)),
                                                      QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    const auto claims = objectFrom({payload.data(), static_cast<std::size_t>(payload.size())});
    return claims ? textIn(*claims, "sub") : std::string();
}

}  // namespace wikivault::docmost
