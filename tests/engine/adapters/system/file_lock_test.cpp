#include "engine/adapters/system/system.h"
#include "tests/support/other_process.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <csignal>
#include <iostream>

using namespace wikivault;

namespace {

const SpaceId kSpace("11111111-1111-4111-8111-111111111111");
const SpaceId kOtherSpace("22222222-2222-4222-8222-222222222222");

/// The second process: holds the space's lock until its standard input closes.
int holdUntilTold(const std::string &dataDir) {
    const auto clock = system::makeClock();
    const auto lock = system::makeFileLock(dataDir, system::describeProcess("serve"), *clock);
    const auto lease = lock->tryAcquire(kSpace, RunId("7"));
    std::cout << (lease && *lease ? "held" : "busy") << std::endl;
    pollfd input{STDIN_FILENO, POLLIN, 0};
    poll(&input, 1, -1);
    return 0;
}

bool holds(const std::string &text, const std::string &part) {
    return text.find(part) != std::string::npos;
}

unsigned modeOf(const std::string &path) {
    struct stat facts {};
    return ::stat(path.c_str(), &facts) == 0 ? facts.st_mode & 0777U : 0U;
}

}  // namespace

class FileLockTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void onlyOneProcessHoldsASpace();
    void theKernelFreesTheLockOfADeadProcess();
    void holdersAreNamedOnlyWhileTheyHold();
    void aLivingHolderCannotBeReleased();
    void aRemovedLockFileEndsTheLeaseAndStillKeepsThisProcessOut();
    void foldersAndFileArePrivate();
    void whatIsInTheWayIsNamed();
    void aLockWithoutAStoryIsShown();
    void processesAreToldApart();
    void aHolderHearsThatItIsAskedToStop();

private:
    [[nodiscard]] std::string dataDir() const { return m_folder->filePath(QStringLiteral("vaults")).toStdString(); }
    [[nodiscard]] std::string lockFile() const { return dataDir() + "/" + kSpace.str() + "/.git/wikivault/lock"; }
    [[nodiscard]] QStringList otherArguments() const {
        return {QStringLiteral("--hold"), QString::fromStdString(dataDir())};
    }
    [[nodiscard]] std::unique_ptr<LeaderLock> makeLock() const {
        return system::makeFileLock(dataDir(), system::describeProcess("ctl"), *m_clock);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Clock> m_clock = system::makeClock();
};

void FileLockTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
}

void FileLockTest::onlyOneProcessHoldsASpace() {
    test::OtherProcess other(otherArguments());
    QCOMPARE(other.nextLine(), std::string("held"));
    const auto lock = makeLock();
    auto lease = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(lease && !*lease);
    QVERIFY(lock->tryAcquire(kOtherSpace, RunId("8")).value());
    other.finish();
    lease = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(lease && *lease);
    QVERIFY(!lock->tryAcquire(kSpace, RunId("9")).value());
    QVERIFY(!makeLock()->tryAcquire(kSpace, RunId("9")).value());
    lease->reset();
    QVERIFY(makeLock()->tryAcquire(kSpace, RunId("9")).value());
}

void FileLockTest::theKernelFreesTheLockOfADeadProcess() {
    test::OtherProcess other(otherArguments());
    QCOMPARE(other.nextLine(), std::string("held"));
    other.kill();
    const auto lock = makeLock();
    QVERIFY(QFile(QString::fromStdString(lockFile())).size() > 0);
    QVERIFY(lock->holders({kSpace}).value().empty());
    QVERIFY(lock->tryAcquire(kSpace, RunId("8")).value());
}

void FileLockTest::holdersAreNamedOnlyWhileTheyHold() {
    const auto lock = makeLock();
    QVERIFY(lock->holders({kSpace}).value().empty());
    test::OtherProcess other(otherArguments());
    QCOMPARE(other.nextLine(), std::string("held"));
    const auto holders = lock->holders({kSpace, kOtherSpace}).value();
    QCOMPARE(holders.size(), 1U);
    const LockInfo &info = holders.front();
    QCOMPARE(info.space, kSpace);
    QCOMPARE(info.role, std::string("serve"));
    QCOMPARE(info.run, std::optional(RunId("7")));
    QVERIFY(info.pid && *info.pid != getpid() && info.since && !info.ours && !info.ttlMs && !info.holder.empty());
    other.finish();
    QVERIFY(lock->holders({kSpace}).value().empty());
    const auto lease = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(lease && *lease);
    (*lease)->progress("reading the wiki");
    const auto mine = lock->holders({kSpace}).value();
    QCOMPARE(mine.size(), 1U);
    QVERIFY(mine.front().ours);
    QCOMPARE(mine.front().phase, std::string("reading the wiki"));
}

void FileLockTest::aLivingHolderCannotBeReleased() {
    const auto lock = makeLock();
    QCOMPARE(lock->release(kSpace, "x").error().code, ErrorCode::NotFound);
    test::OtherProcess other(otherArguments());
    QCOMPARE(other.nextLine(), std::string("held"));
    QCOMPARE(lock->release(kSpace, "x").error().code, ErrorCode::Conflict);
    const auto refused = lock->release(kSpace, lock->holders({kSpace}).value().front().holder);
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
    QVERIFY(holds(refused.error().detail, "stop it first"));
}

void FileLockTest::aHolderHearsThatItIsAskedToStop() {
    const auto lock = makeLock();
    QCOMPARE(lock->askToStop(kSpace, "x").error().code, ErrorCode::NotFound);
    auto lease = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(lease && *lease);
    const auto holder = lock->holders({kSpace}).value().front();
    QVERIFY(holder.endsWithProcess && holder.canBeAsked && !holder.isAsked);
    QCOMPARE(makeLock()->askToStop(kSpace, "x").error().code, ErrorCode::Conflict);
    (*lease)->progress("reading the wiki");
    QVERIFY(!(*lease)->stopAsked().stop_requested());
    QVERIFY(makeLock()->askToStop(kSpace, holder.holder));
    QVERIFY(lock->holders({kSpace}).value().front().isAsked);
    (*lease)->progress("reading the wiki");
    QVERIFY((*lease)->stopAsked().stop_requested());
    lease->reset();
    const auto next = lock->tryAcquire(kSpace, RunId("9"));
    QVERIFY(next && *next);
    (*next)->progress("reading the wiki");
    QVERIFY2(!(*next)->stopAsked().stop_requested(), "the question was for the holder before");
}

void FileLockTest::aRemovedLockFileEndsTheLeaseAndStillKeepsThisProcessOut() {
    const auto lock = makeLock();
    auto lease = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(lease && *lease);
    QVERIFY(QFile::remove(QString::fromStdString(lockFile())));
    QVERIFY(!lock->tryAcquire(kSpace, RunId("9")).value());
    QVERIFY(!(*lease)->lost().stop_requested());
    (*lease)->progress("writing");
    QVERIFY((*lease)->lost().stop_requested());
    lease->reset();
    QVERIFY(lock->tryAcquire(kSpace, RunId("9")).value());
}

void FileLockTest::foldersAndFileArePrivate() {
    QVERIFY(makeLock()->tryAcquire(kSpace, {}).value());
    for (const std::string &folder :
         {dataDir(), dataDir() + "/" + kSpace.str(), dataDir() + "/" + kSpace.str() + "/.git"})
        QCOMPARE(modeOf(folder), 0700U);
    QCOMPARE(modeOf(lockFile()), 0600U);
}

void FileLockTest::whatIsInTheWayIsNamed() {
    QVERIFY(QDir().mkpath(QString::fromStdString(dataDir())));
    QFile vault(QString::fromStdString(dataDir() + "/" + kSpace.str()));
    QVERIFY(vault.open(QIODevice::WriteOnly));
    const auto lock = makeLock();
    const auto refused = lock->tryAcquire(kSpace, {});
    QCOMPARE(refused.error().code, ErrorCode::Invalid);
    QVERIFY(holds(refused.error().detail, vault.fileName().toStdString() + " is a file"));
    QVERIFY(lock->tryAcquire(kOtherSpace, {}).value());
    const auto beneath = system::makeFileLock(vault.fileName().toStdString(), system::describeProcess("ctl"), *m_clock);
    QCOMPARE(beneath->tryAcquire(kOtherSpace, {}).error().code, ErrorCode::Invalid);
    QVERIFY(beneath->holders({kOtherSpace}).value().empty());
    if (geteuid() == 0) QSKIP("root may write everywhere");
    const std::string closed = dataDir() + "/closed";
    QCOMPARE(::mkdir(closed.c_str(), 0500), 0);
    const auto denied = system::makeFileLock(closed, system::describeProcess("ctl"), *m_clock)->tryAcquire(kSpace, {});
    QCOMPARE(denied.error().code, ErrorCode::Denied);
}

void FileLockTest::aLockWithoutAStoryIsShown() {
    QVERIFY(makeLock()->tryAcquire(kSpace, {}).value());
    QProcess flock;
    flock.start(QStringLiteral("flock"), {QString::fromStdString(lockFile()), QStringLiteral("sh"),
                                          QStringLiteral("-c"), QStringLiteral("echo held; read line")});
    if (!flock.waitForStarted()) QSKIP("flock(1) is not installed");
    QVERIFY(flock.waitForReadyRead());
    const auto lock = makeLock();
    QVERIFY(!lock->tryAcquire(kSpace, {}).value());
    const auto holders = lock->holders({kSpace}).value();
    QCOMPARE(holders.size(), 1U);
    QCOMPARE(holders.front().holder, std::string("unknown"));
    flock.closeWriteChannel();
    QVERIFY(flock.waitForFinished());
}

void FileLockTest::processesAreToldApart() {
    const auto self = system::describeProcess("ctl");
    QVERIFY(!self.instance.empty() && !self.host.empty() && !self.bootId.empty() && !self.user.empty());
    QVERIFY(self.instance != system::describeProcess("ctl").instance);
    QVERIFY(system::isAlive(getpid(), self.startTime));
    QVERIFY(!system::isAlive(getpid(), self.startTime + "0"));
    QVERIFY(!system::isAlive(0, ""));
    QProcess child;
    child.start(QStringLiteral("cat"), {});
    QVERIFY(child.waitForStarted());
    const auto pid = child.processId();
    QVERIFY(system::isAlive(pid, ""));
    child.closeWriteChannel();
    QVERIFY(child.waitForFinished());
    QVERIFY(!system::isAlive(pid, ""));
    QVERIFY(m_clock->sinceBoot().count() > 0);
    QVERIFY(m_clock->sinceBoot() <= m_clock->sinceBoot());
}

int main(int argc, char **argv) {
    if (argc == 3 && std::string(argv[1]) == "--hold") return holdUntilTold(argv[2]);
    QCoreApplication application(argc, argv);
    FileLockTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "file_lock_test.moc"
