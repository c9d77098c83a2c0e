#pragma once

#include "engine/core/ids.h"
#include "engine/core/settings.h"

#include <optional>
#include <string>

/// The three-way decision about one page (engine.md section 4). Pure: no texts, no I/O.
namespace wikivault {

/// A page as one side has it. `name` is the file name without suffix `.md`; blobs stand for bodies.
struct PageSide {
    std::string name;
    std::optional<PageId> parent;
    BlobId blob;
    friend bool operator==(const PageSide &, const PageSide &) = default;
};

/// What is known about a page's absence from the wiki's list.
enum class Absence { Unproven, Trashed, OtherSpace, Gone };

struct PageSides {
    std::optional<PageSide> base, wiki, git;
    Absence absence = Absence::Unproven;  ///< read only where `wiki` is nothing
    friend bool operator==(const PageSides &, const PageSides &) = default;
};

enum class Fate {
    Keep,               ///< on both sides (a new wiki page gets a file)
    DropFile,           ///< the wiki removed it, git did not touch it
    TrashInWiki,        ///< git removed it, the wiki did not touch it
    RestoreInWiki,      ///< a file brings a trashed page back
    Forget,             ///< gone on both sides
    ExistenceConflict,  ///< edited on one side, removed on the other
    LeaveAlone,         ///< absence is not proven: nothing changes
    ForeignSpace,       ///< the file names a page of another space
    UnknownId,          ///< the file names a page that never was here
};

enum class Side { Base, Wiki, Git };

enum class BodyFate {
    Equal,     ///< both sides hold the same blob
    TakeWiki,  ///< only the wiki changed it
    KeepGit,   ///< only git changed it
    Merge,     ///< both did
    NoBase,    ///< both exist and differ, and nothing is known of a common past
};

struct PageVerdict {
    Fate fate = Fate::Keep;
    Side name = Side::Wiki, parent = Side::Wiki;  ///< whose choice stands; only for Keep and RestoreInWiki
    bool nameSettledByRule = false, parentSettledByRule = false;
    BodyFate body = BodyFate::Equal;
    Side winner = Side::Base;  ///< of an existence conflict the policy settled; Base: nobody
};

[[nodiscard]] PageVerdict judgePage(const PageSides &sides, ConflictPolicy policy);
/// A person chose Side::Wiki or Side::Git: it stands wherever the two differ.
[[nodiscard]] PageVerdict judgePage(const PageSides &sides, Side winner);

}  // namespace wikivault
