#pragma once

#include "models/side_by_side.h"

#include <QString>

#include <string_view>
#include <vector>

namespace wikivault {

struct ThreeWayRow {
    enum class Kind { Same, WikiChanged, GitChanged, BothSame, Conflict };
    Kind kind = Kind::Same;
    DiffCell wiki, base, git;
};

/// Three texts line by line. Rows of one change stand together.
struct ThreeWay {
    std::vector<ThreeWayRow> rows;
    int conflicts = 0;  ///< places where both sides changed the same lines differently
    bool hasWiki = true, hasBase = true, hasGit = true;
};

struct ThreeTexts {
    std::string_view wiki, base, git;
};

/// Near-linear in the size of the texts: call it on a worker.
[[nodiscard]] ThreeWay threeWay(const ThreeTexts &texts);

}  // namespace wikivault
