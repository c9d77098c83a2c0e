#include "engine/adapters/docmost/wiki_api.h"

#include "engine/adapters/system/system.h"
#include "engine/core/markdown/converter.h"
#include "tests/fakes/stand_in_wiki.h"
#include "tests/support/verify.h"

#include <QtTest>

#include <thread>

using namespace wikivault;
using namespace wikivault::test;

namespace {

std::string manyParagraphs(int count, std::size_t size) {
    std::string json = R"({"type":"doc","content":[)";
    for (int i = 0; i < count; ++i)
        json += std::string(i ? "," : "") + R"({"type":"paragraph","content":[{"type":"text","text":")" +
                std::to_string(i) + std::string(size, 'x') + R"("}]})";
    return json + "]}";
}

std::string nestedLists(int levels, const std::string &text) {
    const std::string leaf = R"({"type":"paragraph","content":[{"type":"text","text":")" + text + R"("}]})";
    std::string json = leaf;
    for (int i = 0; i < levels; ++i)
        json =
            R"({"type":"bulletList","content":[{"type":"listItem","content":[)" + leaf + (i ? "," + json : "") + "]}]}";
    return R"({"type":"doc","content":[)" + json + "]}";
}

}  // namespace

/// The writer on a server that behaves as live ones were seen to, with their traps; upstream and the fork.
class ApiPageWriterTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<StandInWiki> m_server;
    std::unique_ptr<Clock> m_clock = system::makeClock();
    std::unique_ptr<docmost::WikiApi> m_api;
    std::stop_source m_stop;

    void connectWith(const std::string &password, std::chrono::milliseconds timeout = std::chrono::seconds(20)) {
        const docmost::ApiRequest request{m_server->url(), StandInWiki::kEmail, password, "", timeout};
        const auto access = docmost::makeServerAccess(request, *m_clock);
        VERIFY_DONE(access);
        m_stop = std::stop_source();
        m_api = docmost::openWikiApi(*access, Unflagged::All, {m_stop.get_token()});
    }
    Result<PageId> apply(const PageChange &change) { return m_api->writer().apply(m_wiki->general(), change); }
    std::optional<ErrorCode> codeOf(const PageChange &change) {
        const auto written = apply(change);
        return written ? std::nullopt : std::optional(written.error().code);
    }
    std::string sentenceOf(const PageChange &change) {
        const auto written = apply(change);
        return written ? "done" : written.error().detail;
    }
    std::string ask(const std::string &column, int page) {
        return m_wiki->run("select coalesce(" + column + ", '') from pages where id = '" + testPage(page).str() + "'");
    }
    std::string sql(const std::string &statement) { return m_wiki->run(statement); }
    PageState state(int page) {
        const std::string parent = ask("parent_page_id", page);
        return {ask("title", page), parent.empty() ? std::nullopt : std::optional(PageId(parent)),
                ask("content", page)};
    }
    bool holds(int page, const std::string &content) {
        const auto stored = markdown::fromJson(ask("content", page)), wanted = markdown::fromJson(content);
        return stored && wanted && markdown::isSamePage(*stored, *wanted);
    }
    void put(int page, const std::string &title, int parent = 0) {
        QCOMPARE(sql(m_wiki->newPage(m_wiki->general(), page, title, title + " text")), std::string());
        if (parent > 0)
            QCOMPARE(sql("update pages set parent_page_id = '" + testPage(parent).str() + "' where id = '" +
                         testPage(page).str() + "'"),
                     std::string());
    }
    UpdateBody newText(int page, const std::string &text) { return {testPage(page), state(page), testBody(text)}; }

private slots:
    void initTestCase_data() { StandInWiki::addServers(); }
    void init() {
        QFETCH_GLOBAL(bool, fork);
        auto wiki = TestWiki::sqlite();
        VERIFY_DONE(wiki);
        m_wiki = std::move(*wiki);
        m_server = std::make_unique<StandInWiki>(*m_wiki, fork);
        put(1, "First");
        connectWith(StandInWiki::kPassword);
    }
    void cleanup() {
        QVERIFY2(m_server->mostUnderWay() <= 4, "more than four requests under way");
        m_api.reset();
        m_server.reset();
    }

    void aTextIsReplacedAndReadBack() {
        VERIFY_DONE(apply(newText(1, "New text")));
        QVERIFY(holds(1, testBody("New text")));
        QCOMPARE(m_server->count("/pages/update"), 2);  // the flush, and the text
        QCOMPARE(m_server->count("/auth/login"), 1);
        VERIFY_DONE(apply(newText(1, "Once more")));
        QCOMPARE(m_server->count("/auth/login"), 1);
    }

    void keystrokesThatAreNotSavedYetAreNeverLost() {
        const UpdateBody update = newText(1, "From git");
        m_server->type(testPage(1), testBody("Typed by a person"));
        QCOMPARE(codeOf(update), std::optional(ErrorCode::Conflict));
        QVERIFY(holds(1, testBody("Typed by a person")));
        VERIFY_DONE(apply(newText(1, "Merged")));
        QVERIFY(holds(1, testBody("Merged")));
    }

    void aPageThatChangedIsLeft() {
        const UpdateBody update = newText(1, "From git");
        for (const char *change : {"title = 'Other'", "deleted_at = '2026-01-01T00:00:00.000Z'",
                                   "content = '{\"type\":\"doc\",\"content\":[]}'"}) {
            QCOMPARE(sql(std::string("update pages set ") + change), std::string());
            QCOMPARE(codeOf(update), std::optional(ErrorCode::Conflict));
        }
        QCOMPARE(codeOf(UpdateBody{testPage(77), update.expected, update.content}), std::optional(ErrorCode::Conflict));
        QVERIFY(!has(ask("content", 1), "From git"));
    }

    void aTextThatWasDroppedIsAFailure() {
        m_server->dropsBodies = true;
        const std::string why = sentenceOf(newText(1, "Never stored"));
        QVERIFY2(has(why, "kept the old text"), why.c_str());
    }

    void anEmptyPageGetsPastTheGuard() {
        m_server->guardsEmpty = true;
        VERIFY_DONE(apply(UpdateBody{testPage(1), state(1), R"({"type":"doc","content":[{"type":"paragraph"}]})"}));
        QVERIFY(holds(1, R"({"type":"doc","content":[]})"));
    }

    void aServerTooOldForTextsIsNamed() {
        QCOMPARE(m_api->takesBodies().value(), true);
        m_server->isOld = true;
        QCOMPARE(m_api->takesBodies().value(), false);
        const std::string why = sentenceOf(newText(1, "x"));
        QVERIFY2(has(why, "0.70"), why.c_str());
    }

    void unclearAnswersAreSettledByReading_data() {
        QTest::addColumn<int>("fault");
        QTest::newRow("500, not done") << int(Fault::Refused500);
        QTest::newRow("500, done") << int(Fault::Done500);
        QTest::newRow("silence, not done") << int(Fault::Silence);
        QTest::newRow("silence, done") << int(Fault::DoneSilent);
        QTest::newRow("closed") << int(Fault::DoneClosed);
        QTest::newRow("half an answer") << int(Fault::DoneHalf);
    }
    void unclearAnswersAreSettledByReading() {
        QFETCH(const int, fault);
        connectWith(StandInWiki::kPassword, std::chrono::milliseconds(1500));
        put(2, "Second");
        m_server->failNext("/pages/update", Fault(fault), 1);
        VERIFY_DONE(apply(newText(1, "New text")));
        QVERIFY(holds(1, testBody("New text")));
        m_server->failNext("/pages/update", Fault(fault));
        VERIFY_DONE(apply(RenamePage{testPage(1), state(1), "Renamed"}));
        QCOMPARE(ask("title", 1), std::string("Renamed"));
        m_server->failNext("/pages/move", Fault(fault));
        VERIFY_DONE(apply(MovePage{testPage(2), state(2), testPage(1)}));
        QCOMPARE(ask("parent_page_id", 2), testPage(1).str());
        m_server->failNext("/pages/delete", Fault(fault));
        VERIFY_DONE(apply(TrashPage{testPage(2), state(2)}));
        QVERIFY(!ask("deleted_at", 2).empty());
        m_server->failNext("/pages/restore", Fault(fault));
        VERIFY_DONE(apply(RestorePage{testPage(2), testPage(1)}));
        QCOMPARE(ask("deleted_at", 2), std::string());
    }

    void aPageIsNeverCreatedTwice_data() { unclearAnswersAreSettledByReading_data(); }
    void aPageIsNeverCreatedTwice() {
        QFETCH(const int, fault);
        connectWith(StandInWiki::kPassword, std::chrono::milliseconds(1500));
        put(2, "Fresh");  // a namesake that was there before
        m_server->failNext("/pages/create", Fault(fault));
        const auto made = apply(CreatePage{testPage(9), {}, "Fresh", testBody("Fresh body"), {testPage(2)}});
        VERIFY_DONE(made);
        QVERIFY(*made != testPage(9) && *made != testPage(2));
        QCOMPARE(sql("select count(*) from pages where title = 'Fresh'"), std::string("2"));
        QVERIFY(has(sql("select content from pages where id = '" + made->str() + "'"), "Fresh body"));
    }

    void aWikiThatStaysIllIsLeftAlone() {
        m_server->failNext("/pages/update", Fault::Refused500, 1);
        m_server->failNext("/pages/update", Fault::Refused500, 1);
        QCOMPARE(codeOf(newText(1, "x")), std::optional(ErrorCode::Unavailable));
        QCOMPARE(m_server->count("/pages/update"), 5);  // flush, text, look, text, look
    }

    void whatStandsBeforeTheWikiIsNamed_data() {
        QTest::addColumn<int>("fault");
        QTest::addColumn<QString>("word");
        QTest::newRow("login page") << int(Fault::Html) << QStringLiteral("login page");
        QTest::newRow("redirect") << int(Fault::Redirect) << QStringLiteral("http://elsewhere.invalid");
        QTest::newRow("size limit") << int(Fault::TooLarge) << QStringLiteral("413");
    }
    void whatStandsBeforeTheWikiIsNamed() {
        QFETCH(const int, fault);
        QFETCH(const QString, word);
        m_server->failNext("/pages/update", Fault(fault), 1);
        m_server->failNext("/pages/update", Fault(fault), 1);
        const std::string why = sentenceOf(newText(1, "x"));
        QVERIFY2(has(why, word.toStdString()), why.c_str());
        QVERIFY(holds(1, testBody("First text")));
    }

    void aPageMovesAmongItsNewSiblings() {
        put(2, "Second");
        put(3, "Third", 2);
        VERIFY_DONE(apply(MovePage{testPage(1), state(1), testPage(2)}));
        QCOMPARE(ask("parent_page_id", 1), testPage(2).str());
        QVERIFY(ask("position", 1) > ask("position", 3));
        VERIFY_DONE(apply(MovePage{testPage(1), state(1), std::nullopt}));
        QCOMPARE(ask("parent_page_id", 1), std::string());
    }

    void aPageNeverGoesBelowItself() {
        put(2, "Second", 1);
        put(3, "Third", 2);
        QCOMPARE(codeOf(MovePage{testPage(1), state(1), testPage(3)}), std::optional(ErrorCode::Conflict));
        QCOMPARE(codeOf(MovePage{testPage(1), state(1), testPage(1)}), std::optional(ErrorCode::Conflict));
        QCOMPARE(codeOf(MovePage{testPage(1), state(1), testPage(77)}), std::optional(ErrorCode::Conflict));
        QCOMPARE(m_server->count("/pages/move"), 0);
    }

    void aPageWithChildrenIsNotTrashed() {
        put(2, "Child", 1);
        QCOMPARE(codeOf(TrashPage{testPage(1), state(1)}), std::optional(ErrorCode::Conflict));
        QCOMPARE(m_server->count("/pages/delete"), 0);
        VERIFY_DONE(apply(TrashPage{testPage(2), state(2)}));
        VERIFY_DONE(apply(TrashPage{testPage(1), state(1)}));
    }

    void aPageIsNotTrashedUnderSomebodysHands() {
        const TrashPage trash{testPage(1), state(1)};
        m_server->type(testPage(1), testBody("Typed by a person"));
        QCOMPARE(codeOf(trash), std::optional(ErrorCode::Conflict));
        QVERIFY(ask("deleted_at", 1).empty());
    }

    void whatWasTrashedBelowARestoredPageStaysThere() {
        put(2, "Child", 1);
        put(3, "Grandchild", 2);
        put(4, "Parent");
        VERIFY_DONE(apply(TrashPage{testPage(3), state(3)}));
        VERIFY_DONE(apply(TrashPage{testPage(2), state(2)}));
        VERIFY_DONE(apply(TrashPage{testPage(1), state(1)}));
        VERIFY_DONE(apply(RestorePage{testPage(1), testPage(4)}));
        QCOMPARE(ask("deleted_at", 1), std::string());
        QCOMPARE(ask("parent_page_id", 1), testPage(4).str());
        QVERIFY(!ask("deleted_at", 2).empty() && !ask("deleted_at", 3).empty());
        VERIFY_DONE(apply(RestorePage{testPage(2), testPage(1)}));
        QCOMPARE(ask("deleted_at", 2), std::string());
        QVERIFY(!ask("deleted_at", 3).empty());
    }

    void whatNoWikiCanStoreIsNotSent() {
        QCOMPARE(codeOf(UpdateBody{testPage(1), state(1), testBody("a\\u0000b")}), std::optional(ErrorCode::Invalid));
        QCOMPARE(codeOf(RenamePage{testPage(1), state(1), std::string("a\0b", 3)}), std::optional(ErrorCode::Invalid));
        QCOMPARE(codeOf(CreatePage{testPage(5), {}, std::string("a\0b", 3), ""}), std::optional(ErrorCode::Invalid));
        QCOMPARE(codeOf(UpdateBody{testPage(1), state(1), "no json"}), std::optional(ErrorCode::Invalid));
        QCOMPARE(m_server->count("/pages/update") + m_server->count("/pages/create"), 0);
    }

    void aLargePageGoesInParts() {
        const std::string large = manyParagraphs(3000, 900);
        VERIFY_DONE(apply(UpdateBody{testPage(1), state(1), large}));
        QVERIFY(holds(1, large));
        QCOMPARE(m_server->count("/pages/update"), 5);  // the flush and four parts
        const auto made = apply(CreatePage{testPage(9), {}, "Large", large});
        VERIFY_DONE(made);
        const auto stored = markdown::fromJson(sql("select content from pages where id = '" + made->str() + "'"));
        QVERIFY(stored && markdown::isSamePage(*stored, *markdown::fromJson(large)));
    }

    void aLargePageThatBreaksOffIsABeginning() {
        const std::string large = manyParagraphs(3000, 900);
        m_server->failNext("/pages/update", Fault::Refused500, 2);
        m_server->failNext("/pages/update", Fault::Refused500, 1);
        QCOMPARE(codeOf(UpdateBody{testPage(1), state(1), large}), std::optional(ErrorCode::Unavailable));
        const auto stored = markdown::fromJson(ask("content", 1));
        QVERIFY(stored && !stored->content.empty() && stored->content.size() < 3000);
    }

    void aBlockLargerThanARequestIsNamed() {
        const std::string why = sentenceOf(UpdateBody{testPage(1), state(1), manyParagraphs(1, 1'200'000)});
        QVERIFY2(has(why, "one block of the page, a paragraph"), why.c_str());
        QCOMPARE(m_server->count("/pages/update"), 1);
    }

    void deepListsAreReadAndWritten() {
        const std::string deep = nestedLists(150, "deep"), deeper = nestedLists(200, "deeper");
        VERIFY_DONE(apply(UpdateBody{testPage(1), state(1), deep}));
        QVERIFY(holds(1, deep));
        VERIFY_DONE(apply(UpdateBody{testPage(1), state(1), deeper}));
        QVERIFY(holds(1, deeper));
        const auto made = apply(CreatePage{testPage(2), std::nullopt, "Deep", deeper});
        VERIFY_DONE(made);
        const auto read = m_api->pages().bodies(m_wiki->general(), std::vector<PageId>{testPage(1), *made}, {});
        VERIFY_DONE(read);
        QCOMPARE(read->size(), std::size_t(2));
        for (const PageBody &body : *read) {
            const auto stored = markdown::fromJson(body.content), wanted = markdown::fromJson(deeper);
            QVERIFY(stored && wanted && markdown::isSamePage(*stored, *wanted));
        }
    }

    void aTokenThatRanOutIsRenewedOnce() {
        VERIFY_DONE(apply(newText(1, "One")));
        m_server->revokeTokens();
        VERIFY_DONE(apply(newText(1, "Two")));
        QCOMPARE(m_server->count("/auth/login"), 2);
    }

    void aWrongPasswordIsTriedOnce() {
        connectWith("wrong secret");
        for (int i = 0; i < 3; ++i) {
            const std::string why = sentenceOf(newText(1, "x"));
            QVERIFY2(has(why, "DOCMOST_EMAIL (sync@example.org)"), why.c_str());
            QVERIFY(!has(why, "wrong secret"));
        }
        QCOMPARE(m_server->count("/auth/login"), 1);
    }

    void aThrottledLoginIsNotHammered() {
        m_server->throttlesLogin = true;
        for (int i = 0; i < 3; ++i) {
            const std::string why = sentenceOf(newText(1, "x"));
            QVERIFY2(has(why, "too many tries") && has(why, "next try is in"), why.c_str());
        }
        QCOMPARE(m_server->count("/auth/login"), 1);
    }

    void anAccountThatNeedsMoreThanAPasswordIsNamed() {
        m_server->asksForSecondFactor = true;
        const std::string why = sentenceOf(newText(1, "x"));
        QVERIFY2(has(why, "DOCMOST_TOKEN"), why.c_str());
    }

    void rightsAreNamed() {
        m_server->setRole(m_wiki->general(), "reader");
        const std::string reader = sentenceOf(newText(1, "x"));
        QVERIFY2(has(reader, "make it a writer"), reader.c_str());
        QCOMPARE(m_api->roles().value().at(m_wiki->general()), std::string("reader"));
        m_server->setRole(m_wiki->general(), "");
        const std::string stranger = sentenceOf(newText(1, "x"));
        QVERIFY2(has(stranger, "no member of the space"), stranger.c_str());
        QVERIFY(!m_api->roles().value().contains(m_wiki->general()));
        QCOMPARE(m_api->account().value(), m_server->account());
    }

    void silenceEndsWithTheTimeout() {
        connectWith(StandInWiki::kPassword, std::chrono::milliseconds(300));
        for (int i = 0; i < 4; ++i)
            m_server->failNext("/pages/update", Fault::Silence);
        const std::string why = sentenceOf(newText(1, "x"));
        QVERIFY2(has(why, "did not answer"), why.c_str());
    }

    void aStopEndsACallThatHangs() {
        VERIFY_DONE(m_api->account());
        m_server->failNext("/pages/update", Fault::Silence);
        const std::jthread stopper([this] {
            while (m_server->count("/pages/update") == 0)
                std::this_thread::yield();
            m_stop.request_stop();
        });
        QCOMPARE(codeOf(newText(1, "x")), std::optional(ErrorCode::Cancelled));
    }

    void nobodyAnswersAtAll() {
        const docmost::ApiRequest request{"http://127.0.0.1:1/api", "a", "b", "", std::chrono::seconds(5)};
        const auto access = docmost::makeServerAccess(request, *m_clock);
        VERIFY_DONE(access);
        m_api = docmost::openWikiApi(*access, Unflagged::All, {});
        const std::string why = sentenceOf(newText(1, "x"));
        QVERIFY2(has(why, "cannot be reached"), why.c_str());
    }

    void manyThreadsShareFourRequests() {
        const docmost::ApiRequest request{m_server->url(), StandInWiki::kEmail, StandInWiki::kPassword, ""};
        const auto access = docmost::makeServerAccess(request, *m_clock);
        VERIFY_DONE(access);
        std::atomic<int> good = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 8; ++i)
                threads.emplace_back([&] {
                    const auto api = docmost::openWikiApi(*access, Unflagged::All, {});
                    for (int n = 0; n < 5; ++n)
                        good += api->roles().has_value() ? 1 : 0;
                });
        }
        QCOMPARE(good.load(), 40);
        QCOMPARE(m_server->count("/auth/login"), 1);
    }
};

QTEST_GUILESS_MAIN(ApiPageWriterTest)
#include "api_page_writer_test.moc"
