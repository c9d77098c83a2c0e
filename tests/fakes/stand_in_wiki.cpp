#include "tests/fakes/stand_in_wiki.h"

#include "tests/fakes/stand_in_calls.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>

namespace wikivault::test {

namespace {

constexpr std::size_t kLargestBody = 1024 * 1024;

std::string base64Url(const std::string &text) {
    return QByteArray::fromStdString(text)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
        .toStdString();
}

bool isDone(Fault fault) {
    return fault == Fault::Done500 || fault == Fault::DoneSilent || fault == Fault::DoneClosed ||
           fault == Fault::DoneHalf;
}

HttpAnswer spoiled(Fault fault, HttpAnswer answer) {
    switch (fault) {
        case Fault::Refused500:
        case Fault::Done500: return refusal(500, "Internal server error", "");
        case Fault::Silence:
        case Fault::DoneSilent: answer.isSilent = true; return answer;
        case Fault::DoneClosed: answer.isClosed = true; return answer;
        case Fault::DoneHalf: answer.cutAfter = answer.body.size() / 2; return answer;
        case Fault::Html: return {200, "<!doctype html><title>Sign in</title><form></form>", "text/html"};
        case Fault::Redirect: return {302, "", "text/html", {{"Location", "http://elsewhere.invalid/login"}}};
        case Fault::TooLarge: return {413, "<html>Request Entity Too Large</html>", "text/html"};
        case Fault::Throttled: return refusal(429, "Too many requests", "");
        case Fault::Busy: return {503, "<html>Service Unavailable</html>", "text/html"};
        case Fault::Stale: return refusal(409, "Page was changed", "Conflict");
        case Fault::Unprocessable: return refusal(422, "content must be a valid document", "Unprocessable Entity");
    }
    return answer;
}

}  // namespace

void StandInWiki::addServers() {
    QTest::addColumn<bool>("fork");
    QTest::newRow("upstream") << false;
    QTest::newRow("fork") << true;
}

StandInWiki::StandInWiki(const TestWiki &wiki, bool fork)
    : m_databaseUrl(wiki.url()),
      m_fork(fork),
      m_user(wiki.user()),
      m_server(std::make_unique<HttpServer>([this](const HttpCall &call) { return handle(call); })) {}

std::string StandInWiki::url() const {
    return "http://127.0.0.1:" + std::to_string(m_server->port()) + "/api";
}

void StandInWiki::failNext(const std::string &path, Fault fault, int before) {
    const std::scoped_lock guard(m_mutex);
    m_faults[path].insert(m_faults[path].end(), static_cast<std::size_t>(before), std::nullopt);
    m_faults[path].emplace_back(fault);
}

void StandInWiki::afterNext(const std::string &path, std::function<void()> act) {
    const std::scoped_lock guard(m_mutex);
    m_afterNext[path] = std::move(act);
}

void StandInWiki::type(const PageId &page, const std::string &content) {
    const std::scoped_lock guard(m_mutex);
    m_typed[page.str()] = content;
}

void StandInWiki::setRole(const SpaceId &space, const std::string &role) {
    const std::scoped_lock guard(m_mutex);
    m_roles[space.str()] = role;
}

void StandInWiki::revokeTokens() {
    const std::scoped_lock guard(m_mutex);
    m_tokens.clear();
}

std::vector<std::string> StandInWiki::calls() {
    const std::scoped_lock guard(m_mutex);
    return m_calls;
}

int StandInWiki::count(const std::string &path) {
    const auto all = calls();
    return static_cast<int>(std::count(all.begin(), all.end(), path));
}

std::string StandInWiki::everythingSent() {
    const std::scoped_lock guard(m_mutex);
    return m_sent;
}

std::optional<Fault> StandInWiki::takeFault(const std::string &path) {
    const std::scoped_lock guard(m_mutex);
    m_calls.push_back(path);
    const auto at = m_faults.find(path);
    if (at == m_faults.end() || at->second.empty()) return std::nullopt;
    const std::optional<Fault> fault = at->second.front();
    at->second.erase(at->second.begin());
    return fault;
}

HttpAnswer StandInWiki::handle(const HttpCall &call) {
    if (!call.path.starts_with("/api/")) return {404, "<html>Not Found</html>", "text/html"};
    const std::string path = call.path.substr(4);
    {
        const std::scoped_lock guard(m_mutex);
        m_sent += call.body + '\n';
    }
    const auto fault = takeFault(path);
    if (fault && !isDone(*fault)) {
        HttpAnswer refused = spoiled(*fault, {});
        if (*fault == Fault::Throttled || *fault == Fault::Busy)
            refused.headers.emplace_back("Retry-After", retryAfter);
        if (!date.empty()) refused.headers.emplace_back("Date", date);
        return refused;
    }
    HttpAnswer answer = route(path, call);
    std::function<void()> act;
    {
        const std::scoped_lock guard(m_mutex);
        if (const auto found = m_afterNext.find(path); found != m_afterNext.end()) {
            act = std::move(found->second);
            m_afterNext.erase(found);
        }
    }
    if (act) act();
    return fault ? spoiled(*fault, std::move(answer)) : answer;
}

bool StandInWiki::knows(const HttpCall &call) {
    const auto authorization = call.headers.find("authorization");
    const std::scoped_lock guard(m_mutex);
    return authorization != call.headers.end() && authorization->second.starts_with("Bearer ") &&
           m_tokens.contains(authorization->second.substr(7));
}

HttpAnswer StandInWiki::route(const std::string &path, const HttpCall &call) {
    const bool isFile = path.starts_with("/files/") && path != "/files/info";
    if (isFile && !knows(call)) return refusal(401, "Unauthorized", "");
    if (path == "/files/upload") return m_files.upload(call);
    if (isFile) return m_files.download(path).value_or(refusal(404, "Cannot GET /api" + path, "Not Found"));
    if (call.body.size() > kLargestBody) return refusal(413, "Request body is too large", "");
    QJsonParseError problem{};
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(call.body), &problem);
    if (!document.isObject()) return refusal(400, "Body is not valid JSON", "Bad Request");
    if (path == "/auth/login") return logIn(document.object());
    if (!knows(call)) return refusal(401, "Unauthorized", "");
    if (path == "/files/info") return m_files.info(document.object());
    if (path == "/pages/attachments") return m_files.ofPage(document.object());
    const std::scoped_lock guard(m_work);
    return StandInCalls(*this, document.object()).answer(path);
}

HttpAnswer StandInWiki::logIn(const QJsonObject &body) {
    const std::scoped_lock guard(m_mutex);
    HttpAnswer answer;
    if (throttlesLogin || ++m_logins > 10) {
        answer = refusal(429, "Too many requests", "");
        answer.headers.emplace_back("retry-after-auth", retryAfter);
        return answer;
    }
    if (body.value(QLatin1String("email")).toString() != QLatin1String(kEmail) ||
        body.value(QLatin1String("password")).toString() != QLatin1String(kPassword))
        return refusal(401, "Email or password does not match", "Unauthorized");
    if (asksForSecondFactor) {
        answer.body = R"({"data":{"userHasMfa":true},"success":true,"status":200})";
        return answer;
    }
    const std::string token = base64Url(R"({"alg":"HS256"})") + "." +
                              base64Url(R"({"sub":")" + m_user.str() + R"(","type":"access"})") + "." +
                              std::to_string(m_logins);
    m_tokens.insert(token);
    answer.body = R"({"success":true,"status":200})";
    answer.headers.emplace_back("Set-Cookie", "authToken=" + token + "; Path=/; HttpOnly; SameSite=Lax");
    return answer;
}

}  // namespace wikivault::test
