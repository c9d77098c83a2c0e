#pragma once

#include "engine/core/result.h"

#include <unistd.h>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

/// Plain file system calls of the vault: no link is followed, every failure is a sentence.
namespace wikivault::git {

inline constexpr std::size_t kMaxObjectFile = 64u << 20;

/// An owned file descriptor; -1 = none.
class Fd {
public:
    Fd() = default;
    explicit Fd(int fd) : m_fd(fd) {}
    Fd(Fd &&other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    Fd &operator=(Fd &&other) noexcept {
        if (this != &other) {
            reset();
            m_fd = std::exchange(other.m_fd, -1);
        }
        return *this;
    }
    Fd(const Fd &) = delete;
    Fd &operator=(const Fd &) = delete;
    ~Fd() { reset(); }
    [[nodiscard]] int value() const { return m_fd; }
    explicit operator bool() const { return m_fd >= 0; }
    void reset() {
        if (m_fd >= 0) ::close(std::exchange(m_fd, -1));
    }

private:
    int m_fd = -1;
};

/// The error of the last system call as a sentence: `writing …/Page.md: no space left on device`.
[[nodiscard]] tl::unexpected<Error> failErrno(std::string_view doing, const std::string &path);
/// `detail`, and what to do when it tells of a full or read-only disk.
[[nodiscard]] std::string withAdvice(std::string detail);

/// All of a regular file, at most `limit` bytes. NotFound: it is not there. Invalid: a link, a device or too large.
[[nodiscard]] Result<std::string> readFile(const std::string &path, std::size_t limit);
[[nodiscard]] Result<std::string> readAll(int fd, const std::string &path, std::size_t limit);
[[nodiscard]] Result<> writeAll(int fd, std::string_view data, const std::string &path);
/// Not synced. What stands there already is an error.
[[nodiscard]] Result<> writeNew(const std::string &path, std::string_view data);
/// Writes beside, syncs, renames over `path` and syncs the directory.
[[nodiscard]] Result<> replaceFile(const std::string &path, std::string_view data);
[[nodiscard]] Result<> syncFile(const std::string &path);
[[nodiscard]] Result<> syncDirectory(const std::string &path);
[[nodiscard]] Result<> makeDirectory(const std::string &path);

}  // namespace wikivault::git
