#include "engine/core/time.h"

#include <QDateTime>

#include <array>
#include <cstdio>

namespace wikivault {

using std::chrono::milliseconds;

std::string toIso8601(TimePoint time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return text.data();
}

namespace {

/// Reads exactly `digits` decimal digits at `at`, which moves behind them.
std::optional<int> readNumber(std::string_view text, std::size_t &at, std::size_t digits) {
    if (at + digits > text.size()) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        const char c = text[at + i];
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    at += digits;
    return value;
}

bool skipChar(std::string_view text, std::size_t &at, std::string_view oneOf) {
    if (at >= text.size() || oneOf.find(text[at]) == std::string_view::npos) return false;
    ++at;
    return true;
}

milliseconds readFraction(std::string_view text, std::size_t &at) {
    int value = 0;
    int digits = 0;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
        if (digits < 3) value = value * 10 + (text[at] - '0'), ++digits;
        ++at;
    }
    for (; digits < 3; ++digits)
        value *= 10;
    return milliseconds(value);
}

std::optional<std::chrono::minutes> readOffset(std::string_view text, std::size_t &at) {
    if (at == text.size() || (text[at] == 'Z' && at + 1 == text.size())) return std::chrono::minutes(0);
    const bool minus = text[at] == '-';
    if (!skipChar(text, at, "+-")) return std::nullopt;
    const auto hours = readNumber(text, at, 2);
    if (!hours) return std::nullopt;
    int minutes = 0;
    if (at < text.size()) {
        skipChar(text, at, ":");
        const auto read = readNumber(text, at, 2);
        if (!read || at != text.size()) return std::nullopt;
        minutes = *read;
    }
    const std::chrono::minutes offset(*hours * 60 + minutes);
    return minus ? -offset : offset;
}

}  // namespace

std::optional<TimePoint> fromIso8601(std::string_view text) {
    std::size_t at = 0;
    const auto year = readNumber(text, at, 4);
    if (!year || !skipChar(text, at, "-")) return std::nullopt;
    const auto month = readNumber(text, at, 2);
    if (!month || !skipChar(text, at, "-")) return std::nullopt;
    const auto day = readNumber(text, at, 2);
    if (!day || !skipChar(text, at, "T ")) return std::nullopt;
    const auto hour = readNumber(text, at, 2);
    if (!hour || !skipChar(text, at, ":")) return std::nullopt;
    const auto minute = readNumber(text, at, 2);
    if (!minute) return std::nullopt;
    std::optional<int> second = 0;
    milliseconds fraction{0};
    if (skipChar(text, at, ":")) {
        second = readNumber(text, at, 2);
        if (!second) return std::nullopt;
        if (skipChar(text, at, ".,")) fraction = readFraction(text, at);
    }
    const auto offset = readOffset(text, at);
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!offset || !date.ok() || *hour > 24 || *minute > 59 || *second > 60) return std::nullopt;
    return TimePoint(std::chrono::sys_days(date)) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
           std::chrono::seconds(*second) + fraction - *offset;
}

TimePoint startOfDays(TimePoint now, int days) {
    const QDate today = QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count()).date();
    return TimePoint(milliseconds(today.addDays(1 - days).startOfDay().toMSecsSinceEpoch()));
}

}  // namespace wikivault
