#pragma once

#include "engine/core/report.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace wikivault {

/// What a person chose for one block of a conflict and has not recorded yet.
struct BlockDraft {
    std::string block;   ///< names the texts of the block
    std::string choice;  ///< `base` `wiki` `git` `wiki-git` `git-wiki` `words` `text`
    std::string text;    ///< for `text`
    friend bool operator==(const BlockDraft &, const BlockDraft &) = default;
};

/// What is kept of a review without deciding; empty = nothing.
struct ConflictDraft {
    std::optional<std::string> text;  ///< of the whole page
    std::vector<BlockDraft> blocks;
    friend bool operator==(const ConflictDraft &, const ConflictDraft &) = default;
};

/// The texts of a conflict: whole page files. Nothing = the page does not exist on that side.
struct ConflictDetail {
    ConflictSummary summary;
    std::optional<std::string> base, wiki, git;
    std::optional<std::string> decided;  ///< a decision that waits for the next cycle: a side's name or a text
    ConflictDraft draft;                 ///< what was kept without deciding
    bool draftIsOlder = false;           ///< a side moved since the draft was kept
    std::string state;                   ///< names what both sides hold; for Decision::seen
};

enum class Take { Wiki, Git, Both, Base };

/// How a person settles a conflict: one side's text, or a text of his own (a body or a whole page file).
struct Decision {
    PageId page;
    std::variant<Take, std::string> choice;
    std::string seen = {};  ///< ConflictDetail::state the person looked at; "" = whatever stands there now
};

/// A page where a rule or a person chose between two texts; the text that lost is kept.
struct SettledSummary {
    std::string id;
    PageId page;
    SpaceId space;
    std::string path, title;
    ConflictKind kind = ConflictKind::Body;
    std::string rule;   ///< `git-wins`, `wiki-wins`, `another-engine`, `file-put-back`, `person`
    std::string loser;  ///< `wiki` or `git`; "" when a person wrote a text of his own
    TimePoint at{};
    std::string run;             ///< number of the run that settled it
    std::string lostBy, lostAt;  ///< who wrote the text that lost, when known
    bool seen = false;
    bool putBack = false;  ///< a run has put the text that lost back since
    friend bool operator==(const SettledSummary &, const SettledSummary &) = default;
};

struct SettledDetail {
    SettledSummary summary;
    std::optional<std::string> base, wiki, git, kept;  ///< whole page files
};

}  // namespace wikivault
