#include "tests/rig/real_faults.h"

#include "tests/rig/oracles.h"
#include "tests/rig/people.h"
#include "tests/rig/runner.h"
#include "tests/support/temp_vault.h"

#include <QtGlobal>

#include <algorithm>
#include <filesystem>

namespace wikivault::rig {

namespace {

namespace fs = std::filesystem;

/// Work for every phase: files and pages that appear, change, move and go on both sides.
const char *const kWork = R"(
11 wiki-edit 1 1 2
12 wiki-retitle 2 3
13 wiki-create 10 3 1
14 git-commit
15 git-edit 0 2 2
16 git-create 8 3 0
17 git-bare 9 1
18 git-rename 2 8
19 git-commit
20 git-edit 4 0 1
21 wiki-edit 3 2 0
22 git-delete 1
23 git-other 1
)";

/// What a killed process leaves is taken for abandoned only after some minutes.
void ageLocks(const std::string &vault) {
    if (!fs::exists(vault)) return;
    const auto then = fs::file_time_type::clock::now() - std::chrono::minutes(10);
    for (const auto &entry : fs::recursive_directory_iterator(vault + "/.git"))
        if (entry.path().extension() == ".lock") fs::last_write_time(entry.path(), then);
}

}  // namespace

FaultBench::FaultBench(const std::string &directory, int newPages) : m_directory(directory) {
    const auto world = openRealWorld(directory + "/start", ConflictPolicy::Review);
    settleIn(*world, m_ledger);
    const RunReport first = world->sync({});
    if (!first.ran) qFatal("%s", describe(first).c_str());
    const History work = parseHistory(kWork).value();
    for (const Step &step : work.steps)
        actAsPerson(*world, m_ledger, step.number, step.deed);
    for (int i = 0; i < newPages; ++i)
        actAsPerson(*world, m_ledger, 100 + i, {"wiki-create", {i, 3, 1}});
}

std::unique_ptr<FaultBench> FaultBench::beforeTheFirstRun(const std::string &directory) {
    std::unique_ptr<FaultBench> bench(new FaultBench);
    bench->m_directory = directory;
    settleIn(*openRealWorld(directory + "/start", ConflictPolicy::Review), bench->m_ledger);
    return bench;
}

void FaultBench::addLongFile() {
    std::string text = m_ledger.newToken(200) + " begins\n\n";
    for (int i = 0; i < 12'000; ++i)
        text += "Paragraph " + std::to_string(i) + " of a long file.\n\n";
    test::writeFile(vaultBelow(m_directory + "/start") + "/Long.md", text + m_ledger.newToken(200) + " ends\n");
    m_ledger.titles.insert("Long");
}

std::string FaultBench::newWorld() {
    const std::string made = m_directory + "/world" + std::to_string(++m_worlds);
    if (m_worlds > 1) fs::remove_all(m_directory + "/world" + std::to_string(m_worlds - 1));
    fs::copy(m_directory + "/start", made, fs::copy_options::recursive);
    if (m_damage) m_damage(vaultBelow(made));
    return made;
}

QProcess *FaultBench::start(const QStringList &arguments, const QProcessEnvironment &environment, QObject *parent) {
    auto *process = new QProcess(parent);
    process->setProcessEnvironment(environment);
    process->start(QStringLiteral(WIKIVAULT_BINARY_DIR "/rig_cycle"), arguments);
    return process;
}

Ended FaultBench::finish(QProcess &process) {
    if (!process.waitForFinished(120'000)) process.kill(), process.waitForFinished();
    return {process.exitStatus() == QProcess::CrashExit, process.exitCode(),
            process.readAllStandardOutput().toStdString(), process.readAllStandardError().toStdString()};
}

std::string FaultBench::leftUndone(const std::string &directory) {
    const RunReport report = openRealWorld(directory, ConflictPolicy::Review)->sync({});
    const auto &items = report.items;
    const bool isDone = std::all_of(items.begin(), items.end(), [](const Item &item) {
        return item.outcome == Outcome::Skipped && item.reason == Reason::NotSynced;
    });
    return report.ran && isDone ? std::string() : describe(report);
}

std::string FaultBench::recovers(const std::string &directory) {
    ageLocks(vaultBelow(directory));
    const auto world = openRealWorld(directory, ConflictPolicy::Review);
    // A damaged vault can be read once a run has mended it.
    std::string broken = m_damage ? std::string() : findLostTokens(*world, m_ledger);
    RunReport last;
    std::string before;
    for (int left = 6; left > 0 && world->fingerprint() != before; --left) {
        before = world->fingerprint();
        world->advance(std::chrono::hours(2));
        last = world->sync({});
        if (!last.ran) return broken + describe(last);
    }
    if (world->fingerprint() != before) broken += "it does not come to rest: " + describe(last);
    return broken + findLostTokens(*world, m_ledger) + world->complaints() + findDifferences(*world, m_ledger, last);
}

}  // namespace wikivault::rig
