#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace wikivault::ctl {

/// `90s`, `30m`, `1h`, `2d`; nothing: the text is no length of time.
[[nodiscard]] std::optional<std::chrono::milliseconds> lengthOf(const std::string &text);
/// What to say of a text that is none.
[[nodiscard]] std::string noLength(const std::string &option, const std::string &text);

}  // namespace wikivault::ctl
