#include "models/page_links.h"

#include "models/words.h"

#include <QCoreApplication>
#include <QUuid>

namespace wikivault::page_links {

namespace {

struct PageLinks {
    Q_DECLARE_TR_FUNCTIONS(PageLinks)
};

/// `https://wiki.example.org/docs` of `https://wiki.example.org/docs/api`.
std::optional<QUrl> baseOf(const Settings &settings) {
    const QUrl api(words::text(settings.apiUrl), QUrl::StrictMode);
    const QString scheme = api.scheme().toLower();
    const bool isWeb = scheme == QLatin1String("http") || scheme == QLatin1String("https");
    if (!api.isValid() || api.host().isEmpty() || !isWeb) return std::nullopt;
    QString path = api.path(QUrl::FullyDecoded);
    const auto cut = [&path](const QString &end) {
        if (path.endsWith(end)) path.chop(end.size());
    };
    cut(QStringLiteral("/"));
    cut(QStringLiteral("/api"));
    QUrl base = api.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    base.setPath(path, QUrl::DecodedMode);
    return base;
}

}  // namespace

std::optional<QUrl> wikiUrl(const Settings &settings, const PagePlace &place, const std::string &slug) {
    if (!whyNotInWiki(settings, place).isEmpty()) return std::nullopt;
    QUrl url = *baseOf(settings);
    const QString path =
        place.page ? QStringLiteral("/p/") + words::text(place.page->str()) : QStringLiteral("/s/") + words::text(slug);
    url.setPath(url.path(QUrl::FullyDecoded) + path, QUrl::DecodedMode);
    return url;
}

QString whyNotInWiki(const Settings &settings, const PagePlace &place) {
    if (!place.page && !place.path.empty()) return PageLinks::tr("The wiki does not have this page yet.");
    if (place.page && QUuid::fromString(words::text(place.page->str())).isNull())
        return PageLinks::tr("This is no page of the wiki.");
    if (baseOf(settings)) return {};
    return PageLinks::tr(
        "The address of the wiki is not known: this profile names no API address (Settings, The wiki's API).");
}

QString whyNoFile(const PagePlace &place) {
    if (place.page && place.path.empty()) return PageLinks::tr("The vault does not have this page.");
    if (place.path.empty() || words::text(place.path).endsWith(QStringLiteral(".md"))) return {};
    return PageLinks::tr("Only files of pages are opened.");
}

}  // namespace wikivault::page_links
