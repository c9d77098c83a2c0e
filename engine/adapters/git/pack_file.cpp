#include "engine/adapters/git/pack_file.h"

#include "engine/adapters/git/file_call.h"
#include "engine/adapters/git/zlib_stream.h"
#include "engine/core/rig_hooks.h"

#include <fcntl.h>
#include <git2/odb_backend.h>
#include <git2/sys/odb_backend.h>
#include <QCryptographicHash>
#include <algorithm>
#include <array>
#include <cstdio>

namespace wikivault::git {

namespace {

constexpr std::size_t kChunk = 1u << 20;
constexpr std::uint64_t kLargeOffset = 0x80000000u;

struct BackendFreer {
    void operator()(git_odb_backend *backend) const { backend->free(backend); }
};

/// Where an object stands in the pack, for the index.
struct Placed {
    ObjectKey id;
    std::uint32_t crc = 0;
    std::uint64_t offset = 0;
};

std::string bigEndian(std::uint64_t number, int bytes) {
    std::string text;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        text.push_back(static_cast<char>(number >> shift));
    return text;
}

// Type and size of an object in a pack: 3 bits of type and 4 of size, then 7 bits of size per byte.
std::string entryHeader(const ObjectBuffer::Object &object) {
    std::size_t rest = object.size >> 4;
    auto byte = static_cast<unsigned>(object.type) << 4 | static_cast<unsigned>(object.size & 15u);
    std::string header;
    for (; rest != 0; rest >>= 7) {
        header.push_back(static_cast<char>(byte | 0x80u));
        byte = static_cast<unsigned>(rest & 0x7fu);
    }
    header.push_back(static_cast<char>(byte));
    return header;
}

/// A file that is hashed as it is written, ends with its hash, and is gone again unless it is placed.
class HashedFile {
public:
    explicit HashedFile(std::string path) : m_path(std::move(path)) {}
    HashedFile(const HashedFile &) = delete;
    HashedFile &operator=(const HashedFile &) = delete;
    ~HashedFile() {
        if (m_file) ::unlink(m_path.c_str());
    }
    Result<> create() {
        ::unlink(m_path.c_str());
        m_file = Fd(::open(m_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0444));
        return m_file ? Result<>() : failErrno("creating", m_path);
    }
    Result<> add(std::string_view data) {
        m_pending += data;
        m_size += data.size();
        return m_pending.size() < kChunk ? Result<>() : send();
    }
    /// The hash, which also becomes the file's end.
    Result<std::string> finish() {
        TRY(send());
        const QByteArray hash = m_hash.result();
        const std::string bytes(hash.constData(), static_cast<std::size_t>(hash.size()));
        TRY(writeAll(m_file.value(), bytes, m_path));
        if (::fsync(m_file.value()) != 0) return failErrno("syncing", m_path);
        return bytes;
    }
    Result<> place(const std::string &path) {
        if (::rename(m_path.c_str(), path.c_str()) != 0) return failErrno("placing", path);
        m_file.reset();
        return {};
    }
    [[nodiscard]] std::uint64_t size() const { return m_size; }

private:
    Result<> send() {
        m_hash.addData(QByteArrayView(m_pending.data(), static_cast<qsizetype>(m_pending.size())));
        TRY(writeAll(m_file.value(), m_pending, m_path));
        m_pending.clear();
        return {};
    }

    std::string m_path, m_pending;
    Fd m_file;
    std::uint64_t m_size = 0;
    QCryptographicHash m_hash{QCryptographicHash::Sha1};
};

Result<std::vector<Placed>> fillPack(HashedFile &pack, const std::vector<ObjectBuffer::Object> &objects) {
    std::vector<Placed> placed;
    placed.reserve(objects.size());
    TRY(pack.add("PACK" + bigEndian(2, 4) + bigEndian(objects.size(), 4)));
    for (const ObjectBuffer::Object &object : objects) {
        const std::string header = entryHeader(object);
        placed.push_back({object.id, crcOf({header, object.deflated}), pack.size()});
        TRY(pack.add(header));
        TRY(pack.add(object.deflated));
    }
    std::sort(placed.begin(), placed.end(), [](const Placed &a, const Placed &b) { return a.id < b.id; });
    return placed;
}

std::string fanOutOf(const std::vector<Placed> &placed) {
    std::array<std::uint32_t, 256> upTo{};
    for (const Placed &object : placed)
        ++upTo.at(object.id.bytes[0]);
    std::string text;
    std::uint32_t sum = 0;
    for (const std::uint32_t count : upTo)
        text += bigEndian(sum += count, 4);
    return text;
}

// Version 2: fan-out, names, checksums, offsets of 31 bits, and the larger ones in a table of their own.
Result<> fillIndex(HashedFile &index, const std::vector<Placed> &placed, const std::string &packHash) {
    TRY(index.add("\377tOc" + bigEndian(2, 4) + fanOutOf(placed)));
    for (const Placed &object : placed)
        TRY(index.add({reinterpret_cast<const char *>(object.id.bytes.data()), object.id.bytes.size()}));
    for (const Placed &object : placed)
        TRY(index.add(bigEndian(object.crc, 4)));
    std::string large;
    for (const Placed &object : placed) {
        const bool isLarge = object.offset >= kLargeOffset;
        TRY(index.add(bigEndian(isLarge ? kLargeOffset | large.size() / 8 : object.offset, 4)));
        if (isLarge) large += bigEndian(object.offset, 8);
    }
    TRY(index.add(large));
    return index.add(packHash);
}

std::string hexOf(const std::string &hash) {
    ObjectKey id;
    std::copy(hash.begin(), hash.end(), id.bytes.begin());
    return toHex(id);
}

}  // namespace

Result<> writePack(const std::string &objectsDir, const std::vector<ObjectBuffer::Object> &objects) {
    const std::string directory = objectsDir + "/pack";
    TRY(makeDirectory(directory));
    // Names that `git gc` knows to be leftovers.
    HashedFile pack(directory + "/tmp_pack_wikivault");
    HashedFile index(directory + "/tmp_idx_wikivault");
    TRY(pack.create());
    TRY_ASSIGN(const std::vector<Placed> placed, fillPack(pack, objects));
    TRY_ASSIGN(const std::string hash, pack.finish());
    TRY(index.create());
    TRY(fillIndex(index, placed, hash));
    TRY(index.finish());
    FAILPOINT("pack.written");
    const std::string name = directory + "/pack-" + hexOf(hash);
    // The index makes the pack known, so it comes last.
    TRY(pack.place(name + ".pack"));
    FAILPOINT("pack.half-placed");
    TRY(index.place(name + ".idx"));
    return syncDirectory(directory);
}

Result<> writeLoose(const std::string &objectsDir, const std::vector<ObjectBuffer::Object> &objects) {
    git_odb_backend *raw = nullptr;
    TRY(check(git_odb_backend_loose(&raw, objectsDir.c_str(), -1, 1, 0, 0), "opening the vault's objects"));
    const std::unique_ptr<git_odb_backend, BackendFreer> loose(raw);
    for (const ObjectBuffer::Object &object : objects) {
        const auto data = inflated(object.deflated, object.size);
        if (!data) return fail(ErrorCode::Corrupt, "object " + toHex(object.id) + " was damaged in memory");
        const git_oid id = toOid(object.id);
        TRY(check(loose->write(raw, &id, data->data(), data->size(), object.type),
                  "writing an object to " + objectsDir));
        FAILPOINT("object.written");
    }
    return {};
}

}  // namespace wikivault::git
