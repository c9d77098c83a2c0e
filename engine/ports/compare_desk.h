#pragma once

#include "engine/core/ids.h"
#include "engine/core/result.h"
#include "engine/core/time.h"

#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace wikivault {

/// A state of a space's vault: as a run left it, or as it stands now.
struct VaultPoint {
    std::optional<RunId> run;  ///< nothing: now
    std::string commit;        ///< hex, of main
    std::optional<TimePoint> at;
    friend bool operator==(const VaultPoint &, const VaultPoint &) = default;
};

/// A page or another file that the two states do not have alike. Pages are matched by their id, other files by path.
struct PageDifference {
    std::string id;                 ///< of the page, or ""
    std::string before, after;      ///< paths; "": it is not there
    std::optional<BlobId> was, is;  ///< its texts
    [[nodiscard]] bool isMove() const { return was && is && before != after; }
};

struct Comparison {
    SpaceId space;
    VaultPoint from, to;
    std::vector<PageDifference> pages;  ///< by path
};

/// Any two states of a vault beside each other. Reads only; blocks; safe from any thread.
class CompareDesk {
public:
    virtual ~CompareDesk() = default;
    /// Nothing as the second: now. Invalid: runs of two spaces, or one that left no state behind. NotFound: no such
    /// run, or its state is no longer in the vault.
    virtual Result<Comparison> compare(const RunId &from, const std::optional<RunId> &to, std::stop_token stop) = 0;
    /// Both texts; "" of a side that has none.
    virtual Result<std::pair<std::string, std::string>> texts(const SpaceId &space, const PageDifference &page) = 0;
};

}  // namespace wikivault
