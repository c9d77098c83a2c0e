#include "app/common/doctor.h"
#include "app/common/space_state.h"
#include "app/common/wiki_session.h"
#include "engine/adapters/redis/redis_lock.h"

#include <cstdlib>

namespace wikivault {

namespace {

constexpr std::int64_t kTolerated = 60;  // seconds

Result<std::int64_t> secondsAhead(PortFactory &ports, const std::stop_token &stop) {
    TRY_ASSIGN(const auto session, openWikiSession(ports, true, "whose clock could be compared"));
    std::int64_t theirs = 0;
    TRY(session->query(
        "select extract(epoch from clock_timestamp())::bigint", {},
        [&](const sql::Row &row) -> Result<> {
            theirs = row.number(0);
            return {};
        },
        stop));
    return theirs - std::chrono::duration_cast<std::chrono::seconds>(ports.clock().now().time_since_epoch()).count();
}

const char *const kSetBoth = "Have both set by NTP: look at timedatectl on either host.";

}  // namespace

std::optional<DoctorCheck> examineClock(PortFactory &ports, const std::stop_token &stop) {
    if (ports.settings().isSqlite()) return std::nullopt;
    const auto ahead = secondsAhead(ports, stop);
    if (!ahead) return std::nullopt;  // the check of the database has said why
    if (std::abs(*ahead) <= kTolerated)
        return DoctorCheck{"clock", "ok", "The database's clock agrees with this host's.", ""};
    const std::string seconds = counted(std::abs(*ahead), "second");
    const std::string off = *ahead > 0
                                ? "The database's clock is " + seconds + " ahead of this host's: times are shown wrong."
                                : "The database's clock is " + seconds + " behind this host's: times are shown wrong.";
    return DoctorCheck{"clock", "warn", off, kSetBoth};
}

std::optional<DoctorCheck> examineRedisClock(PortFactory &ports) {
    const std::string &url = ports.settings().redisUrl;
    if (url.empty()) return std::nullopt;
    const auto theirs = redis::timeOfRedis(url, std::chrono::milliseconds(3000));
    if (!theirs) return std::nullopt;  // the check of Redis has said why
    const auto ahead = std::chrono::duration_cast<std::chrono::seconds>(*theirs - ports.clock().now()).count();
    if (std::abs(ahead) <= kTolerated)
        return DoctorCheck{"redis clock", "ok", "The clock of Redis agrees with this host's.", ""};
    const std::string seconds = counted(std::abs(ahead), "second");
    const std::string off = ahead > 0 ? "The clock of Redis is " + seconds +
                                            " ahead of this host's. Locks end by how long they were held, "
                                            "so runs are safe; what is said of their time is not."
                                      : "The clock of Redis is " + seconds +
                                            " behind this host's. Locks end by how long they were held, "
                                            "so runs are safe; what is said of their time is not.";
    return DoctorCheck{"redis clock", "warn", off, kSetBoth};
}

}  // namespace wikivault
