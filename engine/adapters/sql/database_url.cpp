#include "engine/adapters/sql/database_url.h"

#include "engine/core/settings.h"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

namespace wikivault::sql {

namespace {

struct FreeConnInfo {
    void operator()(PQconninfoOption *options) const { PQconninfoFree(options); }
};

int hexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> percentDecoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        if (i + 2 >= text.size() || hexDigit(text[i + 1]) < 0 || hexDigit(text[i + 2]) < 0) return std::nullopt;
        decoded += static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]));
        i += 2;
    }
    if (decoded.find('\0') != std::string::npos) return std::nullopt;
    return decoded;
}

Result<DatabaseUrl> parseSqliteUrl(const std::string &url) {
    static constexpr std::string_view prefix = "sqlite://";
    const auto path =
        url.starts_with(prefix) ? percentDecoded(std::string_view(url).substr(prefix.size())) : std::nullopt;
    if (!path || path->size() < 2 || path->front() != '/')
        return fail(ErrorCode::Invalid, "the database URL \"" + url +
                                            "\" names no file; write three slashes and an absolute path, for example "
                                            "sqlite:///srv/wiki.db for /srv/wiki.db");
    DatabaseUrl parsed;
    parsed.dialect = Dialect::Sqlite;
    parsed.path = *path;
    parsed.shown = *path;
    return parsed;
}

/// Takes `name=value` out of the query part of `url`, because libpq refuses words it does not know.
std::optional<std::string> takeParameter(std::string &url, const std::string &name) {
    const std::size_t query = url.find('?');
    if (query == std::string::npos) return std::nullopt;
    for (std::size_t at = query + 1; at < url.size();) {
        const std::size_t end = std::min(url.find('&', at), url.size());
        if (url.compare(at, name.size() + 1, name + "=") == 0) {
            const std::string value = url.substr(at + name.size() + 1, end - at - name.size() - 1);
            url.erase(at, end == url.size() ? end - at : end - at + 1);
            if (url.back() == '&' || url.back() == '?') url.pop_back();
            return percentDecoded(value);
        }
        at = end + 1;
    }
    return std::nullopt;
}

std::string hostForPeople(const DatabaseUrl &url) {
    const auto port = url.options.find("port");
    const std::string where = url.host.empty() ? "the local socket" : url.host;
    return port == url.options.end() ? where : where + ":" + port->second;
}

Result<> keepOption(DatabaseUrl &url, const std::string &keyword, const std::string &value) {
    if (keyword == "host")
        url.host = value;
    else if (keyword == "dbname")
        url.database = value;
    else if (keyword == "user")
        url.user = value;
    else if (keyword == "password")
        url.password = value;
    else if (value.find(';') != std::string::npos)
        return fail(ErrorCode::Invalid,
                    "the database URL's parameter \"" + keyword + "\" holds a semicolon, which cannot be passed on");
    else
        url.options[keyword] = value;
    return {};
}

Result<DatabaseUrl> parsePostgresUrl(const std::string &url) {
    std::string rest = url;
    DatabaseUrl parsed;
    parsed.schema = takeParameter(rest, "schema").value_or("");
    const auto unverified = takeParameter(rest, "sslmode");
    char *message = nullptr;
    const std::unique_ptr<PQconninfoOption, FreeConnInfo> options(PQconninfoParse(rest.c_str(), &message));
    const std::unique_ptr<char, decltype(&PQfreemem)> owned(message, &PQfreemem);
    const std::string bare = rest.substr(0, rest.find('?'));
    // libpq takes what follows the first @ for the host, a part of the password included.
    if (!options || std::count(bare.begin(), bare.end(), '@') > 1)  // libpq's own message may quote the password
        return fail(ErrorCode::Invalid, "the database URL \"" + maskedUrl(url.substr(0, url.find('?'))) +
                                            "\" cannot be read; expected is "
                                            "postgresql://user:password@host:5432/database, with special characters "
                                            "percent-encoded and parameters libpq knows");
    for (const PQconninfoOption *option = options.get(); option->keyword != nullptr; ++option)
        if (option->val != nullptr && *option->val != '\0') TRY(keepOption(parsed, option->keyword, option->val));
    if (unverified) parsed.options["sslmode"] = *unverified == "no-verify" ? "require" : *unverified;
    const auto root = parsed.options.find("sslrootcert");  // libpq 16's word for what 15 needs a file for
    if (root != parsed.options.end() && root->second == "system") root->second = "/etc/ssl/certs/ca-certificates.crt";
    parsed.shown = hostForPeople(parsed);
    return parsed;
}

}  // namespace

Result<DatabaseUrl> parseDatabaseUrl(const std::string &url) {
    if (url.starts_with("sqlite:")) return parseSqliteUrl(url);
    if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return parsePostgresUrl(url);
    return fail(ErrorCode::Invalid,
                url.empty() ? std::string("no database URL is set; set DATABASE_URL to postgresql://… or sqlite:///…")
                            : "the database URL \"" + maskedUrl(url) +
                                  "\" is of no known kind; it begins with postgresql:// or sqlite:///");
}

}  // namespace wikivault::sql
