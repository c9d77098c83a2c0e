#pragma once

#include "engine/core/ids.h"
#include "engine/core/time.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wikivault {

enum class Direction { WikiToGit, GitToWiki };
enum class Action { Create, Update, Move, Rename, Delete, Restore, Adopt, Heal, Fetch, Push };
enum class Outcome { Done, Held, Failed, Skipped };
enum class Reason {
    None,
    Conflict,
    Guard,
    Stale,
    BeingEdited,
    NoWriter,
    Markers,
    Loss,
    InvalidId,
    ForeignSpace,
    ChildrenLive,
    BlockedPath,
    Nul,
    NotSynced,
    DuplicateId,
    BadFrontmatter,
    ParentMissing,
    WaitingForPerson,
    Unreadable,
    WriteFailed,
    SettledByRule,
    Incomplete,
    RestoredBackup,
    BackOff,
    TooLarge,
    LeftOut,
    ChangedSince,
    Remote,
};
enum class SkipReason { None, Disabled, NoServiceUser, SpaceNotEnabled, Paused, InProgress, LockHeld };
enum class PushMode { Apply, DryRun, Held };
enum class ConflictKind { Body, Existence, Markers, NoBase };

/// The words of `product.md`: `wiki-to-git`, `children-live`, `lock-held` …; Reason::None is "".
[[nodiscard]] std::string_view toWord(Direction);
[[nodiscard]] std::string_view toWord(Action);
[[nodiscard]] std::string_view toWord(Outcome);
[[nodiscard]] std::string_view toWord(Reason);
[[nodiscard]] std::string_view toWord(SkipReason);
[[nodiscard]] std::string_view toWord(PushMode);
[[nodiscard]] std::string_view toWord(ConflictKind);
/// Inverse of toWord for values read back from the journal or a plan file.
template <class Enum>
[[nodiscard]] std::optional<Enum> fromWord(std::string_view word);

/// One page in a plan or a run: what was (or would be) done with it and why not.
struct Item {
    std::optional<PageId> page;  ///< nothing for a file that has no id yet
    std::string path;            ///< path in the vault after the item
    std::string fromPath;        ///< before it, when that differs
    std::string fromTitle;       ///< the wiki's title before it, exactly, when the item changes it and it is known
    Direction direction = Direction::WikiToGit;
    Action action = Action::Update;
    Outcome outcome = Outcome::Done;
    Reason reason = Reason::None;
    std::string detail;  ///< a sentence for people; may be empty
    std::optional<BlobId> before, after;
    friend bool operator==(const Item &, const Item &) = default;
};

struct PullCounts {
    int written = 0, deleted = 0, moved = 0;
    bool conflict = false;  ///< some page of the space is held
    friend bool operator==(const PullCounts &, const PullCounts &) = default;
};
struct PushCounts {
    PushMode mode = PushMode::Apply;
    int created = 0, updated = 0, deleted = 0, moved = 0, renamed = 0, failures = 0;
    friend bool operator==(const PushCounts &, const PushCounts &) = default;
};

struct ConflictSummary {
    PageId page;  ///< its two sides disagree; the conflict has its id
    SpaceId space;
    std::string path, title;
    ConflictKind kind = ConflictKind::Body;
    TimePoint since{};
    std::string wikiBy, gitBy, wikiAt, gitAt;  ///< who changed each side last, and when (ISO 8601), where known
    friend bool operator==(const ConflictSummary &, const ConflictSummary &) = default;
};

/// Everything one cycle of one space did; never an exception.
struct RunReport {
    SpaceId space;
    RunId run;
    bool ran = false;  ///< false: a gate skipped it or the cycle failed as a whole
    SkipReason skipped = SkipReason::None;
    PullCounts pull;
    PushCounts push;
    std::vector<ConflictSummary> conflicts;
    std::vector<Item> items;
    std::string error;        ///< why the cycle failed as a whole
    int attachmentsLeft = 0;  ///< still to be carried: the next run goes on
    std::string wikiSeen;     ///< SpaceDigest::text() of the wiki as this run knows it at its end; "" when it does not
    bool cancelled = false, repeats = false;  ///< repeats: a poll found what the run before had, and that still waits
    bool moved = false, remoteMoved = false;  ///< somebody moved a ref meanwhile, here or there; a fresh try will do
    [[nodiscard]] bool isQuiet() const;       ///< it ran, found nothing to do and leaves nothing open
};

/// Exit code of `sync` for these reports (product.md): the first that applies of 64 2 6 5 4 3 1 0.
[[nodiscard]] int exitCodeOf(const std::vector<RunReport> &reports, bool spacesWereNamed);
[[nodiscard]] int exitCodeOfApply(const RunReport &report);  ///< of an ordered plan: 6 when a part of it was stale

}  // namespace wikivault
