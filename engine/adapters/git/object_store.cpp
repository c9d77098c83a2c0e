#include "engine/adapters/git/object_store.h"

#include "engine/adapters/git/pack_file.h"
#include "engine/core/rig_hooks.h"

#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

namespace wikivault::git {

namespace {

constexpr int kBufferPriority = 999;
constexpr int kGuardPriority = 10;  // after packs, before loose objects; see initialiseGit()
constexpr std::size_t kLooseAtMost = 12;
constexpr std::size_t kMaxObject = 64u << 20;

const char *wordOf(git_object_t type) {
    return git_object_type2string(type);
}

}  // namespace

Result<std::shared_ptr<ObjectStore>> ObjectStore::open(StorePlace place) {
    const std::shared_ptr<ObjectStore> store(new ObjectStore(std::move(place)));
    TRY(store->attach());
    return store;
}

Result<> ObjectStore::attach() {
    git_odb *odb = nullptr;
    git_repository *repository = nullptr;
    if (isInMemory()) {
        TRY(check(git_odb_new(&odb), "making an object database in memory"));
        m_odb.reset(odb);
        TRY(check(git_repository_wrap_odb(&repository, odb), "making a vault in memory"));
        m_repository.reset(repository);
    } else {
        TRY(check(git_repository_open_ext(&repository, m_place.gitDir.c_str(),
                                          GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_NO_DOTGIT, nullptr),
                  "opening " + m_place.gitDir));
        m_repository.reset(repository);
        TRY(check(git_repository_odb(&odb, repository), "opening the objects of " + m_place.gitDir));
        m_odb.reset(odb);
        TRY(check(git_odb_add_backend(odb, m_guard.newBackend(), kGuardPriority), "opening the vault's objects"));
    }
    return check(git_odb_add_backend(odb, m_buffer.newBackend(), kBufferPriority), "opening the vault's objects");
}

Result<OdbObject> ObjectStore::read(const ObjectKey &id, git_object_t type) {
    const git_oid oid = toOid(id);
    const auto what = [&] {
        return std::string("reading ") + wordOf(type) + " " + toHex(id) + " of " + m_place.vaultDir;
    };
    git_odb_object *raw = nullptr;
    if (auto result = check(git_odb_read(&raw, m_odb.get(), &oid), what()); !result) {
        // A name we were given must lead somewhere: absence is damage.
        if (result.error().code == ErrorCode::NotFound) result.error().code = ErrorCode::Corrupt;
        return tl::unexpected<Error>(std::move(result).error());
    }
    OdbObject object(raw);
    if (git_odb_object_type(raw) != type)
        return fail(ErrorCode::Corrupt, what() + ": it is a " + wordOf(git_odb_object_type(raw)));
    return object;
}

bool ObjectStore::contains(const ObjectKey &id) {
    if (m_buffer.contains(id) || m_known.contains(id)) return true;
    const git_oid oid = toOid(id);
    if (git_odb_exists_ext(m_odb.get(), &oid, GIT_ODB_LOOKUP_NO_REFRESH) == 0) return false;
    // A damaged loose file counts as missing, so that its content is written again.
    if (!isInMemory() && m_guard.judge(id) == LooseGuard::Verdict::Damaged) return false;
    m_known.insert(id);
    return true;
}

Result<ObjectKey> ObjectStore::nameOf(git_object_t type, std::string_view data) {
    git_oid oid;
    TRY(check(git_odb_hash(&oid, data.data(), data.size(), type), "naming an object"));
    return fromOid<ObjectKey>(oid);
}

Result<ObjectKey> ObjectStore::store(git_object_t type, std::string_view data) {
    if (data.size() > kMaxObject) return fail(ErrorCode::Invalid, "a file of more than 64 MiB cannot be kept");
    TRY_ASSIGN(const ObjectKey id, nameOf(type, data));
    if (!contains(id)) m_buffer.put(id, type, data);
    return id;
}

Result<> ObjectStore::flush() {
    if (m_place.scratch || isInMemory() || m_buffer.isEmpty()) return {};
    FAILPOINT("objects.writing");
    if (m_buffer.objects().size() <= kLooseAtMost) {
        TRY(writeLoose(objectsDir(), m_buffer.objects()));
    } else {
        TRY(writePack(objectsDir(), m_buffer.objects()));
    }
    TRY(check(git_odb_refresh(m_odb.get()), "reading back what was written to " + m_place.gitDir));
    m_buffer.hide(true);
    const Result<> present = readBack();
    m_buffer.hide(false);
    TRY(present);
    FAILPOINT("objects.written");
    m_buffer.clear();
    return {};
}

// A return code of success is no proof that anything reached the disk; only reading it back is. Reading checks that the
// content has the object's name.
Result<> ObjectStore::readBack() {
    for (const ObjectBuffer::Object &object : m_buffer.objects()) {
        const Result<OdbObject> found = read(object.id, object.type);
        if (!found)
            return fail(ErrorCode::Unavailable, "object " + toHex(object.id) + " did not reach the disk at " +
                                                    m_place.gitDir + "; is the disk full?");
        m_known.insert(object.id);
    }
    return {};
}

}  // namespace wikivault::git
