#include "tests/rig/real_faults.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QTest>

#include <cerrno>
#include <cstdlib>
#include <filesystem>

using namespace wikivault::rig;
using wikivault::test::has;

namespace {

constexpr const char *kAdvice = "free some space";

}  // namespace

/// The n-th change to the data directory fails, for n = 1, 2, 3 … until a run gets through: it says so, loses nothing
/// and the next run sets all right.
class DiskTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("the address sanitizer lets no library be loaded before its own");
#endif
        m_bench = std::make_unique<FaultBench>(m_directory.path());
    }

    void fullDisk() {
        sweep(ENOSPC, true);
    }
    void failingDisk() {
        sweep(EIO, false);
    }

private:
    void sweep(int error, bool stays) {
        const int stride = std::getenv("WIKIVAULT_FULL") ? 1 : 11;
        int tried = 0;
        bool seen = true;
        for (int at = 1; seen; at += stride, ++tried) {
            QVERIFY2(at < 20'000, "no run ever gets through");
            const std::string world = m_bench->newWorld();
            const std::string mark = m_directory / "seen";
            std::filesystem::remove(mark);
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert(QStringLiteral("LD_PRELOAD"),
                               QStringLiteral(WIKIVAULT_BINARY_DIR "/librig_disk_fault.so"));
            environment.insert(QStringLiteral("RIG_FAULT_BELOW"), QString::fromStdString(vaultBelow(world)));
            environment.insert(QStringLiteral("RIG_FAULT_AT"), QString::number(at));
            environment.insert(QStringLiteral("RIG_FAULT_ERRNO"), QString::number(error));
            environment.insert(QStringLiteral("RIG_FAULT_STAYS"), stays ? QStringLiteral("1") : QStringLiteral("0"));
            environment.insert(QStringLiteral("RIG_FAULT_SEEN"), QString::fromStdString(mark));
            QProcess *process = FaultBench::start({QString::fromStdString(world)}, environment, this);
            const Ended ended = FaultBench::finish(*process);
            QVERIFY2(!ended.killed, ended.err.c_str());
            seen = std::filesystem::exists(mark);
            if (!seen) QVERIFY2(ended.code == 0, ended.err.c_str());
            // A disk that fails once may be asked again, and what only makes the next run faster may be lost.
            const std::string undone = seen && ended.code == 0 ? FaultBench::leftUndone(world) : std::string();
            QVERIFY2(undone.empty(), undone.c_str());
            if (seen && ended.code != 0)
                QVERIFY2(has(ended.err, vaultBelow(world)) && (!stays || has(ended.err, kAdvice)), ended.err.c_str());
            const std::string broken = m_bench->recovers(world);
            QVERIFY2(broken.empty(), ("change " + std::to_string(at) + ": " + ended.err + broken).c_str());
        }
        std::fprintf(stderr, "errno %d: %d of the changes of a run were tried\n", error, tried);
    }

    wikivault::test::TempDir m_directory;
    std::unique_ptr<FaultBench> m_bench;
};

QTEST_GUILESS_MAIN(DiskTest)
#include "disk_test.moc"
