#include "engine/adapters/sql/wiki_database.h"

#include "engine/core/page_digest.h"
#include "tests/support/test_wiki.h"
#include "tests/support/verify.h"

#include <QSqlDatabase>
#include <QtTest>

#include <algorithm>
#include <thread>

using namespace wikivault;
using namespace wikivault::test;

namespace {

template <class T>
std::optional<ErrorCode> codeOf(const Result<T> &result) {
    return result ? std::nullopt : std::optional(result.error().code);
}

const PageRow *findPage(const PageList &list, const PageId &id) {
    const auto found =
        std::find_if(list.pages.begin(), list.pages.end(), [&](const PageRow &row) { return row.id == id; });
    return found == list.pages.end() ? nullptr : &*found;
}

const Space *findSpace(const std::vector<Space> &spaces, const SpaceId &id) {
    const auto found = std::find_if(spaces.begin(), spaces.end(), [&](const Space &space) { return space.id == id; });
    return found == spaces.end() ? nullptr : &*found;
}

}  // namespace

/// The same promises, kept by SQLite and by PostgreSQL with both schemas.
class WikiDatabaseTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<PostgresServer> m_server;
    std::string m_whyNoServer, m_whyNoSchemas;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<sql::WikiDatabase> m_database;

    PageStore &pages() { return m_database->pages(); }
    PageRow row(const PageId &id, const SpaceId &space) {
        const auto list = pages().list(space, {});
        const PageRow *found = list ? findPage(*list, id) : nullptr;
        return found ? *found : PageRow{};
    }
    PageRow row(const PageId &id) { return row(id, m_wiki->general()); }
    std::string body(const PageId &id) {
        const auto bodies = pages().bodies(m_wiki->general(), std::vector{id}, {});
        return bodies && bodies->size() == 1 ? bodies->front().content : "no body";
    }
    Result<> applyIn(const SpaceId &space, const PageChange &change) {
        const Result<PageId> written = m_database->writer().apply(space, change);
        if (!written) return tl::unexpected<Error>(written.error());
        return {};
    }
    Result<> apply(const PageChange &change) { return applyIn(m_wiki->general(), change); }
    Result<> create(int number, const std::string &title, std::optional<PageId> parent = std::nullopt) {
        return apply(CreatePage{testPage(number), parent, title, testBody(title)});
    }
    PageState state(int number) {
        const PageRow page = row(testPage(number));
        return {page.title, page.parent, body(testPage(number))};
    }
    std::string ask(const std::string &column, int page) {
        return m_wiki->run("select " + column + " from pages where id = '" + testPage(page).str() + "'");
    }

    void edit(const std::string &sql) { QCOMPARE(m_wiki->run(sql), std::string()); }

    void openWikiOf(const QString &kind) {
        if (kind != QStringLiteral("sqlite") && !m_server) QSKIP(m_whyNoServer.c_str());
        if (kind != QStringLiteral("sqlite") && !m_whyNoSchemas.empty()) QSKIP(m_whyNoSchemas.c_str());
        auto wiki = kind == QStringLiteral("sqlite") ? TestWiki::sqlite()
                                                     : TestWiki::postgres(*m_server, "docmost_" + kind.toStdString());
        VERIFY_DONE(wiki);
        m_wiki = std::move(*wiki);
        auto database = m_wiki->open();
        VERIFY_DONE(database);
        m_database = std::move(*database);
    }

private slots:
    void initTestCase() {
        auto server = PostgresServer::start();
        if (!server) {
            m_whyNoServer = server.error().detail;
            return;
        }
        m_server = std::move(*server);
        for (const bool fork : {false, true}) {
            const auto made = m_server->createDocmost(fork ? "docmost_fork" : "docmost_upstream", fork);
            if (!made) m_whyNoSchemas = made.error().detail;
        }
        QVERIFY2(m_whyNoSchemas.empty() || m_whyNoSchemas.find("not here") != std::string::npos,
                 m_whyNoSchemas.c_str());
    }
    void initTestCase_data() {
        QTest::addColumn<QString>("kind");
        for (const char *kind : {"sqlite", "upstream", "fork"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void init() {
        QFETCH_GLOBAL(QString, kind);
        openWikiOf(kind);
    }
    void cleanup() {
        m_database.reset();
        m_wiki.reset();
        QVERIFY(QSqlDatabase::connectionNames().isEmpty());
    }

    void createdPagesAreListed() {
        VERIFY_DONE(create(1, "First"));
        VERIFY_DONE(create(2, "Second: a/b?"));
        VERIFY_DONE(create(3, "", testPage(1)));
        const auto list = pages().list(m_wiki->general(), {});
        VERIFY_DONE(list);
        QVERIFY(list->complete);
        const PageRow *first = findPage(*list, testPage(1));
        const PageRow *second = findPage(*list, testPage(2));
        const PageRow *child = findPage(*list, testPage(3));
        QVERIFY(first && second && child);
        QCOMPARE(second->title, std::string("Second: a/b?"));
        QCOMPARE(child->title, std::string());
        QCOMPARE(child->parent, std::optional(testPage(1)));
        QVERIFY(!first->parent);
        QVERIFY(first->position < second->position);
        QVERIFY(first->position.size() >= 5 && first->position.size() <= 12);
        QCOMPARE(first->slugId.size(), std::size_t(10));
        QVERIFY(first->slugId != second->slugId);
        QCOMPARE(first->updatedBy, std::string("Admin"));
        QVERIFY(!first->isBase);
        QVERIFY(fromIso8601(first->updatedAt).has_value());
        QVERIFY(fromIso8601(list->newestUpdate).has_value());
        QVERIFY(*fromIso8601(list->newestUpdate) >= *fromIso8601(first->updatedAt));
        QCOMPARE(body(testPage(1)), testBody("First"));
        QCOMPARE(ask("text_content", 1), std::string("First"));
        QCOMPARE(ask("creator_id", 1), m_wiki->user().str());
    }

    void baseAndTrashedPagesKeepTheirStanding() {
        VERIFY_DONE(create(1, "Kept"));
        VERIFY_DONE(create(2, "Trashed"));
        VERIFY_DONE(apply(TrashPage{testPage(2), state(2)}));
        VERIFY_DONE(applyIn(m_wiki->engineering(), CreatePage{testPage(3), {}, "Elsewhere", ""}));
        const std::vector<PageId> asked = {testPage(3), testPage(2), testPage(9), PageId("no uuid"), testPage(1)};
        const auto standings = pages().standings(m_wiki->general(), asked);
        VERIFY_DONE(standings);
        std::vector<Standing> seen;
        for (const PageStanding &one : *standings)
            seen.push_back(one.standing);
        QVERIFY((seen == std::vector{Standing::OtherSpace, Standing::Trashed, Standing::Gone, Standing::Gone,
                                     Standing::LiveHere}));
        const auto rows = pages().rows(m_wiki->general(), asked, {});
        VERIFY_DONE(rows);
        QCOMPARE(rows->pages.size(), std::size_t(1));
        const auto list = pages().list(m_wiki->general(), {});
        VERIFY_DONE(list);
        QVERIFY(rows->pages.front() == *findPage(*list, testPage(1)));
        QCOMPARE(rows->newestUpdate, list->newestUpdate);
        QVERIFY(*fromIso8601(list->newestUpdate) >= *fromIso8601(rows->pages.front().updatedAt));
        QCOMPARE(row(testPage(2)).id, PageId());
        QCOMPARE(body(testPage(2)), testBody("Trashed"));  // a trashed page's body can still be read
        const auto foreign = pages().bodies(m_wiki->general(), std::vector{testPage(3)}, {});
        VERIFY_DONE(foreign);
        QVERIFY(foreign->empty());
        if (m_wiki->run("select count(*) from pages where title = 'Kept'") != "1")
            QFAIL("the page is not in the table");
        QFETCH_GLOBAL(QString, kind);
        if (kind == QStringLiteral("fork")) return;  // it has no base pages
        edit("update pages set is_base = " + std::string(m_wiki->isPostgres() ? "true" : "1") +
             " where title = 'Kept'");
        QVERIFY(row(testPage(1)).isBase);
    }

    void aRepeatedCreateWritesNothing() {
        VERIFY_DONE(create(1, "Once"));
        const PageRow before = row(testPage(1));
        VERIFY_DONE(create(1, "Twice"));
        QCOMPARE(row(testPage(1)), before);
        QCOMPARE(codeOf(applyIn(m_wiki->engineering(), CreatePage{testPage(1), {}, "X", ""})),
                 std::optional(ErrorCode::Conflict));
        VERIFY_DONE(apply(TrashPage{testPage(1), state(1)}));
        QCOMPARE(codeOf(create(1, "Again")), std::optional(ErrorCode::Conflict));
        QCOMPARE(codeOf(create(2, "Orphan", testPage(1))), std::optional(ErrorCode::Conflict));
        QCOMPARE(ask("count(*)", 2), std::string("0"));
    }

    void aBodyWriteKeepsWhatStoodThere() {
        VERIFY_DONE(create(1, "Page"));
        edit("update pages set ydoc = '\\x00', text_content = 'old' where id = '" + testPage(1).str() + "'");
        const std::string before = row(testPage(1)).updatedAt;
        VERIFY_DONE(apply(UpdateBody{testPage(1), state(1), testBody("New text")}));
        QCOMPARE(body(testPage(1)), testBody("New text"));
        QCOMPARE(ask("text_content", 1), std::string("New text"));
        QCOMPARE(ask("ydoc is null", 1), std::string(m_wiki->isPostgres() ? "t" : "1"));
        QCOMPARE(ask("last_updated_by_id", 1), m_wiki->user().str());
        QVERIFY(ask("contributor_ids", 1).find(m_wiki->user().str()) != std::string::npos);
        QVERIFY(row(testPage(1)).updatedAt != before);
        const std::string content = m_wiki->isPostgres() ? "content::text" : "content";
        QCOMPARE(m_wiki->run("select " + content + " from page_history where page_id = '" + testPage(1).str() + "'"),
                 testBody("Page"));
        VERIFY_DONE(apply(UpdateBody{testPage(1), state(1), ""}));
        QCOMPARE(body(testPage(1)), std::string());
        VERIFY_DONE(apply(UpdateBody{testPage(1), state(1), testBody("Back")}));
        QCOMPARE(m_wiki->run("select count(*) from page_history where page_id = '" + testPage(1).str() + "'"),
                 std::string("2"));
        QFETCH_GLOBAL(QString, kind);
        if (kind == QStringLiteral("fork")) QCOMPARE(ask("last_updated_source", 1), std::string("git-sync"));
    }

    void stalePagesAreNotWritten_data() {
        QTest::addColumn<QString>("meanwhile");
        QTest::newRow("another title") << QStringLiteral("title = 'Other'");
        QTest::newRow("no title") << QStringLiteral("title = null");
        QTest::newRow("another body") << QStringLiteral("content = '{\"type\":\"doc\"}'");
        QTest::newRow("no body") << QStringLiteral("content = null");
        QTest::newRow("another parent")
            << QStringLiteral("parent_page_id = '%1'").arg(QString::fromStdString(testPage(2).str()));
        QTest::newRow("trashed") << QStringLiteral("deleted_at = updated_at");
        QTest::newRow("another space") << QStringLiteral(
            "space_id = (select id from spaces where slug = 'engineering')");
    }
    void stalePagesAreNotWritten() {
        QFETCH(QString, meanwhile);
        VERIFY_DONE(create(1, "Page"));
        VERIFY_DONE(create(2, "Parent"));
        const PageState seen = state(1);
        edit("update pages set " + meanwhile.toStdString() + " where id = '" + testPage(1).str() + "'");
        const std::string all = "title, content, parent_page_id, space_id, deleted_at, updated_at";
        const std::string before = ask(all, 1);
        const std::vector<PageChange> changes = {
            UpdateBody{testPage(1), seen, testBody("x")}, RenamePage{testPage(1), seen, "x"},
            MovePage{testPage(1), seen, testPage(2)}, TrashPage{testPage(1), seen}};
        for (const PageChange &change : changes)
            QCOMPARE(codeOf(apply(change)), std::optional(ErrorCode::Conflict));
        QCOMPARE(ask(all, 1), before);
    }

    void movedPagesGoLastAndNeverBelowThemselves() {
        for (int i = 1; i <= 4; ++i)
            VERIFY_DONE(create(i, "P" + std::to_string(i)));
        VERIFY_DONE(create(5, "Child", testPage(1)));
        const std::string position = row(testPage(4)).position;
        VERIFY_DONE(apply(MovePage{testPage(4), state(4), std::nullopt}));
        QCOMPARE(row(testPage(4)).position, position);
        VERIFY_DONE(apply(MovePage{testPage(4), state(4), testPage(1)}));
        QCOMPARE(row(testPage(4)).parent, std::optional(testPage(1)));
        QVERIFY(row(testPage(4)).position > row(testPage(5)).position);
        QCOMPARE(codeOf(apply(MovePage{testPage(1), state(1), testPage(4)})), std::optional(ErrorCode::Conflict));
        QCOMPARE(codeOf(apply(MovePage{testPage(1), state(1), testPage(1)})), std::optional(ErrorCode::Conflict));
        QCOMPARE(codeOf(apply(MovePage{testPage(2), state(2), testPage(99)})), std::optional(ErrorCode::Conflict));
        VERIFY_DONE(apply(MovePage{testPage(4), state(4), std::nullopt}));
        QVERIFY(!row(testPage(4)).parent);
        QVERIFY(row(testPage(4)).position > row(testPage(3)).position);
        VERIFY_DONE(apply(RenamePage{testPage(4), state(4), "Ünïcode \U0001F4D8"}));
        QCOMPARE(row(testPage(4)).title, std::string("Ünïcode \U0001F4D8"));
    }

    void trashingWaitsForTheChildren() {
        VERIFY_DONE(create(1, "Parent"));
        VERIFY_DONE(create(2, "Child", testPage(1)));
        QCOMPARE(codeOf(apply(TrashPage{testPage(1), state(1)})), std::optional(ErrorCode::Conflict));
        const std::string position = row(testPage(2)).position;
        VERIFY_DONE(apply(TrashPage{testPage(2), state(2)}));
        VERIFY_DONE(apply(TrashPage{testPage(1), state(1)}));
        QCOMPARE(ask("deleted_by_id", 1), m_wiki->user().str());
        QCOMPARE(codeOf(apply(RestorePage{testPage(2), testPage(1)})), std::optional(ErrorCode::Conflict));
        VERIFY_DONE(apply(RestorePage{testPage(1), std::nullopt}));
        VERIFY_DONE(apply(RestorePage{testPage(2), testPage(1)}));
        VERIFY_DONE(apply(RestorePage{testPage(2), testPage(1)}));
        QCOMPARE(row(testPage(2)).position, position);
        QCOMPARE(ask("deleted_by_id", 1), std::string());
        QCOMPARE(codeOf(apply(RestorePage{testPage(9), std::nullopt})), std::optional(ErrorCode::Conflict));
    }

    void hostileTextIsStoredAsItIs() {
        const std::string title = "'; drop table pages; -- \\ \" ? :name $1 {now} \xE2\x80\xAE";
        VERIFY_DONE(apply(CreatePage{testPage(1), {}, title, testBody("it\\\\'s ? :x $1 {now}")}));
        QCOMPARE(row(testPage(1)).title, title);
        QCOMPARE(body(testPage(1)), testBody("it\\\\'s ? :x $1 {now}"));
        VERIFY_DONE(apply(UpdateBody{testPage(1), state(1), testBody("\\\\u0000 is no NUL")}));
        const PageState now = state(1);
        QCOMPARE(codeOf(apply(UpdateBody{testPage(1), now, testBody("NUL \\u0000")})),
                 std::optional(ErrorCode::Invalid));
        QCOMPARE(codeOf(apply(UpdateBody{testPage(1), now, "no json"})), std::optional(ErrorCode::Invalid));
        QCOMPARE(codeOf(apply(RenamePage{testPage(1), now, std::string("a\0b", 3)})),
                 std::optional(ErrorCode::Invalid));
        QCOMPARE(codeOf(apply(RenamePage{PageId("../x"), now, "x"})), std::optional(ErrorCode::Invalid));
        QCOMPARE(state(1).content, now.content);
        const std::string large = testBody(std::string(3000000, 'x'));
        VERIFY_DONE(apply(UpdateBody{testPage(1), now, large}));
        QCOMPARE(body(testPage(1)).size(), large.size());
    }

    void aWriterNeedsAUserOfTheWiki() {
        for (const char *user : {"", "nobody", "0190a000-0000-7000-8000-00000000dead"}) {
            auto request = m_wiki->request();
            request.serviceUserId = user;
            auto other = sql::openWiki(request);
            VERIFY_DONE(other);
            QCOMPARE(codeOf((*other)->writer().apply(m_wiki->general(), CreatePage{testPage(1), {}, "x", ""})),
                     std::optional(ErrorCode::Denied));
        }
    }

    void aPreviewCannotWrite() {
        auto request = m_wiki->request();
        request.readOnly = true;
        auto preview = sql::openWiki(request);
        VERIFY_DONE(preview);
        VERIFY_DONE((*preview)->pages().list(m_wiki->general(), {}));
        QCOMPARE(codeOf((*preview)->writer().apply(m_wiki->general(), CreatePage{testPage(1), {}, "x", ""})),
                 std::optional(ErrorCode::Denied));
        QCOMPARE(codeOf((*preview)->catalog().setEnabled(m_wiki->general(), true)), std::optional(ErrorCode::Denied));
        QCOMPARE(ask("count(*)", 1), std::string("0"));
    }

    void aSnapshotSeesOneMoment() {
        VERIFY_DONE(create(1, "Before"));
        VERIFY_DONE(pages().beginSnapshot());
        edit("update pages set title = 'After' where id = '" + testPage(1).str() + "'");
        QCOMPARE(row(testPage(1)).title, std::string("Before"));
        QCOMPARE(codeOf(create(2, "Too early")), std::optional(ErrorCode::Invalid));
        VERIFY_DONE(pages().endSnapshot());
        QCOMPARE(row(testPage(1)).title, std::string("After"));
        VERIFY_DONE(create(2, "Now"));
    }

    void theFlagSelectsSpacesAndKeepsItsSiblings() {
        auto spaces = m_database->catalog().spaces();
        VERIFY_DONE(spaces);
        QCOMPARE(spaces->front().name, std::string("Engineering"));
        QVERIFY(std::all_of(spaces->begin(), spaces->end(), [](const Space &s) { return s.selected && !s.flagged; }));
        edit(
            "update spaces set settings = '{\"sharing\": {\"disabled\": true}, \"gitSync\": {\"remote\": \"git@x:y\", "
            "\"enabled\": \"true\"}}' where slug = 'engineering'");
        spaces = m_database->catalog().spaces();
        VERIFY_DONE(spaces);
        QVERIFY(findSpace(*spaces, m_wiki->engineering())->selected);
        QVERIFY(!findSpace(*spaces, m_wiki->general())->selected);
        VERIFY_DONE(m_database->catalog().setEnabled(m_wiki->engineering(), false));
        VERIFY_DONE(m_database->catalog().setEnabled(m_wiki->general(), true));
        const QString stored =
            QString::fromStdString(m_wiki->run("select settings from spaces where slug = 'engineering'"))
                .remove(QLatin1Char(' '));
        QVERIFY2(stored.contains(QLatin1String(R"("sharing":{"disabled":true})")), qPrintable(stored));
        QVERIFY2(stored.contains(QLatin1String(R"("remote":"git@x:y")")), qPrintable(stored));
        QVERIFY2(stored.contains(QLatin1String(R"("enabled":false)")), qPrintable(stored));
        spaces = m_database->catalog().spaces();
        VERIFY_DONE(spaces);
        QVERIFY(findSpace(*spaces, m_wiki->general())->flagged);
        QVERIFY(!findSpace(*spaces, m_wiki->engineering())->selected);
        QCOMPARE(codeOf(m_database->catalog().setEnabled(SpaceId(testPage(1).str()), true)),
                 std::optional(ErrorCode::NotFound));
        QCOMPARE(codeOf(m_database->catalog().setEnabled(SpaceId("General"), true)),
                 std::optional(ErrorCode::NotFound));
    }

    void aSpaceThatIsSwitchedOffSwitchesNoOtherOn() {
        VERIFY_DONE(m_database->catalog().setEnabled(m_wiki->general(), true));
        VERIFY_DONE(m_database->catalog().setEnabled(m_wiki->general(), false));
        const auto spaces = m_database->catalog().spaces();
        VERIFY_DONE(spaces);
        QVERIFY(std::none_of(spaces->begin(), spaces->end(), [](const Space &s) { return s.selected; }));
        const auto digests = m_database->catalog().digests();
        VERIFY_DONE(digests);
        QVERIFY(std::none_of(digests->begin(), digests->end(), [](const auto &one) { return one.space.selected; }));
    }

    void oddSettingsAreNoFlag_data() {
        QTest::addColumn<QString>("settings");
        for (const char *odd : {"null", "[]", "\"text\"", "{\"gitSync\": null}", "{\"gitSync\": [1]}",
                                "{\"gitSync\": {\"enabled\": 1}}", "{\"gitSync\": {\"enabled\": \"yes\"}}"})
            QTest::newRow(odd) << QString::fromLatin1(odd);
    }
    void oddSettingsAreNoFlag() {
        QFETCH(QString, settings);
        edit("update spaces set settings = '" + settings.toStdString() + "' where slug = 'general'");
        auto request = m_wiki->request();
        request.unflagged = Unflagged::None;
        auto strict = sql::openWiki(request);
        VERIFY_DONE(strict);
        auto spaces = (*strict)->catalog().spaces();
        VERIFY_DONE(spaces);
        QVERIFY(std::none_of(spaces->begin(), spaces->end(), [](const Space &s) { return s.selected; }));
        VERIFY_DONE((*strict)->catalog().setEnabled(m_wiki->general(), true));
        spaces = (*strict)->catalog().spaces();
        VERIFY_DONE(spaces);
        QVERIFY(findSpace(*spaces, m_wiki->general())->selected);
    }

    /// Two changes within one moment have one time: what a write compares is what it expects, never the time.
    void F078_aChangeThatKeptItsTimeIsNotOverwritten() {
        VERIFY_DONE(create(1, "Page"));
        const PageState seen = state(1);
        const std::string time = ask("updated_at", 1);
        edit("update pages set updated_at = '" + time + "', content = '" + testBody("by somebody") + "' where id = '" +
             testPage(1).str() + "'");
        if (!m_wiki->isPostgres()) edit("update pages set updated_at = '" + time + "'");  // a trigger moves it there
        QCOMPARE(ask("updated_at", 1), time);
        for (const PageChange &change : std::initializer_list<PageChange>{
                 UpdateBody{testPage(1), seen, testBody("from git")}, TrashPage{testPage(1), seen}})
            QCOMPARE(codeOf(apply(change)), std::optional(ErrorCode::Conflict));
        QVERIFY(ask("content", 1).find("by somebody") != std::string::npos);
        QCOMPARE(ask("deleted_at is null", 1), ask("true", 1));
        const PageState now = state(1);
        edit("update pages set updated_at = '" + time + "', title = 'Theirs' where id = '" + testPage(1).str() + "'");
        QCOMPARE(codeOf(apply(RenamePage{testPage(1), now, "Ours"})), std::optional(ErrorCode::Conflict));
        QCOMPARE(ask("title", 1), std::string("Theirs"));
    }

    void digestsMoveWithEveryChange() {
        const auto digest = [this] {
            const auto digests = m_database->catalog().digests();
            for (const SpaceDigest &one : digests ? *digests : std::vector<SpaceDigest>())
                if (one.space.id == m_wiki->general()) return one;
            return SpaceDigest{};
        };
        const auto ofItsList = [this] {
            const auto list = pages().list(m_wiki->general(), {});
            return list ? digestOf(*list) : std::string();
        };
        SpaceDigest last = digest();
        QVERIFY(!last.space.id.isEmpty());
        QCOMPARE(digest(), last);
        const auto moved = [&] { return std::exchange(last, digest()) != last && last.text() == ofItsList(); };
        VERIFY_DONE(create(1, "Page"));
        QVERIFY(moved());
        VERIFY_DONE(apply(UpdateBody{testPage(1), state(1), testBody("x")}));
        QVERIFY(moved());
        VERIFY_DONE(apply(RenamePage{testPage(1), state(1), "y"}));
        QVERIFY(moved());
        VERIFY_DONE(apply(TrashPage{testPage(1), state(1)}));
        QVERIFY(moved());
        VERIFY_DONE(apply(RestorePage{testPage(1), std::nullopt}));
        QVERIFY(moved());
        QVERIFY(!moved());
        QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 2, "By the wiki", "z")), std::string());
        QVERIFY(moved());
    }

    void anUnknownSpaceIsNotFound() {
        for (const char *name : {"", "general", "0190a000-0000-7000-8000-00000000dead"}) {
            const auto list = pages().list(SpaceId(name), {});
            QVERIFY(!list);
            QCOMPARE(list.error().code, ErrorCode::NotFound);
        }
    }

    void aStopBeforeReadingReadsNothing() {
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(pages().list(m_wiki->general(), stop.get_token()).error().code, ErrorCode::Cancelled);
        VERIFY_DONE(pages().list(m_wiki->general(), {}));
    }

    void describesItselfAndItsRights() {
        const auto words = m_database->describe();
        VERIFY_DONE(words);
        const QString text = QString::fromStdString(*words);
        QVERIFY2(text.contains(QLatin1String(m_wiki->isPostgres() ? "PostgreSQL 1" : "SQLite 3")), qPrintable(text));
        QVERIFY2(text.contains(QLatin1String(m_wiki->isPostgres() ? "Docmost schema 2026" : "embedded wiki")),
                 qPrintable(text));
        const auto missing = m_database->missingRights(true);
        VERIFY_DONE(missing);
        QCOMPARE(*missing, std::string());
    }
};

QTEST_GUILESS_MAIN(WikiDatabaseTest)
#include "wiki_database_test.moc"
