#include "engine/core/wiki_address.h"

#include <QUrl>

namespace wikivault {

namespace {

/// `https://wiki.example.org/docs` of `https://wiki.example.org/docs/api`.
std::optional<QUrl> baseOf(const Settings &settings) {
    const std::string &given = settings.wikiUrl.empty() ? settings.apiUrl : settings.wikiUrl;
    const QUrl address(QString::fromStdString(given), QUrl::StrictMode);
    const QString scheme = address.scheme().toLower();
    const bool isWeb = scheme == QLatin1String("http") || scheme == QLatin1String("https");
    if (!address.isValid() || address.host().isEmpty() || !isWeb) return std::nullopt;
    QString path = address.path(QUrl::FullyDecoded);
    const auto cut = [&path](const QString &end) {
        if (path.endsWith(end)) path.chop(end.size());
    };
    cut(QStringLiteral("/"));
    cut(QStringLiteral("/api"));
    QUrl base = address.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    base.setPath(path, QUrl::DecodedMode);
    return base;
}

}  // namespace

std::optional<std::string> wikiAddress(const Settings &settings, const std::optional<PageId> &page,
                                       const std::string &slug) {
    std::optional<QUrl> url = baseOf(settings);
    if (!url || (page && !parseUuid(page->str()))) return std::nullopt;
    const std::string below = page ? "/p/" + page->str() : "/s/" + slug;
    url->setPath(url->path(QUrl::FullyDecoded) + QString::fromStdString(below), QUrl::DecodedMode);
    return url->toString(QUrl::FullyEncoded).toStdString();
}

}  // namespace wikivault
