#pragma once

#include "engine/adapters/git/object_buffer.h"

#include <string>
#include <unordered_set>

namespace wikivault::git {

/// Stands before libgit2's loose objects: a file that was cut off makes libgit2 1.5 spin for ever, so each is checked
/// once before it is read.
class LooseGuard {
public:
    enum class Verdict { Absent, Whole, Damaged };

    explicit LooseGuard(std::string objectsDir) : m_objectsDir(std::move(objectsDir)) {}
    [[nodiscard]] Verdict judge(const ObjectKey &id);
    /// A new backend, owned by the object database it is added to. The guard outlives it.
    [[nodiscard]] git_odb_backend *newBackend();

private:
    std::string m_objectsDir;
    std::unordered_set<ObjectKey> m_whole;
};

}  // namespace wikivault::git
