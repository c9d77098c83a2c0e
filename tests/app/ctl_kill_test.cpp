#include "engine/core/page_file.h"
#include "tests/support/ctl_program.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QElapsedTimer>
#include <QTest>
#include <QThread>

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <set>
#include <vector>

using namespace wikivault;
using namespace wikivault::test;

namespace {

constexpr int kPages = 16;
constexpr int kRandomKills = 10;

/// Changes whenever the file or directory is made, removed, replaced or written.
std::string stampOf(const std::string &path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) return {};
    return std::to_string(status.st_ino) + "." + std::to_string(status.st_mtim.tv_sec) + "." +
           std::to_string(status.st_mtim.tv_nsec) + "." + std::to_string(status.st_size);
}

}  // namespace

/// kill -9 in the middle of a run of the built program: the next run finishes the job, nothing is lost, nothing is
/// there twice. Every edit of either side carries a token of its own.
class CtlKillTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void atRandomInstants();
    void rightAfterAStep_data();
    void rightAfterAStep();

private:
    void editBothSides();
    void expectEverything();
    CtlRun finish();
    std::string token(const std::string &kind) {
        m_tokens.push_back(kind + "x" + std::to_string(m_tokens.size()) + "x");
        return m_tokens.back();
    }
    [[nodiscard]] std::string vault() const { return m_ctl->vaults() + "/" + m_wiki->general().str(); }
    void execute(const std::string &sql) {
        const std::string printed = m_wiki->run(sql);
        QVERIFY2(printed.empty(), printed.c_str());
    }
    std::string insertSql(int number, const std::string &text);
    /// The file of a page, wherever it is by now.
    std::string fileOf(int number) const;

    std::unique_ptr<TempDir> m_data;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<CtlProgram> m_ctl;
    std::vector<std::string> m_tokens;
    int m_pages = 0, m_round = 0;
};

void CtlKillTest::init() {
    m_data = std::make_unique<TempDir>();
    auto wiki = TestWiki::sqlite();
    QVERIFY(wiki.has_value());
    m_wiki = std::move(*wiki);
    m_ctl = std::make_unique<CtlProgram>(*m_wiki, m_data->path());
    m_tokens.clear();
    m_pages = m_round = 0;
    std::string sql;
    for (int n = 1; n <= kPages; ++n)
        sql += insertSql(n, token("seed")) + ";";
    execute(sql);
    QCOMPARE(m_ctl->run("sync general").code, 0);
}

std::string CtlKillTest::insertSql(int number, const std::string &text) {
    ++m_pages;
    return m_wiki->newPage(m_wiki->general(), number, "Page " + std::to_string(number), text);
}

std::string CtlKillTest::fileOf(int number) const {
    for (const auto &[name, state] : filesOf(vault()))
        if (name.ends_with(".md") && parsePageFile(state.contents).id == std::optional(testPage(number))) return name;
    return {};
}

/// Bodies, titles, new pages and a move on both sides, each on pages of its own.
void CtlKillTest::editBothSides() {
    ++m_round;
    const auto append = [&](int page) {
        return "update pages set content = json_insert(content, '$.content[#]', "
               "json('{\"type\":\"paragraph\",\"content\":"
               "[{\"type\":\"text\",\"text\":\"" +
               token("wiki") + "\"}]}')) where id = '" + testPage(page).str() + "';";
    };
    execute(append(1) + append(2) + "update pages set title = 'Retitled " + std::to_string(m_round) + "' where id = '" +
            testPage(3).str() + "';" + insertSql(100 + m_round, token("new")) + ";" +
            "update pages set parent_page_id = '" + testPage(4 + m_round % 2).str() + "' where id = '" +
            testPage(6).str() + "'");
    for (const int page : {7, 8}) {
        const std::string file = vault() + "/" + fileOf(page);
        writeFile(file, readFile(file) + "\n" + token("git") + "\n");
    }
    const std::string renamed = fileOf(9);
    std::filesystem::rename(vault() + "/" + renamed, vault() + "/Renamed " + std::to_string(m_round) + ".md");
    writeFile(vault() + "/Idea " + std::to_string(m_round) + ".md", token("idea") + "\n");
    ++m_pages;
}

CtlRun CtlKillTest::finish() {
    CtlRun run = m_ctl->run("sync general --json");
    if (run.code != 0) qWarning("exit code %d: %s%s", run.code, run.out.constData(), run.err.constData());
    return run;
}

void CtlKillTest::expectEverything() {
    QCOMPARE(finish().code, 0);
    const std::string wiki = m_wiki->run("select group_concat(content) from pages where deleted_at is null");
    std::string files;
    std::set<std::string> ids;
    for (const auto &[name, state] : filesOf(vault())) {
        if (!name.ends_with(".md")) continue;
        files += state.contents;
        const auto id = parsePageFile(state.contents).id;
        QVERIFY2(id && ids.insert(id->str()).second, name.c_str());
    }
    for (const std::string &each : m_tokens) {
        QVERIFY2(has(wiki, each), ("the wiki lost " + each).c_str());
        QVERIFY2(has(files, each), ("the files lost " + each).c_str());
    }
    QCOMPARE(m_wiki->run("select count(*) from pages where deleted_at is null"), std::to_string(m_pages));
    QCOMPARE(static_cast<int>(ids.size()), m_pages);
    const Ran fsck = runGit(vault(), {"fsck", "--full", "--strict", "--no-dangling"});
    QVERIFY2(fsck.code == 0, (fsck.out + fsck.err).c_str());
    QCOMPARE(runGit(vault(), {"status", "--porcelain"}).out, std::string());
    auto before = snapshot(vault());
    const auto derived = [](const auto &file) { return file.first.starts_with(".git/wikivault"); };
    std::erase_if(before, derived);
    QCOMPARE(finish().code, 0);
    auto after = snapshot(vault());
    std::erase_if(after, derived);
    QVERIFY(before == after);
}

void CtlKillTest::atRandomInstants() {
    std::random_device entropy;
    const unsigned seed = qEnvironmentVariableIsSet("WIKIVAULT_SEED")
                              ? static_cast<unsigned>(qEnvironmentVariableIntValue("WIKIVAULT_SEED"))
                              : entropy();
    qInfo("seed %u (WIKIVAULT_SEED)", seed);
    std::mt19937 random(seed);
    editBothSides();
    QElapsedTimer whole;
    whole.start();
    QCOMPARE(finish().code, 0);
    const auto longest = std::max<qint64>(whole.elapsed(), 20);
    for (int kill = 0; kill < kRandomKills; ++kill) {
        editBothSides();
        const auto process = m_ctl->start("sync general --json");
        QThread::usleep(
            std::uniform_int_distribution<unsigned long>(0, static_cast<unsigned long>(longest) * 1000)(random));
        process->kill();
        process->waitForFinished();
        expectEverything();
        if (QTest::currentTestFailed()) return;
    }
}

void CtlKillTest::rightAfterAStep_data() {
    QTest::addColumn<QString>("path");
    for (const char *path :
         {".git/refs/wikivault/epoch", ".git/refs/heads/main", ".git/refs/heads/docmost", ".git/refs/wikivault/intents",
          ".git/index.lock", ".git/index", ".git/wikivault/publishing", ".git/refs/wikivault/worktree",
          ".git/refs/docmost/last-pushed", ".git/wikivault/cache.db-wal", ".git/objects", "../wiki"})
        QTest::newRow(path) << QString::fromLatin1(path);
}

void CtlKillTest::rightAfterAStep() {
    QFETCH(const QString, path);
    const std::string watched =
        path == QStringLiteral("../wiki") ? m_wiki->url().substr(9) + "-wal" : vault() + "/" + path.toStdString();
    for (int change = 1; change <= 3; ++change) {
        editBothSides();
        std::string stamp = stampOf(watched);
        const auto process = m_ctl->start("sync general --json");
        // The n-th change of the path, or the end of the run.
        for (int seen = 0; seen < change && !process->waitForFinished(0);)
            if (const std::string now = stampOf(watched); now != stamp) stamp = now, ++seen;
        process->kill();
        process->waitForFinished();
        expectEverything();
        if (QTest::currentTestFailed()) return;
    }
}

QTEST_GUILESS_MAIN(CtlKillTest)
#include "ctl_kill_test.moc"
