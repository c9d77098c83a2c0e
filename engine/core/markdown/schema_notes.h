#pragma once

#include "engine/core/markdown/schema.h"

namespace wikivault::markdown {

/// Gives references and lists of notes the form of the wiki; they say the same in both.
void convertNotes(Node &doc, WikiSchema schema);

}  // namespace wikivault::markdown
