#include "engine/adapters/sql/sqlite_file.h"
#include "tests/rig/real_faults.h"
#include "tests/support/temp_vault.h"

#include <QTest>

#include <sys/stat.h>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>

using namespace wikivault::rig;
using namespace wikivault;

namespace fs = std::filesystem;

namespace {

using Damage = std::function<void(const std::string &world)>;

std::string gitDir(const std::string &world) {
    return vaultBelow(world) + "/.git";
}

Damage in(const std::string &name, const std::string &text) {
    return [=](const std::string &world) { test::writeFile(gitDir(world) + "/" + name, text); };
}

Damage without(const std::string &name) {
    return [=](const std::string &world) { fs::remove_all(gitDir(world) + "/" + name); };
}

void packAll(const std::string &world) {
    test::gitCli(vaultBelow(world), {"pack-refs", "--all"});
    test::gitCli(vaultBelow(world), {"repack", "-a", "-d", "-q"});
}

std::string wikiRows(const std::string &world) {
    auto wiki = sql::SqliteFile::open(world + "/wiki.db").value();
    std::string rows;
    (void)wiki.query("select id, title, content, parent_page_id, deleted_at, space_id from pages order by id", {},
                     [&](const sql::Row &row) {
                         for (int i = 0; i < 6; ++i)
                             rows += (row.isNull(i) ? "-" : row.text(i)) + '|';
                     });
    return rows;
}

const std::string kHostileConfig = R"([core]
	repositoryformatversion = 0
	bare = false
	fsmonitor = "touch $HOME/started; false"
	hooksPath = /nowhere
	sshCommand = "touch $HOME/started"
	attributesFile = .gitattributes
[include]
	path = /nowhere/config
[filter "f"]
	clean = "touch $HOME/started; cat"
	smudge = "touch $HOME/started; cat"
[url "ext::sh -c touch% started"]
	insteadOf = https://
)";

}  // namespace

Q_DECLARE_METATYPE(Damage)

/// Rows F018 to F042 of the failure catalogue that other tests do not have: a vault or state that is damaged is set
/// right, or its run fails in words and leaves the wiki as it is; it is never taken for an empty one.
///
/// Elsewhere: F017, F027 in the tests of the vault's healing; F020 in rig.power and rig.ext4; F022, F023, F026 in
/// rig.disk; F024 in app.ctl_disk; F025 in rig.ext4; F034 in the tests of the vault's owner; F037, F038 in
/// rig.git_verbs and the work tree's; F039 in engine.run.scenario_vault; F040 in app.ctl_lock; F041 in the tests of
/// what vaults tell; a state database that is damaged is refused in words by the tests of it.
class DamageTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_bench = std::make_unique<FaultBench>(m_directory / "bench"); }

    void damagedVault_data() {
        QTest::addColumn<Damage>("damage");
        QTest::addColumn<bool>("heals");
        const auto row = [](const char *name, const Damage &damage, bool heals) {
            QTest::newRow(name) << damage << heals;
        };
        row(
            "F029 tip's commit",
            [](const std::string &world) {
                const std::string tip = test::gitCli(vaultBelow(world), {"rev-parse", "main"});
                fs::remove(gitDir(world) + "/objects/" + tip.substr(0, 2) + "/" + tip.substr(2));
            },
            false);
        row(
            "F030 packed-refs emptied",
            [](const std::string &world) {
                packAll(world);
                fs::resize_file(gitDir(world) + "/packed-refs", 0);
            },
            true);
        row(
            "F030 packed-refs cut off",
            [](const std::string &world) {
                packAll(world);
                fs::resize_file(gitDir(world) + "/packed-refs", 60);
            },
            true);
        row("F031 no HEAD", without("HEAD"), false);
        row("F031 no refs", without("refs"), false);
        row("F031 no objects", without("objects"), false);
        row("F031 no .git", without(""), false);
        row(
            "F031 no vault", [](const std::string &world) { fs::remove_all(vaultBelow(world)); }, false);
        row(
            "F032 not mounted",
            [](const std::string &world) {
                fs::remove_all(vaultBelow(world));
                fs::create_directory(vaultBelow(world));
            },
            false);
        row("F035 main of zeros", in("refs/heads/main", std::string(41, '\0')), true);
        row("F035 main of rubbish", in("refs/heads/main", "what is this?\n"), true);
        row("F035 main empty", in("refs/heads/main", ""), true);
        row("F035 mirror of zeros", in("refs/heads/docmost", std::string(41, '\0')), true);
        row("F035 work tree's ref of rubbish", in("refs/wikivault/worktree", "rubbish\n"), true);
        row("F035 HEAD cut off", in("HEAD", std::string("ref: refs/he\0\0\0\0\0", 17)), true);
        row(
            "F035 main is a link",
            [](const std::string &world) {
                fs::remove(gitDir(world) + "/refs/heads/main");
                fs::create_symlink("/etc/hostname", gitDir(world) + "/refs/heads/main");
            },
            true);
        row("F036 broken config", in("config", "[core\n\tbare ="), false);
        row(
            "F036 hostile config",
            [](const std::string &world) {
                test::writeFile(gitDir(world) + "/config", kHostileConfig);
                test::writeFile(vaultBelow(world) + "/.gitattributes", "*.md filter=f\n");
            },
            true);
        row(
            "F021 no state", [](const std::string &world) { fs::remove_all(world + "/data/.wikivault"); }, true);
        row(
            "F021 empty state",
            [](const std::string &world) { test::writeFile(world + "/data/.wikivault/state.db", ""); }, true);
        row(
            "F021 cut off cache",
            [](const std::string &world) { fs::resize_file(gitDir(world) + "/wikivault/cache.db", 5000); }, true);
    }

    void damagedVault() {
        QFETCH(Damage, damage);
        QFETCH(bool, heals);
        const std::string world = m_bench->newWorld(), sound = m_directory / "sound";
        fs::remove_all(sound);
        fs::copy(world, sound, fs::copy_options::recursive);
        damage(world);
        const std::string broken = takenUp(world, sound, heals ? Expected::Heals : Expected::Fails);
        QVERIFY2(broken.empty(), broken.c_str());
    }

    /// F033: the vault is an older copy of itself; what was agreed since is no edit of anybody.
    void olderVault() {
        const std::string world = m_bench->newWorld(), backup = m_directory / "backup";
        fs::remove_all(backup);
        fs::copy(vaultBelow(world), backup, fs::copy_options::recursive);
        QCOMPARE(run(world).code, 0);
        fs::remove_all(vaultBelow(world));
        fs::copy(backup, vaultBelow(world), fs::copy_options::recursive);
        const std::string broken = m_bench->recovers(world);
        QVERIFY2(broken.empty(), broken.c_str());
    }

    /// F018: crash after crash, each in what the one before left.
    void crashesInARow() {
        std::mt19937 random(1);
        for (int i = 0; i < (std::getenv("WIKIVAULT_FULL") ? 40 : 5); ++i) {
            const std::string world = m_bench->newWorld();
            for (int crash = 0; crash < 4; ++crash) {
                QProcess *process =
                    FaultBench::start({QString::fromStdString(world)}, QProcessEnvironment::systemEnvironment(), this);
                QTest::qSleep(static_cast<int>(20 + random() % 150));
                process->kill();
                (void)FaultBench::finish(*process);
            }
            const std::string broken = m_bench->recovers(world);
            QVERIFY2(broken.empty(), (std::to_string(i) + ": " + broken).c_str());
        }
    }

    /// F028: a flipped bit or a zeroed tail, in whatever file of the repository.
    void mutants() {
        const std::string packed = m_directory / "packed";
        fs::copy(m_bench->newWorld(), packed, fs::copy_options::recursive);
        packAll(packed);
        std::mt19937 random(2);
        int healed = 0;
        const int times = std::getenv("WIKIVAULT_FULL") ? 400 : 12;
        for (int i = 0; i < times; ++i) {
            const std::string world = i % 2 == 0 ? m_bench->newWorld() : m_directory / "mutant";
            if (i % 2 == 1) fs::remove_all(world), fs::copy(packed, world, fs::copy_options::recursive);
            const std::string sound = m_directory / "sound";
            fs::remove_all(sound);
            fs::copy(world, sound, fs::copy_options::recursive);
            const std::string where = mutate(world, random);
            const std::string broken = takenUp(world, sound, Expected::Either);
            QVERIFY2(broken.empty(), (std::to_string(i) + ", " + where + ": " + broken).c_str());
            healed += m_healed ? 1 : 0;
        }
        std::fprintf(stderr, "%d mutants, %d of them taken up\n", times, healed);
    }

    /// F042: whatever the umask, what is ours is for us.
    void privateFiles() {
        const std::string world = m_bench->newWorld();
        fs::remove_all(world + "/data/.wikivault");
        QProcess process;
        process.start(QStringLiteral("sh"),
                      {QStringLiteral("-c"), QStringLiteral("umask 000; exec \"$0\" \"$1\""),
                       QStringLiteral(WIKIVAULT_BINARY_DIR "/rig_cycle"), QString::fromStdString(world)});
        QVERIFY(process.waitForFinished(60'000) && process.exitCode() == 0);
        for (const std::string &name : {world + "/data/.wikivault/state.db", gitDir(world) + "/wikivault/cache.db"}) {
            struct stat status {};
            QVERIFY2(::stat(name.c_str(), &status) == 0, name.c_str());
            QCOMPARE(status.st_mode & 0077, 0u);
        }
    }

private:
    enum class Expected { Heals, Fails, Either };

    Ended run(const std::string &world) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), QString::fromStdString(m_directory.path()));
        return FaultBench::finish(*FaultBench::start({QString::fromStdString(world)}, environment, this));
    }

    /// What is wrong with how a run takes up `world`; `sound` is the same without the damage.
    std::string takenUp(const std::string &world, const std::string &sound, Expected expected) {
        const std::string before = wikiRows(world);
        const Ended ended = run(world);
        m_healed = ended.code == 0;
        if (ended.killed) return "the run crashed or did not end: " + ended.err;
        if (fs::exists(m_directory / "started")) return "a program of the configuration was started";
        if (m_healed && expected == Expected::Fails) return "it should have failed: " + ended.err;
        if (m_healed) {
            // Old objects nobody needed may still be damaged; they come back from a copy.
            for (const auto &entry : fs::recursive_directory_iterator(gitDir(sound) + "/objects")) {
                const std::string to = gitDir(world) + "/" + entry.path().lexically_relative(gitDir(sound)).string();
                if (!entry.is_regular_file()) continue;
                fs::create_directories(fs::path(to).parent_path());
                fs::remove(to);
                fs::copy_file(entry.path(), to);
            }
            return m_bench->recovers(world);
        }
        if (expected == Expected::Heals) return "it failed: " + ended.err;
        if (ended.err.size() < 20) return "it failed without a word";
        if (wikiRows(world) != before) return "it failed and changed the wiki: " + ended.err;
        // The administrator brings a sound copy back.
        fs::remove_all(vaultBelow(world));
        fs::copy(vaultBelow(sound), vaultBelow(world), fs::copy_options::recursive);
        fs::remove_all(world + "/data/.wikivault");
        fs::copy(sound + "/data/.wikivault", world + "/data/.wikivault", fs::copy_options::recursive);
        return m_bench->recovers(world);
    }

    static std::string mutate(const std::string &world, std::mt19937 &random) {
        std::vector<std::string> files;
        // A configuration git cannot read is its owner's to mend (F036), and another branch than main is his choice.
        for (const auto &entry : fs::recursive_directory_iterator(gitDir(world)))
            if (entry.is_regular_file() && entry.file_size() > 0 && entry.path().filename() != "config" &&
                entry.path().filename() != "HEAD" && entry.path().string().find("/logs/") == std::string::npos)
                files.push_back(entry.path().string());
        std::sort(files.begin(), files.end());
        const std::string file = files[random() % files.size()];
        fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
        std::string text = test::readFile(file);
        const std::size_t at = random() % text.size();
        if (random() % 2 == 0)
            text[at] = static_cast<char>(text[at] ^ (1 << random() % 8));
        else
            std::fill(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), '\0');
        test::writeFile(file, text);
        return file + " at " + std::to_string(at);
    }

    wikivault::test::TempDir m_directory;
    std::unique_ptr<FaultBench> m_bench;
    bool m_healed = false;
};

QTEST_GUILESS_MAIN(DamageTest)
#include "damage_test.moc"
