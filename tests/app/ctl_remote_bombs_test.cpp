#include "engine/core/page_file.h"
#include "tests/support/crafted_pack.h"
#include "tests/support/ctl_program.h"
#include "tests/support/ssh_git_server.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QTest>

#include <sys/resource.h>
#include <sys/stat.h>
#include <cstdlib>
#include <filesystem>
#include <random>

using namespace wikivault;
using namespace wikivault::test;

namespace {

constexpr std::size_t kKiB = 1024, kMiB = 1024 * kKiB;
constexpr long kMemoryKiB = 400 * 1024;
constexpr std::uintmax_t kDisk = 2 * kMiB;

bool isFull() {
    return std::getenv("WIKIVAULT_FULL") != nullptr;
}

std::uintmax_t bytesBelow(const std::string &folder) {
    std::uintmax_t bytes = 0;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) bytes += entry.file_size();
    return bytes;
}

/// Of the programs that were started and have ended, and of theirs; a program's own limits count, not the sum.
long largestChildKiB() {
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    return usage.ru_maxrss;
}

std::string deltaBomb() {
    CraftedPack pack;
    pack.add(CraftedPack::kBlob, std::string(64 * kKiB, '\0'));
    pack.addDelta(64 * kKiB, 64 * kKiB - 1, 512);
    pack.addDelta((64 * kKiB - 1) * 512, 16 * kMiB - 1, isFull() ? 1000 : 64);
    return pack.text();
}

/// Each makes much of little, and none is refused for its size alone.
std::string manyDeltas() {
    CraftedPack pack;
    pack.add(CraftedPack::kBlob, std::string(64 * kKiB, '\0'));
    pack.addDelta(64 * kKiB, 64 * kKiB - 1, 512);
    for (std::size_t i = 0; i < (isFull() ? 200u : 8u); ++i)
        pack.addDelta(i == 0 ? (64 * kKiB - 1) * 512 : (16 * kMiB - i) * 3, 16 * kMiB - 1 - i, 3);
    return pack.text();
}

std::string blobBomb() {
    CraftedPack pack;
    pack.addZeros((isFull() ? 1024 : 80) * kMiB);  // more than a vault takes of one file
    return pack.text();
}

/// Nothing makes it smaller.
std::string unaskedFile() {
    std::string noise(8 * kMiB, '\0');
    std::mt19937 random(8);
    for (char &c : noise)
        c = static_cast<char>(random());
    CraftedPack pack;
    pack.add(CraftedPack::kBlob, noise);
    return pack.text();
}

std::string promises(std::uint32_t count) {
    CraftedPack pack;
    pack.add(CraftedPack::kBlob, "one only");
    return pack.text(count);
}

}  // namespace

/// F102, F103 and F138 with the built program: what a pusher sends to fill the memory or the disk. The exchange of that
/// space ends with a sentence, nothing of it stays, the wiki's edits go on into the vault, and the next honest push
/// arrives. With WIKIVAULT_FULL=1 the bombs are larger and there are more of them.
class CtlRemoteBombsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void packsAreNotTaken_data();
    void packsAreNotTaken();
    void damagedPacksAreNotTaken();
    void treesAreNotTaken_data();
    void treesAreNotTaken();
    void cleanupTestCase();

private:
    void send(const std::string &script);
    void sendHonestly() { m_ssh->answerWith("eval \"$SSH_ORIGINAL_COMMAND\""); }
    void pushAsPerson();
    void editWiki();
    void expectRefused(const QByteArray &why);
    void expectHonestPushArrives();
    [[nodiscard]] std::string bare() const { return m_folder / "there.git"; }
    [[nodiscard]] std::string person() const { return m_folder / "person"; }
    [[nodiscard]] std::string vault() const { return m_ctl->vaults() + "/" + m_wiki->general().str(); }
    [[nodiscard]] std::string mainHere() const { return gitCli(vault(), {"rev-parse", "main"}); }

    TempDir m_folder;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<CtlProgram> m_ctl;
    std::unique_ptr<SshGitServer> m_ssh;
    std::uintmax_t m_bytes = 0;
    int m_words = 0;
};

void CtlRemoteBombsTest::initTestCase() {
    auto ssh = SshGitServer::start();
    if (!ssh && ssh.error().code == ErrorCode::NotFound) QSKIP(ssh.error().detail.c_str());
    VERIFY_DONE(ssh);
    m_ssh = std::move(*ssh);
    auto wiki = TestWiki::sqlite();
    VERIFY_DONE(wiki);
    m_wiki = std::move(*wiki);
    for (int i = 1; i <= 2; ++i)
        QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), i, "Page " + std::to_string(i), "alpha")),
                 std::string());
    gitCli(m_folder.path(), {"init", "-q", "--bare", "-b", "main", bare()});
    m_ctl = std::make_unique<CtlProgram>(*m_wiki, m_folder.path());
    m_ctl->set("GIT_SYNC_REMOTE.general", m_ssh->url(bare()));
    m_ctl->set("GIT_SYNC_SSH_KEY_PATH", m_ssh->clientKey());
    QCOMPARE(m_ctl->run("sync general").code, 1);
    QCOMPARE(m_ctl
                 ->run(QStringList{QStringLiteral("remote"), QStringLiteral("trust"), QStringLiteral("general"),
                                   QStringLiteral("--fingerprint"), QString::fromStdString(m_ssh->fingerprint())})
                 .code,
             0);
    QCOMPARE(m_ctl->run("sync general").code, 0);
    gitCli(m_folder.path(), {"clone", "-q", bare(), person()});
}

/// Whatever is asked for, a fetch gets what `script` does to the pack in $f. What is asked for is read first: a server
/// whose hook ended before that dies of it.
void CtlRemoteBombsTest::send(const std::string &script) {
    const std::string hook = m_folder / "hook";
    writeFile(hook, "#!/bin/sh\ncat >/dev/null\nf=" + m_folder.path() + "/pack\n" + script + "\ncat $f\n");
    ::chmod(hook.c_str(), 0755);
    m_ssh->answerWith("eval \"exec git -c uploadpack.packObjectsHook=" + hook + " ${SSH_ORIGINAL_COMMAND#git-}\"");
}

void CtlRemoteBombsTest::pushAsPerson() {
    gitCli(person(), {"pull", "-q", "--rebase"});
    writeFile(person() + "/Page 1.md",
              withBody(readFile(person() + "/Page 1.md"), "person " + std::to_string(++m_words)));
    gitCli(person(), {"commit", "-q", "-am", "edit"});
    gitCli(person(), {"push", "-q"});
}

void CtlRemoteBombsTest::editWiki() {
    QCOMPARE(m_wiki->run("update pages set content = replace(content, 'alpha', 'alpha " + std::to_string(++m_words) +
                         "') where title = 'Page 2'"),
             std::string());
}

void CtlRemoteBombsTest::expectRefused(const QByteArray &why) {
    const std::string there = gitCli(bare(), {"rev-parse", "main"});
    m_bytes = bytesBelow(vault());
    editWiki();
    const CtlRun run = m_ctl->run("sync general --json");
    QVERIFY2(run.code == 1 && run.out.contains(why), (run.out + run.err).constData());
    QVERIFY(readFile(vault() + "/Page 2.md").find("alpha " + std::to_string(m_words)) != std::string::npos);
    QVERIFY(runGit(vault(), {"merge-base", "--is-ancestor", there, "main"}).code != 0);
    QCOMPARE(gitCli(bare(), {"rev-parse", "main"}), there);
    QVERIFY2(!std::filesystem::exists(vault() + "/.git/wikivault/wire/quarantine/pack") ||
                 std::filesystem::is_empty(vault() + "/.git/wikivault/wire/quarantine/pack"),
             "what was refused is still there");
    QVERIFY2(bytesBelow(vault()) < m_bytes + kDisk, std::to_string(bytesBelow(vault()) - m_bytes).c_str());
    QVERIFY2(largestChildKiB() < kMemoryKiB, std::to_string(largestChildKiB()).c_str());
}

void CtlRemoteBombsTest::expectHonestPushArrives() {
    sendHonestly();
    pushAsPerson();
    const CtlRun run = m_ctl->run("sync general --json");
    QVERIFY2(run.code == 0, (run.out + run.err).constData());
    QVERIFY(m_wiki->run("select content from pages where title = 'Page 1'").find("person " + std::to_string(m_words)) !=
            std::string::npos);
    QCOMPARE(gitCli(bare(), {"rev-parse", "main"}), mainHere());
    QCOMPARE(runGit(vault(), {"fsck", "--full"}).code, 0);
}

void CtlRemoteBombsTest::packsAreNotTaken_data() {
    QTest::addColumn<QByteArray>("pack");
    QTest::addColumn<QByteArray>("why");
    const auto row = [](const char *name, const std::string &pack, const char *why) {
        QTest::newRow(name) << QByteArray::fromStdString(pack) << QByteArray(why);
    };
    row("a file that inflates", blobBomb(), "larger than a vault takes");
    row("a delta of a delta that inflates", deltaBomb(), "larger than a vault takes");
    row("many deltas that inflate", manyDeltas(), "did not send all necessary objects");
    row("a large file nobody asked for", unaskedFile(), "did not send all necessary objects");
    row("four milliards of objects promised", promises(0xffffffff), "larger than a vault takes");
    row("a million objects and more promised", promises(1'100'000), "larger than a vault takes");
    row("one object more than it holds", promises(2), "none of it was taken");
    row("no pack", "Welcome to the machine", "none of it was taken");
    row("nothing", "", "fetching the branch");
}

void CtlRemoteBombsTest::packsAreNotTaken() {
    QFETCH(QByteArray, pack);
    QFETCH(QByteArray, why);
    pushAsPerson();
    writeFile(m_folder / "pack", pack.toStdString());
    send("");
    expectRefused(why);
    if (!QTest::currentTestFailed()) expectHonestPushArrives();
}

/// Wherever a bit is wrong or the rest is missing.
void CtlRemoteBombsTest::damagedPacksAreNotTaken() {
    std::mt19937 random(20);
    for (int i = 0; i < (isFull() ? 20 : 4) && !QTest::currentTestFailed(); ++i) {
        pushAsPerson();
        const std::string at = std::to_string(random());
        const std::string seek = "s=$(stat -c %s $f); at=$((" + at + " % s))\n";
        send("\"$@\" > $f\n" + seek +
             (i % 2 ? "truncate -s $at $f"
                    : "c=$(od -An -tu1 -j$at -N1 $f); printf \"\\\\$(printf %o $((255 - c)))\" | dd of=$f bs=1 "
                      "seek=$at conv=notrunc 2>/dev/null"));
        expectRefused("fetching the branch");
        if (!QTest::currentTestFailed() && i % 4 == 1) expectHonestPushArrives();
    }
    if (!QTest::currentTestFailed()) expectHonestPushArrives();
}

void CtlRemoteBombsTest::treesAreNotTaken_data() {
    QTest::addColumn<int>("levels");
    QTest::addColumn<int>("entries");
    QTest::addColumn<QByteArray>("why");
    QTest::newRow("deep") << (isFull() ? 5'000 : 2'000) << 1 << QByteArray("64 folders deep");
    QTest::newRow("ten thousand million files of eleven objects") << 10 << 10 << QByteArray("more than 250 000 files");
    QTest::newRow("wide") << 0 << 260'000 << QByteArray("more than 250 000 names");
}

void CtlRemoteBombsTest::treesAreNotTaken() {
    QFETCH(int, levels);
    QFETCH(int, entries);
    QFETCH(QByteArray, why);
    sendHonestly();
    gitCli(person(), {"pull", "-q", "--rebase"});
    CraftedPack pack;
    std::string id = pack.add(CraftedPack::kBlob, "deep down\n");
    for (int level = levels; level >= 0; --level) {
        std::string tree;
        for (int i = 0; i < entries; ++i)
            tree += (level == levels ? "100644 " : "40000 ") + std::to_string(1'000'000 + i) + '\0' + id;
        id = pack.add(CraftedPack::kTree, tree);
    }
    gitCli(bare(), {"unpack-objects", "-q"}, pack.text());
    id = QByteArray::fromStdString(id).toHex().toStdString();
    const std::string before = gitCli(bare(), {"rev-parse", "main"});
    const std::string bomb = gitCli(bare(), {"commit-tree", id, "-p", before, "-m", "bomb"});
    gitCli(bare(), {"update-ref", "refs/heads/main", bomb});
    expectRefused(why);
    // Somebody takes it back, with another commit.
    gitCli(bare(), {"update-ref", "refs/heads/main",
                    gitCli(bare(), {"commit-tree", before + "^{tree}", "-p", bomb, "-m", "without the bomb"})});
    if (!QTest::currentTestFailed()) expectHonestPushArrives();
}

void CtlRemoteBombsTest::cleanupTestCase() {
    if (m_ctl && !QTest::currentTestFailed()) QVERIFY(m_ctl->run("sync general --json").code == 0);
}

QTEST_GUILESS_MAIN(CtlRemoteBombsTest)
#include "ctl_remote_bombs_test.moc"
