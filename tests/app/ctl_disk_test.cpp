#include "engine/core/page_file.h"
#include "tests/support/ctl_program.h"
#include "tests/support/temp_vault.h"

#include <QTest>

#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

/// A vault on a disk of its own (a small tmpfs) that is full or read-only: one sentence, nothing half-done, the other
/// space goes on, and the next run after the trouble finishes the job.
class CtlDiskTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aFullDisk_data();
    void aFullDisk();
    void aReadOnlyDisk();
    void F024_aFileThatMayNotGrow_data();
    void F024_aFileThatMayNotGrow();
    void D14_aDiskOfTheNetworkIsNamed_data();
    void D14_aDiskOfTheNetworkIsNamed();
    void brokenFrontmatterStopsNothingElse();

private:
    bool mount(const QString &options, bool again = false);
    void addPage(const SpaceId &space, int number, const std::string &text);
    QJsonObject reportOf(const CtlRun &run, const SpaceId &space) const;
    [[nodiscard]] std::string disk() const { return m_ctl->vaults() + "/" + m_wiki->general().str(); }

    std::unique_ptr<TempDir> m_data;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<CtlProgram> m_ctl;
    bool m_mounted = false;
};

void CtlDiskTest::init() {
    m_data = std::make_unique<TempDir>();
    auto wiki = TestWiki::sqlite();
    QVERIFY(wiki.has_value());
    m_wiki = std::move(*wiki);
    m_ctl = std::make_unique<CtlProgram>(*m_wiki, m_data->path());
    addPage(m_wiki->general(), 1, "Small.");
    addPage(m_wiki->engineering(), 2, "Other.");
}

void CtlDiskTest::cleanup() {
    if (m_mounted) QProcess::execute(QStringLiteral("umount"), {QString::fromStdString(disk())});
    m_mounted = false;
}

bool CtlDiskTest::mount(const QString &options, bool again) {
    std::filesystem::create_directories(disk());
    QProcess process;
    process.start(QStringLiteral("mount"), {QStringLiteral("-t"), QStringLiteral("tmpfs"), QStringLiteral("-o"),
                                            (again ? QStringLiteral("remount,") : QString()) + options,
                                            QStringLiteral("tmpfs"), QString::fromStdString(disk())});
    const bool mounted = process.waitForFinished(10000) && process.exitCode() == 0;
    m_mounted = m_mounted || mounted;
    return mounted;
}

void CtlDiskTest::addPage(const SpaceId &space, int number, const std::string &text) {
    QCOMPARE(m_wiki->run(m_wiki->newPage(space, number, "Page " + std::to_string(number), text)), std::string());
}

QJsonObject CtlDiskTest::reportOf(const CtlRun &run, const SpaceId &space) const {
    for (const auto &report : run.array())
        if (report.toObject().value(QStringLiteral("spaceId")).toString().toStdString() == space.str())
            return report.toObject();
    return {};
}

namespace {

/// Text that does not compress: neither a pack nor a file of it fits.
std::string incompressible(std::size_t size) {
    std::string text;
    for (unsigned state = 7; text.size() < size; state = state * 1664525U + 1013904223U)
        text += static_cast<char>('a' + (state >> 24U) % 26);
    return text;
}

}  // namespace

void CtlDiskTest::aFullDisk_data() {
    QTest::addColumn<int>("kilobytes");
    for (const int size : {4, 40, 120, 200, 300, 500})
        QTest::newRow(qPrintable(QString::number(size))) << size;
}

void CtlDiskTest::aFullDisk() {
    QFETCH(const int, kilobytes);
    if (!mount(QStringLiteral("size=%1k").arg(kilobytes)))
        QSKIP("no tmpfs can be mounted here (it needs root), so no disk can be filled");
    const std::string text = incompressible(90000);
    for (int n = 10; n < 16; ++n)
        addPage(m_wiki->general(), n, text.substr(static_cast<std::size_t>(n)));
    const CtlRun full = m_ctl->run("sync --all --json");
    QVERIFY2(full.code == 1, full.out.constData());
    const QJsonObject report = reportOf(full, m_wiki->general());
    const QString error = report.value(QStringLiteral("error")).toString();
    QVERIFY(!report.value(QStringLiteral("ran")).toBool());
    QVERIFY2(error.contains(QStringLiteral("space left")) || error.contains(QStringLiteral("disk")), qPrintable(error));
    QVERIFY2(error.contains(QString::fromStdString(m_wiki->general().str())), qPrintable(error));
    QVERIFY(reportOf(full, m_wiki->engineering()).value(QStringLiteral("ran")).toBool());
    QCOMPARE(m_ctl->run("sync general").code, 2);
    QVERIFY(mount(QStringLiteral("size=64m"), true));
    const CtlRun healed = m_ctl->run("sync --all --json");
    QVERIFY2(healed.code == 0, (healed.out + healed.err).constData());
    const Ran fsck = runGit(disk(), {"fsck", "--full", "--strict", "--no-dangling"});
    QVERIFY2(fsck.code == 0, (fsck.out + fsck.err).c_str());
    QCOMPARE(runGit(disk(), {"status", "--porcelain"}).out, std::string());
    QCOMPARE(parsePageFile(readFile(disk() + "/Page 10.md")).body, text.substr(10));
}

void CtlDiskTest::aReadOnlyDisk() {
    if (!mount(QStringLiteral("size=8m")))
        QSKIP("no tmpfs can be mounted here (it needs root), so no disk can be made read-only");
    QCOMPARE(m_ctl->run("sync --all").code, 0);
    QVERIFY(mount(QStringLiteral("ro"), true));
    const auto before = snapshot(disk());
    QCOMPARE(m_wiki->run("update pages set content = '" + testBody("Changed.") + "'"), std::string());
    const CtlRun run = m_ctl->run("sync --all --json");
    QVERIFY2(run.code == 1, run.out.constData());
    const QString error = reportOf(run, m_wiki->general()).value(QStringLiteral("error")).toString();
    QVERIFY2(error.contains(QStringLiteral("ead-only")), qPrintable(error));
    QVERIFY2(error.contains(QString::fromStdString(m_wiki->general().str())), qPrintable(error));
    QVERIFY(reportOf(run, m_wiki->engineering()).value(QStringLiteral("ran")).toBool());
    QVERIFY(snapshot(disk()) == before);
    QVERIFY(mount(QStringLiteral("rw"), true));
    QCOMPARE(m_ctl->run("sync --all").code, 0);
    QCOMPARE(parsePageFile(readFile(disk() + "/Page 1.md")).body, std::string("Changed."));
}

void CtlDiskTest::F024_aFileThatMayNotGrow_data() {
    QTest::addColumn<int>("kilobytes");
    for (const int limit : {1, 8, 40, 100, 200, 300, 500, 800})
        QTest::newRow(qPrintable(QString::number(limit))) << limit;
}

/// The kernel kills whoever does not ask it to say so instead; both directions have more to write than a file may hold.
void CtlDiskTest::F024_aFileThatMayNotGrow() {
    QFETCH(const int, kilobytes);
    QCOMPARE(m_ctl->run("sync --all").code, 0);
    const std::string other = incompressible(600000), text = other.substr(1, 100000);
    for (int n = 10; n < 20; ++n)
        addPage(m_wiki->general(), n, text + std::to_string(n));
    writeFile(disk() + "/Page 1.md", withBody(readFile(disk() + "/Page 1.md"), other));
    const QString limit = QStringLiteral("--fsize=%1").arg(kilobytes * 1000);
    const CtlRun limited = m_ctl->runUnder({QStringLiteral("prlimit"), limit}, "sync general --json");
    QVERIFY2(limited.code == 1 || limited.code == 2 || limited.code == 64, limited.err.constData());
    const QByteArray said = limited.out + limited.err;
    QVERIFY2(said.contains("too large") || said.contains("disk") || said.contains("full"), said.constData());
    QCOMPARE(m_wiki->run("select count(*) from pages where deleted_at is null"), std::string("12"));
    const CtlRun healed = m_ctl->run("sync --all --json");
    QVERIFY2(healed.code == 0, (healed.out + healed.err).constData());
    for (int n = 10; n < 20; ++n)
        QCOMPARE(parsePageFile(readFile(disk() + "/Page " + std::to_string(n) + ".md")).body, text + std::to_string(n));
    QCOMPARE(parsePageFile(readFile(disk() + "/Page 1.md")).body, other);
    QVERIFY(m_wiki->run("select content from pages where title = 'Page 1'").find(other) != std::string::npos);
    const Ran fsck = runGit(disk(), {"fsck", "--full", "--strict", "--no-dangling"});
    QVERIFY2(fsck.code == 0, (fsck.out + fsck.err).c_str());
    for (int i = 0; i < 2; ++i) {
        const CtlRun quiet = m_ctl->run("sync general --json");
        QVERIFY2(reportOf(quiet, m_wiki->general()).value(QStringLiteral("items")).toArray().isEmpty(),
                 quiet.out.constData());
    }
}

void CtlDiskTest::D14_aDiskOfTheNetworkIsNamed_data() {
    QTest::addColumn<QString>("magic");
    QTest::addColumn<QString>("kind");
    QTest::newRow("NFS") << QStringLiteral("6969") << QStringLiteral("NFS");
    QTest::newRow("CIFS") << QStringLiteral("ff534d42") << QStringLiteral("CIFS");
    QTest::newRow("SMB 2") << QStringLiteral("fe534d42") << QStringLiteral("CIFS");
    QTest::newRow("FUSE") << QStringLiteral("65735546") << QStringLiteral("FUSE");
    QTest::newRow("ext4") << QStringLiteral("ef53") << QString();
}

/// The kernel's answer about the data directory is all that differs.
void CtlDiskTest::D14_aDiskOfTheNetworkIsNamed() {
    QFETCH(const QString, magic);
    QFETCH(const QString, kind);
    const CtlProgram::Variables asked{
        {QStringLiteral("LD_PRELOAD"), QStringLiteral(WIKIVAULT_BINARY_DIR "/librig_disk_fault.so")},
        {QStringLiteral("RIG_FILE_SYSTEM"), magic}};
    const CtlRun doctor = m_ctl->run("doctor", asked);
    const QByteArray words = "is on " + kind.toUtf8() + ", a file system of the network";
    QVERIFY2(doctor.out.contains(words) == !kind.isEmpty(), doctor.out.constData());
    QCOMPARE(doctor.out.contains("a file system of the network"), !kind.isEmpty());
    const CtlRun run = m_ctl->run("sync --all", asked);
    QCOMPARE(run.code, 0);
    QCOMPARE(run.err.count("a file system of the network"), kind.isEmpty() ? 0 : 1);
}

void CtlDiskTest::brokenFrontmatterStopsNothingElse() {
    QCOMPARE(m_ctl->run("sync --all").code, 0);
    const std::string broken = "---\ngitmost_id: [unclosed\n---\n\nEdited.\n";
    writeFile(disk() + "/Page 1.md", broken);
    writeFile(disk() + "/New.md", "New.\n");
    const CtlRun run = m_ctl->run("sync --all --json");
    QVERIFY2(run.code == 1, run.out.constData());
    const QJsonObject report = reportOf(run, m_wiki->general());
    QVERIFY(report.value(QStringLiteral("ran")).toBool());
    bool named = false;
    for (const auto &item : report.value(QStringLiteral("items")).toArray())
        named = named || (item.toObject().value(QStringLiteral("reason")) == QStringLiteral("bad-frontmatter") &&
                          item.toObject().value(QStringLiteral("path")) == QStringLiteral("Page 1.md"));
    QVERIFY2(named, run.out.constData());
    QCOMPARE(m_wiki->run("select count(*) from pages where deleted_at is null"), std::string("3"));
    QCOMPARE(readFile(disk() + "/Page 1.md"), broken);
}

QTEST_GUILESS_MAIN(CtlDiskTest)
#include "ctl_disk_test.moc"
