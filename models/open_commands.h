#pragma once

#include "models/page_links.h"

namespace wikivault {

/// Hands a page to the desktop's own programs; the rules of models/commands.h hold. What cannot be opened is told.
class OpenCommands {
public:
    virtual ~OpenCommands() = default;
    virtual void openInWiki(const PagePlace &place) = 0;
    virtual void openFile(const PagePlace &place) = 0;
};

}  // namespace wikivault
