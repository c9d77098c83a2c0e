#pragma once

#include <string>
#include <string_view>

namespace wikivault::remote {

/// What `git push --porcelain` says of one ref.
struct PushedRef {
    bool isNamed = false;  ///< nothing was said of it: it did not move
    bool moved = false;    ///< or stood there already
    std::string reason;    ///< `[remote rejected] main -> main (pre-receive hook declined)`
};
[[nodiscard]] PushedRef pushedRef(std::string_view porcelain, std::string_view ref);

}  // namespace wikivault::remote
