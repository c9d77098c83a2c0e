#pragma once

#include "engine/core/ids.h"
#include "engine/core/markdown/node.h"
#include "engine/core/markdown/wiki_schema.h"
#include "engine/core/report.h"

#include <string>
#include <tl/expected.hpp>

namespace wikivault {

/// A page that is not written for a reason of its own.
struct Refusal {
    Outcome outcome = Outcome::Held;
    Reason reason = Reason::None;
    std::string detail;
};

/// A body as it goes to the wiki.
struct NewBody {
    markdown::Node doc;
    std::string content;
    std::string losses;  ///< what the wiki's editor cannot hold, in words; the file keeps it
};

/// The document of a file's body in the form the wiki's editor takes; blocks that did not change stay as stored.
[[nodiscard]] tl::expected<NewBody, Refusal> composeBody(const PageId &page, const std::string &body,
                                                         const markdown::Node &stored, markdown::WikiSchema schema);

}  // namespace wikivault
