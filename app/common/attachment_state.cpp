#include "app/common/attachment_state.h"

#include "engine/run/attachment_records.h"

#include <filesystem>

namespace wikivault {

std::optional<AttachmentOverview> attachmentsOf(PortFactory &ports, const Space &space) {
    const Settings &settings = ports.settings();
    if (!settings.attachmentsFor(space.id.str(), space.slug)) return std::nullopt;
    AttachmentOverview overview;
    if (const auto way = ports.wayToAttachments(space))
        overview.way = *way;
    else
        overview.setting = way.error().detail;
    std::error_code ignored;
    // Before the first run there is nothing to read, and reading makes nothing.
    if (!std::filesystem::exists(settings.vaultDir(space.id.str()) + "/.git/wikivault/cache.db", ignored))
        return overview;
    const auto cache = ports.openCache(space.id, false);
    const auto text = cache ? (*cache)->value(kAttachmentMemory) : Result<std::string>();
    if (!text) return overview;
    const AttachmentMemory memory = parseAttachmentMemory(*text);
    overview.carried = memory.carried;
    overview.left = memory.left();
    for (const auto &[name, trouble] : memory.troubles)
        overview.problems.push_back({name, trouble.pagePath, trouble.why});
    return overview;
}

}  // namespace wikivault
