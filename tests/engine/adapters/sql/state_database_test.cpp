#include "engine/adapters/sql/wiki_database.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <thread>

using namespace wikivault;

namespace {

const SpaceId kSpace("0190a000-0000-7000-8000-000000000003");
const SpaceId kOther("0190a000-0000-7000-8000-000000000004");
const PageId kPage("0190b000-0000-7000-8000-000000000001");

TimePoint at(std::int64_t seconds) {
    return TimePoint(std::chrono::seconds(1800000000 + seconds));
}

RunRecord startedRun(const SpaceId &space, std::int64_t seconds) {
    RunRecord run;
    run.space = space;
    run.trigger = "manual";
    run.reason = "because; 'quotes' \n and lines";
    run.actor = "ada@host";
    run.startedAt = at(seconds);
    run.outcome = "running";
    return run;
}

Item doneItem(Action action, Outcome outcome = Outcome::Done) {
    Item item;
    item.page = kPage;
    item.path = "Ordner/Ünïcode \xF0\x9F\x93\x98.md";
    item.fromPath = "Old.md";
    item.direction = Direction::GitToWiki;
    item.action = action;
    item.outcome = outcome;
    item.reason = Reason::ChildrenLive;
    item.detail = "a sentence";
    item.before = BlobId{{1, 2, 3}};
    return item;
}

}  // namespace

class StateDatabaseTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_path;
    sql::StateDatabase m_state;

    void reopen() {
        m_state = {};
        auto state = sql::openState(m_path);
        QVERIFY2(state.has_value(), state ? "" : state.error().detail.c_str());
        m_state = std::move(*state);
    }
    RunId begin(const SpaceId &space, std::int64_t seconds) {
        const auto id = m_state.journal->begin(startedRun(space, seconds));
        return id ? *id : RunId();
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("data/.wikivault/state.db")).toStdString();
        reopen();
    }
    void cleanup() { m_state = {}; }

    void readingAloneCreatesNothing() {
        QVERIFY(m_state.journal->runs({})->empty());
        QCOMPARE(m_state.journal->run(RunId("1")).error().code, ErrorCode::NotFound);
        QVERIFY(!m_state.memory->vault(kSpace)->known);
        QVERIFY(!m_state.memory->pause(kSpace)->has_value());
        QCOMPARE(*m_state.journal->closeInterrupted(kSpace, RunId("1"), at(0)), 0);
        QVERIFY(QDir(m_folder->path()).isEmpty());
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

    void theFirstVersionIsBroughtUpToDate() {
        RunRecord run = startedRun(kSpace, 0);
        run.id = *m_state.journal->begin(run);
        run.outcome = "done";
        QVERIFY(m_state.journal->finish(run, {doneItem(Action::Create)}).has_value());
        m_state = {};
        QProcess sqlite;
        sqlite.start(QStringLiteral("sqlite3"),
                     {QString::fromStdString(m_path),
                      QStringLiteral("alter table runs drop column agreed_before; alter table runs drop column "
                                     "agreed_after; alter table runs drop column plan_hash; alter table runs drop "
                                     "column undo_of; alter table items drop column from_title; "
                                     "update schema_version set version = 1")});
        QVERIFY(sqlite.waitForFinished());
        QCOMPARE(sqlite.readAllStandardError(), QByteArray());
        reopen();
        const auto read = m_state.journal->run(run.id);
        QVERIFY2(read.has_value(), read ? "" : read.error().detail.c_str());
        QCOMPARE(read->outcome, std::string("done"));
        QVERIFY(read->agreedBefore.empty());
        QCOMPARE(m_state.journal->items(run.id)->size(), std::size_t(1));
        run.undoOf = "1";
        QVERIFY(m_state.journal->finish(run, {}).has_value());
        reopen();
        QCOMPARE(m_state.journal->run(run.id)->undoOf, std::string("1"));
    }

    void runsAreListedNewestFirst() {
        const RunId first = begin(kSpace, 0), second = begin(kOther, 1), third = begin(kSpace, 2);
        const auto all = m_state.journal->runs({});
        QCOMPARE(all->size(), std::size_t(3));
        QVERIFY(all->at(0).id == third && all->at(1).id == second && all->at(2).id == first);
        const auto ofSpace = m_state.journal->runs({kSpace, 1});
        QCOMPARE(ofSpace->size(), std::size_t(1));
        QCOMPARE(ofSpace->front().id, third);
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

    void nobodyElseMayReadIt() {
        QVERIFY(!begin(kSpace, 0).isEmpty());
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        for (const char *suffix : {"", "-wal", "-shm"})
            QVERIFY(!(QFile::permissions(QString::fromStdString(m_path) + QLatin1String(suffix)) & others));
        QVERIFY(!(QFile::permissions(QFileInfo(QString::fromStdString(m_path)).path()) & others));
    }

    void manyThreadsAndTwoProgramsShareIt() {
        auto second = sql::openState(m_path);
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

    void damageIsNeverTakenForEmptiness() {
        QVERIFY(!begin(kSpace, 0).isEmpty());
        m_state = {};
        QFile file(QString::fromStdString(m_path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray("garbage ").repeated(1000));
        file.close();
        const auto damaged = sql::openState(m_path);
        QVERIFY(!damaged);
        QCOMPARE(damaged.error().code, ErrorCode::Corrupt);
        QVERIFY2(damaged.error().detail.find("move it aside") != std::string::npos, damaged.error().detail.c_str());
    }

    void aPlaceThatCannotBeWrittenIsNamed() {
        const QString file = m_folder->filePath(QStringLiteral("file"));
        QFile blocker(file);
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        auto state = sql::openState(file.toStdString() + "/.wikivault/state.db");
        QVERIFY(state.has_value());
        const auto begun = state->journal->begin(startedRun(kSpace, 0));
        QVERIFY(!begun);
        QVERIFY2(begun.error().detail.find("GIT_SYNC_DATA_DIR") != std::string::npos, begun.error().detail.c_str());
    }
};

QTEST_GUILESS_MAIN(StateDatabaseTest)
#include "state_database_test.moc"
