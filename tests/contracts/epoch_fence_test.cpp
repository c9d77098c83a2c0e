#include "engine/adapters/sql/shared_schema.h"
#include "engine/adapters/sql/wiki_database.h"
#include "tests/support/test_wiki.h"
#include "tests/support/verify.h"

#include <QtTest>

#include <future>

using namespace wikivault;
using namespace wikivault::test;

/// Two consoles that believe to lead one space, with the schema they share in the wiki's database.
class EpochFenceTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void whoLedBeforeWritesNothing();
    void aSpaceOfItsOwnIsNotTouched();
    void theNextLeaderWaitsForAWriteThatIsUnderWay();
    void whoBeganNoEpochWritesNothing();
    void withoutTheSchemaOneSessionLeads();
    void withoutTheSchemaALostSessionWritesNothing();

private:
    [[nodiscard]] std::unique_ptr<sql::WikiDatabase> console(bool fenced = true) const {
        sql::WikiDatabaseRequest request = m_wiki->request();
        request.fenced = fenced;
        return std::move(*sql::openWiki(request));
    }
    [[nodiscard]] Result<PageId> create(sql::WikiDatabase &console, int page) const {
        return console.writer().apply(m_wiki->general(), CreatePage{testPage(page), {}, "Made", testBody("text")});
    }
    [[nodiscard]] std::string pages() const { return m_wiki->run("select count(*) from pages where title = 'Made'"); }

    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<sql::WikiDatabase> m_first, m_second;
};

void EpochFenceTest::initTestCase() {
    NEED_DOCMOST(m_server);
}

void EpochFenceTest::init() {
    auto wiki = TestWiki::postgres(*m_server, "docmost");
    VERIFY_DONE(wiki);
    m_wiki = std::move(*wiki);
    QCOMPARE(m_wiki->run(sql::sharedSchemaSql()), std::string());
    m_first = console();
    m_second = console();
}

void EpochFenceTest::cleanup() {
    m_first.reset();
    m_second.reset();
    m_wiki.reset();
}

void EpochFenceTest::whoLedBeforeWritesNothing() {
    VERIFY_DONE(m_first->writer().beginEpoch(m_wiki->general()));
    VERIFY_DONE(create(*m_first, 1));
    VERIFY_DONE(m_second->writer().beginEpoch(m_wiki->general()));
    const auto late = create(*m_first, 2);
    QVERIFY(!late && late.error().code == ErrorCode::LostLease);
    QVERIFY2(late.error().detail.find("another console") != std::string::npos, late.error().detail.c_str());
    QCOMPARE(pages(), std::string("1"));
    VERIFY_DONE(create(*m_second, 3));
    QCOMPARE(pages(), std::string("2"));
}

void EpochFenceTest::aSpaceOfItsOwnIsNotTouched() {
    VERIFY_DONE(m_first->writer().beginEpoch(m_wiki->general()));
    VERIFY_DONE(m_second->writer().beginEpoch(m_wiki->engineering()));
    VERIFY_DONE(create(*m_first, 1));
}

void EpochFenceTest::theNextLeaderWaitsForAWriteThatIsUnderWay() {
    VERIFY_DONE(m_first->writer().beginEpoch(m_wiki->general()));
    // What a write transaction of the first holds, held by hand.
    const auto session = m_wiki->session();
    VERIFY_DONE(session);
    auto write = sql::Transaction::begin(**session, sql::TransactionKind::Write);
    VERIFY_DONE(write);
    VERIFY_DONE((*session)->query("select 1 from wikivault.epochs where epoch = 1 for share", {},
                                  [](const sql::Row &) -> Result<> { return {}; }));
    auto next = std::async(std::launch::async, [this] {
        const auto late = console();
        return late->writer().beginEpoch(m_wiki->general());
    });
    const std::string waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'";
    QTRY_COMPARE_WITH_TIMEOUT(m_wiki->run(waiting), std::string("1"), 20000);
    VERIFY_DONE(write->commit());
    VERIFY_DONE(next.get());
    QCOMPARE(m_wiki->run("select epoch from wikivault.epochs"), std::string("2"));
}

void EpochFenceTest::whoBeganNoEpochWritesNothing() {
    const auto written = create(*m_first, 1);
    QVERIFY(!written && written.error().code == ErrorCode::LostLease);
    QCOMPARE(pages(), std::string("0"));
}

/// Also one whose process is stopped: as long as it is connected, nobody writes beside it.
void EpochFenceTest::withoutTheSchemaOneSessionLeads() {
    m_first = console(false);
    VERIFY_DONE(m_first->writer().beginEpoch(m_wiki->general()));
    m_second = console(false);
    VERIFY_DONE(m_second->writer().beginEpoch(m_wiki->engineering()));
    const auto begin = [this] {
        const auto late = console(false);
        const auto begun = late->writer().beginEpoch(m_wiki->general());
        return begun ? Result<PageId>(create(*late, 2)) : tl::unexpected<Error>(begun.error());
    };
    const std::string waiting = " from pg_stat_activity where wait_event_type = 'Lock'";
    auto refused = std::async(std::launch::async, begin);
    QTRY_COMPARE_WITH_TIMEOUT(m_wiki->run("select count(*)" + waiting), std::string("1"), 20000);
    QCOMPARE(m_wiki->run("select pg_cancel_backend(pid)" + waiting),
             std::string("t"));  // instead of waiting ten seconds
    const auto error = refused.get();
    QVERIFY(!error);
    QVERIFY2(error.error().detail.find("another session writes this space") != std::string::npos &&
                 error.error().detail.find("connected from 127.0.0.1") != std::string::npos,
             error.error().detail.c_str());
    auto next = std::async(std::launch::async, begin);
    QTRY_COMPARE_WITH_TIMEOUT(m_wiki->run("select count(*)" + waiting), std::string("1"), 20000);
    VERIFY_DONE(create(*m_first, 1));
    m_first.reset();
    VERIFY_DONE(next.get());
    QCOMPARE(pages(), std::string("2"));
}

/// It may have come back after somebody else led.
void EpochFenceTest::withoutTheSchemaALostSessionWritesNothing() {
    m_first = console(false);
    VERIFY_DONE(m_first->writer().beginEpoch(m_wiki->general()));
    VERIFY_DONE(create(*m_first, 1));
    QCOMPARE(m_wiki->run("select count(pg_terminate_backend(pid)) > 0 from pg_stat_activity where application_name "
                         "like 'wikivault%'"),
             std::string("t"));
    m_second = console(false);
    VERIFY_DONE(m_second->writer().beginEpoch(m_wiki->general()));
    VERIFY_DONE(create(*m_second, 2));
    m_second.reset();
    const auto late = create(*m_first, 3);
    QVERIFY(!late && late.error().code == ErrorCode::LostLease);
    QCOMPARE(pages(), std::string("2"));
    VERIFY_DONE(m_first->writer().beginEpoch(m_wiki->general()));
    VERIFY_DONE(create(*m_first, 3));
}

QTEST_GUILESS_MAIN(EpochFenceTest)
#include "epoch_fence_test.moc"
