#include "engine/adapters/git/stat_cache.h"

#include "engine/adapters/git/file_call.h"
#include "engine/adapters/git/git_call.h"

#include <fcntl.h>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <type_traits>
#include <utility>

namespace wikivault::git {

namespace {

constexpr std::string_view kMagic = "wikivault stat cache 1\n";
constexpr std::size_t kMaxCacheFile = 256u << 20;
constexpr std::size_t kWorthSaving = 32;
constexpr std::int64_t kTick = 20'000'000;
constexpr std::int64_t kSecond = 1'000'000'000;
static_assert(std::is_trivially_copyable_v<DiskStamp> && std::is_trivially_copyable_v<BlobId>);

template <class Value>
void appendRaw(std::string &text, const Value &value) {
    text.append(reinterpret_cast<const char *>(&value), sizeof value);
}

template <class Value>
bool takeRaw(std::string_view &text, Value &value) {
    if (text.size() < sizeof value) return false;
    std::memcpy(&value, text.data(), sizeof value);
    text.remove_prefix(sizeof value);
    return true;
}

std::string sealOf(std::string_view text) {
    git_oid oid;
    if (git_odb_hash(&oid, text.data(), text.size(), GIT_OBJECT_BLOB) != 0) return {};
    return {reinterpret_cast<const char *>(oid.id), sizeof oid.id};
}

}  // namespace

// A file system that keeps whole seconds hides every write of the same second.
bool isSettled(const DiskStamp &stamp, std::int64_t readAtNs) {
    const bool wholeSeconds = stamp.mtimeNs % kSecond == 0 && stamp.ctimeNs % kSecond == 0;
    return stamp.mtimeNs + (wholeSeconds ? 2 * kSecond : kTick) <= readAtNs;
}

std::int64_t wallClockNs() {
    struct timespec now {};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * kSecond + now.tv_nsec;
}

StatCache::StatCache(std::string path) : m_path(std::move(path)) {
    if (const auto text = readFile(m_path, kMaxCacheFile)) load(*text);
}

void StatCache::load(const std::string &text) {
    const std::string_view whole = text;
    if (!whole.starts_with(kMagic) || whole.size() < kMagic.size() + 20) return;
    const std::string_view body = whole.substr(0, whole.size() - 20);
    if (sealOf(body) != whole.substr(body.size())) return;
    for (std::string_view rest = body.substr(kMagic.size()); !rest.empty();) {
        std::uint32_t length = 0;
        Entry entry;
        if (!takeRaw(rest, length) || !takeRaw(rest, entry.stamp) || !takeRaw(rest, entry.blob)) return;
        if (rest.size() < length) return;
        m_entries.emplace(rest.substr(0, length), entry);
        rest.remove_prefix(length);
    }
}

std::optional<BlobId> StatCache::find(const std::string &path, const DiskStamp &stamp) const {
    const auto entry = m_entries.find(path);
    if (entry == m_entries.end() || !entry->second.settled || entry->second.stamp != stamp) return std::nullopt;
    return entry->second.blob;
}

std::optional<BlobId> StatCache::findRecent(const std::string &path, const DiskStamp &stamp) const {
    const auto entry = m_entries.find(path);
    if (entry == m_entries.end() || entry->second.stamp != stamp) return std::nullopt;
    return entry->second.blob;
}

void StatCache::put(const std::string &path, const DiskStamp &stamp, const BlobId &blob, std::int64_t readAtNs) {
    Entry &entry = m_entries.try_emplace(path, Entry{{}, {}, false}).first->second;
    const bool wasSettled = std::exchange(entry, {stamp, blob, isSettled(stamp, readAtNs)}).settled;
    // The file holds settled entries only.
    if (wasSettled || entry.settled) ++m_changes;
}

void StatCache::forget(const std::string &path) {
    m_changes += m_entries.erase(path);
}

void StatCache::save() {
    // A large cache is written for many changes only, a small one for each.
    const std::size_t worthSaving = std::min(kWorthSaving, 1 + m_entries.size() / 128);
    if (m_changes < worthSaving || m_path.empty()) return;
    std::string text(kMagic);
    for (const auto &[path, entry] : m_entries) {
        if (!entry.settled) continue;
        appendRaw(text, static_cast<std::uint32_t>(path.size()));
        appendRaw(text, entry.stamp);
        appendRaw(text, entry.blob);
        text += path;
    }
    text += sealOf(text);
    // No sync: the seal tells a torn file, and an old one is still true of the files it describes.
    const std::string beside = m_path + ".new";
    const Fd file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (!file || !writeAll(file.value(), text, beside) || ::rename(beside.c_str(), m_path.c_str()) != 0) return;
    m_changes = 0;
}

}  // namespace wikivault::git
