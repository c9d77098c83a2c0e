#pragma once

#include "engine/adapters/git/loose_guard.h"
#include "engine/adapters/git/object_buffer.h"

#include <memory>
#include <string>
#include <unordered_set>

namespace wikivault::git {

/// Where one vault's repository stands. An empty `gitDir` is a vault that exists in memory only.
struct StorePlace {
    std::string vaultDir;  ///< `<data>/<space>`
    std::string gitDir;    ///< `<data>/<space>/.git`
    bool scratch = false;  ///< the disk stays as it is
};

/// The repository handle and the objects of one vault, shared by its Vault and its WorkTree; belongs to one thread.
class ObjectStore {
public:
    /// Opens exactly `place.gitDir`, or an object database in memory when that is empty.
    [[nodiscard]] static Result<std::shared_ptr<ObjectStore>> open(StorePlace place);

    [[nodiscard]] const StorePlace &place() const { return m_place; }
    [[nodiscard]] git_repository *repository() const { return m_repository.get(); }
    [[nodiscard]] bool isInMemory() const { return m_place.gitDir.empty(); }
    [[nodiscard]] std::string objectsDir() const { return m_place.gitDir + "/objects"; }
    /// `<gitDir>/wikivault/<name>`
    [[nodiscard]] std::string ownFile(const std::string &name) const { return m_place.gitDir + "/wikivault/" + name; }

    /// Corrupt: missing, damaged or of another type. The object holds its data until it goes.
    [[nodiscard]] Result<OdbObject> read(const ObjectKey &id, git_object_t type);
    [[nodiscard]] bool contains(const ObjectKey &id);
    [[nodiscard]] static Result<ObjectKey> nameOf(git_object_t type, std::string_view data);
    /// Buffers the object unless the vault has it already.
    [[nodiscard]] Result<ObjectKey> store(git_object_t type, std::string_view data);
    /// Writes the buffer to disk and asks the disk for every object of it.
    [[nodiscard]] Result<> flush();

private:
    explicit ObjectStore(StorePlace place) : m_place(std::move(place)), m_guard(objectsDir()) {}
    [[nodiscard]] Result<> attach();
    [[nodiscard]] Result<> readBack();

    StorePlace m_place;
    ObjectBuffer m_buffer;
    LooseGuard m_guard;
    std::unordered_set<ObjectKey> m_known;  // trees and commits are asked for again and again
    Odb m_odb;
    Repository m_repository;
};

}  // namespace wikivault::git
