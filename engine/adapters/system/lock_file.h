#pragma once

#include "engine/core/result.h"

#include <memory>
#include <string>
#include <string_view>

namespace wikivault::system {

/// An open lock file; closing it gives the kernel lock up.
class LockFile {
public:
    explicit LockFile(int descriptor, std::string path) : m_descriptor(descriptor), m_path(std::move(path)) {}
    ~LockFile();
    LockFile(const LockFile &) = delete;
    LockFile &operator=(const LockFile &) = delete;

    [[nodiscard]] bool tryExclusive() const;
    /// The path still names this very file: nobody removed or replaced it.
    [[nodiscard]] bool isInPlace() const;
    [[nodiscard]] std::string content() const;
    Result<> setContent(std::string_view text) const;

private:
    int m_descriptor;
    std::string m_path;
};

/// Creates the file (0600) with its folders (0700). Every error is a sentence for people.
[[nodiscard]] Result<std::unique_ptr<LockFile>> createLockFile(const std::string &path);
/// A null pointer: there is no such file.
[[nodiscard]] Result<std::unique_ptr<LockFile>> openLockFile(const std::string &path);

}  // namespace wikivault::system
