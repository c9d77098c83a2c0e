#pragma once

#include <string>
#include <string_view>

namespace wikivault::ctl {

/// The lines that differ as a unified diff with three lines around them, without a head; "" for equal texts.
[[nodiscard]] std::string lineDiff(std::string_view before, std::string_view after);

}  // namespace wikivault::ctl
