#pragma once

#include "engine/core/page.h"

#include <optional>
#include <string>

namespace wikivault {

/// SpaceDigest::updateSum of a space with these pages, as its database sums them up; nothing when the list is not
/// complete or a time in it cannot be read.
[[nodiscard]] std::optional<std::string> updateSumOf(const PageList &list);
/// SpaceDigest::text() of it; "" when there is no sum.
[[nodiscard]] std::string digestOf(const PageList &list);

}  // namespace wikivault
