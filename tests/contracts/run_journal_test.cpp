#include "engine/adapters/sql/shared_schema.h"
#include "engine/adapters/sql/wiki_database.h"
#include "engine/core/deletion_guard.h"
#include "tests/support/postgres_server.h"
#include "tests/support/sample_runs.h"
#include "tests/support/verify.h"

#include <QTemporaryDir>
#include <QtTest>

#include <thread>

using namespace wikivault;
using namespace wikivault::test;

/// What run journal and memory promise, in a data directory of its own and shared through the wiki's database.
class RunJournalTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<test::PostgresServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_path, m_url;
    sql::StateDatabase m_state;

    void reopen() {
        m_state = {};
        auto state = sql::openState(m_path, m_url);
        QVERIFY2(state.has_value(), state ? "" : state.error().detail.c_str());
        m_state = std::move(*state);
    }
    RunId begin(const SpaceId &space, std::int64_t seconds) {
        const auto id = m_state.journal->begin(startedRun(space, seconds));
        return id ? *id : RunId();
    }
    [[nodiscard]] std::unique_ptr<sql::SqlSession> session() const {
        sql::SessionRequest request;
        request.url = *sql::parseDatabaseUrl(m_server->url("team"));
        return std::move(*sql::SqlSession::open(request));
    }

private slots:
    void initTestCase() {
        auto server = test::PostgresServer::start();
        if (server) m_server = std::move(*server);
        if (m_server) VERIFY_DONE(m_server->createDatabase("team"));
    }
    void initTestCase_data() {
        QTest::addColumn<bool>("shared");
        QTest::newRow("of a data directory") << false;
        QTest::newRow("of a team") << true;
    }
    void init() {
        QFETCH_GLOBAL(bool, shared);
        if (shared && !m_server) QSKIP("PostgreSQL is not installed");
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("data/.wikivault/state.db")).toStdString();
        m_url = shared ? m_server->url("team") : "";
        if (shared) {
            const auto connection = session();
            if (sql::readSharedSchema(*connection)->exists) VERIFY_DONE(sql::removeSharedSchema(*connection));
            VERIFY_DONE(sql::installSharedSchema(*connection));
        }
        reopen();
    }
    void cleanup() { m_state = {}; }

    /// However many runs were skipped or failed since.
    void whereASpaceStands() {
        const SpaceId quiet("0190a000-0000-7000-8000-00000000000a"), other("0190a000-0000-7000-8000-00000000000b");
        const auto ended = [&](std::int64_t seconds, const char *outcome) {
            RunRecord run = startedRun(kSpace, seconds);
            run.id = begin(kSpace, seconds);
            run.endedAt = at(seconds + 1);
            run.outcome = outcome;
            VERIFY_DONE(m_state.journal->finish(run, {}));
        };
        ended(0, "problems");
        for (int i = 1; i <= 70; ++i)
            ended(10 * i, i % 7 == 0 ? "failed" : "skipped");
        const RunId running = begin(kSpace, 1000);
        const RunId lone = begin(other, 5);
        const auto standings = m_state.journal->standings({kSpace, quiet, other});
        QVERIFY2(standings.has_value(), standings ? "" : standings.error().detail.c_str());
        const RunStanding &standing = standings->at(kSpace);
        QVERIFY(standing.newest->id == running && standing.newestReal->startedAt == at(700));
        QVERIFY(standing.lastSuccess == at(1) && standing.failingSince == at(70));
        QCOMPARE(standing.failures, 10);
        QVERIFY(standings->at(other).newest->id == lone && !standings->at(other).newestReal);
        QVERIFY(!standings->contains(quiet));
    }

    void runsSurviveTheProgram() {
        RunRecord run = startedRun(kSpace, 0);
        run.mainBefore = std::string(40, 'a');
        const auto id = m_state.journal->begin(run);
        QVERIFY(id.has_value());
        reopen();
        QCOMPARE(m_state.journal->run(*id)->outcome, std::string("running"));
        run.id = *id;
        run.endedAt = at(5);
        run.outcome = "problems";
        run.error = "why";
        run.mainAfter = std::string(40, 'b');
        run.agreedBefore = std::string(40, 'c');
        run.agreedAfter = std::string(40, 'd');
        run.planHash = std::string(64, 'e');
        run.undoOf = "3";
        run.pull = {1, 2, 3, true};
        run.push = {PushMode::Held, 4, 5, 6, 7, 8, 9};
        run.skipped = SkipReason::LockHeld;
        run.conflicts = 2;
        std::vector<Item> items = {doneItem(Action::Create), doneItem(Action::Delete, Outcome::Held)};
        items[0].page.reset();
        items[1].after = BlobId{{9}};
        items[1].fromTitle = "Old: title";
        QVERIFY(m_state.journal->finish(run, items).has_value());
        QVERIFY(m_state.journal->finish(run, items).has_value());  // a repeated end changes nothing
        reopen();
        const auto read = m_state.journal->run(*id);
        QVERIFY(read.has_value());
        QCOMPARE(read->space, kSpace);
        QCOMPARE(read->reason, run.reason);
        QCOMPARE(read->actor, run.actor);
        QVERIFY(read->startedAt == run.startedAt && read->endedAt == run.endedAt);
        QCOMPARE(read->outcome, run.outcome);
        QCOMPARE(read->error, run.error);
        QCOMPARE(read->mainBefore, run.mainBefore);
        QCOMPARE(read->mainAfter, run.mainAfter);
        QCOMPARE(read->agreedBefore + read->agreedAfter, run.agreedBefore + run.agreedAfter);
        QCOMPARE(read->planHash + read->undoOf, run.planHash + run.undoOf);
        QVERIFY(read->pull == run.pull && read->push == run.push);
        QVERIFY(read->skipped == run.skipped && read->conflicts == run.conflicts);
        QVERIFY(*m_state.journal->items(*id) == items);
    }

    void runsAreListedNewestFirst() {
        const RunId first = begin(kSpace, 0), second = begin(kOther, 1), third = begin(kSpace, 2);
        const auto all = m_state.journal->runs({});
        QCOMPARE(all->size(), std::size_t(3));
        QVERIFY(all->at(0).id == third && all->at(1).id == second && all->at(2).id == first);
        const auto ofSpace = m_state.journal->runs({kSpace, 1});
        QCOMPARE(ofSpace->size(), std::size_t(1));
        QCOMPARE(ofSpace->front().id, third);
        const TimePoint later = all->at(1).startedAt;
        QCOMPARE(m_state.journal->runs({{}, 9, {}, later})->size(), std::size_t(2));
        QCOMPARE(m_state.journal->runs({kSpace, 9, {}, later})->size(), std::size_t(1));
        QCOMPARE(m_state.journal->runs({{}, 9, all->front().trigger})->size(), std::size_t(3));
        QVERIFY(m_state.journal->runs({{}, 9, "nothing"})->empty());
        for (const char *unknown : {"99", "", "x", "1 or 1=1", "-1"}) {
            QCOMPARE(m_state.journal->run(RunId(unknown)).error().code, ErrorCode::NotFound);
            QCOMPARE(m_state.journal->items(RunId(unknown)).error().code, ErrorCode::NotFound);
        }
        RunRecord never = startedRun(kSpace, 0);
        never.id = RunId("99");
        QCOMPARE(m_state.journal->finish(never, {}).error().code, ErrorCode::NotFound);
    }

    void brokenOffRunsAreClosed() {
        const RunId broken = begin(kSpace, 0), elsewhere = begin(kOther, 0), mine = begin(kSpace, 1);
        QCOMPARE(*m_state.journal->closeInterrupted(kSpace, mine, at(9)), 1);
        QCOMPARE(*m_state.journal->closeInterrupted(kSpace, mine, at(10)), 0);
        QCOMPARE(m_state.journal->run(broken)->outcome, std::string("interrupted"));
        QVERIFY(m_state.journal->run(broken)->endedAt == at(9));
        QCOMPARE(m_state.journal->run(elsewhere)->outcome, std::string("running"));
        QCOMPARE(m_state.journal->run(mine)->outcome, std::string("running"));
    }

    /// By whom of a team it ever was.
    void whatAPersonApprovedIsNotCounted() {
        QFETCH_GLOBAL(bool, shared);
        RunRecord run = startedRun(kSpace, 0);
        run.id = begin(kSpace, 0);
        run.endedAt = at(100);
        Item approved = doneItem(Action::Delete);
        approved.detail = std::string(kApproved) + "; goes to the wiki's trash";
        VERIFY_DONE(m_state.journal->finish(run, {approved, doneItem(Action::Delete)}));
        QTemporaryDir folder;
        const auto other =
            sql::openState(folder.filePath(QStringLiteral("data/.wikivault/state.db")).toStdString(), m_url);
        VERIFY_DONE(other);
        const auto count = [](const sql::StateDatabase &state) {
            return *state.journal->countDone(kSpace, Direction::GitToWiki, Action::Delete, at(0));
        };
        QCOMPARE(count(m_state), 1);
        QCOMPARE(count(*other), shared ? 1 : 0);
    }

    void theGuardCountsWhatWasDoneLately() {
        for (const int ended : {100, 200}) {
            RunRecord run = startedRun(kSpace, 0);
            run.id = begin(kSpace, 0);
            run.endedAt = at(ended);
            QVERIFY(m_state.journal
                        ->finish(run, {doneItem(Action::Delete), doneItem(Action::Delete, Outcome::Held),
                                       doneItem(Action::Update)})
                        .has_value());
        }
        const auto count = [this](const SpaceId &space, Direction direction, Action action, int since) {
            return *m_state.journal->countDone(space, direction, action, at(since));
        };
        QCOMPARE(count(kSpace, Direction::GitToWiki, Action::Delete, 0), 2);
        QCOMPARE(count(kSpace, Direction::GitToWiki, Action::Delete, 150), 1);
        QCOMPARE(count(kSpace, Direction::WikiToGit, Action::Delete, 0), 0);
        QCOMPARE(count(kOther, Direction::GitToWiki, Action::Delete, 0), 0);
    }

    void vaultsPausesAndBackOffsAreRemembered() {
        QVERIFY(m_state.memory->rememberVault(kSpace, {true, "a", "b", "2026"}).has_value());
        QVERIFY(m_state.memory->rememberVault(kSpace, {true, "c", "d", "2027"}).has_value());
        QVERIFY(m_state.memory->setPause(kSpace, Pause{at(7), "freeze", "ada"}).has_value());
        QVERIFY(m_state.memory->setPause(kOther, Pause{std::nullopt, "", ""}).has_value());
        QVERIFY(m_state.memory->setBackOffs(kSpace, {{kPage, {3, at(60)}}}).has_value());
        reopen();
        const auto vault = m_state.memory->vault(kSpace);
        QVERIFY(vault->known && vault->mainTip == "c" && vault->mirrorTip == "d" && vault->newestUpdate == "2027");
        QVERIFY(!m_state.memory->vault(kOther)->known);
        const auto pause = m_state.memory->pause(kSpace);
        QVERIFY(pause->has_value() && (*pause)->until == at(7) && (*pause)->reason == "freeze" &&
                (*pause)->actor == "ada");
        QVERIFY(m_state.memory->pause(kOther)->has_value() && !(*m_state.memory->pause(kOther))->until);
        const auto backOffs = m_state.memory->backOffs(kSpace);
        QVERIFY(backOffs->size() == 1 && backOffs->at(kPage).failures == 3 && backOffs->at(kPage).notBefore == at(60));
        QVERIFY(m_state.memory->setPause(kSpace, std::nullopt).has_value());
        QVERIFY(m_state.memory->setBackOffs(kSpace, {}).has_value());
        QVERIFY(!m_state.memory->pause(kSpace)->has_value());
        QVERIFY(m_state.memory->backOffs(kSpace)->empty());
    }

    void manyThreadsAndTwoProgramsShareIt() {
        auto second = sql::openState(m_path, m_url);
        QVERIFY(second.has_value());
        std::vector<std::thread> threads;
        std::atomic<int> done{0};
        for (int thread = 0; thread < 4; ++thread)
            threads.emplace_back([&, thread] {
                RunJournal &journal = thread % 2 == 0 ? *m_state.journal : *second->journal;
                for (int i = 0; i < 10; ++i) {
                    RunRecord run = startedRun(kSpace, i);
                    const auto id = journal.begin(run);
                    if (!id) continue;
                    run.id = *id;
                    if (journal.finish(run, {doneItem(Action::Update)}) && journal.runs({})) ++done;
                }
            });
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(done.load(), 40);
        QCOMPARE(m_state.journal->runs({})->size(), std::size_t(40));
    }

    void oldRunsAreForgotten() {
        const RunId old = begin(kSpace, 0), recent = begin(kSpace, 1), running = begin(kSpace, 2);
        for (const auto &[id, ended] : {std::pair(old, 10), std::pair(recent, 20)}) {
            RunRecord run = startedRun(kSpace, 0);
            run.id = id;
            run.endedAt = at(ended);
            VERIFY_DONE(m_state.journal->finish(run, {doneItem(Action::Update)}));
        }
        QCOMPARE(*m_state.forgetBefore(at(20)), 1);
        QCOMPARE(m_state.journal->run(old).error().code, ErrorCode::NotFound);
        QCOMPARE(m_state.journal->items(recent)->size(), std::size_t(1));
        QVERIFY(m_state.journal->run(running).has_value());
        QCOMPARE(*m_state.forgetBefore(at(20)), 0);
    }

    void theNewestRunOfASpaceIsNotForgotten() {
        for (const SpaceId &space : {kSpace, kSpace, kOther}) {
            RunRecord run = startedRun(space, 0);
            run.id = begin(space, 0);
            run.endedAt = at(1);
            VERIFY_DONE(m_state.journal->finish(run, {doneItem(Action::Delete, Outcome::Held)}));
        }
        QCOMPARE(*m_state.forgetBefore(at(20)), 1);
        QCOMPARE(m_state.journal->runs({kSpace})->size(), std::size_t(1));
        QCOMPARE(m_state.journal->runs({kOther})->size(), std::size_t(1));
    }

    void pagesReplacedLatelyAreNamedOnce() {
        const auto replaced = [](const std::string &page, const std::string &detail) {
            Item item = doneItem(Action::Update);
            item.page = PageId(page);
            item.detail = detail;
            return item;
        };
        for (const int ended : {100, 200}) {
            RunRecord run = startedRun(kSpace, 0);
            run.id = begin(kSpace, 0);
            run.endedAt = at(ended);
            const std::string lately = ended == 100 ? "page-old" : "page-new";
            Item held = replaced("page-held", kReplaced);
            held.outcome = Outcome::Held;
            VERIFY_DONE(m_state.journal->finish(
                run,
                {replaced("page-both", kReplaced), replaced(lately, std::string(kReplaced) + "; a picture"), held,
                 replaced("page-edited", ""), replaced("page-approved", std::string(kApproved) + "; " + kReplaced)}));
        }
        const auto pages = [this](const SpaceId &space, Direction direction, int since) {
            return *m_state.journal->replacedPages(space, direction, at(since));
        };
        const Direction way = doneItem(Action::Update).direction;
        const Direction back = way == Direction::GitToWiki ? Direction::WikiToGit : Direction::GitToWiki;
        QVERIFY(pages(kSpace, way, 0) == (std::set{PageId("page-both"), PageId("page-new"), PageId("page-old")}));
        QVERIFY(pages(kSpace, way, 150) == (std::set{PageId("page-both"), PageId("page-new")}));
        QVERIFY(pages(kSpace, way, 250).empty() && pages(kOther, way, 0).empty() && pages(kSpace, back, 0).empty());
    }

    void filesSetAsideWithAPersonsWordAreNotCounted() {
        RunRecord run = startedRun(kSpace, 0);
        run.id = begin(kSpace, 0);
        run.endedAt = at(100);
        Item aside = doneItem(Action::Create);
        aside.path = "Page ~git.md";
        Item approved = aside;
        approved.detail = kApproved;
        VERIFY_DONE(m_state.journal->finish(run, {aside, approved}));
        QCOMPARE(*m_state.journal->countSetAside(kSpace, at(0)), 1);
    }

    void textIsKeptWhateverItIs() {
        RunRecord run = startedRun(kSpace, 0);
        run.id = begin(kSpace, 0);
        Item item = doneItem(Action::Update);
        item.path = "not \xff utf-8?.md";
        item.detail = std::string("a\0b", 3);
        VERIFY_DONE(m_state.journal->finish(run, {item}));
        const auto items = m_state.journal->items(run.id);
        QVERIFY(items && items->size() == 1 && items->front().path.ends_with(" utf-8?.md"));
    }

    void aLostConnectionIsOpenedAgain() {
        QFETCH_GLOBAL(bool, shared);
        const RunId first = begin(kSpace, 0);
        if (shared)
            VERIFY_DONE(m_server->run("team",
                                      "select count(pg_terminate_backend(pid)) from pg_stat_activity where "
                                      "application_name = 'wikivault'"));
        const RunId second = begin(kSpace, 1);
        QVERIFY(!second.isEmpty() && second != first);
        QCOMPARE(m_state.journal->runs({})->size(), std::size_t(2));
    }

    void withoutItsSchemaNothingIsOpened() {
        QFETCH_GLOBAL(bool, shared);
        if (!shared) return;
        VERIFY_DONE(sql::removeSharedSchema(*session()));
        const auto opened = sql::openState(m_path, m_url);
        QVERIFY(!opened && opened.error().code == ErrorCode::Invalid);
        const auto begun = m_state.journal->begin(startedRun(kSpace, 0));
        QVERIFY(!begun && begun.error().code == ErrorCode::Invalid);
        QVERIFY2(begun.error().detail.find("journal install") != std::string::npos, begun.error().detail.c_str());
    }
};

QTEST_GUILESS_MAIN(RunJournalTest)
#include "run_journal_test.moc"
