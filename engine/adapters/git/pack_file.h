#pragma once

#include "engine/adapters/git/object_buffer.h"

namespace wikivault::git {

/// Writes all of `objects` as one pack into the object database on disk; returns after pack, index and directory are
/// synced. libgit2's indexer unpacks and hashes every object on the way, so the pack is proven readable.
[[nodiscard]] Result<> writePack(git_odb *odb, const std::string &objectsDir,
                                 const std::vector<ObjectBuffer::Object> &objects);
/// The same as loose objects, each synced; replaces damaged ones. For the few objects of a small change: a pack for
/// each would slow every later lookup.
[[nodiscard]] Result<> writeLoose(const std::string &objectsDir, const std::vector<ObjectBuffer::Object> &objects);

}  // namespace wikivault::git
