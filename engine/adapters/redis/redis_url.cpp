#include "engine/adapters/redis/redis_client.h"
#include "engine/adapters/redis/redis_lock.h"
#include "engine/core/settings.h"

#include <QUrl>
#include <QUrlQuery>

namespace wikivault::redis {

namespace {

/// `?ca=FILE&cert=FILE&key=FILE`; false: something else stands there.
bool takeFiles(const QUrl &url, RedisAddress &address) {
    const QUrlQuery query(url);
    for (const auto &[name, value] : query.queryItems(QUrl::FullyDecoded)) {
        std::string *const file = name == QStringLiteral("ca")     ? &address.issuers
                                  : name == QStringLiteral("cert") ? &address.certificate
                                  : name == QStringLiteral("key")  ? &address.key
                                                                   : nullptr;
        if (file == nullptr || !address.isTls || !value.startsWith(QLatin1Char('/'))) return false;
        *file = value.toStdString();
    }
    return address.certificate.empty() == address.key.empty();
}

}  // namespace

Result<RedisAddress> parseRedisUrl(const std::string &url) {
    const std::string shown = maskedUrl(url);
    const bool isTls = url.starts_with("rediss://");
    const QUrl parsed(QString::fromStdString(url), QUrl::StrictMode);
    if ((!isTls && !url.starts_with("redis://")) || !parsed.isValid() || parsed.host().isEmpty())
        return fail(ErrorCode::Invalid,
                    shown +
                        " is no Redis address; expected redis://[user:password@]host:port/db, with special "
                        "characters percent-encoded.");
    RedisAddress address;
    address.isTls = isTls;
    if (!takeFiles(parsed, address))
        return fail(ErrorCode::Invalid, shown +
                                            ": behind the ? of a rediss:// address stand absolute paths: ca=FILE, or "
                                            "cert=FILE&key=FILE together.");
    address.host = parsed.host(QUrl::FullyDecoded).toStdString();
    address.port = parsed.port(6379);
    address.user = parsed.userName(QUrl::FullyDecoded).toStdString();
    address.password = parsed.password(QUrl::FullyDecoded).toStdString();
    const QString database = parsed.path().mid(1);
    bool isNumber = true;
    if (!database.isEmpty()) address.database = database.toInt(&isNumber);
    if (!isNumber || address.database < 0)
        return fail(ErrorCode::Invalid, shown + ": the part behind the port is a database number, such as /0.");
    return address;
}

Result<> checkUrl(const std::string &url) {
    TRY(parseRedisUrl(url));
    return {};
}

}  // namespace wikivault::redis
