#pragma once

#include "engine/core/settings.h"
#include "engine/ports/desk.h"
#include "engine/ports/page_store.h"
#include "tests/rig/mem_state.h"
#include "tests/rig/persons_git.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace wikivault::rig {

/// A page as the wiki's database holds it.
struct WikiPage {
    PageId id;
    std::string title, content;
    std::optional<PageId> parent;
    bool trashed = false, elsewhere = false;
    friend bool operator==(const WikiPage &, const WikiPage &) = default;
    [[nodiscard]] bool isLive() const { return !trashed && !elsewhere; }
};

/// What goes wrong while one cycle runs.
struct SyncFaults {
    std::function<std::optional<Error>(const PageChange &)> refuse;  ///< asked before every write to the wiki
    std::function<bool()> losesAnswer;                               ///< asked after every write: it is done
    Lease *lease = nullptr;
    bool automatic = false, full = false, incompleteList = false;
};

/// One space of a wiki and its vault, as people and the engine see them.
class World {
public:
    virtual ~World() = default;

    // The wiki.
    virtual std::vector<WikiPage> pages() = 0;
    /// Adds the page or makes it so; a person did it.
    virtual void putPage(const WikiPage &page) = 0;

    /// It gives created pages ids of its own.
    [[nodiscard]] virtual bool namesPages() const { return false; }

    // The vault, as a person with an editor and git has it.
    virtual Files files() = 0;
    virtual void writeFile(const std::string &path, const std::string &text) = 0;
    virtual void removeFile(const std::string &path) = 0;
    virtual PersonsGit &git() = 0;
    virtual Files mainFiles() = 0;
    virtual Files mirrorFiles() = 0;
    /// Every commit that is reachable from a ref; `ref`: of that one only.
    virtual std::set<CommitId> history(const std::string &ref = {}) = 0;
    /// Every text that is reachable from a ref, joined.
    virtual std::string reachableTexts() = 0;
    /// The same of what the refs point to, and nothing that is history.
    virtual std::string currentTexts() = 0;
    /// Texts at the tip of the branch `side`, in the stash and on the way in by an open merge.
    virtual std::string shelvedTexts() = 0;
    virtual Result<> decide(const PageId &page, const std::string &choice) = 0;

    // The engine.
    virtual RunReport sync(const SyncFaults &faults) = 0;
    virtual RunReport preview() = 0;
    /// The process died: what was not yet durable is gone.
    virtual void crashed() = 0;
    virtual void loseCache() = 0;
    virtual void advance(std::chrono::minutes by) = 0;

    // What oracles look at.
    /// Moves with every row, ref, object, file and index entry.
    virtual std::string fingerprint() = 0;
    /// What `git status` and `git fsck` would complain about; empty = clean.
    virtual std::string complaints() = 0;
};

[[nodiscard]] std::unique_ptr<World> makeMemoryWorld(ConflictPolicy policy);
/// The same with a wiki that gives created pages ids of its own.
[[nodiscard]] std::unique_ptr<World> makeSelfNamingWorld(ConflictPolicy policy);
[[nodiscard]] std::unique_ptr<World> makeRealWorld(ConflictPolicy policy);

}  // namespace wikivault::rig
