#include "models/rendered.h"
#include "tests/support/temp_vault.h"
#include "tests/ui/console_world.h"
#include "ui/compare_view.h"
#include "ui/rendered_view.h"

#include <QElapsedTimer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTcpServer>

#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace wikivault;

namespace {

/// Tells whether anybody opened a file since it was made.
class OpenWatch {
public:
    explicit OpenWatch(const std::string &path) : m_watch(::inotify_init1(IN_NONBLOCK)) {
        ::inotify_add_watch(m_watch, path.c_str(), IN_OPEN | IN_ACCESS);
    }
    ~OpenWatch() { ::close(m_watch); }
    OpenWatch(const OpenWatch &) = delete;
    OpenWatch &operator=(const OpenWatch &) = delete;
    [[nodiscard]] bool wasOpened() const {
        char events[4096];
        return ::read(m_watch, events, sizeof events) > 0;
    }

private:
    const int m_watch;
};

std::string repeated(const std::string &part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i)
        text += part;
    return text;
}

}  // namespace

/// Pages as their readers see them: what differs is marked, and a hostile page opens, loads and holds up nothing.
class RenderedTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void cleanupTestCase() { m_theme.reset(); }
    void equalBlocksFaceEachOther();
    void aPageAloneIsEqualThroughout();
    void threePagesAreAligned();
    void theWindowSwitchesBetweenSourceAndRendered();
    void theResultOfAReviewIsRenderedWhileNobodyTypes();
    void nothingIsOpenedOrLoaded();
    void aFoldIsNamedInEachColumn();
    void hugePagesAreCut_data();
    void hugePagesAreCut();
    void hugeSourcesAreShown_data() { hugePagesAreCut_data(); }
    void hugeSourcesAreShown();

private:
    std::unique_ptr<Theme> m_theme;
};

void RenderedTest::equalBlocksFaceEachOther() {
    const Rendered two =
        renderFiles({"---\ngitmost_id: x\n---\n\n# Same\n\nleft\n\nlast\n", "# Same\n\nright\n\nlast\n"});
    QCOMPARE(two.rows.size(), std::size_t(3));
    QVERIFY(two.rows[0].equal && !two.rows[1].equal && two.rows[2].equal && !two.cut);
    QVERIFY(two.rows[0].cells[0]->contains(QStringLiteral("<h1>Same</h1>")));
    QVERIFY(two.rows[1].cells[0]->contains(QStringLiteral("left")));
    QVERIFY(two.rows[1].cells[1]->contains(QStringLiteral("right")));
    const Rendered gone = renderFiles({"text\n", ""});
    QVERIFY(gone.rows.size() == 1 && gone.rows[0].cells[0] && !gone.rows[0].cells[1]);
}

void RenderedTest::aPageAloneIsEqualThroughout() {
    const Rendered one = renderFiles({"---\ngitmost_id: x\n---\n# A\n\nb\n"});
    QCOMPARE(one.rows.size(), std::size_t(2));
    QVERIFY(one.rows[0].equal && one.rows[1].cells[0]->contains(QLatin1Char('b')) && !one.rows[1].cells[1]);
}

void RenderedTest::threePagesAreAligned() {
    const Rendered three = renderFiles({"a\n\nwiki\n\nz\n", "a\n\nbase\n\nz\n", "a\n\ngit\n\nz\n\nmore\n"});
    QCOMPARE(three.rows.size(), std::size_t(4));
    QVERIFY(three.rows[1].cells[0]->contains(QStringLiteral("wiki")));
    QVERIFY(three.rows[1].cells[1]->contains(QStringLiteral("base")));
    QVERIFY(three.rows[1].cells[2]->contains(QStringLiteral("git")));
    QVERIFY(!three.rows[3].cells[0] && three.rows[3].cells[2]->contains(QStringLiteral("more")));
}

void RenderedTest::theWindowSwitchesBetweenSourceAndRendered() {
    ConsoleWorld world(*m_theme);
    world.filled().open();
    QTRY_COMPARE(world.rowsOf("spaceTable"), 8);
    QVERIFY(world.select("spaceTable", QStringLiteral("Handbook")));
    QVERIFY(world.press("previewButton"));
    QTRY_VERIFY(world.rowsOf("planTable") > 0);
    QVERIFY(world.select("planTable", QStringLiteral("Laptop"), PlanModel::Page));
    QVERIFY(world.press("renderedButton"));
    auto *reader = world.find<RenderedView>("renderedView");
    QTRY_VERIFY(reader->isVisible() && reader->changes() > 0);
    QVERIFY(reader->toPlainText().contains(QStringLiteral("Order a laptop in the portal")));
    QVERIFY(!reader->toPlainText().contains(QStringLiteral("](")));
    QTest::keyClick(world.window.get(), Qt::Key_F7);
    QVERIFY(world.select("planTable", QStringLiteral("VPN"), PlanModel::Page));
    QTRY_VERIFY(reader->toPlainText().contains(QStringLiteral("Install the client")));
    QVERIFY(world.press("sourceButton"));
    QTRY_VERIFY(world.isShown("compareView") && !reader->isVisible());
    world.window->openPage(MainWindow::PageName::Conflicts);
    QTRY_COMPARE(world.rowsOf("conflictTable"), 3);
    QVERIFY(world.select("conflictTable", QStringLiteral("Travel")));
    QVERIFY(world.press("openConflictButton"));
    QVERIFY(world.press("renderedButton"));
    QTRY_VERIFY(world.find<RenderedView>("renderedView")->toPlainText().contains(QStringLiteral("at least 7 days")));
}

void RenderedTest::theResultOfAReviewIsRenderedWhileNobodyTypes() {
    ConsoleWorld world(*m_theme);
    world.filled().open();
    world.window->openPage(MainWindow::PageName::Conflicts);
    QTRY_COMPARE(world.rowsOf("conflictTable"), 3);
    QVERIFY(world.select("conflictTable", QStringLiteral("Travel")));
    QVERIFY(world.press("openConflictButton"));
    QVERIFY(world.press("renderedButton"));
    auto *result = world.find<RenderedView>("renderedResult");
    QTRY_VERIFY(result->isVisible() && result->toPlainText().contains(QStringLiteral("is not decided yet")));
    while (!world.find<QPushButton>("useResultButton")->isEnabled())
        QVERIFY(world.press("takeWikiButton"));
    QTRY_VERIFY(!result->toPlainText().contains(QStringLiteral("is not decided yet")));
    QVERIFY(!result->toPlainText().contains(QStringLiteral("Result")));
    QTRY_VERIFY(world.press("editWholeButton"));
    QVERIFY(world.isShown("resultText") && !result->isVisible());
}

void RenderedTest::nothingIsOpenedOrLoaded() {
    const test::TempDir folder;
    const std::string secret = folder / "secret.png", fifo = folder / "fifo.png";
    test::writeFile(secret, "not for the page");
    QCOMPARE(::mkfifo(fifo.c_str(), 0600), 0);
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const std::string web = "http://127.0.0.1:" + std::to_string(server.serverPort());
    const std::string page = "![a](file://" + secret + ") ![b](file://" + fifo + ") ![c](" + web +
                             "/x.png)\n\n<img src=\"file://" + secret + "\"><iframe src=\"" + web +
                             "\"></iframe><link rel=stylesheet href=\"" + web +
                             "/x.css\">\n\n<table background=\"file://" + fifo +
                             "\"><tr><td>x</td></tr></table>\n\n"
                             "<style>body { background: url(" +
                             web + "/y.png) }</style>\n";
    const OpenWatch watch(secret);
    QSignalSpy visited(&server, &QTcpServer::newConnection);
    RenderedView view(*m_theme);
    QSignalSpy clicked(&view, &QTextBrowser::sourceChanged);
    view.resize(800, 600);
    view.show();
    view.setPages(renderFiles({page, page + "\nmore\n"}), {QStringLiteral("Wiki"), QStringLiteral("Git")});
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QVERIFY(!view.grab().isNull());
    QTest::qWait(200);
    QVERIFY(!watch.wasOpened());
    QCOMPARE(visited.count(), 0);
    QVERIFY(view.toPlainText().contains(QStringLiteral("more")));
    QCOMPARE(
        view.document()->resource(QTextDocument::ImageResource, QUrl::fromLocalFile(QString::fromStdString(secret))),
        QVariant());
    emit view.anchorClicked(QUrl(QString::fromStdString(web)));
    QTest::qWait(50);
    QVERIFY(visited.count() == 0 && clicked.count() == 0);
}

void RenderedTest::hugePagesAreCut_data() {
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"one line of 10 MB", "a code line of 10 MB", "quotes in quotes", "lists in lists",
                             "a table of 200 000 cells", "100 000 short paragraphs", "no space anywhere"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

namespace {
std::string hugePage(const QString &kind) {
    std::string page;
    if (kind.startsWith(QStringLiteral("one line"))) page = repeated("word *and* ", 1'000'000);
    if (kind.startsWith(QStringLiteral("a code"))) page = "```\n" + repeated("x", 10'000'000) + "\n```\n";
    if (kind.startsWith(QStringLiteral("quotes"))) page = repeated(">", 50'000) + " deep\n";
    if (kind.startsWith(QStringLiteral("lists")))
        for (int i = 0; i < 2'000; ++i)
            page += std::string(std::size_t(i) * 2, ' ') + "- item\n";
    if (kind.startsWith(QStringLiteral("a table"))) page = "|a|b|c|d|\n|-|-|-|-|\n" + repeated("|1|2|3|4|\n", 50'000);
    if (kind.startsWith(QStringLiteral("100"))) page = repeated("short\n\n", 100'000);
    if (kind.startsWith(QStringLiteral("no space"))) page = repeated("ab", 5'000'000);
    return page;
}
}  // namespace

void RenderedTest::aFoldIsNamedInEachColumn() {
    const std::string page = "First.\n" + repeated("The same.\n", 40);
    CompareView view(*m_theme);
    view.resize(1200, 300);
    view.show();
    const std::string wiki = page + "Wiki.\n", base = page + "Base.\n", git = page + "Git.\n";
    view.setThree(threeWay({wiki, base, git}));
    const QImage image = view.viewport()->grab().toImage();
    const QRgb ground = m_theme->colors().gap.rgb();
    for (int column = 0; column < 3; ++column) {
        int inked = 0;
        for (int y = 33; y < 33 + 16; ++y)
            for (int x = column * 400 + 8; x < column * 400 + 392; ++x)
                inked += image.pixel(x, y) != ground ? 1 : 0;
        QVERIFY2(inked > 100, qPrintable(QStringLiteral("column %1: %2").arg(column).arg(inked)));
    }
}

void RenderedTest::hugeSourcesAreShown() {
    QFETCH(QString, kind);
    const std::string page = hugePage(kind);
    QElapsedTimer timer;
    timer.start();
    const SideBySide sides = sideBySide(page, "# Other\n\n" + page);
    const qint64 compared = timer.restart();
    CompareView view(*m_theme);
    view.resize(1200, 700);
    view.show();
    view.setSides(sides, {});
    QVERIFY(!view.grab().isNull());
    const qint64 opened = timer.restart();
    view.stepChange(true);
    QVERIFY(!view.grab().isNull());
    qInfo("%s: %lld ms on a worker, %lld ms to open, %lld ms to scroll", qPrintable(kind),
          static_cast<long long>(compared), static_cast<long long>(opened), static_cast<long long>(timer.elapsed()));
}

void RenderedTest::hugePagesAreCut() {
    QFETCH(QString, kind);
    const std::string page = hugePage(kind);
    QElapsedTimer timer;
    timer.start();
    const Rendered pages = renderFiles({page, "# Other\n\n" + page});
    const qint64 rendered = timer.restart();
    RenderedView view(*m_theme);
    view.resize(1200, 700);
    view.show();
    view.setPages(pages, {QStringLiteral("Wiki"), QStringLiteral("Git")});
    QVERIFY(!view.grab().isNull());
    qInfo("%s: %lld ms on a worker, %lld ms in the window", qPrintable(kind), static_cast<long long>(rendered),
          static_cast<long long>(timer.elapsed()));
    QVERIFY(view.document()->characterCount() < 2'000'000);
    QVERIFY(pages.cut || page.size() < 200'000);
}

QTEST_MAIN(RenderedTest)
#include "rendered_test.moc"
