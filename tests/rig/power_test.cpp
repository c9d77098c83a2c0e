#include "engine/adapters/sql/sqlite_file.h"
#include "tests/rig/real_faults.h"
#include "tests/rig/real_power.h"
#include "tests/support/temp_vault.h"

#include <QTest>

#include <cstdlib>
#include <filesystem>

using namespace wikivault::rig;
using namespace wikivault;

namespace {

struct Kind {
    const char *name;
    Names names;
    std::uint64_t seed;
};
constexpr Kind kKinds[] = {
    {"late journal", Names::AtLastSync, 0},          {"early journal", Names::AtOnce, 0},
    {"early journal, some texts", Names::AtOnce, 1}, {"early journal, other texts", Names::AtOnce, 2},
    {"synced folders only", Names::Asked, 0},
};

}  // namespace

/// A store that drops what was not synced: the power is cut after every sync of a run, and what file systems may have
/// kept of the vault, the state database and the wiki is taken up by the next run.
class PowerTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("the address sanitizer lets no library be loaded before its own");
#endif
    }

    void fewPages() {
        cutEverywhere(0, std::getenv("WIKIVAULT_FULL") ? 1 : 11);
    }
    /// Enough to be written in packs, and synced all at once.
    void manyPages() {
        cutEverywhere(100, std::getenv("WIKIVAULT_FULL") ? 1 : 23);
    }

private:
    void cutEverywhere(int newPages, int stride) {
        const wikivault::test::TempDir directory;
        FaultBench bench(directory / "bench", newPages);
        const std::string world = bench.newWorld(), kept = directory / "kept", image = directory / "image";
        runLogged(world, kept);
        const PowerLog log(kept);
        QVERIFY(log.moments() > 20);
        int images = 0;
        for (const Kind &kind : kKinds) {
            log.writeImage(log.moments() - 1, kind.names, kind.seed, image);
            const std::string lost = lostAfterwards(world, image);
            QVERIFY2(lost.empty(), (std::string("after the run, ") + kind.name + ": " + lost).c_str());
            for (int moment = images % stride; moment < log.moments(); moment += stride, ++images) {
                log.writeImage(moment, kind.names, kind.seed, image);
                const std::string broken = bench.recovers(image);
                QVERIFY2(broken.empty(), (std::to_string(moment) + ", " + kind.name + ": " + broken).c_str());
            }
        }
        std::fprintf(stderr, "%d new pages: %d images of %d moments\n", newPages, images, log.moments());
    }

    void runLogged(const std::string &world, const std::string &kept) {
        std::filesystem::create_directory(kept);
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(WIKIVAULT_BINARY_DIR "/librig_disk_log.so"));
        environment.insert(QStringLiteral("RIG_LOG_OF"), QString::fromStdString(world));
        environment.insert(QStringLiteral("RIG_LOG_TO"), QString::fromStdString(kept));
        QProcess *process = FaultBench::start({QString::fromStdString(world)}, environment, this);
        const Ended ended = FaultBench::finish(*process);
        QVERIFY2(ended.code == 0 && !ended.killed, ended.err.c_str());
    }

    /// A run that was shown as done stays so, whole and without any repair; else what is lost.
    static std::string lostAfterwards(const std::string &world, const std::string &image) {
        const auto refs = [](const std::string &of) {
            return test::gitCli(vaultBelow(of), {"for-each-ref", "--format=%(refname) %(objectname)"});
        };
        if (const std::string had = refs(world), has = refs(image); had != has) return had + "\n" + has;
        const test::Ran fsck = test::runGit(vaultBelow(image), {"fsck", "--full", "--strict", "--no-dangling"});
        if (fsck.code != 0) return fsck.out + fsck.err;
        if (const std::string outcome = lastRun(image); outcome != "done") return "the run is " + outcome;
        const auto found = test::filesOf(vaultBelow(image));
        for (const auto &[name, file] : test::filesOf(vaultBelow(world)))
            if (!found.contains(name) || found.at(name).contents != file.contents) return name;
        return {};
    }

    static std::string lastRun(const std::string &world) {
        auto state = sql::SqliteFile::open(world + "/data/.wikivault/state.db").value();
        std::string outcome;
        (void)state.query("select outcome from runs order by id desc limit 1", {},
                          [&](const sql::Row &row) { outcome = row.text(0); });
        return outcome;
    }
};

QTEST_GUILESS_MAIN(PowerTest)
#include "power_test.moc"
