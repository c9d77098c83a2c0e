#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace wikivault::test {

/// A directory below the system's temporary one, removed with everything in it.
class TempDir {
public:
    TempDir();
    ~TempDir();
    TempDir(const TempDir &) = delete;
    TempDir &operator=(const TempDir &) = delete;
    [[nodiscard]] const std::string &path() const { return m_path; }
    [[nodiscard]] std::string operator/(const std::string &name) const { return m_path + "/" + name; }

private:
    std::string m_path;
};

struct Ran {
    int code = -1;
    std::string out;  ///< standard output
    std::string err;
};

/// Runs `git -C directory arguments…` without any configuration of the machine or of its user; at most 60 s.
[[nodiscard]] Ran runGit(const std::string &directory, const std::vector<std::string> &arguments,
                         const std::string &input = {});
/// The same; stops the test program with git's words when it fails. Returns standard output without its last line feed.
std::string gitCli(const std::string &directory, const std::vector<std::string> &arguments,
                   const std::string &input = {});

/// Creates directories as needed.
void writeFile(const std::string &path, const std::string &text);
/// "" when it is not there.
[[nodiscard]] std::string readFile(const std::string &path);

struct FileState {
    std::uint32_t mode = 0;
    std::int64_t mtimeNs = 0;
    std::uint64_t inode = 0;
    std::string contents;  ///< text of a file, target of a link
    friend bool operator==(const FileState &, const FileState &) = default;
};

/// Everything below `directory`, links not followed, by relative path: equal before and after = nothing was touched.
[[nodiscard]] std::map<std::string, FileState> snapshot(const std::string &directory);
/// The same without `.git`.
[[nodiscard]] std::map<std::string, FileState> filesOf(const std::string &directory);

}  // namespace wikivault::test
