#pragma once

#include "engine/ports/page_store.h"
#include "engine/ports/space_catalog.h"

namespace wikivault {

/// What a wiki shows: its spaces and their pages, over its database or its API. One instance belongs to one thread and
/// closes in the destructor.
class WikiReader {
public:
    virtual ~WikiReader() = default;
    virtual SpaceCatalog &catalog() = 0;
    virtual PageStore &pages() = 0;
};

}  // namespace wikivault
