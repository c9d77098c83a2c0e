#pragma once

#include "engine/core/conflict.h"
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

/// Who brought a version of a page: people in the wiki, people in the files, both in one merge, or this program itself.
enum class Origin { Wiki, Git, Both, Engine };

/// A commit of main that changed a page.
struct PageVersion {
    std::string commit;  ///< hex
    TimePoint at;
    Origin origin = Origin::Git;
    std::string author;  ///< of what git brought, as git has it
    std::string subject;
    PageDifference change;  ///< against the version before
};

/// A page through time, newest first.
struct PageHistory {
    SpaceId space;
    std::vector<PageVersion> versions;
    bool isWhole = true;  ///< false: there are more, older ones
};

/// Where main has a page now.
struct PageSpot {
    std::string id;  ///< "": its file has none
    std::string path;
};

/// Who brought what the two sides have in one block of a conflict. Nothing: older than what was looked at.
struct BlockOrigin {
    std::optional<PageVersion> wiki, git;
    bool isNewestInWiki = false;  ///< the wiki's newest version of the page brought it
};

/// Any two states of a vault beside each other. Reads only; blocks; safe from any thread.
class CompareDesk {
public:
    virtual ~CompareDesk() = default;
    /// Nothing as the second: now. Invalid: runs of two spaces, or one that left no state behind. NotFound: no such
    /// run, or its state is no longer in the vault.
    virtual Result<Comparison> compare(const RunId &from, const std::optional<RunId> &to, std::stop_token stop) = 0;
    /// `page`: an id, or the path of a file that is there now. NotFound: main never had it.
    virtual Result<PageHistory> history(const SpaceId &space, const std::string &page, std::stop_token stop) = 0;
    /// `page` as history() takes it. NotFound: main does not have it.
    virtual Result<PageSpot> find(const SpaceId &space, const std::string &page) = 0;
    /// Of each block a person decides in this conflict, in order.
    virtual Result<std::vector<BlockOrigin>> origins(const ConflictDetail &conflict, std::stop_token stop) = 0;
    /// Both texts; "" of a side that has none.
    virtual Result<std::pair<std::string, std::string>> texts(const SpaceId &space, const PageDifference &page) = 0;
};

}  // namespace wikivault
