#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace wikivault::remote {

struct ChildLimits {
    std::chrono::milliseconds silence{30'000};  ///< not a byte for so long: it hangs
    std::chrono::milliseconds total{600'000};
    std::uint64_t largestFile = std::uint64_t{4} << 30;  ///< bytes it may write into one file
    std::uint64_t memory = std::uint64_t{2} << 30;       ///< bytes each of its processes may ask for
};

struct ChildCommand {
    std::string program;  ///< absolute path
    std::vector<std::string> arguments;
    std::vector<std::string> environment;           ///< `NAME=value`; all it gets
    std::optional<std::string> secret;              ///< what it can read from kSecretFd, and no other process
    std::size_t largestOutput = 1u << 20;           ///< of standard output; more ends it
    std::function<void(const std::string &)> sink;  ///< about once a second, with the last line of standard error
};
inline constexpr int kSecretFd = 9;

enum class ChildEnd { Exited, Killed, Silent, TooLong, Stopped, TooMuch, NotStarted };

struct ChildOutcome {
    ChildEnd end = ChildEnd::NotStarted;
    int code = -1;  ///< of Exited
    std::string out;
    std::string err;  ///< its last 64 KiB
    [[nodiscard]] bool succeeded() const { return end == ChildEnd::Exited && code == 0; }
};

/// Runs a program in a process group of its own, with nothing on standard input and no descriptor of ours, and waits.
/// It and its children are killed when time is up, `stop` fires, or this process ends.
[[nodiscard]] ChildOutcome runChild(const ChildCommand &command, const ChildLimits &limits, std::stop_token stop);

}  // namespace wikivault::remote
