#include "engine/adapters/docmost/api_client.h"

#include <set>

namespace wikivault::docmost {

namespace {

constexpr std::int64_t kPageSize = 100;
constexpr int kMostPages = 5000;

tl::unexpected<ApiFailure> failed(Error error, bool isUnclear = false) {
    return tl::unexpected(ApiFailure{std::move(error), isUnclear});
}

bool isJson(const HttpReply &reply) {
    return reply.header("content-type").find("json") != std::string::npos;
}

}  // namespace

tl::expected<HttpReply, ApiFailure> ApiClient::sendOnce(HttpRequest request, const HttpLimits &limits,
                                                        const std::string &token) {
    const auto slot = m_server->takeSlot(m_stop);
    if (!slot) return failed(slot.error());
    request.headers.emplace_back("Authorization", "Bearer " + token);
    auto reply = exchange(m_server->address(), request, limits, m_stop);
    m_server->heard(reply);
    if (!reply)
        return tl::unexpected(
            ApiFailure{std::move(reply.error().error), reply.error().mayHaveArrived, reply.error().isTooLarge});
    return std::move(*reply);
}

tl::expected<HttpReply, ApiFailure> ApiClient::send(HttpRequest request, const HttpLimits &limits) {
    auto token = m_server->token({}, m_stop);
    if (!token) return failed(token.error());
    auto reply = sendOnce(request, limits, *token);
    if (!reply || reply->status != 401) return reply;
    token = m_server->token(*token, m_stop);
    if (!token) return failed(token.error());
    return sendOnce(std::move(request), limits, *token);
}

ApiFailure ApiClient::brokenJson(const std::string &path) const {
    return {{ErrorCode::Unavailable,
             "the wiki's API at " + m_server->address().shown + " answers POST " + path + " with broken JSON"},
            true};
}

ApiAnswer ApiClient::tell(const std::string &path, const Members &body, std::string_view document) {
    auto reply = send({path, jsonOf(body, document)}, m_limits);
    if (!reply) return tl::unexpected(reply.error());
    if (reply->status != 200 || !isJson(*reply))
        return failed(errorOf(*m_server, path, *reply), reply->status >= 500 || reply->status == 408);
    auto envelope = objectFrom(reply->body);
    if (!envelope) return tl::unexpected(brokenJson(path));
    for (auto &[name, value] : *envelope)
        if (name == "data") return std::move(value);
    return Value(Members());
}

Result<std::string> ApiClient::download(const std::string &path, std::size_t limit) {
    HttpRequest request;
    request.path = path;
    request.method = HttpMethod::Get;
    HttpLimits limits = m_limits;
    limits.largestReply = limit;
    auto reply = send(request, limits);
    if (!reply && reply.error().isTooLarge)
        return fail(ErrorCode::Invalid, "the wiki's file is larger than the wiki says, and than it may be");
    if (!reply && reply.error().isUnclear) reply = send(request, limits);
    if (!reply) return tl::unexpected<Error>(reply.error().error);
    if (reply->status != 200) return tl::unexpected<Error>(errorOf(*m_server, path, *reply, "GET"));
    return std::move(reply->body);
}

Result<Members> ApiClient::post(const std::string &path, const std::string &form, const std::string &type) {
    HttpRequest request;
    request.path = path;
    request.body = form;
    request.type = type;
    auto reply = send(std::move(request), m_limits);
    if (!reply) return tl::unexpected<Error>(reply.error().error);
    if (reply->status != 200 || !isJson(*reply)) return tl::unexpected<Error>(errorOf(*m_server, path, *reply));
    auto answer = objectFrom(reply->body);
    if (!answer) return tl::unexpected<Error>(brokenJson(path).error);
    return std::move(*answer);
}

ApiAnswer ApiClient::ask(const std::string &path, const Members &body) {
    ApiAnswer answer = tell(path, body);
    if (answer || !answer.error().isUnclear || answer.error().error.code == ErrorCode::Cancelled) return answer;
    return tell(path, body);
}

Result<Members> ApiClient::read(const std::string &path, const Members &body) {
    ApiAnswer answer = ask(path, body);
    if (!answer) return tl::unexpected<Error>(answer.error().error);
    if (auto *object = std::get_if<Members>(&*answer)) return std::move(*object);
    return fail(ErrorCode::Unavailable, "the wiki's API at " + m_server->address().shown + " answers POST " + path +
                                            " with something unexpected");
}

Result<std::vector<Members>> ApiClient::readAll(const std::string &path, Members body) {
    std::vector<Members> all;
    std::set<std::string> cursors;
    body.emplace_back("limit", Value(kPageSize));
    for (int page = 0; page < kMostPages; ++page) {
        TRY_ASSIGN(const Members list, read(path, body));
        const Array *items = arrayIn(list, "items");
        const Members *meta = objectIn(list, "meta");
        if (!items) break;
        for (const Value &item : *items)
            if (const Members *object = asObject(item)) all.push_back(*object);
        // Without a word on whether there is more, nobody can tell that this was all.
        if (!meta || !markdown::find(*meta, "hasNextPage")) break;
        if (!flagIn(*meta, "hasNextPage")) return all;
        const std::string cursor = textIn(*meta, "nextCursor");
        if (cursor.empty() || !cursors.insert(cursor).second) break;
        std::erase_if(body, [](const auto &member) { return member.first == "cursor"; });
        body.emplace_back("cursor", Value(cursor));
    }
    return fail(ErrorCode::Unavailable, "the wiki's API at " + m_server->address().shown + " gives no end to POST " +
                                            path + "; a list that cannot be read whole is not used");
}

Result<UserId> ApiClient::account() {
    TRY_ASSIGN(const std::string token, m_server->token({}, m_stop));
    return UserId(userOfToken(token));
}

}  // namespace wikivault::docmost
