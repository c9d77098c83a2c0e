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

tl::expected<HttpReply, ApiFailure> ApiClient::send(const std::string &path, const std::string &body,
                                                    const std::string &token) {
    const auto slot = m_server->takeSlot(m_stop);
    if (!slot) return failed(slot.error());
    const HttpRequest request{path, body, {{"Authorization", "Bearer " + token}}};
    auto reply = post(m_server->address(), request, m_limits, m_stop);
    if (!reply) return failed(reply.error().error, reply.error().mayHaveArrived);
    return std::move(*reply);
}

ApiAnswer ApiClient::tell(const std::string &path, const Members &body, std::string_view document) {
    const std::string text = jsonOf(body, document);
    auto token = m_server->token({}, m_stop);
    if (!token) return failed(token.error());
    auto reply = send(path, text, *token);
    if (reply && reply->status == 401) {
        token = m_server->token(*token, m_stop);
        if (!token) return failed(token.error());
        reply = send(path, text, *token);
    }
    if (!reply) return tl::unexpected(reply.error());
    if (reply->status != 200 || !isJson(*reply))
        return failed(errorOf(*m_server, path, *reply), reply->status >= 500 || reply->status == 408);
    auto envelope = objectFrom(reply->body);
    if (!envelope)
        return failed({ErrorCode::Unavailable, "the wiki's API at " + m_server->address().shown + " answers POST " +
                                                   path + " with broken JSON"},
                      true);
    for (auto &[name, value] : *envelope)
        if (name == "data") return std::move(value);
    return Value(Members());
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
        const std::string cursor = meta ? textIn(*meta, "nextCursor") : std::string();
        if (!meta || !flagIn(*meta, "hasNextPage") || cursor.empty()) return all;
        if (!cursors.insert(cursor).second) break;
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
