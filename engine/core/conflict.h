#pragma once

#include "engine/core/report.h"

#include <optional>
#include <string>
#include <variant>

namespace wikivault {

/// The texts of a conflict: whole page files. Nothing = the page does not exist on that side.
struct ConflictDetail {
    ConflictSummary summary;
    std::optional<std::string> base, wiki, git;
    std::optional<std::string> draft;  ///< a decision that waits for the next cycle
};

enum class Take { Wiki, Git, Both, Base };

/// How a person settles a conflict: one side's text, or a text of his own (a body or a whole page file).
struct Decision {
    PageId page;
    std::variant<Take, std::string> choice;
};

}  // namespace wikivault
