#pragma once

#include "engine/core/ids.h"
#include "engine/core/result.h"

#include <git2.h>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace wikivault::git {

template <auto Free>
struct Freer {
    template <class T>
    void operator()(T *handle) const {
        Free(handle);
    }
};

using Repository = std::unique_ptr<git_repository, Freer<git_repository_free>>;
using Odb = std::unique_ptr<git_odb, Freer<git_odb_free>>;
using OdbObject = std::unique_ptr<git_odb_object, Freer<git_odb_object_free>>;
using Reference = std::unique_ptr<git_reference, Freer<git_reference_free>>;
using Commit = std::unique_ptr<git_commit, Freer<git_commit_free>>;
using Revwalk = std::unique_ptr<git_revwalk, Freer<git_revwalk_free>>;
using Transaction = std::unique_ptr<git_transaction, Freer<git_transaction_free>>;
using Config = std::unique_ptr<git_config, Freer<git_config_free>>;
using Index = std::unique_ptr<git_index, Freer<git_index_free>>;
using Reflog = std::unique_ptr<git_reflog, Freer<git_reflog_free>>;

/// Turns a libgit2 return code into a Result; reads the error text on the calling thread at once. `what` says what was
/// tried: `reading the tree of main`.
[[nodiscard]] Result<> check(int code, std::string_view what);

template <class Tag>
[[nodiscard]] git_oid toOid(const ObjectId<Tag> &id) {
    git_oid oid;
    std::memcpy(oid.id, id.bytes.data(), id.bytes.size());
    return oid;
}

template <class IdType>
[[nodiscard]] IdType fromOid(const git_oid &oid) {
    IdType id;
    std::memcpy(id.bytes.data(), oid.id, id.bytes.size());
    return id;
}

/// `above` is part of the history of `below`, and not it.
[[nodiscard]] Result<bool> isDescendant(git_repository *repository, const CommitId &below, const CommitId &above);

}  // namespace wikivault::git
