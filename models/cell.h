#pragma once

#include <Qt>

namespace wikivault {

/// What a cell stands for; views decide how that looks.
enum class Tone { Normal, Muted, Wiki, Git, Good, Attention, Danger, Conflict, Blocked, Accent };
/// The state marks of the console: a shape, always shown next to its word.
enum class Mark { None, InSync, Pending, Conflicts, Failing, Running, Paused, Blocked, Off, Unknown };
enum class CellKind {
    Text,   ///< one line
    Page,   ///< a name with its folder below
    State,  ///< mark and word, sentence below
    Count,  ///< a number, `?` when unknown
    Flow,   ///< a direction between wiki and git
    Mono,   ///< text that people compare letter by letter
    Check,  ///< a box; Qt::CheckStateRole, nothing = no box
};
enum class Flow { None, ToGit, ToWiki, Both };

/// Values of the first four are the enums above as int.
enum CellRole {
    CellKindRole = Qt::UserRole + 1,
    ToneRole,
    MarkRole,
    FlowRole,
    SubtitleRole,  ///< QString: the quieter second line
    SortRole,      ///< what a proxy sorts by
    FilterRole,    ///< QString: what the filter field searches
    GroupRole,     ///< int: what the filter chips select
    IdRole,        ///< QString: id of the thing in the row
};

}  // namespace wikivault
