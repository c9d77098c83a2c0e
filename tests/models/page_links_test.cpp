#include "models/page_links.h"

#include <QTest>

using namespace wikivault;

namespace {
const PageId kPage("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");

Settings settingsOf(const QString &api) {
    Settings settings;
    settings.apiUrl = api.toStdString();
    return settings;
}
}  // namespace

/// A page is opened in the wiki of the profile and nowhere else.
class PageLinksTest : public QObject {
    Q_OBJECT

private slots:
    void aPageHasAnAddress_data();
    void aPageHasAnAddress();
    void aSpaceHasAnAddress();
    void anAddressOfItsOwnIsStronger();
    void withoutAWikiThereIsAReason_data();
    void withoutAWikiThereIsAReason();
    void onlyFilesOfPagesAreOpened();
};

void PageLinksTest::aPageHasAnAddress_data() {
    QTest::addColumn<QString>("api");
    QTest::addColumn<QString>("base");
    const auto row = [](const char *name, const char *api, const char *base) {
        QTest::newRow(name) << QString::fromLatin1(api) << QString::fromLatin1(base);
    };
    row("with /api", "https://wiki.example.org/api", "https://wiki.example.org");
    row("with a slash at the end", "https://wiki.example.org/api/", "https://wiki.example.org");
    row("the host alone", "https://wiki.example.org", "https://wiki.example.org");
    row("a port", "http://127.0.0.1:3000/api", "http://127.0.0.1:3000");
    row("below a path", "https://example.org/wiki/api", "https://example.org/wiki");
    row("a password is never shown", "https://kim:hush@wiki.example.org/api", "https://wiki.example.org");
    row("nor what follows a question mark", "https://wiki.example.org/api?token=hush#x", "https://wiki.example.org");
}

void PageLinksTest::aPageHasAnAddress() {
    QFETCH(QString, api);
    QFETCH(QString, base);
    const auto url = page_links::wikiUrl(settingsOf(api), {SpaceId("a"), kPage, "Page.md"}, "docs");
    QVERIFY(url);
    QCOMPARE(url->toString(QUrl::FullyEncoded), base + QStringLiteral("/p/") + QString::fromStdString(kPage.str()));
}

void PageLinksTest::aSpaceHasAnAddress() {
    const Settings settings = settingsOf(QStringLiteral("https://wiki.example.org/api"));
    QCOMPARE(page_links::wikiUrl(settings, {SpaceId("a"), {}, {}}, "docs")->toString(),
             QStringLiteral("https://wiki.example.org/s/docs"));
    const QUrl hostile = *page_links::wikiUrl(settings, {SpaceId("a"), {}, {}}, "x?y=1#z@evil.example.org");
    QCOMPARE(hostile.host(), QStringLiteral("wiki.example.org"));
    QVERIFY(!hostile.hasQuery() && !hostile.hasFragment());
}

void PageLinksTest::anAddressOfItsOwnIsStronger() {
    Settings settings = settingsOf(QStringLiteral("http://10.0.0.7:3000/api"));
    settings.wikiUrl = "https://wiki.example.org/";
    const PagePlace place{SpaceId("a"), kPage, "Page.md"};
    QCOMPARE(page_links::wikiUrl(settings, place, "docs")->toString(),
             QStringLiteral("https://wiki.example.org/p/") + QString::fromStdString(kPage.str()));
    settings.apiUrl.clear();  // a profile that reads only the database
    QVERIFY(page_links::wikiUrl(settings, place, "docs"));
    settings.wikiUrl = "file:///etc/passwd";
    QVERIFY(!page_links::wikiUrl(settings, place, "docs"));
}

void PageLinksTest::withoutAWikiThereIsAReason_data() {
    QTest::addColumn<QString>("api");
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("reason");
    const QString good = QStringLiteral("https://wiki.example.org/api"), id = QString::fromStdString(kPage.str());
    QTest::newRow("no address") << QString() << id << QStringLiteral("names neither it nor an API address");
    QTest::newRow("a file") << QStringLiteral("file:///etc/passwd") << id
                            << QStringLiteral("names neither it nor an API address");
    QTest::newRow("no web") << QStringLiteral("ftp://wiki.example.org/api") << id
                            << QStringLiteral("names neither it nor an API address");
    QTest::newRow("a script") << QStringLiteral("javascript:alert(1)") << id
                              << QStringLiteral("names neither it nor an API address");
    QTest::newRow("a file without id") << good << QString() << QStringLiteral("does not have this page yet");
    QTest::newRow("no id of a page") << good << QStringLiteral("../../evil") << QStringLiteral("no page of the wiki");
}

void PageLinksTest::withoutAWikiThereIsAReason() {
    QFETCH(QString, api);
    QFETCH(QString, page);
    QFETCH(QString, reason);
    PagePlace place{SpaceId("a"), {}, "Page.md"};
    if (!page.isEmpty()) place.page = PageId(page.toStdString());
    QVERIFY(!page_links::wikiUrl(settingsOf(api), place, "docs"));
    QVERIFY2(page_links::whyNotInWiki(settingsOf(api), place).contains(reason),
             qPrintable(page_links::whyNotInWiki(settingsOf(api), place)));
}

void PageLinksTest::onlyFilesOfPagesAreOpened() {
    QVERIFY(page_links::whyNoFile({SpaceId("a"), kPage, "A folder/Page.md"}).isEmpty());
    QVERIFY(page_links::whyNoFile({SpaceId("a"), {}, {}}).isEmpty());  // the vault
    QVERIFY(!page_links::whyNoFile({SpaceId("a"), kPage, {}}).isEmpty());
    QVERIFY(!page_links::whyNoFile({SpaceId("a"), {}, "files/start.desktop"}).isEmpty());
}

QTEST_APPLESS_MAIN(PageLinksTest)
#include "page_links_test.moc"
