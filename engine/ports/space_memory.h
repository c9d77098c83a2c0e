#pragma once

#include "engine/core/ids.h"
#include "engine/core/result.h"
#include "engine/core/time.h"

#include <map>
#include <optional>
#include <string>

namespace wikivault {

/// What is remembered about a vault and is not derivable (state.db).
struct VaultMemory {
    bool known = false;              ///< a vault was here before: "not found" means damaged
    std::string mainTip, mirrorTip;  ///< hex, after the last run of ours
    std::string newestUpdate;        ///< newest timestamp of the wiki this vault has seen
    std::string vaultId = {};        ///< uuid in the vault's `.git/wikivault/id`; "" = it has not been given one
};

struct Pause {
    std::optional<TimePoint> until;  ///< nothing: until resumed
    std::string reason, actor;
};

/// It is there and not over.
[[nodiscard]] inline bool isPaused(const std::optional<Pause> &pause, TimePoint now) {
    return pause && (!pause->until || *pause->until > now);
}

/// A page that failed: when it may be tried again.
struct BackOff {
    int failures = 0;
    TimePoint notBefore{};
};

/// Memory of a data directory, in state.db. Safe from any thread.
class SpaceMemory {
public:
    virtual ~SpaceMemory() = default;
    virtual Result<VaultMemory> vault(const SpaceId &space) = 0;
    virtual Result<> rememberVault(const SpaceId &space, const VaultMemory &memory) = 0;
    virtual Result<std::optional<Pause>> pause(const SpaceId &space) = 0;
    /// Of all spaces, in one query.
    virtual Result<std::map<SpaceId, Pause>> pauses() = 0;
    virtual Result<> setPause(const SpaceId &space, const std::optional<Pause> &pause) = 0;
    virtual Result<std::map<PageId, BackOff>> backOffs(const SpaceId &space) = 0;
    virtual Result<> setBackOffs(const SpaceId &space, const std::map<PageId, BackOff> &backOffs) = 0;
};

/// What one page looked like when it was last exported; while the key stays, its body need not be read.
struct ExportKey {
    std::string key;         ///< updatedAt, title, slug, parent, layout path and converter version, joined
    BlobId blob;             ///< the page file the wiki's content stands for
    std::string title = {};  ///< the wiki's exact title then
    friend bool operator==(const ExportKey &, const ExportKey &) = default;
};

/// Derived data beside one vault (`.git/wikivault/cache.db`); may be deleted at any time. One thread.
class VaultCache {
public:
    virtual ~VaultCache() = default;
    virtual Result<std::map<PageId, ExportKey>> exportKeys() = 0;
    /// Writes what differs from `old`, in one transaction.
    virtual Result<> setExportKeys(const std::map<PageId, ExportKey> &old, const std::map<PageId, ExportKey> &now) = 0;
    /// A small named value, such as the fingerprint of the last quiet cycle.
    virtual Result<std::string> value(const std::string &name) = 0;
    virtual Result<> setValue(const std::string &name, const std::string &value) = 0;
};

}  // namespace wikivault
