#include "app/ctl/time_span.h"

#include "app/ctl/arguments.h"

namespace wikivault::ctl {

std::optional<std::chrono::milliseconds> lengthOf(const std::string &text) {
    const auto count = text.empty() ? std::nullopt : positiveNumber(text.substr(0, text.size() - 1), 100'000);
    if (!count) return std::nullopt;
    switch (text.back()) {
        case 's': return std::chrono::seconds(*count);
        case 'm': return std::chrono::minutes(*count);
        case 'h': return std::chrono::hours(*count);
        case 'd': return std::chrono::hours(24) * *count;
        default: return std::nullopt;
    }
}

std::string noLength(const std::string &option, const std::string &text) {
    return option + " " + text + ": expected a length of time such as 90s, 30m, 1h or 2d.";
}

}  // namespace wikivault::ctl
