#include "engine/adapters/git/vault_feed.h"

#include "engine/adapters/git/open_vault.h"
#include "tests/support/other_process.h"
#include "tests/support/temp_vault.h"

#include <QCoreApplication>
#include <QFile>
#include <QTest>

#include <sched.h>
#include <spdlog/spdlog.h>
#include <unistd.h>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <semaphore>
#include <thread>

using namespace wikivault;
using namespace wikivault::test;
namespace fs = std::filesystem;

/// Real files, a real git, the kernel's own news of them. The waits only bound a failure.
class VaultFeedTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void whatAPersonDoesIsTold_data();
    void whatAPersonDoesIsTold();
    void whatNobodyWouldTakeOverIsNot_data();
    void whatNobodyWouldTakeOverIsNot();
    void whatARunLeavesIsNoNews();
    void whatAPersonDoesDuringARunIsTold();
    void aVaultIsCoveredOnceARunSawIt();
    void aNewVaultIsWatchedAfterItsFirstRun();
    void aVaultThatGoesIsTold();
    void whatAFullQueueDroppedIsMadeUpFor();
    void theSystemsLimitsAreTold_data();
    void theSystemsLimitsAreTold();

private:
    static constexpr int kPatienceMs = 60'000;
    static constexpr const char *kSpace = "0190a000-0000-7000-8000-000000000003";
    [[nodiscard]] std::string vault() const { return *m_data / kSpace; }
    void makeVault() {
        writeFile(vault() + "/Page.md", "one\n");
        writeFile(vault() + "/Folder/Child.md", "two\n");
        writeFile(vault() + "/notes.txt", "tracked\n");
        gitCli(*m_data / "", {"init", "-q", "-b", "main", vault()});
        commit("first");
        publish();
    }
    void commit(const char *subject) {
        gitCli(vault(), {"add", "-A"});
        gitCli(vault(), {"commit", "-q", "-m", subject});
    }
    /// The files on disk count as the engine's.
    void publish() { gitCli(vault(), {"update-ref", "refs/wikivault/worktree", "main"}); }
    void listen() {
        m_told = 0;
        m_feed = git::makeVaultFeed(m_data->path());
        m_feed->start([this](const ChangeNews &news) {
            if (news.source == kFromFiles && news.spaces == std::vector{SpaceId(kSpace)}) ++m_told;
        });
        QTRY_VERIFY2_WITH_TIMEOUT(m_feed->status().listening, m_feed->status().detail.c_str(), kPatienceMs);
    }
    void run(const std::function<void()> &work, bool quiet) {
        m_feed->runBegins(SpaceId(kSpace));
        work();
        m_feed->runEnded(SpaceId(kSpace), quiet);
    }
    /// News come in order: what is not told before this, is not told at all.
    void tellOfSomethingElse() {
        const int before = m_told;
        writeFile(vault() + "/Page.md", "sentinel\n");
        QTRY_VERIFY_WITH_TIMEOUT(m_told > before, kPatienceMs);
    }

    std::unique_ptr<TempDir> m_data;
    std::atomic_int m_told = 0;
    std::unique_ptr<ChangeFeed> m_feed;
};

namespace {

/// Child process: what the feed over a data directory says where the system allows only so much.
int sayWithin(const QStringList &arguments) {
    const auto put = [](const std::string &path, const std::string &text) {
        QFile file(QString::fromStdString(path));
        return file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) &&
               file.write(text.data(), qsizetype(text.size())) == qsizetype(text.size());
    };
    const std::string uid = std::to_string(::geteuid()), gid = std::to_string(::getegid());
    const bool limited = ::unshare(CLONE_NEWUSER) == 0 && put("/proc/self/setgroups", "deny") &&
                         put("/proc/self/uid_map", "0 " + uid + " 1") && put("/proc/self/gid_map", "0 " + gid + " 1") &&
                         put("/proc/sys/user/" + arguments[2].toStdString(), arguments[3].toStdString());
    if (!limited) return std::puts("no limits") < 0;
    git::initialiseGit();
    spdlog::set_level(spdlog::level::off);  // standard output is for the answers
    const auto feed = git::makeVaultFeed(arguments[4].toStdString());
    feed->start([](const ChangeNews &) {});
    for (int i = 0; i < 600 && feed->status().detail.find("inotify") == std::string::npos; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    std::puts(feed->status().detail.c_str());
    std::puts(feed->covers(SpaceId("0190a000-0000-7000-8000-000000000003")) ? "covered" : "not covered");
    feed->stop();
    return 0;
}

}  // namespace

void VaultFeedTest::init() {
    git::initialiseGit();
    m_data = std::make_unique<TempDir>();
    makeVault();
    listen();
}

void VaultFeedTest::cleanup() {
    m_feed.reset();
    m_data.reset();
}

void VaultFeedTest::whatAPersonDoesIsTold_data() {
    using Act = std::function<void(const std::string &)>;
    QTest::addColumn<Act>("act");
    QTest::newRow("written over") << Act([](const auto &vault) { writeFile(vault + "/Page.md", "changed\n"); });
    QTest::newRow("new") << Act([](const auto &vault) { writeFile(vault + "/New.md", "new\n"); });
    QTest::newRow("new folder") << Act([](const auto &vault) { writeFile(vault + "/A/B/C/New.md", "new\n"); });
    QTest::newRow("removed") << Act([](const auto &vault) { fs::remove(vault + "/Folder/Child.md"); });
    QTest::newRow("folder removed") << Act([](const auto &vault) { fs::remove_all(vault + "/Folder"); });
    QTest::newRow("moved") << Act([](const auto &vault) { fs::rename(vault + "/Page.md", vault + "/Folder/Page.md"); });
    QTest::newRow("folder moved") << Act([](const auto &vault) { fs::rename(vault + "/Folder", vault + "/Other"); });
    QTest::newRow("moved out") << Act([](const auto &vault) { fs::rename(vault + "/Folder", vault + "/../gone"); });
    QTest::newRow("moved in") << Act([](const auto &vault) {
        writeFile(vault + "/../came/In.md", "in\n");
        fs::rename(vault + "/../came", vault + "/came");
    });
    QTest::newRow("as editors do") << Act([](const auto &vault) {
        writeFile(vault + "/.Page.md.swp", "changed\n");
        fs::rename(vault + "/.Page.md.swp", vault + "/Page.md");
    });
    QTest::newRow("tracked, no page") << Act([](const auto &vault) { writeFile(vault + "/notes.txt", "changed\n"); });
    QTest::newRow("committed") << Act([](const auto &vault) {
        gitCli(vault, {"commit", "-q", "--allow-empty", "-m", "by hand"});
    });
    QTest::newRow("other branch") << Act([](const auto &vault) { gitCli(vault, {"switch", "-q", "-c", "draft"}); });
    QTest::newRow("turned into a link") << Act([](const auto &vault) {
        fs::remove(vault + "/Page.md");
        fs::create_symlink("notes.txt", vault + "/Page.md");
    });
}

void VaultFeedTest::whatAPersonDoesIsTold() {
    QFETCH(std::function<void(const std::string &)>, act);
    act(vault());
    QTRY_VERIFY_WITH_TIMEOUT(m_told > 0, kPatienceMs);
}

void VaultFeedTest::whatNobodyWouldTakeOverIsNot_data() {
    using Act = std::function<void(const std::string &)>;
    QTest::addColumn<Act>("act");
    QTest::newRow("picture") << Act([](const auto &vault) { writeFile(vault + "/photo.png", "png"); });
    QTest::newRow("saved again") << Act([](const auto &vault) { writeFile(vault + "/Page.md", "one\n"); });
    QTest::newRow("hidden") << Act([](const auto &vault) { writeFile(vault + "/.obsidian/workspace.md", "x"); });
    QTest::newRow("there and back") << Act([](const auto &vault) {
        fs::rename(vault + "/Folder", vault + "/Other");
        fs::rename(vault + "/Other", vault + "/Folder");
    });
    QTest::newRow("git's own") << Act([](const auto &vault) { gitCli(vault, {"status"}); });
}

void VaultFeedTest::whatNobodyWouldTakeOverIsNot() {
    QFETCH(std::function<void(const std::string &)>, act);
    act(vault());
    QTest::qWait(800);  // longer than anything waits to be looked at; more only makes the test blind, not red
    QCOMPARE(m_told.load(), 0);
    tellOfSomethingElse();
}

void VaultFeedTest::whatARunLeavesIsNoNews() {
    run(
        [this] {
            writeFile(vault() + "/Page.md", "by the run\n");
            writeFile(vault() + "/New/Deep/Page.md", "by the run\n");
            fs::remove(vault() + "/Folder/Child.md");
            commit("docmost: sync 2 page(s)");
            QTest::qWait(700);  // a long run
            publish();
        },
        false);
    QTest::qWait(800);
    QCOMPARE(m_told.load(), 0);
    writeFile(vault() + "/New/Deep/Page.md", "by a person\n");
    QTRY_COMPARE_WITH_TIMEOUT(m_told.load(), 1, kPatienceMs);
}

void VaultFeedTest::whatAPersonDoesDuringARunIsTold() {
    run(
        [this] {
            writeFile(vault() + "/Page.md", "by the run\n");
            commit("docmost: sync 1 page(s)");
            publish();
            writeFile(vault() + "/Folder/Child.md", "by a person\n");
        },
        false);
    QTRY_COMPARE_WITH_TIMEOUT(m_told.load(), 1, kPatienceMs);
    commit("taken over");
    publish();
    QTRY_COMPARE_WITH_TIMEOUT(m_told.load(), 2, kPatienceMs);
    run([this] { gitCli(vault(), {"commit", "-q", "--allow-empty", "-m", "by hand"}); }, true);
    QTRY_COMPARE_WITH_TIMEOUT(m_told.load(), 3, kPatienceMs);
}

void VaultFeedTest::aVaultIsCoveredOnceARunSawIt() {
    QVERIFY(!m_feed->covers(SpaceId(kSpace)));
    run([] {}, true);
    QVERIFY(m_feed->covers(SpaceId(kSpace)));
    QVERIFY(!m_feed->covers(SpaceId("0190a000-0000-7000-8000-000000000004")));
}

void VaultFeedTest::aNewVaultIsWatchedAfterItsFirstRun() {
    m_feed.reset();
    fs::remove_all(vault());
    listen();
    run([this] { makeVault(); }, false);
    QTest::qWait(300);
    run([] {}, true);
    QTRY_VERIFY_WITH_TIMEOUT(m_feed->covers(SpaceId(kSpace)) || (run([] {}, true), false), kPatienceMs);
    tellOfSomethingElse();
}

void VaultFeedTest::aVaultThatGoesIsTold() {
    run([] {}, true);
    fs::rename(vault(), *m_data / "elsewhere");
    QTRY_VERIFY_WITH_TIMEOUT(m_told > 0, kPatienceMs);
    QVERIFY(!m_feed->covers(SpaceId(kSpace)));
}

/// While the feed's thread is kept busy, more happens than the kernel keeps (fs.inotify.max_queued_events), and after
/// that a folder is made.
void VaultFeedTest::whatAFullQueueDroppedIsMadeUpFor() {
    std::binary_semaphore isBusy(0), goOn(0);
    std::atomic_bool first = true;
    m_feed = git::makeVaultFeed(m_data->path());
    m_feed->start([&](const ChangeNews &) {
        ++m_told;
        if (!first.exchange(false)) return;
        isBusy.release();
        goOn.acquire();
    });
    QTRY_VERIFY_WITH_TIMEOUT(m_feed->status().listening, kPatienceMs);
    writeFile(vault() + "/Page.md", "something\n");
    isBusy.acquire();
    const int limit = std::stoi(readFile("/proc/sys/fs/inotify/max_queued_events"));
    for (int i = 0; i <= limit; ++i)
        writeFile(vault() + (i % 2 == 0 ? "/notes.txt" : "/Page.md"), "flood\n");
    writeFile(vault() + "/New/Page.md", "in a folder nobody heard of\n");
    const int before = m_told;
    goOn.release();
    QTRY_VERIFY_WITH_TIMEOUT(m_told > before, kPatienceMs);
    run([] {}, true);
    QTRY_VERIFY_WITH_TIMEOUT(m_feed->covers(SpaceId(kSpace)), kPatienceMs);
    QTest::qWait(1000);  // whatever is still in the queue is told by then
    const int settled = m_told;
    writeFile(vault() + "/New/Page.md", "written on\n");
    QTRY_VERIFY_WITH_TIMEOUT(m_told > settled, kPatienceMs);
}

void VaultFeedTest::theSystemsLimitsAreTold_data() {
    QTest::addColumn<QString>("limit");
    QTest::addColumn<QString>("allowed");
    QTest::newRow("queues") << QStringLiteral("max_inotify_instances") << QStringLiteral("0");
    QTest::newRow("folders") << QStringLiteral("max_inotify_watches") << QStringLiteral("2");
}

void VaultFeedTest::theSystemsLimitsAreTold() {
    QFETCH(QString, limit);
    QFETCH(QString, allowed);
    OtherProcess child({QStringLiteral("--within"), limit, allowed, QString::fromStdString(m_data->path())});
    const std::string said = child.nextLine();
    if (said == "no limits") QSKIP("this system lets no program set limits of its own (user namespaces)");
    const std::string name = "fs.inotify." + limit.toStdString().replace(4, 8, "user_");
    QVERIFY2(said.find(name + "); raise it with sysctl") != std::string::npos, said.c_str());
    QVERIFY2(said.find("in every interval") != std::string::npos, said.c_str());
    QCOMPARE(child.nextLine(), std::string("not covered"));
    child.finish();
}

int main(int argc, char **argv) {
    if (argc == 5 && std::string(argv[1]) == "--within") {
        QStringList arguments;
        for (int i = 0; i < argc; ++i)
            arguments << QString::fromLocal8Bit(argv[i]);
        return sayWithin(arguments);
    }
    QCoreApplication application(argc, argv);
    VaultFeedTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "vault_feed_test.moc"
