#include "app/common/vault_file.h"
#include "tests/support/temp_vault.h"
#include "tests/ui/demo_world.h"

#include <filesystem>

#include <sys/stat.h>

using namespace wikivault;
namespace fs = std::filesystem;

/// A page is shown by the desktop's own programs, wherever the window names it.
class OpenPageTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void cleanup() { m_world.reset(); }
    void cleanupTestCase() { m_theme.reset(); }
    void aPlannedPageIsOpened();
    void aPageOfARunIsOpened();
    void aConflictIsOpened();
    void aSettledPageIsOpened();
    void aReviewSaysWhoHasThePageOpen();
    void aSpaceIsOpened();
    void withoutAnAddressTheVerbSaysWhy();
    void anAddressOfItsOwnIsEnough();
    void aDesktopThatOpensNothingIsTold();
    void onlyWhatLiesInTheVaultIsOpened_data();
    void onlyWhatLiesInTheVaultIsOpened();

private:
    /// The filled world with a wiki on the web and a desktop that keeps what it was given.
    void open(const std::string &api = "https://wiki.example.org/api") {
        m_opened.clear();
        m_desktopOpens = true;
        m_world = std::make_unique<ConsoleWorld>(*m_theme);
        m_world->environment.openUrl = [this](const QUrl &url) {
            m_opened << url.toString();
            return m_desktopOpens;
        };
        Settings settings = worldSettings();
        settings.apiUrl = api;
        settings.dataDir = m_folder / "vaults";
        m_world->openFilled(settings);
    }
    [[nodiscard]] std::string vaultOf(const std::string &space) const { return m_folder / ("vaults/" + space); }

    const test::TempDir m_folder;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ConsoleWorld> m_world;
    QStringList m_opened;
    bool m_desktopOpens = true;
};

void OpenPageTest::aPlannedPageIsOpened() {
    open();
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    QVERIFY(m_world->click("previewButton"));
    QTRY_VERIFY(m_world->rowsOf("planTable") > 0);
    QVERIFY(m_world->select("planTable", QStringLiteral("Laptop"), PlanModel::Page));
    QVERIFY(m_world->click("planWikiButton"));
    QVERIFY2(m_opened.size() == 1 && m_opened.first().startsWith(QStringLiteral("https://wiki.example.org/p/0190a1b2")),
             qPrintable(m_opened.join(QLatin1Char(' '))));
    const PagePlace place = m_world->models.plan.placeOf(0);
    test::writeFile(vaultOf(place.space.str()) + "/" + place.path, "text");
    QVERIFY(m_world->choose("planTable", "Open file"));
    QTRY_COMPARE(m_opened.size(), 2);
    QVERIFY2(m_opened.last().startsWith(QStringLiteral("file:///")) &&
                 m_opened.last().endsWith(QString::fromStdString(place.path)),
             qPrintable(m_opened.last()));
}

void OpenPageTest::aPageOfARunIsOpened() {
    open();
    m_world->window->openPage(MainWindow::PageName::Runs);
    QTRY_VERIFY(m_world->select("runTable", QStringLiteral("Done with problems")));
    QTRY_COMPARE(m_world->rowsOf("runItemTable"), 4);
    QVERIFY(m_world->select("runItemTable", QStringLiteral("VPN"), RunItemModel::Page));
    QVERIFY(m_world->press("runWikiButton"));
    QCOMPARE(m_opened.size(), 1);
    QVERIFY(m_world->press("runFileButton"));
    QTRY_VERIFY2(m_world->message().contains(QStringLiteral("is not in the vault now")),
                 qPrintable(m_world->message()));
    QCOMPARE(m_opened.size(), 1);
}

void OpenPageTest::aConflictIsOpened() {
    open();
    m_world->window->openPage(MainWindow::PageName::Conflicts);
    QTRY_VERIFY(m_world->select("conflictTable", QStringLiteral("Travel")));
    QVERIFY(m_world->press("conflictWikiButton"));
    QCOMPARE(m_opened.size(), 1);
    QVERIFY(m_world->click("openConflictButton"));
    QTRY_VERIFY(m_world->isShown("conflictReview"));
    QVERIFY(m_world->press("conflictWikiButton"));
    QCOMPARE(m_opened.size(), 2);
    QCOMPARE(m_opened.first(), m_opened.last());
}

void OpenPageTest::aSettledPageIsOpened() {
    open();
    m_world->window->openPage(MainWindow::PageName::Conflicts);
    QVERIFY(m_world->press("chip0"));
    QTRY_VERIFY(m_world->rowsOf("settledTable") > 0);
    auto *settled = m_world->find<QTableView>("settledTable");
    settled->selectRow(0);
    const std::string id = settled->currentIndex().data(IdRole).toString().toStdString();
    const std::string page = m_world->models.settled.find(QString::fromStdString(id))->page.str();
    QVERIFY(m_world->press("conflictWikiButton"));
    QCOMPARE(m_opened, QStringList(QStringLiteral("https://wiki.example.org/p/") + QString::fromStdString(page)));
    QVERIFY(m_world->choose("settledTable", "Open in wiki"));
    QCOMPARE(m_opened.size(), 2);
    QVERIFY(m_world->choose("settledTable", "History…"));
    QTRY_VERIFY(m_world->isShown("pageHistory"));
}

void OpenPageTest::aReviewSaysWhoHasThePageOpen() {
    open();
    m_world->window->openPage(MainWindow::PageName::Conflicts);
    QTRY_VERIFY(m_world->select("conflictTable", QStringLiteral("Travel")));
    const PageId page(m_world->find<QTableView>("conflictTable")->currentIndex().data(IdRole).toString().toStdString());
    QVERIFY(m_world->click("openConflictButton"));
    QTRY_VERIFY(m_world->showsReview());
    QVERIFY(!m_world->textOf("wikiByline").contains(QStringLiteral("open now")));
    m_world->desks.openInWiki(page);
    QVERIFY(m_world->click("backButton"));
    QVERIFY(m_world->click("openConflictButton"));
    QTRY_VERIFY2(m_world->textOf("wikiByline").endsWith(QStringLiteral("Somebody has the page open now.")),
                 qPrintable(m_world->textOf("wikiByline")));
    QVERIFY(m_world->press("conflictHistoryButton"));
    QTRY_VERIFY(m_world->isShown("pageHistory"));
}

void OpenPageTest::aSpaceIsOpened() {
    open();
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    QVERIFY(m_world->press("peekWikiButton"));
    QCOMPARE(m_opened, QStringList(QStringLiteral("https://wiki.example.org/s/handbook")));
    const std::string space =
        m_world->find<QTableView>("spaceTable")->currentIndex().data(IdRole).toString().toStdString();
    fs::create_directories(vaultOf(space));
    QVERIFY(m_world->choose("spaceTable", "Open the vault's folder"));
    QTRY_COMPARE(m_opened.size(), 2);
    QVERIFY(m_opened.last().endsWith(QString::fromStdString(space)));
}

void OpenPageTest::withoutAnAddressTheVerbSaysWhy() {
    open({});
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    const auto *button = m_world->find<QAbstractButton>("peekWikiButton");
    QVERIFY(!button->isEnabled());
    QVERIFY(button->toolTip().contains(QStringLiteral("this profile names neither it nor an API address")));
    QVERIFY(
        button->accessibleDescription().contains(QStringLiteral("this profile names neither it nor an API address")));
    QVERIFY(m_world->find<QAbstractButton>("peekFileButton")->isEnabled());
}

void OpenPageTest::anAddressOfItsOwnIsEnough() {
    open({});
    Settings settings = m_world->models.state.settings();
    settings.wikiUrl = "https://read.example.org";
    m_world->models.state.setSettings(settings, false);
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    QVERIFY(m_world->press("peekWikiButton"));
    QCOMPARE(m_opened, QStringList(QStringLiteral("https://read.example.org/s/handbook")));
}

void OpenPageTest::aDesktopThatOpensNothingIsTold() {
    open();
    m_desktopOpens = false;
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    QVERIFY(m_world->press("peekWikiButton"));
    QVERIFY2(m_world->message().contains(QStringLiteral("no program that opens https://wiki.example.org/s/handbook")),
             qPrintable(m_world->message()));
}

void OpenPageTest::onlyWhatLiesInTheVaultIsOpened_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("trouble");
    QTest::newRow("a page") << QStringLiteral("A folder/Page.md") << QString();
    QTest::newRow("the vault") << QString() << QString();
    QTest::newRow("what is not there") << QStringLiteral("Gone.md") << QStringLiteral("is not in the vault now");
    QTest::newRow("what lies outside") << QStringLiteral("../Outside.md") << QStringLiteral("leads out of the vault");
    QTest::newRow("a link") << QStringLiteral("Link.md") << QStringLiteral("is a link");
    QTest::newRow("below a link") << QStringLiteral("linked/Outside.md") << QStringLiteral("leads out of the vault");
    QTest::newRow("a pipe") << QStringLiteral("Pipe.md") << QStringLiteral("is no file of a page");
    QTest::newRow("a folder") << QStringLiteral("Folder.md") << QStringLiteral("is no file of a page");
    QTest::newRow("a program") << QStringLiteral("start.desktop") << QStringLiteral("is no file of a page");
}

void OpenPageTest::onlyWhatLiesInTheVaultIsOpened() {
    QFETCH(QString, path);
    QFETCH(QString, trouble);
    const test::TempDir folder;
    const fs::path vault = fs::path(folder / "vault");
    fs::create_directories(vault / "Folder.md");
    test::writeFile(vault / "A folder/Page.md", "text");
    test::writeFile(vault / "start.desktop", "[Desktop Entry]");
    test::writeFile(folder / "Outside.md", "text");
    fs::create_symlink(folder / "Outside.md", vault / "Link.md");
    fs::create_symlink(folder / ".", vault / "linked");
    QCOMPARE(::mkfifo((vault / "Pipe.md").c_str(), 0600), 0);
    const auto file = vaultFileOf(vault.string(), path.toStdString());
    QVERIFY2(file.has_value() == trouble.isEmpty(), file ? "opened" : file.error().detail.c_str());
    if (file) return;
    QVERIFY2(QString::fromStdString(file.error().detail).contains(trouble), file.error().detail.c_str());
}

QTEST_MAIN(OpenPageTest)
#include "open_page_test.moc"
