#pragma once

#include "engine/core/ids.h"
#include "engine/core/result.h"

#include <vector>

namespace wikivault {

/// Tells who is at work in the wiki's editors. One instance belongs to one thread.
class PagePresence {
public:
    virtual ~PagePresence() = default;
    /// Somebody has the page open. Unavailable: nobody knows, so nothing may be written.
    virtual Result<bool> isBeingEdited(const PageId &page) = 0;
    /// Every page somebody has open, of all spaces.
    virtual Result<std::vector<PageId>> openPages() = 0;
};

}  // namespace wikivault
