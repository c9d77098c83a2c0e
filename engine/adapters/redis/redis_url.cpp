#include "engine/adapters/redis/redis_client.h"
#include "engine/adapters/redis/redis_lock.h"
#include "engine/core/settings.h"

#include <QUrl>

namespace wikivault::redis {

Result<RedisAddress> parseRedisUrl(const std::string &url) {
    const std::string shown = maskedUrl(url);
    if (url.starts_with("rediss://"))
        return fail(ErrorCode::Invalid, shown +
                                            ": Redis over TLS is not spoken yet; use redis:// through a tunnel (for "
                                            "example stunnel or ssh -L) to a port of this host.");
    const QUrl parsed(QString::fromStdString(url), QUrl::StrictMode);
    if (!url.starts_with("redis://") || !parsed.isValid() || parsed.host().isEmpty())
        return fail(ErrorCode::Invalid, shown + " is no Redis address; expected redis://[user:password@]host:port/db.");
    RedisAddress address;
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
