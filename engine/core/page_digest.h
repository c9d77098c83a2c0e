#pragma once

#include "engine/core/page.h"

#include <string>

namespace wikivault {

/// SpaceDigest::text() of a space with these pages, as its database sums them up; "" when the list is not complete or a
/// time in it cannot be read.
[[nodiscard]] std::string digestOf(const PageList &list);

}  // namespace wikivault
