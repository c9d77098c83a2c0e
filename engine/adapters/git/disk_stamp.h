#pragma once

#include <sys/stat.h>
#include <cstdint>

namespace wikivault::git {

/// What tells one state of a file from another without reading it.
struct DiskStamp {
    std::int64_t mtimeNs = 0, ctimeNs = 0;
    std::uint64_t inode = 0, size = 0;
    std::uint32_t device = 0, mode = 0;
    friend bool operator==(const DiskStamp &, const DiskStamp &) = default;
};

[[nodiscard]] inline DiskStamp stampOf(const struct stat &status) {
    constexpr std::int64_t kSecond = 1'000'000'000;
    return {status.st_mtim.tv_sec * kSecond + status.st_mtim.tv_nsec,
            status.st_ctim.tv_sec * kSecond + status.st_ctim.tv_nsec,
            status.st_ino,
            static_cast<std::uint64_t>(status.st_size),
            static_cast<std::uint32_t>(status.st_dev),
            status.st_mode};
}

/// The same file with the same content time and length, whatever was done to its name.
[[nodiscard]] inline bool isSameContent(const DiskStamp &a, const DiskStamp &b) {
    return a.mtimeNs == b.mtimeNs && a.inode == b.inode && a.size == b.size && a.device == b.device;
}

}  // namespace wikivault::git
