#pragma once

#include "engine/core/ids.h"
#include "engine/core/markdown/wiki_schema.h"

#include <cstdint>
#include <string>
#include <vector>

namespace wikivault {

/// A live space of the wiki.
struct Space {
    SpaceId id;
    WorkspaceId workspace;
    std::string slug;
    std::string name;
    bool flagged = false;   ///< settings.gitSync.enabled is true or "true"
    bool optedOut = false;  ///< settings.gitSync.enabled is false or "false": somebody has decided
    bool selected = false;  ///< flagged, or nothing is decided of any space and the fallback selects all
    markdown::WikiSchema schema = markdown::WikiSchema::Docmost;  ///< of the whole installation
    friend bool operator==(const Space &, const Space &) = default;
};

/// Moves whenever a live page of the space appears, goes or changes; one query answers it for all spaces.
struct SpaceDigest {
    Space space;
    std::int64_t livePages = 0;
    std::string updateSum;  ///< sum of updated_at over live pages, compared only for equality
    [[nodiscard]] std::string text() const { return std::to_string(livePages) + " " + updateSum; }
    friend bool operator==(const SpaceDigest &, const SpaceDigest &) = default;
};

/// The flagged ones; with `unflagged` all of them as long as nobody has decided about any: whoever switches the last
/// one off does not switch the others on.
void selectSpaces(std::vector<Space> &spaces, bool unflagged);

}  // namespace wikivault
