#pragma once

#include "engine/core/ids.h"
#include "models/cell.h"

#include <QString>

#include <optional>

namespace wikivault {

/// Something to tell the person once, above the page.
struct Notice {
    Tone tone = Tone::Normal;
    QString text;
    std::optional<SpaceId> runNext;      ///< offers to run this space
    QString showRun;                     ///< offers to open this run
    bool offersObserver = false;         ///< that this console polls no more
    std::optional<SpaceId> failed = {};  ///< a run of this space did; taken back when one succeeds
};

}  // namespace wikivault
