#include "models/page_links.h"

#include "engine/core/wiki_address.h"
#include "models/words.h"

#include <QCoreApplication>
#include <QUuid>

namespace wikivault::page_links {

namespace {

struct PageLinks {
    Q_DECLARE_TR_FUNCTIONS(PageLinks)
};

}  // namespace

std::optional<QUrl> wikiUrl(const Settings &settings, const PagePlace &place, const std::string &slug) {
    if (!whyNotInWiki(settings, place).isEmpty()) return std::nullopt;
    return QUrl::fromEncoded(QByteArray::fromStdString(*wikiAddress(settings, place.page, slug)), QUrl::StrictMode);
}

QString whyNotInWiki(const Settings &settings, const PagePlace &place) {
    if (!place.page && !place.path.empty()) return PageLinks::tr("The wiki does not have this page yet.");
    if (place.page && QUuid::fromString(words::text(place.page->str())).isNull())
        return PageLinks::tr("This is no page of the wiki.");
    if (wikiAddress(settings, place.page, {})) return {};
    return PageLinks::tr(
        "The address of the wiki is not known: this profile names neither it nor an API address (Settings, The wiki's "
        "API).");
}

QString whyNoFile(const PagePlace &place) {
    if (place.page && place.path.empty()) return PageLinks::tr("The vault does not have this page.");
    if (place.path.empty() || words::text(place.path).endsWith(QStringLiteral(".md"))) return {};
    return PageLinks::tr("Only files of pages are opened.");
}

}  // namespace wikivault::page_links
