#include "engine/core/quiet_hours.h"

#include <ctime>

namespace wikivault {

namespace {

constexpr std::size_t kTimeLength = 5;  // `22:00`

std::optional<int> minuteOf(std::string_view text) {
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : 99; };
    if (text.size() != kTimeLength || text[2] != ':') return std::nullopt;
    const int hour = digit(0) * 10 + digit(1), minute = digit(3) * 10 + digit(4);
    return hour < 24 && minute < 60 ? std::optional(hour * 60 + minute) : std::nullopt;
}

std::string timeText(int minute) {
    const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return two(minute / 60) + ':' + two(minute % 60);
}

}  // namespace

std::optional<TimePoint> QuietHours::endOf(TimePoint now) const {
    if (!isOn || from == until) return std::nullopt;
    const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    std::tm wall{};
    localtime_r(&seconds, &wall);
    const int minute = wall.tm_hour * 60 + wall.tm_min;
    const bool isOverMidnight = until < from;
    const bool isInside = isOverMidnight ? minute >= from || minute < until : minute >= from && minute < until;
    if (!isInside) return std::nullopt;
    if (isOverMidnight && minute >= from) ++wall.tm_mday;
    wall.tm_hour = until / 60, wall.tm_min = until % 60, wall.tm_sec = 0;
    wall.tm_isdst = -1;  // the night in which the clocks change ends by the new time
    return TimePoint(std::chrono::seconds(std::mktime(&wall)));
}

std::optional<QuietHours> toQuietHours(std::string_view text) {
    if (text == "off") return QuietHours();
    if (text.size() != 2 * kTimeLength + 1 || text[kTimeLength] != '-') return std::nullopt;
    const auto from = minuteOf(text.substr(0, kTimeLength)), until = minuteOf(text.substr(kTimeLength + 1));
    if (!from || !until || *from == *until) return std::nullopt;
    return QuietHours{true, *from, *until};
}

std::string toText(const QuietHours &hours) {
    return hours.isOn ? timeText(hours.from) + '-' + timeText(hours.until) : "off";
}

}  // namespace wikivault
