#include "engine/adapters/git/object_buffer.h"

#include "engine/adapters/git/zlib_stream.h"

#include <git2/sys/odb_backend.h>

namespace wikivault::git {

namespace {

struct BufferBackend : git_odb_backend {
    ObjectBuffer *buffer = nullptr;
};

const ObjectBuffer::Object *buffered(git_odb_backend *backend, const git_oid *id) {
    const ObjectBuffer &buffer = *static_cast<BufferBackend *>(backend)->buffer;
    return buffer.isHidden() ? nullptr : buffer.find(fromOid<ObjectKey>(*id));
}

int readBuffered(void **data, std::size_t *size, git_object_t *type, git_odb_backend *backend, const git_oid *id) {
    const ObjectBuffer::Object *object = buffered(backend, id);
    if (object == nullptr) return GIT_ENOTFOUND;
    const auto text = inflated(object->deflated, object->size);
    if (!text) return GIT_ERROR;
    *data = git_odb_backend_data_alloc(backend, text->size() + 1);
    if (*data == nullptr) return GIT_ERROR;
    std::memcpy(*data, text->c_str(), text->size() + 1);
    *size = text->size();
    *type = object->type;
    return 0;
}

int readBufferedHeader(std::size_t *size, git_object_t *type, git_odb_backend *backend, const git_oid *id) {
    const ObjectBuffer::Object *object = buffered(backend, id);
    if (object == nullptr) return GIT_ENOTFOUND;
    *size = object->size;
    *type = object->type;
    return 0;
}

int isBuffered(git_odb_backend *backend, const git_oid *id) {
    return buffered(backend, id) != nullptr ? 1 : 0;
}

int writeBuffered(git_odb_backend *backend, const git_oid *id, const void *data, std::size_t size, git_object_t type) {
    static_cast<BufferBackend *>(backend)->buffer->put(fromOid<ObjectKey>(*id), type,
                                                       {static_cast<const char *>(data), size});
    return 0;
}

void freeBackend(git_odb_backend *backend) {
    delete static_cast<BufferBackend *>(backend);
}

}  // namespace

const ObjectBuffer::Object *ObjectBuffer::find(const ObjectKey &id) const {
    const auto place = m_places.find(id);
    return place == m_places.end() ? nullptr : &m_objects[place->second];
}

void ObjectBuffer::put(const ObjectKey &id, git_object_t type, std::string_view data) {
    if (!m_places.emplace(id, m_objects.size()).second) return;
    m_objects.push_back({id, type, data.size(), deflated(data)});
}

void ObjectBuffer::clear() {
    m_objects = {};
    m_places = {};
}

git_odb_backend *ObjectBuffer::newBackend() {
    auto *backend = new BufferBackend;
    git_odb_init_backend(backend, GIT_ODB_BACKEND_VERSION);
    backend->buffer = this;
    backend->read = readBuffered;
    backend->read_header = readBufferedHeader;
    backend->exists = isBuffered;
    backend->write = writeBuffered;
    backend->free = freeBackend;
    return backend;
}

}  // namespace wikivault::git
