#pragma once

#include "engine/adapters/git/disk_stamp.h"
#include "engine/core/ids.h"
#include "engine/core/result.h"

#include <optional>
#include <string>
#include <unordered_map>

namespace wikivault::git {

/// Which blob each file held when it was last read. Derived: a cache that is missing or damaged costs time only.
/// An entry is trusted only if the file was old enough when it was read, so that a later write must show in its times.
class StatCache {
public:
    /// Nothing is written before save(), and never when `path` is empty.
    explicit StatCache(std::string path);
    [[nodiscard]] std::optional<BlobId> find(const std::string &path, const DiskStamp &stamp) const;
    /// `readAtNs` is when the reading began, by wallClockNs().
    void put(const std::string &path, const DiskStamp &stamp, const BlobId &blob, std::int64_t readAtNs);
    /// As find(), also when the file had just been written: good enough for git's index, which checks such itself.
    [[nodiscard]] std::optional<BlobId> findRecent(const std::string &path, const DiskStamp &stamp) const;
    void forget(const std::string &path);
    /// Drops the entries `keep` does not name.
    template <class Keep>
    void retain(Keep keep) {
        m_changes += std::erase_if(m_entries, [&](const auto &entry) { return !keep(entry.first); });
    }
    /// Writes only when enough has changed to be worth it: a quiet cycle writes nothing.
    void save();

private:
    struct Entry {
        DiskStamp stamp;
        BlobId blob;
        bool settled = true;
    };
    void load(const std::string &text);

    std::string m_path;
    std::unordered_map<std::string, Entry> m_entries;
    std::size_t m_changes = 0;
};

/// Read at `readAtNs`, such a file cannot be written again without a change of its times.
[[nodiscard]] bool isSettled(const DiskStamp &stamp, std::int64_t readAtNs);
/// The clock files are stamped with.
[[nodiscard]] std::int64_t wallClockNs();

}  // namespace wikivault::git
