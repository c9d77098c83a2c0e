#include "engine/adapters/sql/database_feed.h"

#include "engine/adapters/sql/event_hook.h"
#include "tests/support/test_wiki.h"
#include "tests/support/verify.h"

#include <QTest>

#include <algorithm>
#include <mutex>
#include <set>

using namespace wikivault;
using namespace wikivault::test;
using sql::HookState;

/// The trigger and those who listen to it, on both schemas. The waits only bound a failure.
class DatabaseFeedTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void initTestCase_data();
    void init();
    void cleanup();
    void nothingIsThereBeforeAndAfter();
    void whatIsShownIsWhatIsDone();
    void aTriggerOfAnotherVersionIsReplaced();
    void everyKindOfChangeIsTold();
    void aMoveBetweenSpacesTellsBoth();
    void manyPagesAreOneNotification();
    void theWikiWritesOnWhenTheTriggerFails();
    void aRightThatIsMissingIsNamed();
    void withoutATriggerNobodyTellsAll();
    void aLostConnectionIsOpenedAgain();

private:
    static constexpr int kPatienceMs = 60'000;
    [[nodiscard]] sql::HookFacts facts() {
        const auto read = sql::readHook(*m_session);
        return read ? *read : sql::HookFacts{HookState::Partly, read.error().detail};
    }
    void install() { VERIFY_DONE(sql::installHook(*m_session, facts().schema)); }
    void edit(const std::string &sql) { QCOMPARE(m_wiki->run(sql), std::string()); }
    void makePage(int number, const SpaceId &space) { edit(m_wiki->newPage(space, number, "Page", "text")); }
    void listen() {
        m_feed->start([this](const ChangeNews &news) {
            const std::scoped_lock guard(m_mutex);
            m_news.push_back(news);
        });
    }
    void waitUntilListening() {
        QTRY_VERIFY2_WITH_TIMEOUT(m_feed->tellsAll(), m_feed->status().detail.c_str(), kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(lookedAtAll(), 1, kPatienceMs);
        (void)takeSpaces();
    }
    /// How often everything was to be looked at since the last call of takeSpaces().
    int lookedAtAll() {
        const std::scoped_lock guard(m_mutex);
        return int(std::count_if(m_news.begin(), m_news.end(), [](const auto &news) { return news.anything; }));
    }
    [[nodiscard]] std::set<SpaceId> toldOf() {
        const std::scoped_lock guard(m_mutex);
        std::set<SpaceId> spaces;
        for (const ChangeNews &news : m_news)
            spaces.insert(news.spaces.begin(), news.spaces.end());
        return spaces;
    }
    std::set<SpaceId> takeSpaces() {
        std::set<SpaceId> spaces = toldOf();
        const std::scoped_lock guard(m_mutex);
        m_news.clear();
        return spaces;
    }
    /// Waits until news of the space arrive, and takes all there are.
    std::set<SpaceId> newsAfter(const std::string &sql) {
        edit(sql);
        [&] { QTRY_VERIFY_WITH_TIMEOUT(!toldOf().empty(), kPatienceMs); }();
        return takeSpaces();
    }

    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<sql::SqlSession> m_session;
    std::mutex m_mutex;
    std::vector<ChangeNews> m_news;  // guarded by m_mutex
    std::unique_ptr<ChangeFeed> m_feed;
};

void DatabaseFeedTest::initTestCase() {
    NEED_DOCMOST(m_server);
}

void DatabaseFeedTest::initTestCase_data() {
    QTest::addColumn<QString>("schema");
    QTest::newRow("upstream") << QStringLiteral("docmost");
    QTest::newRow("fork") << QStringLiteral("fork");
}

void DatabaseFeedTest::init() {
    QFETCH_GLOBAL(QString, schema);
    auto wiki = TestWiki::postgres(*m_server, schema.toStdString());
    VERIFY_DONE(wiki);
    m_wiki = std::move(*wiki);
    auto address = sql::parseDatabaseUrl(m_wiki->url());
    VERIFY_DONE(address);
    auto session = sql::SqlSession::open({*address});
    VERIFY_DONE(session);
    m_session = std::move(*session);
    m_news.clear();
    m_feed = sql::makeDatabaseFeed([url = m_wiki->url()] { return Result<std::string>(url); });
}

void DatabaseFeedTest::cleanup() {
    m_feed.reset();
    m_session.reset();
    m_wiki.reset();
}

void DatabaseFeedTest::nothingIsThereBeforeAndAfter() {
    const std::string everything =
        "select string_agg(x, ',' order by x) from (select tgname::text x from pg_trigger union all select "
        "proname::text || prosrc from pg_proc) t";
    const std::string before = m_wiki->run(everything);
    QCOMPARE(facts().state, HookState::Absent);
    QCOMPARE(facts().schema, std::string("public"));
    install();
    QCOMPARE(facts().state, HookState::Installed);
    QVERIFY(m_wiki->run(everything) != before);
    VERIFY_DONE(sql::removeHook(*m_session, facts().schema));
    QCOMPARE(facts().state, HookState::Absent);
    QCOMPARE(m_wiki->run(everything), before);
}

void DatabaseFeedTest::whatIsShownIsWhatIsDone() {
    edit(sql::installSql("public"));
    QCOMPARE(facts().state, HookState::Installed);
    edit(sql::removeSql("public"));
    QCOMPARE(facts().state, HookState::Absent);
}

void DatabaseFeedTest::aTriggerOfAnotherVersionIsReplaced() {
    install();
    edit("alter table pages disable trigger wikivault_update");
    QCOMPARE(facts().state, HookState::Partly);
    install();
    QCOMPARE(facts().state, HookState::Installed);
    edit("drop trigger wikivault_delete on pages");
    QCOMPARE(facts().state, HookState::Partly);
    install();
    edit(
        "create or replace function wikivault_tell_pages() returns trigger language plpgsql as 'begin return null; "
        "end'");
    QCOMPARE(facts().state, HookState::Partly);
    install();
    QCOMPARE(facts().state, HookState::Installed);
}

void DatabaseFeedTest::everyKindOfChangeIsTold() {
    install();
    listen();
    waitUntilListening();
    const std::set<SpaceId> general{m_wiki->general()};
    const std::string page = " where id = '" + testPage(1).str() + "'";
    QCOMPARE(newsAfter(m_wiki->newPage(m_wiki->general(), 1, "Page", "text")), general);
    QCOMPARE(newsAfter("update pages set title = 'Other'" + page), general);
    QCOMPARE(newsAfter("update pages set deleted_at = now()" + page), general);
    QCOMPARE(newsAfter("update pages set deleted_at = null" + page), general);
    QCOMPARE(newsAfter("delete from pages" + page), general);
}

void DatabaseFeedTest::aMoveBetweenSpacesTellsBoth() {
    makePage(1, m_wiki->general());
    install();
    listen();
    waitUntilListening();
    const std::set<SpaceId> both{m_wiki->general(), m_wiki->engineering()};
    QCOMPARE(newsAfter("update pages set space_id = '" + m_wiki->engineering().str() + "' where id = '" +
                       testPage(1).str() + "'"),
             both);
}

/// psql prints what a session hears after its own statement.
void DatabaseFeedTest::manyPagesAreOneNotification() {
    makePage(1, m_wiki->general());
    makePage(2, m_wiki->general());
    install();
    const auto heard = [&](const std::string &sql) { return m_wiki->run("listen wikivault_pages; " + sql); };
    const std::string one = heard("update pages set title = 'x' where id = '" + testPage(1).str() + "'");
    QVERIFY2(has(one, "\"" + m_wiki->general().str() + " " + testPage(1).str() + "\""), one.c_str());
    const std::string several =
        heard("update pages set title = 'y' where space_id = '" + m_wiki->general().str() + "'");
    QVERIFY2(has(several, "payload \"" + m_wiki->general().str() + "\""), several.c_str());
    QCOMPARE(several.find("Asynchronous"), several.rfind("Asynchronous"));
    const std::string none = heard("update pages set title = 'z' where false");
    QVERIFY2(!has(none, "Asynchronous"), none.c_str());
}

void DatabaseFeedTest::theWikiWritesOnWhenTheTriggerFails() {
    makePage(1, m_wiki->general());
    install();
    edit("alter table pages rename column space_id to place_id");
    edit("update pages set title = 'Written' where id = '" + testPage(1).str() + "'");
    QCOMPARE(m_wiki->run("select title from pages where id = '" + testPage(1).str() + "'"), std::string("Written"));
    edit("alter table pages rename column place_id to space_id");
}

void DatabaseFeedTest::aRightThatIsMissingIsNamed() {
    edit("grant select on pages to guarded");
    std::string url = m_wiki->url();
    url.replace(url.find("postgres@"), 9, "guarded:right@");
    const auto address = sql::parseDatabaseUrl(url);
    VERIFY_DONE(address);
    const auto session = sql::SqlSession::open({*address});
    VERIFY_DONE(session);
    const auto made = sql::installHook(**session, "public");
    QVERIFY(!made);
    QCOMPARE(made.error().code, ErrorCode::Denied);
    QCOMPARE(facts().state, HookState::Absent);
}

void DatabaseFeedTest::withoutATriggerNobodyTellsAll() {
    listen();
    QTRY_VERIFY_WITH_TIMEOUT(has(m_feed->status().detail, "events install"), kPatienceMs);
    QVERIFY(!m_feed->tellsAll());
    install();  // is told of, like its end
    QTRY_VERIFY_WITH_TIMEOUT(m_feed->tellsAll(), kPatienceMs);
    QCOMPARE(lookedAtAll(), 1);
    VERIFY_DONE(sql::removeHook(*m_session, facts().schema));
    QTRY_VERIFY_WITH_TIMEOUT(!m_feed->tellsAll(), kPatienceMs);
}

void DatabaseFeedTest::aLostConnectionIsOpenedAgain() {
    install();
    listen();
    waitUntilListening();
    m_session.reset();
    const std::string cut = m_wiki->run(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and "
        "application_name = 'wikivault'");
    QCOMPARE(cut, std::string("t"));
    QTRY_COMPARE_WITH_TIMEOUT(lookedAtAll(), 1, kPatienceMs);
    QVERIFY(m_feed->tellsAll());
    QCOMPARE(newsAfter(m_wiki->newPage(m_wiki->general(), 1, "Page", "text")), std::set<SpaceId>{m_wiki->general()});
}

QTEST_GUILESS_MAIN(DatabaseFeedTest)
#include "database_feed_test.moc"
