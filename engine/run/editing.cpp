#include "engine/run/cycle.h"

#include <sstream>

namespace wikivault {

namespace {

constexpr const char *kBeingEdited = "being-edited";

std::string textOf(const std::map<PageId, TimePoint> &pages) {
    std::string text;
    for (const auto &[page, since] : pages)
        text += page.str() + ' ' + toIso8601(since) + '\n';
    return text;
}

}  // namespace

Result<> loadEditing(Cycle &cycle) {
    TRY_ASSIGN(const std::string text, cycle.ports.cache.value(kBeingEdited));
    std::istringstream lines(text);
    for (std::string page, since; lines >> page >> since;)
        if (const auto moment = fromIso8601(since)) cycle.editing.before.emplace(PageId(page), *moment);
    return {};
}

Result<> storeEditing(Cycle &cycle) {
    if (cycle.editing.now == cycle.editing.before) return {};
    TRY(cycle.checkpoint.pass("remembering what was done"));
    return cycle.ports.cache.setValue(kBeingEdited, textOf(cycle.editing.now));
}

}  // namespace wikivault
