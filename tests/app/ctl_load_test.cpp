#include "tests/support/ctl_program.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <cstdlib>

using namespace wikivault;

namespace {

/// What no edit touches: pages that lose most of their words are a mass change, which waits for a person.
constexpr const char *kStays = "A page that many people edit, a few words at a time: ";
constexpr int kSpaces = 5, kPagesPerSpace = 60, kEditsPerSecond = 20, kPatienceMs = 120'000;

bool isFull() {
    return std::getenv("WIKIVAULT_FULL") != nullptr;
}

struct LoadedPage {
    std::string id, file, text;
};

}  // namespace

/// The built program as a headless driver of a wiki on Postgres that people are busy in; with WIKIVAULT_FULL=1 for a
/// minute. The figures are printed, not asserted: they are the machine's as much as ours.
class CtlLoadTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void initTestCase_data();
    void init();
    void cleanup();
    void nothingIsLostUnderLoad();
    void anEditReachesItsFileSoon_data();
    void anEditReachesItsFileSoon();

private:
    void makeSpaces();
    void makePage(const std::string &space, int number);
    void edit(LoadedPage &page, const std::string &text);
    [[nodiscard]] static bool isInFile(const LoadedPage &page);
    [[nodiscard]] bool allInFiles() const { return std::all_of(m_pages.begin(), m_pages.end(), &isInFile); }
    void checkEvents(const QByteArray &lines);
    void stopDriver();

    std::unique_ptr<test::PostgresServer> m_server;
    std::unique_ptr<test::TestWiki> m_wiki;
    std::unique_ptr<test::TempDir> m_data;
    std::unique_ptr<test::CtlProgram> m_ctl;
    std::unique_ptr<sql::SqlSession> m_session;
    std::unique_ptr<QProcess> m_driver;
    std::vector<LoadedPage> m_pages;
};

void CtlLoadTest::initTestCase() {
    NEED_DOCMOST(m_server);
}

void CtlLoadTest::initTestCase_data() {
    QTest::addColumn<QString>("schema");
    QTest::newRow("upstream") << QStringLiteral("docmost");
    if (isFull()) QTest::newRow("fork") << QStringLiteral("fork");
}

void CtlLoadTest::init() {
    QFETCH_GLOBAL(const QString, schema);
    auto wiki = test::TestWiki::postgres(*m_server, schema.toStdString());
    VERIFY_DONE(wiki);
    m_wiki = std::move(*wiki);
    auto session = m_wiki->session();
    VERIFY_DONE(session);
    m_session = std::move(*session);
    m_data = std::make_unique<test::TempDir>();
    m_ctl = std::make_unique<test::CtlProgram>(*m_wiki, m_data->path());
    m_pages.clear();
    makeSpaces();
    m_driver = m_ctl->start("serve");
    QTRY_VERIFY_WITH_TIMEOUT(allInFiles(), kPatienceMs);
}

void CtlLoadTest::cleanup() {
    stopDriver();
    m_session.reset();
}

void CtlLoadTest::stopDriver() {
    if (!m_driver) return;
    m_driver->terminate();
    QVERIFY(m_driver->waitForFinished(kPatienceMs));
    QCOMPARE(m_driver->exitCode(), 0);
    m_driver.reset();
}

void CtlLoadTest::makeSpaces() {
    VERIFY_DONE(m_session->execute(
        "insert into spaces (name, slug, workspace_id) select 'Loaded ' || n, 'loaded' || n, s.workspace_id from "
        "generate_series(1, 3) n, spaces s where s.id = ?",
        {m_wiki->general()}));
    std::vector<std::string> spaces;
    VERIFY_DONE(m_session->query("select id from spaces where deleted_at is null order by id", {},
                                 [&](const sql::Row &row) -> Result<> {
                                     spaces.push_back(row.text(0));
                                     return {};
                                 }));
    QCOMPARE(spaces.size(), std::size_t(kSpaces));
    for (const std::string &space : spaces)
        for (int i = 0; i < kPagesPerSpace; ++i)
            makePage(space, i);
}

void CtlLoadTest::makePage(const std::string &space, int number) {
    const std::string title = "Load " + std::to_string(number);
    LoadedPage page{"", m_ctl->vaults() + "/" + space + "/" + title + ".md", std::string(kStays) + "as made"};
    VERIFY_DONE(m_session->query(
        "insert into pages (slug_id, title, position, content, space_id, workspace_id, creator_id) select "
        "substr(md5(random()::text), 1, 10), ?, 'a' || ?, ?::jsonb, id, workspace_id, ?::uuid from spaces where id = ? "
        "returning id",
        {title, std::to_string(10'000 + number), test::testBody(page.text), m_wiki->user(), space},
        [&](const sql::Row &row) -> Result<> {
            page.id = row.text(0);
            return {};
        }));
    m_pages.push_back(page);
}

void CtlLoadTest::edit(LoadedPage &page, const std::string &text) {
    page.text = kStays + text;
    VERIFY_DONE(m_session->execute("update pages set content = ?::jsonb, updated_at = clock_timestamp() where id = ?",
                                   {test::testBody(page.text), page.id}));
}

bool CtlLoadTest::isInFile(const LoadedPage &page) {
    QFile file(QString::fromStdString(page.file));
    return file.open(QIODevice::ReadOnly) &&
           file.readAll().endsWith(QByteArray::fromStdString("\n" + page.text + "\n"));
}

/// A space never starts while it runs, and every run goes through.
void CtlLoadTest::checkEvents(const QByteArray &lines) {
    std::map<QString, int> running;
    int runs = 0;
    for (const QByteArray &line : lines.split('\n')) {
        const QJsonObject event = QJsonDocument::fromJson(line).object();
        const QString space = event.value(QLatin1String("spaceId")).toString();
        const QString kind = event.value(QLatin1String("event")).toString();
        if (kind == QLatin1String("started")) QCOMPARE(++running[space], 1);
        if (kind != QLatin1String("finished")) continue;
        ++runs;
        running[space] = 0;  // it may have begun before anybody listened
        QVERIFY2(event.value(QLatin1String("ran")).toBool(), line.constData());
        QVERIFY2(event.value(QLatin1String("error")).toString().isEmpty(), line.constData());
    }
    QVERIFY(runs >= kSpaces);
    qInfo("%d runs of %d spaces", runs, kSpaces);
}

void CtlLoadTest::nothingIsLostUnderLoad() {
    const auto events = m_ctl->start("events");
    QVERIFY(events->waitForReadyRead(kPatienceMs));
    const int edits = kEditsPerSecond * (isFull() ? 60 : 10);
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < edits; ++i) {
        // 7919 is prime to the number of pages: every page gets its turn, neighbours do not follow each other.
        edit(m_pages[std::size_t(i) * 7919 % m_pages.size()], "edit " + std::to_string(i));
        const qint64 early = qint64(i + 1) * 1000 / kEditsPerSecond - clock.elapsed();
        if (early > 0) QTest::qWait(int(early));
    }
    const double seconds = double(clock.elapsed()) / 1000;
    clock.restart();
    QTRY_VERIFY_WITH_TIMEOUT(allInFiles(), kPatienceMs);
    qInfo("%d edits in %.1f s; all in their files %.1f s after the last one", edits, seconds,
          double(clock.elapsed()) / 1000);
    QCOMPARE(m_ctl->run("wait-idle").code, 0);
    events->terminate();
    QVERIFY(events->waitForFinished(kPatienceMs));
    checkEvents(events->readAllStandardOutput());
    stopDriver();
    const QJsonArray reports = m_ctl->run("sync --all --full --json").array();
    QCOMPARE(reports.size(), kSpaces);
    for (const QJsonValue &space : reports)
        QVERIFY(space.toObject().value(QLatin1String("items")).toArray().isEmpty());
}

void CtlLoadTest::anEditReachesItsFileSoon_data() {
    QTest::addColumn<bool>("told");
    QTest::newRow("asked") << false;
    QTest::newRow("told") << true;
}

/// Measured with what is set where nothing is set: a debounce of 2 s.
void CtlLoadTest::anEditReachesItsFileSoon() {
    QFETCH(bool, told);
    if (told) QCOMPARE(m_ctl->run("events install --yes").code, 0);
    std::vector<qint64> took;
    for (int i = 0; i < (isFull() ? 30 : 3); ++i) {
        LoadedPage &page = m_pages[std::size_t(i) * 7919 % m_pages.size()];
        QTest::qWait(2500 + i * 137 % 1900);  // people do not type in step with the driver
        QElapsedTimer clock;
        clock.start();
        edit(page, "alone " + std::to_string(i));
        QTRY_VERIFY_WITH_TIMEOUT(isInFile(page), kPatienceMs);
        took.push_back(clock.elapsed());
    }
    std::sort(took.begin(), took.end());
    qInfo("from edit to file: median %lld ms, slowest %lld ms of %d", static_cast<long long>(took[took.size() / 2]),
          static_cast<long long>(took.back()), int(took.size()));
}

QTEST_GUILESS_MAIN(CtlLoadTest)
#include "ctl_load_test.moc"
