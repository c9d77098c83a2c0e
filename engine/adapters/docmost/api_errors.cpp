#include "engine/adapters/docmost/api_client.h"
#include "engine/core/retry_table.h"

namespace wikivault::docmost {

namespace {

/// The server's own words; validation gives several.
std::string messageOf(const HttpReply &reply) {
    const auto object = objectFrom(reply.body);
    if (!object) return {};
    if (const Array *several = arrayIn(*object, "message")) {
        std::string all;
        for (const Value &one : *several)
            if (const auto *text = std::get_if<std::string>(&one)) all += (all.empty() ? "" : "; ") + *text;
        return all;
    }
    return textIn(*object, "message");
}

/// Something other than the wiki answered.
Error strangerOf(const std::string &where, const HttpReply &reply) {
    const std::string status = std::to_string(reply.status);
    if (reply.status >= 300 && reply.status < 400)
        return {ErrorCode::Unavailable, where + " sends on to " + reply.header("location") + " (" + status +
                                            "); the account is never taken along: set "
                                            "DOCMOST_API_URL to the address it really has"};
    if (reply.status >= 500)
        return {ErrorCode::Unavailable, where + " is out of order (" + status + "); look at the server or its proxy"};
    if (reply.status == 404)
        return {ErrorCode::Unavailable, where + " is no wiki (404): check DOCMOST_API_URL; it ends with /api"};
    return {ErrorCode::Unavailable, where + " answers with a web page (" + status +
                                        "): a login page or a proxy stands before the wiki; let this host through, or "
                                        "set DOCMOST_API_URL to the wiki itself"};
}

}  // namespace

Error errorOf(const ServerAccess &server, const std::string &path, const HttpReply &reply, std::string_view verb) {
    const std::string where = "the wiki's API at " + server.address().shown;
    const std::string message = messageOf(reply);
    if (message.empty() && reply.status != 413) return strangerOf(where, reply);
    const std::string call =
        std::string(verb) + " " + path + ": " + message + " (" + std::to_string(reply.status) + ")";
    const std::string who = server.email().empty() ? "the account of the token" : server.email();
    switch (reply.status) {
        case 401: return {ErrorCode::Unavailable, where + " refuses " + who + " right after it logged in; " + call};
        case 403:
            return {ErrorCode::Denied, who + " may not do this in the wiki: make it a writer of the space; " + call};
        case 404:
            if (message.find("permission") != std::string::npos)
                return {ErrorCode::Denied, who + " is no member of the space: add it there as a writer; " + call};
            if (message.find("Workspace") != std::string::npos)
                return {ErrorCode::Unavailable, where + " belongs to a wiki that is not set up yet; " + call};
            if (message.starts_with("Cannot "))
                return {ErrorCode::Invalid,
                        where + " does not know this call: an old version, or not the API; " + call};
            return {ErrorCode::NotFound, call};
        case 413:
            return {ErrorCode::Invalid, where +
                                            " takes no request of this size (413); a proxy allows less than the "
                                            "wiki's own 1 MiB: raise its limit; " +
                                            call};
        case 429: return {ErrorCode::Unavailable, where + " asks to be called less often; " + call};
        default: break;
    }
    if (reply.status >= 500) return {ErrorCode::Unavailable, where + " failed: " + call + "; look at the server's log"};
    if (classOfHttpStatus(reply.status) == FailureClass::Conflict)
        return {ErrorCode::Conflict, "the page is not (any more) as it was read; " + call};
    return {ErrorCode::Invalid, "the wiki refuses the change; " + call};
}

}  // namespace wikivault::docmost
