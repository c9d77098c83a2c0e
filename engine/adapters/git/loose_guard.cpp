#include "engine/adapters/git/loose_guard.h"

#include "engine/adapters/git/file_call.h"
#include "engine/adapters/git/zlib_stream.h"

#include <git2/sys/odb_backend.h>
#include <sys/stat.h>

namespace wikivault::git {

namespace {

struct GuardBackend : git_odb_backend {
    LooseGuard *guard = nullptr;
};

int refuseDamaged(git_odb_backend *backend, const git_oid *id) {
    const auto key = fromOid<ObjectKey>(*id);
    if (static_cast<GuardBackend *>(backend)->guard->judge(key) != LooseGuard::Verdict::Damaged) return GIT_ENOTFOUND;
    git_error_set_str(GIT_ERROR_ODB, ("object " + toHex(key) + " is damaged: its file was cut off").c_str());
    return GIT_ERROR;
}

int guardRead(void **, std::size_t *, git_object_t *, git_odb_backend *backend, const git_oid *id) {
    return refuseDamaged(backend, id);
}

int guardReadHeader(std::size_t *, git_object_t *, git_odb_backend *backend, const git_oid *id) {
    return refuseDamaged(backend, id);
}

int guardExists(git_odb_backend *, const git_oid *) {
    return 0;
}

void freeGuard(git_odb_backend *backend) {
    delete static_cast<GuardBackend *>(backend);
}

}  // namespace

LooseGuard::Verdict LooseGuard::judge(const ObjectKey &id) {
    if (m_whole.contains(id)) return Verdict::Whole;
    const std::string hex = toHex(id);
    const std::string path = m_objectsDir + "/" + hex.substr(0, 2) + "/" + hex.substr(2);
    struct stat status {};
    if (lstat(path.c_str(), &status) != 0) return Verdict::Absent;
    const auto file = readFile(path, kMaxObjectFile);
    if (!file || !isWholeLooseObject(*file)) return Verdict::Damaged;
    m_whole.insert(id);
    return Verdict::Whole;
}

git_odb_backend *LooseGuard::newBackend() {
    auto *backend = new GuardBackend;
    git_odb_init_backend(backend, GIT_ODB_BACKEND_VERSION);
    backend->guard = this;
    backend->read = guardRead;
    backend->read_header = guardReadHeader;
    backend->exists = guardExists;
    backend->free = freeGuard;
    return backend;
}

}  // namespace wikivault::git
