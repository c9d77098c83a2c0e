#include "engine/adapters/docmost/wiki_api.h"

#include "engine/adapters/system/system.h"
#include "tests/fakes/stand_in_wiki.h"
#include "tests/support/verify.h"

#include <QTest>

#include <algorithm>

using namespace wikivault;
using namespace wikivault::test;

/// What is read through the wiki's API, upstream's and the fork's.
class ApiPageStoreTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data() { StandInWiki::addServers(); }
    void init() {
        QFETCH_GLOBAL(bool, fork);
        auto wiki = TestWiki::sqlite();
        VERIFY_DONE(wiki);
        m_wiki = std::move(*wiki);
        m_server = std::make_unique<StandInWiki>(*m_wiki, fork);
        put(1);
        const docmost::ApiRequest request{m_server->url(), StandInWiki::kEmail, StandInWiki::kPassword, ""};
        const auto access = docmost::makeServerAccess(request, *m_clock);
        VERIFY_DONE(access);
        m_api = docmost::openWikiApi(*access, Unflagged::All, {});
    }

    void aSpaceThatIsSwitchedOffSwitchesNoOtherOn() {
        const auto selected = [this] {
            const auto spaces = m_api->catalog().spaces();
            return spaces ? std::ranges::count_if(*spaces, &Space::selected) : -1;
        };
        QCOMPARE(selected(), 2);
        for (const auto &[flag, expected] : std::map<std::string, int>{{"true", 1}, {"false", 0}, {"\"false\"", 0}}) {
            QCOMPARE(m_wiki->run("update spaces set settings = '{\"gitSync\": {\"enabled\": " + flag +
                                 "}}' where slug = 'general'"),
                     std::string());
            QCOMPARE(selected(), expected);
        }
    }

    void readsWhatTheDatabaseHolds() {
        QFETCH_GLOBAL(bool, fork);
        put(2);
        put(3);
        QCOMPARE(m_wiki->run("update pages set parent_page_id = '" + testPage(1).str() + "' where id = '" +
                             testPage(2).str() + "'; update pages set deleted_at = updated_at where id = '" +
                             testPage(3).str() + "'"),
                 std::string());
        auto database = m_wiki->open();
        VERIFY_DONE(database);
        const auto shape = [](PageList list) {
            std::map<PageId, std::string> pages;
            for (const PageRow &row : list.pages)
                pages[row.id] = row.slugId + row.title + row.position + (row.parent ? row.parent->str() : "");
            return pages;
        };
        auto listed = m_api->pages().list(m_wiki->general(), {});
        VERIFY_DONE(listed);
        QVERIFY(listed->complete);
        QVERIFY(shape(*listed) == shape((*database)->pages().list(m_wiki->general(), {}).value()));
        const std::vector asked{testPage(1), testPage(3), testPage(77)};
        const auto rows = m_api->pages().rows(m_wiki->general(), asked, {});
        VERIFY_DONE(rows);
        QCOMPARE(rows->pages.size(), std::size_t(1));
        const auto same = std::ranges::find(listed->pages, testPage(1), &PageRow::id);
        QVERIFY(same != listed->pages.end() && *same == rows->pages.front());
        QCOMPARE(rows->newestUpdate, listed->newestUpdate);
        const auto standings = m_api->pages().standings(m_wiki->general(), asked);
        VERIFY_DONE(standings);
        QCOMPARE(standings->at(0).standing, Standing::LiveHere);
        QCOMPARE(standings->at(1).standing, Standing::Trashed);
        QCOMPARE(standings->at(2).standing, Standing::Gone);
        const auto spaces = m_api->catalog().spaces();
        VERIFY_DONE(spaces);
        QCOMPARE(spaces->size(), std::size_t(2));
        QCOMPARE(spaces->at(0).schema, fork ? markdown::WikiSchema::Gitmost : markdown::WikiSchema::Docmost);
        QCOMPARE(m_api->pages().list(SpaceId(testPage(5).str()), {}).error().code, ErrorCode::NotFound);
    }

    void digestsAreOfTheSpacesThatAreListed() {
        const auto digests = m_api->catalog().digests();
        const auto spaces = m_api->catalog().spaces();
        VERIFY_DONE(digests);
        VERIFY_DONE(spaces);
        QCOMPARE(digests->size(), spaces->size());
        for (std::size_t i = 0; i < spaces->size(); ++i)
            QVERIFY(digests->at(i).space == spaces->at(i));
    }

    void F090a_aListThatChangesWhileItIsReadProvesNothing_data() {
        QTest::addColumn<int>("page");
        QTest::newRow("a page of the part that was read") << 150;
        QTest::newRow("a page that was to come") << 2;
    }
    /// What is missing from it is no deletion.
    void F090a_aListThatChangesWhileItIsReadProvesNothing() {
        QFETCH(const int, page);
        for (int number = 2; number <= 150; ++number)
            put(number);
        QVERIFY(m_api->pages().list(m_wiki->general(), {}).value().complete);
        m_server->afterNext("/pages/recent", [this, page] {
            QCOMPARE(
                m_wiki->run("update pages set title = 'Moved', updated_at = '2099-01-01T00:00:00.000Z' where id = '" +
                            testPage(page).str() + "'"),
                std::string());
        });
        const auto disturbed = m_api->pages().list(m_wiki->general(), {});
        VERIFY_DONE(disturbed);
        QVERIFY(!disturbed->complete);
        const auto calm = m_api->pages().list(m_wiki->general(), {});
        VERIFY_DONE(calm);
        QVERIFY(calm->complete);
        QCOMPARE(calm->pages.size(), std::size_t(150));
    }

    void F090a_aListWithoutItsEndIsNone() {
        for (int number = 2; number <= 150; ++number)
            put(number);
        m_server->losesCursors = true;
        const auto list = m_api->pages().list(m_wiki->general(), {});
        QVERIFY(!list && list.error().detail.find("gives no end") != std::string::npos);
    }

private:
    void put(int page) {
        QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), page, "Page", "text")), std::string());
    }

    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<StandInWiki> m_server;
    std::unique_ptr<Clock> m_clock = system::makeClock();
    std::unique_ptr<docmost::WikiApi> m_api;
};

QTEST_GUILESS_MAIN(ApiPageStoreTest)
#include "api_page_store_test.moc"
