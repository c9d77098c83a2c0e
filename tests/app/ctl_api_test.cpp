#include "engine/core/page_file.h"
#include "engine/run/file_reader.h"
#include "tests/fakes/stand_in_wiki.h"
#include "tests/support/ctl_program.h"
#include "tests/support/redis_server.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QTest>

#include <algorithm>
#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

namespace {

QString q(const std::string &text) {
    return QString::fromStdString(text);
}

bool isWrite(const std::string &path) {
    return path == "/pages/update" || path == "/pages/create" || path == "/pages/move" || path == "/pages/delete" ||
           path == "/pages/restore";
}

}  // namespace

/// The main job through the built program on a wiki that is up: everything is written through its API.
class CtlApiTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void initTestCase_data();
    void init();
    void cleanup();
    void everyKindOfChangeReachesTheWiki();
    void whatSomebodyTypesIsMerged();
    void anOpenPageWaitsTenMinutesAtMost();
    void anOpenPageMayBeMergedAtOnce();
    void aPageIsNeverMadeTwice();
    void aTextWithoutAnswerIsFound();
    void aLargePageThatBrokeOffIsFinished();
    void aWikiMayBeReadThroughItsApiAlone();
    void withoutAnAccountChangesWait();
    void theDoctorKnowsTheAccount();
    void secretsStayWhereTheyAre();

private:
    CtlRun sync(int code = 0);
    void expectQuiet();
    std::string ask(const std::string &sql) { return m_wiki->run(sql); }
    std::string idOf(const std::string &title) {
        return ask("select id from pages where deleted_at is null and title = '" + title + "'");
    }
    int writes() {
        const auto calls = m_server->calls();
        return static_cast<int>(std::count_if(calls.begin(), calls.end(), isWrite));
    }
    [[nodiscard]] std::string path(const std::string &file) const {
        return m_ctl->vaults() + "/" + m_wiki->general().str() + "/" + file;
    }
    [[nodiscard]] std::string body(const std::string &file) const { return parsePageFile(readFile(path(file))).body; }
    [[nodiscard]] std::string idIn(const std::string &file) const {
        const auto id = parsePageFile(readFile(path(file))).id;
        return id ? id->str() : "no id";
    }
    void writeBody(const std::string &file, const std::string &text) {
        writeFile(path(file), withBody(readFile(path(file)), text));
    }
    void addPage(int number, const std::string &title, const std::string &text);

    std::unique_ptr<PostgresServer> m_postgres;
    std::string m_noServer;
    std::unique_ptr<TempDir> m_data;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<StandInWiki> m_server;
    std::unique_ptr<CtlProgram> m_ctl;
};

void CtlApiTest::initTestCase() {
    auto server = PostgresServer::startWithDocmost();
    if (!server) {
        QVERIFY2(server.error().code == ErrorCode::NotFound, server.error().detail.c_str());
        m_noServer = server.error().detail;
        return;
    }
    m_postgres = std::move(*server);
}

void CtlApiTest::initTestCase_data() {
    QTest::addColumn<QString>("store");
    for (const char *store : {"sqlite", "docmost", "fork"})
        QTest::newRow(store) << QString::fromLatin1(store);
}

void CtlApiTest::init() {
    QFETCH_GLOBAL(const QString, store);
    const bool isSqlite = store == QStringLiteral("sqlite");
    if (!isSqlite && !m_noServer.empty()) QSKIP(m_noServer.c_str());
    auto wiki = isSqlite ? TestWiki::sqlite() : TestWiki::postgres(*m_postgres, store.toStdString());
    QVERIFY2(wiki.has_value(), wiki ? "" : wiki.error().detail.c_str());
    m_wiki = std::move(*wiki);
    m_server = std::make_unique<StandInWiki>(*m_wiki, store == QStringLiteral("fork"));
    m_data = std::make_unique<TempDir>();
    m_ctl = std::make_unique<CtlProgram>(*m_wiki, m_data->path());
    m_ctl->set("GIT_SYNC_SERVICE_USER_ID", "");
    m_ctl->set("DOCMOST_API_URL", m_server->url());
    m_ctl->set("DOCMOST_EMAIL", StandInWiki::kEmail);
    m_ctl->set("DOCMOST_PASSWORD", StandInWiki::kPassword);
    addPage(1, "Anchor", "alpha");
    addPage(2, "Branch", "beta");
}

void CtlApiTest::cleanup() {
    if (m_server) QVERIFY(m_server->mostUnderWay() <= 4);
    m_ctl.reset();
    m_server.reset();
    m_wiki.reset();
}

void CtlApiTest::addPage(int number, const std::string &title, const std::string &text) {
    const std::string printed = ask(m_wiki->newPage(m_wiki->general(), number, title, text));
    QVERIFY2(!has(printed, "error") && !has(printed, "ERROR"), printed.c_str());
}

CtlRun CtlApiTest::sync(int code) {
    CtlRun run = m_ctl->run("sync general --json");
    if (run.code != code) qWarning("exit code %d\n%s%s", run.code, run.out.constData(), run.err.constData());
    return run;
}

void CtlApiTest::expectQuiet() {
    const int before = writes();
    for (int i = 0; i < 2; ++i)
        QCOMPARE(sync().code, 0);
    QCOMPARE(writes(), before);
}

void CtlApiTest::everyKindOfChangeReachesTheWiki() {
    QCOMPARE(sync().code, 0);
    QCOMPARE(body("Anchor.md"), std::string("alpha"));
    writeBody("Anchor.md", "alpha from git");
    writeFile(path("Project/Task.md"), "a task\n");
    writeFile(path("Project/Project.md"), "the project\n");
    writeFile(path("Note.md"), "");
    std::filesystem::create_directories(path("Anchor"));
    std::filesystem::rename(path("Branch.md"), path("Anchor/Branch.md"));
    const CtlRun run = sync();
    QCOMPARE(run.code, 0);
    const std::string anchor = "select cast(content as text) from pages where id = '" + testPage(1).str() + "'";
    QVERIFY(has(ask(anchor), "alpha from git"));
    QCOMPARE(ask("select parent_page_id from pages where title = 'Branch'"), testPage(1).str());
    QCOMPARE(idIn("Project/Task.md"), idOf("Task"));
    QCOMPARE(ask("select parent_page_id from pages where title = 'Task'"), idOf("Project"));
    QCOMPARE(idIn("Note.md"), idOf("Note"));
    expectQuiet();
    std::filesystem::rename(path("Note.md"), path("Remark.md"));
    std::filesystem::remove(path("Anchor/Branch.md"));
    QCOMPARE(sync().code, 0);
    QVERIFY(!idOf("Remark").empty() && idOf("Note").empty());
    QVERIFY(idOf("Branch").empty());
    expectQuiet();
}

void CtlApiTest::whatSomebodyTypesIsMerged() {
    QCOMPARE(sync().code, 0);
    writeBody("Anchor.md", "alpha\n\nfrom git");
    m_server->type(testPage(1),
                   R"({"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"typed"}]},)"
                   R"({"type":"paragraph","content":[{"type":"text","text":"alpha"}]}]})");
    const CtlRun held = sync(1);
    QCOMPARE(held.code, 1);
    QVERIFY(held.out.contains("\"stale\""));
    QCOMPARE(sync().code, 0);
    QCOMPARE(body("Anchor.md"), std::string("typed\n\nalpha\n\nfrom git"));
    const std::string stored = ask("select cast(content as text) from pages where id = '" + testPage(1).str() + "'");
    QVERIFY(has(stored, "typed") && has(stored, "from git"));
    expectQuiet();
}

void CtlApiTest::anOpenPageWaitsTenMinutesAtMost() {
    const auto redis = RedisServer::start();
    if (!redis && redis.error().code == ErrorCode::NotFound) QSKIP(redis.error().detail.c_str());
    QVERIFY(redis.has_value());
    m_ctl->set("REDIS_URL", (*redis)->url());
    QCOMPARE(sync().code, 0);
    for (const int page : {1, 2})
        (*redis)->run({"SET", "collabLock:page." + testPage(page).str(), "collab-host-1", "PX", "600000"});
    writeBody("Anchor.md", "alpha from git");
    std::filesystem::rename(path("Branch.md"), path("Twig.md"));
    QVERIFY2(m_ctl->run("spaces").out.contains("Open in the wiki's editor: 2 pages"),
             m_ctl->run("spaces").out.constData());
    const CtlRun plan = m_ctl->run("plan general --json");
    QVERIFY2(plan.out.contains("has the page open"), plan.out.constData());
    const CtlRun held = sync(1);
    QVERIFY2(held.out.contains("being-edited"), held.out.constData());
    const std::string anchor = "select cast(content as text) from pages where id = '" + testPage(1).str() + "'";
    QVERIFY(!has(ask(anchor), "from git"));
    QVERIFY(!idOf("Twig").empty());  // titles are no part of what editors hold
    QCOMPARE(sync(1).code, 1);
    // Ten minutes pass.
    QProcess shell;
    shell.start(
        QStringLiteral("sqlite3"),
        {q(path(".git/wikivault/cache.db")),
         q("update named_values_1 set value = '" + testPage(1).str() +
           " 2026-01-01T00:00:00.000Z\n' where name = 'being-edited' and value like '" + testPage(1).str() + "%'")});
    QVERIFY(shell.waitForFinished() && shell.exitCode() == 0);
    QCOMPARE(sync().code, 0);
    QVERIFY(has(ask(anchor), "alpha from git"));
    expectQuiet();
}

void CtlApiTest::anOpenPageMayBeMergedAtOnce() {
    const auto redis = RedisServer::start();
    if (!redis && redis.error().code == ErrorCode::NotFound) QSKIP(redis.error().detail.c_str());
    QVERIFY(redis.has_value());
    m_ctl->set("REDIS_URL", (*redis)->url());
    m_ctl->set("WIKIVAULT_OPEN_PAGES", "merge");
    QCOMPARE(sync().code, 0);
    (*redis)->run({"SET", "collabLock:page." + testPage(1).str(), "collab-host-1", "PX", "600000"});
    writeBody("Anchor.md", "alpha from git");
    QCOMPARE(sync().code, 0);
    QVERIFY(has(ask("select cast(content as text) from pages where title = 'Anchor'"), "from git"));
    expectQuiet();
}

/// The wiki made the page, the answer was lost and nothing could be read afterwards: the next run finds it.
void CtlApiTest::aPageIsNeverMadeTwice() {
    QCOMPARE(sync().code, 0);
    writeFile(path("Fresh.md"), "fresh text\n");
    writeFile(path("Folder/Inside.md"), "inside\n");
    m_server->failNext("/pages/create", Fault::DoneClosed);
    for (int i = 0; i < 2; ++i)
        m_server->failNext("/pages/sidebar-pages", Fault::Refused500);
    QCOMPARE(sync(2).code, 2);
    m_server->failNext("/pages/create", Fault::DoneHalf, 1);
    m_server->failNext("/pages/sidebar-pages", Fault::Refused500);
    m_server->failNext("/pages/sidebar-pages", Fault::Refused500);
    sync(2);
    QCOMPARE(sync().code, 0);
    for (const char *title : {"Fresh", "Folder", "Inside"})
        QCOMPARE(ask(std::string("select count(*) from pages where title = '") + title + "'"), std::string("1"));
    QCOMPARE(idIn("Fresh.md"), idOf("Fresh"));
    QCOMPARE(ask("select parent_page_id from pages where title = 'Inside'"), idOf("Folder"));
    expectQuiet();
}

void CtlApiTest::aTextWithoutAnswerIsFound() {
    QCOMPARE(sync().code, 0);
    writeBody("Anchor.md", "alpha from git");
    m_server->failNext("/pages/update", Fault::DoneHalf, 1);
    m_server->failNext("/pages/update", Fault::Refused500);
    m_server->failNext("/pages/update", Fault::Refused500);
    QCOMPARE(sync(2).code, 2);
    QCOMPARE(sync().code, 0);
    expectQuiet();
}

/// Half of a page is no edit of the wiki's: nothing of it may be taken for a deletion.
void CtlApiTest::aLargePageThatBrokeOffIsFinished() {
    QCOMPARE(sync().code, 0);
    std::string large;
    for (int i = 0; i < 3000; ++i)
        large += "paragraph " + std::to_string(i) + ' ' + std::string(600, 'x') + "\n\n";
    large += "the end";
    writeBody("Anchor.md", large);
    m_server->failNext("/pages/update", Fault::Refused500, 2);
    m_server->failNext("/pages/update", Fault::Refused500, 1);
    QCOMPARE(sync(2).code, 2);
    const std::string stored = "select cast(content as text) from pages where id = '" + testPage(1).str() + "'";
    QVERIFY(has(ask(stored), "paragraph 0") && !has(ask(stored), "the end"));
    QCOMPARE(sync().code, 0);
    QVERIFY(has(ask(stored), "the end"));
    QCOMPARE(body("Anchor.md"), large);
    expectQuiet();
}

void CtlApiTest::aWikiMayBeReadThroughItsApiAlone() {
    QCOMPARE(sync().code, 0);
    const auto first = snapshot(path("."));
    m_ctl->set("DATABASE_URL", "");
    const std::string other = m_data->path() + "/other";
    m_ctl->set("GIT_SYNC_DATA_DIR", other);
    QCOMPARE(sync().code, 0);
    const std::string vault = other + "/" + m_wiki->general().str();
    int compared = 0;
    for (const auto &[file, state] : first) {
        if (!file.ends_with(".md") || has(file, ".git/")) continue;
        // The stand-in does not keep the order of attributes, so the bytes may differ.
        const std::string here = readFile(vault + "/" + file), there = readFile(path(file));
        QVERIFY2(equalBodyTexts(parsePageFile(here).body, parsePageFile(there).body), (here + there).c_str());
        ++compared;
    }
    QVERIFY(compared >= 2);
    writeFile(vault + "/Fresh.md", "fresh text\n");
    writeFile(vault + "/Anchor.md", withBody(readFile(vault + "/Anchor.md"), "alpha over the API"));
    QCOMPARE(sync().code, 0);
    QVERIFY(has(ask("select cast(content as text) from pages where title = 'Anchor'"), "over the API"));
    QCOMPARE(ask("select count(*) from pages where title = 'Fresh'"), std::string("1"));
    expectQuiet();
}

void CtlApiTest::withoutAnAccountChangesWait() {
    if (!m_wiki->isPostgres()) QSKIP("the embedded wiki has no server; it is written directly");
    m_ctl->set("DOCMOST_API_URL", "");
    m_ctl->set("GIT_SYNC_SERVICE_USER_ID", m_wiki->user().str());
    QCOMPARE(sync().code, 0);
    writeBody("Anchor.md", "alpha from git");
    const CtlRun held = sync(1);
    QCOMPARE(held.code, 1);
    QVERIFY(held.out.contains("no-writer") && held.out.contains("DOCMOST_EMAIL"));
    QVERIFY(!has(ask("select cast(content as text) from pages where title = 'Anchor'"), "from git"));
    m_ctl->set("DOCMOST_API_URL", m_server->url());
    QCOMPARE(sync().code, 0);
    QVERIFY(has(ask("select cast(content as text) from pages where title = 'Anchor'"), "from git"));
}

void CtlApiTest::theDoctorKnowsTheAccount() {
    CtlRun run = m_ctl->run("doctor");
    QVERIFY2(run.out.contains("takes pages' texts"), run.out.constData());
    QVERIFY2(run.out.contains("is writer of General"), run.out.constData());
    m_server->setRole(m_wiki->general(), "reader");
    m_server->setRole(m_wiki->engineering(), "");
    run = m_ctl->run("doctor");
    QVERIFY2(run.out.contains("may only read General"), run.out.constData());
    QVERIFY2(run.out.contains("no member of Engineering"), run.out.constData());
    run = m_ctl->run("spaces");
    QVERIFY2(run.out.contains("may only read here") && run.out.contains("is no member"), run.out.constData());
    m_ctl->set("DOCMOST_PASSWORD", "wrong secret");
    run = m_ctl->run("doctor");
    QVERIFY2(run.out.contains("does not know this account"), run.out.constData());
}

void CtlApiTest::secretsStayWhereTheyAre() {
    m_ctl->set("DOCMOST_PASSWORD", "");
    writeFile(m_data->path() + "/secret", std::string(StandInWiki::kPassword) + "\n");
    m_ctl->set("DOCMOST_PASSWORD_COMMAND", "cat " + m_data->path() + "/secret");
    m_ctl->set("LOG_LEVEL", "debug");
    CtlRun run = sync();
    QCOMPARE(run.code, 0);
    QVERIFY(!(run.out + run.err).contains(StandInWiki::kPassword));
    m_ctl->set("DOCMOST_PASSWORD_COMMAND", "exit 3");
    writeBody("Anchor.md", "alpha from git");
    run = sync(2);
    QVERIFY2(run.out.contains("DOCMOST_PASSWORD_COMMAND"), run.out.constData());
    for (const auto &[file, state] : snapshot(m_data->path()))
        if (!file.ends_with("secret"))
            QVERIFY2(!has(readFile(m_data->path() + "/" + file), StandInWiki::kPassword), file.c_str());
}

QTEST_GUILESS_MAIN(CtlApiTest)
#include "ctl_api_test.moc"
