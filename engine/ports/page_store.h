#pragma once

#include "engine/core/page.h"
#include "engine/core/result.h"

#include <span>
#include <stop_token>
#include <vector>

namespace wikivault {

/// Reads the pages of a wiki. One instance belongs to one thread. Reads between beginSnapshot() and endSnapshot() see
/// one moment of the wiki (Postgres: a read-only REPEATABLE READ transaction).
class PageStore {
public:
    virtual ~PageStore() = default;
    virtual Result<> beginSnapshot() = 0;
    virtual Result<> endSnapshot() = 0;
    /// Every live page of the space, in no order. NotFound: no live space has that id.
    virtual Result<PageList> list(const SpaceId &space, std::stop_token stop) = 0;
    /// Those of `pages` that live in the space, as list() shows them.
    virtual Result<PageList> rows(const SpaceId &space, std::span<const PageId> pages, std::stop_token stop) = 0;
    /// Bodies of those of `pages` that exist, live or trashed, in any order; fetched in batches.
    virtual Result<std::vector<PageBody>> bodies(const SpaceId &space, std::span<const PageId> pages,
                                                 std::stop_token stop) = 0;
    /// One answer for each of `pages`: live in `space`, trashed there, in another space, or gone.
    virtual Result<std::vector<PageStanding>> standings(const SpaceId &space, std::span<const PageId> pages) = 0;
};

/// A body of more JSON than this may be written in parts: what an interruption leaves behind is a prefix of it.
inline constexpr std::size_t kWholeBody = 900'000;

/// Writes single pages, each change in one transaction where the wiki has them, under the acting user's name.
class PageWriter {
public:
    virtual ~PageWriter() = default;
    /// The id the page goes by: a wiki may give a created page another one than was asked for. Conflict: the page is
    /// not (any more) as `expected` says; nothing was written. A create whose id exists already as a live page of the
    /// space succeeds without writing. Denied: somebody has the page open or rights are missing. Unavailable: the wiki
    /// does not answer, or nobody knows whether it wrote.
    virtual Result<PageId> apply(const SpaceId &space, const PageChange &change) = 0;
    /// The caller leads the space from now on; whoever did before is refused with LostLease, where the store can tell.
    virtual Result<> beginEpoch(const SpaceId &) { return {}; }
    /// Writes reach open editors and take their unsaved text into account; otherwise an open page must not be written.
    [[nodiscard]] virtual bool reachesEditors() const { return false; }
    /// The wiki gives created pages ids of its own.
    [[nodiscard]] virtual bool namesPages() const { return false; }
};

}  // namespace wikivault
