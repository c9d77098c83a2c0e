#include "engine/core/page_digest.h"

#include "engine/core/space.h"
#include "engine/core/time.h"

#include <charconv>

namespace wikivault {

namespace {

constexpr std::size_t kWholeSeconds = 19;  // of `2026-11-24T13:40:00.123456Z`
constexpr std::size_t kDigits = 6;

/// Of a time in UTC, as both databases give them; a moment alone is not exact enough.
std::optional<std::int64_t> microsecondsOf(const std::string &text) {
    if (text.size() < kWholeSeconds + 1 || text.back() != 'Z') return std::nullopt;
    const auto seconds = fromIso8601(text.substr(0, kWholeSeconds) + "Z");
    if (!seconds) return std::nullopt;
    std::string digits = text.substr(kWholeSeconds, text.size() - kWholeSeconds - 1);
    if (!digits.empty()) digits.erase(0, 1);  // the point
    if (digits.size() > kDigits) return std::nullopt;
    digits.resize(kDigits, '0');
    std::int64_t fraction = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), fraction);
    if (problem != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return seconds->time_since_epoch().count() * 1000 + fraction;
}

}  // namespace

std::optional<std::string> updateSumOf(const PageList &list) {
    if (!list.complete) return std::nullopt;
    std::int64_t sum = 0;
    for (const PageRow &row : list.pages) {
        const auto moment = microsecondsOf(row.updatedAt);
        if (!moment || __builtin_add_overflow(sum, *moment, &sum)) return std::nullopt;
    }
    return std::to_string(sum);
}

std::string digestOf(const PageList &list) {
    const auto sum = updateSumOf(list);
    return sum ? SpaceDigest{{}, static_cast<std::int64_t>(list.pages.size()), *sum}.text() : std::string();
}

}  // namespace wikivault
