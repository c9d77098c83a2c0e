#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

// What libFuzzer calls for every input; replay.cpp calls it for the kept ones.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace wikivault::fuzz {

inline std::string_view textOf(const std::uint8_t *data, std::size_t size) {
    return {reinterpret_cast<const char *>(data), size};
}

/// A broken promise is a finding like a crash.
inline void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace wikivault::fuzz
