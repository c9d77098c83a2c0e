#include "engine/adapters/sql/wiki_database.h"
#include "tests/support/sample_runs.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <thread>

using namespace wikivault;
using namespace wikivault::test;

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

    void theFirstVersionIsBroughtUpToDate() {
        RunRecord run = startedRun(kSpace, 0);
        run.id = *m_state.journal->begin(run);
        run.outcome = "done";
        QVERIFY(m_state.journal->finish(run, {doneItem(Action::Create)}).has_value());
        m_state = {};
        QProcess sqlite;
        sqlite.start(
            QStringLiteral("sqlite3"),
            {QString::fromStdString(m_path),
             QStringLiteral("alter table runs drop column agreed_before; alter table runs drop column "
                            "agreed_after; alter table runs drop column plan_hash; alter table runs drop "
                            "column undo_of; alter table items drop column from_title; drop table activity; "
                            "alter table vaults drop column vault_id; update schema_version set version = 1")});
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

    void whatNeededAPersonIsKept() {
        Activity open{kSpace, ActivityKind::Conflict, 3, "", RunId("12"), at(1), std::nullopt};
        const Activity solved{kSpace, ActivityKind::Failing, 41, "Refused.", {}, at(0), at(2)};
        QVERIFY(m_state.activity->activity()->empty());
        QVERIFY(QDir(m_folder->path()).isEmpty());
        QVERIFY(m_state.activity->keepActivity({open, solved}).has_value());
        reopen();
        QVERIFY(*m_state.activity->activity() == (std::vector{open, solved}));
        open.count = 4;
        QVERIFY(m_state.activity->keepActivity({open}).has_value());
        reopen();
        QVERIFY(*m_state.activity->activity() == std::vector{open});
    }

    void nobodyElseMayReadIt() {
        QVERIFY(!begin(kSpace, 0).isEmpty());
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        for (const char *suffix : {"", "-wal", "-shm"})
            QVERIFY(!(QFile::permissions(QString::fromStdString(m_path) + QLatin1String(suffix)) & others));
        QVERIFY(!(QFile::permissions(QFileInfo(QString::fromStdString(m_path)).path()) & others));
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
        QVERIFY2(damaged.error().detail.find("doctor --fix state") != std::string::npos,
                 damaged.error().detail.c_str());
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
