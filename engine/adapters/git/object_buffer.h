#pragma once

#include "engine/adapters/git/git_call.h"

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

struct git_odb_backend;

namespace wikivault::git {

using ObjectKey = ObjectId<struct AnyTag>;

/// Objects that were stored but are not on disk yet, deflated. libgit2 reads them through backend() like any others.
class ObjectBuffer {
public:
    struct Object {
        ObjectKey id;
        git_object_t type = GIT_OBJECT_INVALID;
        std::size_t size = 0;
        std::string deflated;
    };

    [[nodiscard]] bool contains(const ObjectKey &id) const { return m_places.contains(id); }
    [[nodiscard]] bool isEmpty() const { return m_objects.empty(); }
    [[nodiscard]] const std::vector<Object> &objects() const { return m_objects; }
    [[nodiscard]] const Object *find(const ObjectKey &id) const;
    void put(const ObjectKey &id, git_object_t type, std::string_view data);
    void clear();

    /// A hidden buffer answers nothing, so that what is asked for can only come from the disk.
    void hide(bool hidden) { m_hidden = hidden; }
    [[nodiscard]] bool isHidden() const { return m_hidden; }

    /// A new backend that serves this buffer; owned by the object database it is added to. The buffer outlives it.
    [[nodiscard]] git_odb_backend *newBackend();

private:
    std::vector<Object> m_objects;
    std::unordered_map<ObjectKey, std::size_t> m_places;
    bool m_hidden = false;
};

}  // namespace wikivault::git
