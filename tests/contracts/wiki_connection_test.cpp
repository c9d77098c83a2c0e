#include "engine/adapters/sql/wiki_database.h"

#include "tests/support/test_wiki.h"
#include "tests/support/verify.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSqlDatabase>
#include <QTcpServer>
#include <QtTest>

#include <sys/stat.h>

#include <csignal>
#include <future>
#include <set>
#include <thread>

using namespace wikivault;
using namespace wikivault::test;

namespace {

/// A second session that holds a lock on `pages` until it is let go.
class TableLock {
public:
    explicit TableLock(const std::string &url) {
        m_psql.start(QStringLiteral("psql"),
                     {QStringLiteral("-X"), QStringLiteral("-q"), QStringLiteral("-d"), QString::fromStdString(url)});
        m_psql.write("begin; lock table pages in access exclusive mode; \\echo locked\n");
        while (!m_psql.readAllStandardOutput().contains("locked") && m_psql.waitForReadyRead(20000)) {
        }
    }
    ~TableLock() {
        m_psql.write("rollback;\n\\q\n");
        m_psql.closeWriteChannel();
        m_psql.waitForFinished(10000);
    }

private:
    QProcess m_psql;
};

std::vector<Space> spacesOf(sql::WikiDatabase &database) {
    const auto spaces = database.catalog().spaces();
    return spaces ? *spaces : std::vector<Space>();
}

}  // namespace

/// What goes wrong between us and a database, and what people are told.
class WikiConnectionTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<TestWiki> m_wiki;

    void needServer() {
        if (!m_wiki) QSKIP("PostgreSQL or the Docmost schemas are not here");
    }
    /// 0: none of ours waits for a lock.
    pid_t waitingBackend() {
        return static_cast<pid_t>(
            std::stol(m_wiki->run("select coalesce(max(pid), 0) from pg_stat_activity where "
                                  "wait_event_type = 'Lock' and application_name = "
                                  "'wikivault'")));
    }
    /// Runs a reading that a table lock blocks, calls `meanwhile` once it waits, and gives the reading's error.
    Error blockedReading(const std::function<void(std::stop_source &)> &meanwhile, int timeoutMs = 60000) {
        std::stop_source stop;
        const TableLock lock(m_wiki->url());
        auto reading = std::async(std::launch::async, [this, timeoutMs, token = stop.get_token()]() -> Error {
            auto request = m_wiki->request();
            request.statementTimeoutMs = timeoutMs;
            auto database = sql::openWiki(request);
            if (!database) return database.error();
            const auto list = (*database)->pages().list(m_wiki->general(), token);
            return list ? Error{ErrorCode::Invalid, "nothing was in the way"} : list.error();
        });
        const std::string waiting =
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and application_name = 'wikivault'";
        while (m_wiki->run(waiting) == "0" &&
               reading.wait_for(std::chrono::milliseconds(10)) != std::future_status::ready) {
        }
        meanwhile(stop);
        return reading.get();
    }

private slots:
    void initTestCase() {
        auto server = PostgresServer::start();
        if (!server) return;
        m_server = std::move(*server);
        if (!m_server->createDocmost("docmost", false)) return;
        auto wiki = TestWiki::postgres(*m_server, "docmost");
        VERIFY_DONE(wiki);
        m_wiki = std::move(*wiki);
    }
    void cleanup() { QVERIFY(QSqlDatabase::connectionNames().isEmpty()); }

    void aSilentServerDoesNotHoldUsLong() {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        sql::WikiDatabaseRequest request;
        request.databaseUrl = "postgresql://u@127.0.0.1:" + std::to_string(silent.serverPort()) + "/d";
        request.connectTimeoutS = 2;
        const auto opened = sql::openWiki(request);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Unavailable);
    }

    void stoppingEndsAQueryThatWaits() {
        needServer();
        const Error error = blockedReading([](std::stop_source &stop) { stop.request_stop(); });
        QVERIFY2(error.code == ErrorCode::Cancelled, error.detail.c_str());
    }

    void stoppingEndsAQueryOfAFrozenServer() {
        needServer();
        pid_t backend = 0;
        const Error error = blockedReading([&](std::stop_source &stop) {
            backend = waitingBackend();
            ::kill(backend, SIGSTOP);
            stop.request_stop();
        });
        ::kill(backend, SIGCONT);
        QVERIFY2(error.code == ErrorCode::Cancelled, error.detail.c_str());
    }

    /// Nobody asks to stop, and its kernel goes on answering: whoever waits gives it up all the same.
    void F072_aFrozenServerIsGivenUp() {
        needServer();
        constexpr int kTimeoutMs = 3000, kMuchLongerMs = 25'000;
        QElapsedTimer waited;
        std::jthread thaw;
        const Error error = blockedReading(
            [&](std::stop_source &) {
                const pid_t backend = waitingBackend();
                ::kill(backend, SIGSTOP);
                waited.start();
                thaw = std::jthread([backend](const std::stop_token &stop) {
                    for (int ms = 0; ms < kMuchLongerMs && !stop.stop_requested(); ms += 50)
                        std::this_thread::sleep_for(std::chrono::milliseconds(50));
                    ::kill(backend, SIGCONT);
                });
            },
            kTimeoutMs);
        QVERIFY2(waited.elapsed() < kMuchLongerMs, qPrintable(QString::number(waited.elapsed())));
        QVERIFY2(error.code == ErrorCode::Unavailable, error.detail.c_str());
    }

    void aSessionsOwnStopEndsWhatIsGivenNone() {
        needServer();
        std::stop_source stop;
        const TableLock lock(m_wiki->url());
        auto reading = std::async(std::launch::async, [this, token = stop.get_token()]() -> Error {
            auto request = m_wiki->request();
            request.stop = token;
            auto database = sql::openWiki(request);
            if (!database) return database.error();
            const auto digests = (*database)->catalog().digests();
            return digests ? Error{ErrorCode::Invalid, "nothing was in the way"} : digests.error();
        });
        while (waitingBackend() == 0 && reading.wait_for(std::chrono::milliseconds(10)) != std::future_status::ready) {
        }
        stop.request_stop();
        const Error error = reading.get();
        QVERIFY2(error.code == ErrorCode::Cancelled, error.detail.c_str());
    }

    void aStatementThatTakesTooLongIsUnavailable() {
        needServer();
        const Error error = blockedReading([](std::stop_source &) {}, 200);
        QVERIFY2(error.code == ErrorCode::Unavailable && error.detail.find("in time") != std::string::npos,
                 error.detail.c_str());
    }

    void aLostConnectionIsOpenedAgain() {
        needServer();
        const auto opened = m_wiki->open();
        VERIFY_DONE(opened);
        const auto cut = [this] {
            m_server
                ->run("postgres",
                      "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = "
                      "'wikivault'")
                .has_value();
        };
        QVERIFY(!spacesOf(**opened).empty());
        cut();
        QVERIFY(!spacesOf(**opened).empty());
        cut();
        const auto written = (*opened)->writer().apply(m_wiki->general(), CreatePage{testPage(50), {}, "x", ""});
        QVERIFY2(written.has_value(), written ? "" : written.error().detail.c_str());
        QVERIFY((*opened)->pages().beginSnapshot().has_value());
        cut();
        const auto lost = (*opened)->pages().list(m_wiki->general(), {});
        QVERIFY(!lost);  // one moment of the wiki cannot be read over two connections
        QCOMPARE(lost.error().code, ErrorCode::Unavailable);
        QVERIFY((*opened)->pages().endSnapshot().has_value());
        QVERIFY((*opened)->pages().list(m_wiki->general(), {}).has_value());
    }

    void twoWritersOfOneSpaceQueue() {
        needServer();
        std::vector<std::thread> writers;
        std::atomic<int> written{0};
        for (int writer = 0; writer < 2; ++writer)
            writers.emplace_back([&, writer] {
                const auto opened = m_wiki->open();
                for (int i = 0; opened && i < 20; ++i)
                    if ((*opened)->writer().apply(m_wiki->general(),
                                                  CreatePage{testPage(1000 + writer * 100 + i), {}, "x", ""}))
                        ++written;
            });
        for (std::thread &writer : writers)
            writer.join();
        QCOMPARE(written.load(), 40);
        QCOMPARE(m_wiki->run("select count(distinct position) from pages where id::text like '%-000000001___'"),
                 std::string("40"));
    }

    void aDamagedFileIsNoDatabase() {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("wiki.db"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray("this is no database at all, only words ").repeated(200));
        file.close();
        sql::WikiDatabaseRequest request;
        request.databaseUrl = "sqlite://" + path.toStdString();
        const auto opened = sql::openWiki(request);
        QVERIFY(!opened);
        QVERIFY2(opened.error().detail.find("is not an SQLite database") != std::string::npos,
                 opened.error().detail.c_str());
        QVERIFY(QFile::resize(path, 0));
        const auto blank = sql::openWiki(request);
        QVERIFY(!blank);
        QVERIFY2(blank.error().detail.find("is not a Docmost wiki") != std::string::npos, blank.error().detail.c_str());
        QCOMPARE(sql::createEmbeddedWiki(path.toStdString()).error().code, ErrorCode::Invalid);
    }

    void readingAnEmbeddedWikiLeavesNothingBehind() {
        auto wiki = TestWiki::sqlite();
        VERIFY_DONE(wiki);
        const QString path = QString::fromStdString((*wiki)->url().substr(9));
        const auto trace = [&path] {
            return QDir(QFileInfo(path).path()).entryList(QDir::Files)
                   << QFileInfo(path).lastModified().toString(Qt::ISODateWithMs);
        };
        const QStringList before = trace();
        for (const bool readOnly : {true, false}) {
            auto request = (*wiki)->request();
            request.readOnly = readOnly;
            const auto opened = sql::openWiki(request);
            VERIFY_DONE(opened);
            QCOMPARE(spacesOf(**opened).size(), std::size_t(2));
        }
        QCOMPARE(trace(), before);
    }

    void editsByHandMoveTheTimestamp() {
        auto wiki = TestWiki::sqlite();
        VERIFY_DONE(wiki);
        const std::string space = (*wiki)->general().str();
        QCOMPARE((*wiki)->run("insert into pages (title, space_id, workspace_id) select 'By hand', id, workspace_id "
                              "from spaces where id = '" +
                              space + "'"),
                 std::string());
        std::set<std::string> seen;
        for (const char *change : {"title = 'a'", "title = 'b'", "content = '{}'", "parent_page_id = null, title = 'c'",
                                   "updated_at = datetime('now', '+1 day')", "title = 'd'", "title = 'e'"}) {
            QCOMPARE((*wiki)->run(std::string("update pages set ") + change), std::string());
            QVERIFY(seen.insert((*wiki)->run("select updated_at from pages")).second);
        }
        const std::string still =
            (*wiki)->run("update pages set title = 'e', position = 'a9'; select updated_at from pages");
        QVERIFY(seen.contains(still));
        const auto opened = (*wiki)->open();
        VERIFY_DONE(opened);
        const auto list = (*opened)->pages().list((*wiki)->general(), {});
        VERIFY_DONE(list);
        QCOMPARE(list->pages.size(), std::size_t(1));
        QVERIFY(parseUuid(list->pages.front().id.str()).has_value());
        QVERIFY(fromIso8601(list->newestUpdate).has_value());
    }
};

QTEST_GUILESS_MAIN(WikiConnectionTest)
#include "wiki_connection_test.moc"
