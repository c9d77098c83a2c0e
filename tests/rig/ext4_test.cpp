#include "tests/rig/real_faults.h"
#include "tests/support/temp_vault.h"

#include <QTest>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <random>

using namespace wikivault::rig;

namespace fs = std::filesystem;

namespace {

bool succeeds(const QString &program, const QStringList &arguments) {
    QProcess process;
    process.start(program, arguments);
    return process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

/// A file with a file system in it, mounted as long as this lives.
class MountedImage {
public:
    MountedImage(const std::string &image, const std::string &at) : m_at(QString::fromStdString(at)) {
        fs::create_directories(at);
        m_mounted = succeeds(QStringLiteral("mount"),
                             {QStringLiteral("-o"), QStringLiteral("loop"), QString::fromStdString(image), m_at});
    }
    ~MountedImage() {
        if (m_mounted && !succeeds(QStringLiteral("umount"), {m_at})) qFatal("cannot unmount %s", qPrintable(m_at));
    }
    MountedImage(const MountedImage &) = delete;
    MountedImage &operator=(const MountedImage &) = delete;
    [[nodiscard]] bool isMounted() const { return m_mounted; }

private:
    QString m_at;
    bool m_mounted = false;
};

}  // namespace

/// Power cuts of a real ext4: a run works on a mounted image, whose file is copied in the middle of it as the disk has
/// it then. The copy is mounted, which replays its journal, and the next run takes up what is there.
class Ext4Test : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        if (::geteuid() != 0) QSKIP("only root can mount an image of a file system");
        const QString disk = QString::fromStdString(m_directory / "disk");
        if (!succeeds(QStringLiteral("truncate"), {QStringLiteral("-s"), QStringLiteral("48M"), disk}) ||
            !succeeds(QStringLiteral("mkfs.ext4"), {QStringLiteral("-q"), QStringLiteral("-F"), disk}))
            QSKIP("mkfs.ext4 made no file system here");
        if (!MountedImage(m_directory / "disk", m_directory / "mnt").isMounted())
            QSKIP("an image of a file system cannot be mounted here (no loop device?)");
        m_bench = std::make_unique<FaultBench>(m_directory / "bench");
    }

    void atRandomInstants() {
        const QString whole = QString::fromStdString(m_bench->newWorld());
        const auto begin = std::chrono::steady_clock::now();
        QCOMPARE(FaultBench::finish(*FaultBench::start({whole}, QProcessEnvironment::systemEnvironment(), this)).code,
                 0);
        const auto took = std::chrono::steady_clock::now() - begin;
        std::mt19937 random(20261126);
        const int times = std::getenv("WIKIVAULT_FULL") ? 200 : 3;
        for (int i = 0; i < times; ++i) {
            const auto after = std::chrono::duration_cast<std::chrono::milliseconds>(took * (random() % 1100) / 1000);
            const std::string broken = cut(static_cast<int>(after.count()));
            QVERIFY2(broken.empty(), (std::to_string(i) + ": " + broken).c_str());
        }
        std::fprintf(stderr, "%d power cuts\n", times);
    }

    /// F025: the kernel makes the vault's file system read-only; the run fails in words and nothing is lost.
    void readOnly() {
        const std::string world = m_bench->newWorld(), vault = vaultBelow(world), moved = m_directory / "vault";
        fs::rename(vault, moved);
        const MountedImage disk(m_directory / "disk", vault);
        QVERIFY(disk.isMounted());
        fs::remove_all(vault + "/world");
        fs::copy(moved, vault, fs::copy_options::recursive);
        QVERIFY(remount(vault, "remount,ro"));
        const Ended ended = FaultBench::finish(
            *FaultBench::start({QString::fromStdString(world)}, QProcessEnvironment::systemEnvironment(), this));
        QVERIFY2(ended.code == 1 && !ended.killed, ended.err.c_str());
        QVERIFY2(ended.err.find("ead-only") != std::string::npos, ended.err.c_str());
        QVERIFY(remount(vault, "remount,rw"));
        const std::string broken = m_bench->recovers(world);
        QVERIFY2(broken.empty(), broken.c_str());
    }

private:
    static bool remount(const std::string &at, const char *how) {
        return succeeds(QStringLiteral("mount"),
                        {QStringLiteral("-o"), QLatin1String(how), QString::fromStdString(at)});
    }

    /// What a cut so many milliseconds after the start breaks.
    std::string cut(int milliseconds) {
        const std::string start = m_bench->newWorld(), mount = m_directory / "mnt", world = mount + "/world";
        const std::string after = m_directory / "after";
        {
            const MountedImage disk(m_directory / "disk", mount);
            fs::remove_all(world);
            fs::copy(start, world, fs::copy_options::recursive);
            ::sync();
            QProcess *process =
                FaultBench::start({QString::fromStdString(world)}, QProcessEnvironment::systemEnvironment(), this);
            QTest::qSleep(milliseconds + 1);
            if (process->processId() > 0) ::kill(static_cast<pid_t>(process->processId()), SIGSTOP);
            fs::copy_file(m_directory / "disk", after, fs::copy_options::overwrite_existing);
            process->kill();
            (void)FaultBench::finish(*process);
        }
        const MountedImage disk(after, mount);
        return disk.isMounted() ? m_bench->recovers(world) : "the image cannot be mounted again";
    }

    wikivault::test::TempDir m_directory;
    std::unique_ptr<FaultBench> m_bench;
};

QTEST_GUILESS_MAIN(Ext4Test)
#include "ext4_test.moc"
