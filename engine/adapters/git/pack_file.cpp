#include "engine/adapters/git/pack_file.h"

#include "engine/adapters/git/file_call.h"
#include "engine/adapters/git/zlib_stream.h"

#include <git2/odb_backend.h>
#include <git2/sys/odb_backend.h>
#include <QCryptographicHash>

namespace wikivault::git {

namespace {

constexpr std::size_t kChunk = 1u << 20;

struct WritePackFreer {
    void operator()(git_odb_writepack *pack) const { pack->free(pack); }
};
struct BackendFreer {
    void operator()(git_odb_backend *backend) const { backend->free(backend); }
};

std::string bigEndian(std::uint32_t number) {
    return {static_cast<char>(number >> 24), static_cast<char>(number >> 16), static_cast<char>(number >> 8),
            static_cast<char>(number)};
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

/// Collects the bytes of a pack and hands them to libgit2's indexer in large pieces.
class PackStream {
public:
    explicit PackStream(git_odb_writepack *pack) : m_pack(pack) {}

    Result<> add(std::string_view data) {
        m_pending += data;
        return m_pending.size() < kChunk ? Result<>() : send();
    }
    Result<> finish() {
        TRY(send());
        const QByteArray trailer = m_hash.result();
        m_pending.assign(trailer.constData(), static_cast<std::size_t>(trailer.size()));
        TRY(append());
        return check(m_pack->commit(m_pack, &m_progress), "finishing a pack of the vault");
    }

private:
    Result<> send() {
        m_hash.addData(QByteArrayView(m_pending.data(), static_cast<qsizetype>(m_pending.size())));
        return append();
    }
    Result<> append() {
        TRY(check(m_pack->append(m_pack, m_pending.data(), m_pending.size(), &m_progress),
                  "writing a pack of the vault"));
        m_pending.clear();
        return {};
    }

    git_odb_writepack *m_pack;
    git_indexer_progress m_progress{};
    QCryptographicHash m_hash{QCryptographicHash::Sha1};
    std::string m_pending;
};

}  // namespace

Result<> writePack(git_odb *odb, const std::string &objectsDir, const std::vector<ObjectBuffer::Object> &objects) {
    git_odb_writepack *raw = nullptr;
    TRY(check(git_odb_write_pack(&raw, odb, nullptr, nullptr), "starting a pack of the vault"));
    const std::unique_ptr<git_odb_writepack, WritePackFreer> pack(raw);
    PackStream stream(raw);
    TRY(stream.add("PACK" + bigEndian(2) + bigEndian(static_cast<std::uint32_t>(objects.size()))));
    for (const ObjectBuffer::Object &object : objects) {
        TRY(stream.add(entryHeader(object)));
        TRY(stream.add(object.deflated));
    }
    TRY(stream.finish());
    return syncDirectory(objectsDir + "/pack");
}

Result<> writeLoose(const std::string &objectsDir, const std::vector<ObjectBuffer::Object> &objects) {
    git_odb_backend *raw = nullptr;
    TRY(check(git_odb_backend_loose(&raw, objectsDir.c_str(), -1, 1, 0, 0), "opening the vault's objects"));
    const std::unique_ptr<git_odb_backend, BackendFreer> loose(raw);
    for (const ObjectBuffer::Object &object : objects) {
        const auto data = inflated(object.deflated, object.size);
        if (!data) return fail(ErrorCode::Corrupt, "object " + toHex(object.id) + " was damaged in memory");
        const git_oid id = toOid(object.id);
        TRY(check(loose->write(raw, &id, data->data(), data->size(), object.type), "writing an object of the vault"));
    }
    return {};
}

}  // namespace wikivault::git
