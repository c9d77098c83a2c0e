#pragma once

#include "engine/core/ids.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace wikivault {

inline constexpr const char *kFromDatabase = "database", *kFromRedis = "redis", *kFromFiles = "files";

/// What a feed tells: these spaces may have changed.
struct ChangeNews {
    std::string source;  ///< one of the above
    std::vector<SpaceId> spaces;
    bool anything = false;  ///< it may have missed some, or does not know which: everything is to be looked at
};
/// Called on the feed's thread; must not block.
using NewsSink = std::function<void(const ChangeNews &)>;

struct FeedStatus {
    std::string source;
    bool listening = false;
    std::string detail;  ///< a sentence: what it listens to, or why it does not and what to do
};

/// Tells of changes without being asked. The news are hints: whoever gets them looks for himself.
class ChangeFeed {
public:
    virtual ~ChangeFeed() = default;
    /// Begins to listen, once; a feed that cannot tries again by itself.
    virtual void start(NewsSink sink) = 0;
    /// Ends that, and waits for its thread; the sink is not called any more.
    virtual void stop() = 0;
    [[nodiscard]] virtual FeedStatus status() const = 0;
    /// While it is true, no change of the wiki stays untold: nobody needs to ask for changes all the time.
    [[nodiscard]] virtual bool tellsAll() const = 0;
    /// The same for the vault of a space.
    [[nodiscard]] virtual bool covers(const SpaceId &) const { return false; }
    /// Called by whoever runs spaces: before a run touches anything, and when it has ended; `quiet`: nothing to do.
    /// From any thread.
    virtual void runBegins(const SpaceId &) {}
    virtual void runEnded(const SpaceId &, [[maybe_unused]] bool quiet) {}
};
using ChangeFeeds = std::vector<std::unique_ptr<ChangeFeed>>;

}  // namespace wikivault
