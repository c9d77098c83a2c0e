#include "engine/core/position.h"

#include <algorithm>
#include <memory>
#include <random>
#include <string_view>

namespace wikivault {

namespace {

constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr int kBase = 62;
constexpr std::size_t kJitter = 3;
constexpr std::size_t kShortest = 5;

int digitOf(char c) {
    const std::size_t at = kDigits.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

char toDigit(int value) {
    return kDigits[static_cast<std::size_t>(value)];
}

bool isBase62(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return digitOf(c) >= 0; });
}

/// Length of the integer part, told by its first character: `a` 2, `b` 3 … and `Z` 2, `Y` 3 … below zero.
std::size_t integerLength(char head) {
    if (head >= 'a' && head <= 'z') return static_cast<std::size_t>(head - 'a') + 2;
    if (head >= 'A' && head <= 'Z') return static_cast<std::size_t>('Z' - head) + 2;
    return 2;
}

std::string withJitter(std::string key, const Dice &dice) {
    const std::size_t wanted = std::max({kShortest, key.size() + kJitter, integerLength(key.front()) + 1});
    while (key.size() + 1 < wanted)
        key += toDigit(dice(kBase));
    key += toDigit(1 + dice(kBase - 1));  // a key must not end with the zero digit
    return key;
}

/// The next integer part, or nothing at the end of the scale.
std::optional<std::string> incremented(std::string integer) {
    for (std::size_t i = integer.size(); i-- > 1;) {
        const int digit = digitOf(integer[i]);
        if (digit + 1 < kBase) {
            integer[i] = toDigit(digit + 1);
            return integer;
        }
        integer[i] = '0';
    }
    const char head = integer.front();
    if (head == 'Z') return "a0";
    if (head == 'z') return std::nullopt;
    const char next = static_cast<char>(head + 1);
    return next + std::string(integerLength(next) - 1, '0');
}

/// The integer part before this one, or nothing at the end of the scale.
std::optional<std::string> decremented(std::string integer) {
    for (std::size_t i = integer.size(); i-- > 1;) {
        const int digit = digitOf(integer[i]);
        if (digit > 0) {
            integer[i] = toDigit(digit - 1);
            return integer;
        }
        integer[i] = 'z';
    }
    const char head = integer.front();
    if (head == 'a') return "Zz";
    if (head == 'A') return std::nullopt;
    const char previous = static_cast<char>(head - 1);
    return previous + std::string(integerLength(previous) - 1, 'z');
}

std::optional<std::string> integerPart(std::string_view key) {
    if (!isBase62(key) || digitOf(key.front()) < 10 || key.size() < integerLength(key.front())) return std::nullopt;
    return std::string(key.substr(0, integerLength(key.front())));
}

std::string positionAfter(const std::string &left, const Dice &dice) {
    const auto integer = integerPart(left);
    const auto next = integer ? incremented(*integer) : std::nullopt;
    return withJitter(next ? *next : left, dice);  // longer is later in byte order
}

/// Walks both keys until they leave room for a digit between them.
std::string between(const std::string &left, std::string right, const Dice &dice) {
    right.erase(right.find_last_not_of('0') + 1);  // below it there is always room
    if (left >= right) return positionAfter(left, dice);
    std::string key;
    bool belowRight = false;  // what was chosen so far is smaller than `right` already
    for (std::size_t i = 0;; ++i) {
        const int low = i < left.size() ? digitOf(left[i]) : -1;
        const int high = belowRight ? kBase : i < right.size() ? digitOf(right[i]) : kBase;
        if (high - low > 1) {
            key += toDigit(low + 1 + dice(high - low - 1));
            return withJitter(key, dice);
        }
        if (low < 0) {  // left has ended and right goes on with zeros
            key += toDigit(high);
            continue;
        }
        key += toDigit(low);
        belowRight = belowRight || low < high;
    }
}

std::string positionBefore(const std::string &right, const Dice &dice) {
    const auto integer = integerPart(right);
    const auto previous = integer ? decremented(*integer) : std::nullopt;
    return previous ? withJitter(*previous, dice) : between("", right, dice);
}

}  // namespace

Dice seededDice(unsigned seed) {
    auto engine = std::make_shared<std::mt19937>(seed);
    return [engine](int sides) { return std::uniform_int_distribution<int>(0, sides - 1)(*engine); };
}

std::string positionBetween(const std::optional<std::string> &left, const std::optional<std::string> &right,
                            const Dice &dice) {
    const bool hasLeft = left && !left->empty();
    const bool hasRight = right && isBase62(*right) && right->find_first_not_of('0') != std::string::npos;
    if (!hasLeft && !hasRight) return withJitter("a0", dice);
    if (!hasLeft) return positionBefore(*right, dice);
    if (!hasRight || !isBase62(*left) || *left >= *right) return positionAfter(*left, dice);
    return between(*left, *right, dice);
}

std::string randomSlugId(const Dice &dice) {
    std::string slug;
    while (slug.size() < 10)
        slug += toDigit(dice(kBase));
    return slug;
}

}  // namespace wikivault
