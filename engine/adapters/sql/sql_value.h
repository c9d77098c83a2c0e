#pragma once

#include "engine/core/ids.h"
#include "engine/core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace wikivault::sql {

/// What is bound to a placeholder; std::monostate is NULL.
struct Value : std::variant<std::monostate, std::int64_t, std::string> {
    using variant::variant;
    Value(const char *text) : variant(std::string(text)) {}
    template <class Tag>
    Value(const Id<Tag> &id) : variant(id.str()) {}
    template <class Tag>
    Value(const std::optional<Id<Tag>> &id) {
        if (id) *this = Value(id->str());
    }
};
using Values = std::vector<Value>;

/// Moments stand in the journal as milliseconds.
[[nodiscard]] inline TimePoint toTime(std::int64_t milliseconds) {
    return TimePoint(std::chrono::milliseconds(milliseconds));
}
[[nodiscard]] inline std::int64_t fromTime(TimePoint time) {
    return time.time_since_epoch().count();
}

/// `mark, mark, …`, `count` times; at least once.
[[nodiscard]] std::string placeholders(std::size_t count, const std::string &mark);

/// One row of an answer; NULL reads as "" and 0.
class Row {
public:
    virtual ~Row() = default;
    [[nodiscard]] virtual bool isNull(int column) const = 0;
    [[nodiscard]] virtual std::string text(int column) const = 0;
    [[nodiscard]] virtual std::int64_t number(int column) const = 0;
};

}  // namespace wikivault::sql
