#pragma once

#include <string>
#include <vector>

namespace wikivault::git {

/// Says for as long as it lives that this process takes locks of git in a vault. What a killed run leaves behind tells
/// the next one that those locks are nobody's. Best effort: without it locks are judged by their age.
class LockNote {
public:
    LockNote(const std::string &gitDir, const std::string &kind);
    ~LockNote();
    LockNote(const LockNote &) = delete;
    LockNote &operator=(const LockNote &) = delete;

private:
    std::string m_path;
};

/// Paths of notes whose process is gone.
[[nodiscard]] std::vector<std::string> notesOfTheDead(const std::string &gitDir);

}  // namespace wikivault::git
