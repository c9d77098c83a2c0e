#pragma once

#include "engine/adapters/git/object_buffer.h"

namespace wikivault::git {

/// Writes all of `objects` as one pack with its index; returns after both and their directory are synced. Written
/// through plain files: libgit2 writes packs through a memory map, and a full disk then kills the process.
[[nodiscard]] Result<> writePack(const std::string &objectsDir, const std::vector<ObjectBuffer::Object> &objects);
/// The same as loose objects, each synced; replaces damaged ones. For the few objects of a small change: a pack for
/// each would slow every later lookup.
[[nodiscard]] Result<> writeLoose(const std::string &objectsDir, const std::vector<ObjectBuffer::Object> &objects);

}  // namespace wikivault::git
