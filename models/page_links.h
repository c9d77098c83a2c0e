#pragma once

#include "engine/core/ids.h"
#include "engine/core/settings.h"

#include <QString>
#include <QUrl>

#include <optional>
#include <string>

namespace wikivault {

/// Where a page is shown on both sides. Without page and path: the space itself.
struct PagePlace {
    SpaceId space;
    std::optional<PageId> page;  ///< nothing: the wiki does not have it, or the file has no id
    std::string path;            ///< in the vault, or ""
    friend bool operator==(const PagePlace &, const PagePlace &) = default;
};

namespace page_links {

/// In the wiki whose API the profile names, and nowhere else; nothing: see whyNotInWiki(). `slug`: of the space.
[[nodiscard]] std::optional<QUrl> wikiUrl(const Settings &settings, const PagePlace &place, const std::string &slug);
/// Why a browser cannot show it; empty when it can.
[[nodiscard]] QString whyNotInWiki(const Settings &settings, const PagePlace &place);
/// Why no program can show its file; empty when one may.
[[nodiscard]] QString whyNoFile(const PagePlace &place);

}  // namespace page_links
}  // namespace wikivault
