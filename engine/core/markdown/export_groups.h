#pragma once

#include "engine/core/markdown/export_marks.h"
#include "engine/core/markdown/export_text.h"
#include "engine/core/markdown/node.h"

#include <string>
#include <vector>

namespace wikivault::markdown {

class FootnotePlan;

/// A stretch of inline nodes that is wrapped in its marks once.
struct InlineGroup {
    struct Part {
        const Node *atom = nullptr;  ///< null: `text`
        std::string text;
    };
    std::vector<Part> parts;
    std::vector<const Mark *> marks;  ///< innermost first, without code
    bool code = false;
    bool bareDelimiters = false;
    bool runAsTags = false;  ///< part of a run that mixes code with emphasis
    bool glueNext = false;   ///< the next group repeats the marks of this one inside the same delimiters
};

struct InlineGroups {
    std::vector<InlineGroup> groups;
    BlockTraits traits;
    bool notes = false;  ///< holds references to notes
};

[[nodiscard]] InlineGroups groupInline(const std::vector<Node> &content);

struct GroupStyle {
    Escaping escaping = Escaping::Light;
    bool tagBreaks = false;  ///< hard breaks as `<br>`
    bool note = false;       ///< inside `^[…]`
    const FootnotePlan *footnotes = nullptr;
    bool opaqueNotes = false;  ///< references to notes as opaque nodes, the text around them as ever
};
/// True if the text should be read back before it is trusted.
[[nodiscard]] bool printGroups(std::string &out, const InlineGroups &groups, const GroupStyle &style);

}  // namespace wikivault::markdown
