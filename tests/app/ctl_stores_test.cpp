#include "engine/core/page_file.h"
#include "tests/support/ctl_program.h"
#include "tests/support/redis_server.h"
#include "tests/support/temp_vault.h"
#include "tests/support/verify.h"

#include <QTest>

#include <algorithm>
#include <filesystem>
#include <set>

using namespace wikivault;
using namespace wikivault::test;

namespace {

std::set<std::string> linesOf(const std::string &text) {
    std::set<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        if (!line.empty()) lines.insert(line);
    return lines;
}

/// Everything below the vaults but what is derived or a journal: `.wikivault` and each `.git/wikivault`.
std::map<std::string, FileState> untouchable(const std::string &vaults) {
    auto files = snapshot(vaults);
    std::erase_if(files, [](const auto &file) {
        return file.first.starts_with(".wikivault") || has(file.first, "/.git/wikivault");
    });
    return files;
}

int sum(const QJsonArray &reports, const char *side, const char *count) {
    int total = 0;
    for (const auto &report : reports)
        total += report.toObject().value(QLatin1String(side)).toObject().value(QLatin1String(count)).toInt();
    return total;
}

}  // namespace

/// The main job through the built program: Docmost's and its fork's database on a private Postgres, and the embedded
/// wiki, all with the SQL writer.
class CtlStoresTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void everyLivePageIsExportedOnce_data() { stores(); }
    void everyLivePageIsExportedOnce();
    void bothWaysByPageId_data() { stores(); }
    void bothWaysByPageId();
    void theSameSentenceWaitsForAPerson_data() { stores(); }
    void theSameSentenceWaitsForAPerson();
    void anOpenPageIsNotWritten_data() { stores(); }
    void anOpenPageIsNotWritten();
    void aFailingPageStopsNoOther_data() { stores(); }
    void aFailingPageStopsNoOther();

private:
    static void stores();
    void open();
    CtlRun sync(int code = 0);
    void expectQuiet();
    PageId addPage(int number, const std::string &title, const std::string &text, const std::string &parent = {});
    void execute(const std::string &sql) {
        const std::string printed = m_wiki->run(sql);
        QVERIFY2(!printed.starts_with("error"), printed.c_str());
    }
    /// `column = value` of one page, as another program writes it.
    void update(const PageId &page, const std::string &assignments);
    std::string value(const PageId &page, const std::string &column) {
        return m_wiki->run("select " + column + " from pages where id = '" + page.str() + "'");
    }
    [[nodiscard]] std::string vault() const { return m_ctl->vaults() + "/" + m_wiki->general().str(); }
    [[nodiscard]] std::string path(const std::string &file) const { return vault() + "/" + file; }
    [[nodiscard]] std::string body(const std::string &file) const { return parsePageFile(readFile(path(file))).body; }
    void writeBody(const std::string &file, const std::string &text) {
        writeFile(path(file), withBody(readFile(path(file)), text));
    }

    std::unique_ptr<PostgresServer> m_server;
    std::string m_noServer;
    std::unique_ptr<TempDir> m_data;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<CtlProgram> m_ctl;
};

void CtlStoresTest::initTestCase() {
    auto server = PostgresServer::startWithDocmost();
    if (!server) {
        QVERIFY2(server.error().code == ErrorCode::NotFound, server.error().detail.c_str());
        m_noServer = server.error().detail;
        return;
    }
    m_server = std::move(*server);
}

void CtlStoresTest::stores() {
    QTest::addColumn<QString>("store");
    for (const char *store : {"sqlite", "docmost", "fork"})
        QTest::newRow(store) << QString::fromLatin1(store);
}

void CtlStoresTest::open() {
    QFETCH(const QString, store);
    if (store != QStringLiteral("sqlite") && !m_noServer.empty()) QSKIP(m_noServer.c_str());
    auto wiki =
        store == QStringLiteral("sqlite") ? TestWiki::sqlite() : TestWiki::postgres(*m_server, store.toStdString());
    QVERIFY2(wiki.has_value(), wiki ? "" : wiki.error().detail.c_str());
    m_wiki = std::move(*wiki);
    m_data = std::make_unique<TempDir>();
    m_ctl = std::make_unique<CtlProgram>(*m_wiki, m_data->path());
    m_ctl->set("WIKIVAULT_WRITER", "sql");
}

CtlRun CtlStoresTest::sync(int code) {
    CtlRun run = m_ctl->run("sync --all --json");
    if (run.code != code) qWarning("exit code %d\n%s%s", run.code, run.out.constData(), run.err.constData());
    return run;
}

void CtlStoresTest::expectQuiet() {
    const auto before = untouchable(m_ctl->vaults());
    const std::string rows =
        "select id, title, content, parent_page_id, position, updated_at, deleted_at from pages order by id";
    const std::string pages = m_wiki->run(rows);
    for (int i = 0; i < 2; ++i) {
        const CtlRun run = sync();
        QCOMPARE(sum(run.array(), "pull", "written") + sum(run.array(), "push", "updated"), 0);
        QVERIFY(untouchable(m_ctl->vaults()) == before);
        QCOMPARE(m_wiki->run(rows), pages);
    }
    for (const auto &space : {m_wiki->general(), m_wiki->engineering()}) {
        const std::string folder = m_ctl->vaults() + "/" + space.str();
        if (!std::filesystem::exists(folder)) continue;
        const Ran fsck = runGit(folder, {"fsck", "--full", "--strict", "--no-dangling"});
        QVERIFY2(fsck.code == 0 && fsck.err.empty() && fsck.out.empty(), (fsck.out + fsck.err).c_str());
        QCOMPARE(runGit(folder, {"status", "--porcelain"}).out, std::string());
    }
}

PageId CtlStoresTest::addPage(int number, const std::string &title, const std::string &text,
                              const std::string &parent) {
    const PageId id = testPage(number);
    const std::string json = m_wiki->isPostgres() ? "::jsonb" : "";
    execute(
        "insert into pages (id, slug_id, title, position, content, parent_page_id, space_id, workspace_id, creator_id, "
        "last_updated_by_id) select '" +
        id.str() + "', 'slug" + std::to_string(number) + "', '" + title + "', 'a" + std::to_string(1000 + number) +
        "', '" + testBody(text) + "'" + json + ", " + (parent.empty() ? "null" : "'" + parent + "'") +
        ", id, workspace_id, '" + m_wiki->user().str() + "', '" + m_wiki->user().str() + "' from spaces where id = '" +
        m_wiki->general().str() + "'");
    return id;
}

void CtlStoresTest::update(const PageId &page, const std::string &assignments) {
    const std::string touch = m_wiki->isPostgres() ? ", updated_at = clock_timestamp()" : "";
    execute("update pages set " + assignments + touch + " where id = '" + page.str() + "'");
}

void CtlStoresTest::everyLivePageIsExportedOnce() {
    open();
    if (!m_wiki) return;
    addPage(1, "One more", "Alpha.");
    QCOMPARE(sync().code, 0);
    const QJsonArray spaces = m_ctl->run("spaces --json").array();
    int exported = 0;
    for (const auto &entry : spaces) {
        const std::string space = entry.toObject().value(QStringLiteral("spaceId")).toString().toStdString();
        std::set<std::string> found;
        for (const auto &[name, state] : filesOf(m_ctl->vaults() + "/" + space))
            if (const auto id = name.ends_with(".md") ? parsePageFile(state.contents).id : std::nullopt)
                QVERIFY2(found.insert(id->str()).second, name.c_str());
        QCOMPARE(found,
                 linesOf(m_wiki->run("select id from pages where deleted_at is null and space_id = '" + space + "'")));
        exported += static_cast<int>(found.size());
    }
    QVERIFY(exported > 0);
    expectQuiet();
}

void CtlStoresTest::bothWaysByPageId() {
    open();
    if (!m_wiki) return;
    const PageId home = addPage(1, "Home", "Alpha.");
    const PageId kid = addPage(2, "Kid", "Kid text.", home.str());
    const PageId late = addPage(3, "Late", "Late text.");
    QCOMPARE(sync().code, 0);

    // From the wiki: body, title, move, create, delete.
    const std::string json = m_wiki->isPostgres() ? "::jsonb" : "";
    update(home, "content = '" + testBody("Alpha of the wiki.") + "'" + json);
    update(kid, "title = 'Child', parent_page_id = null");
    update(late, "deleted_at = " + std::string(m_wiki->isPostgres() ? "now()" : "'2026-01-01T00:00:00.000Z'"));
    const PageId fresh = addPage(4, "Fresh", "Fresh text.", home.str());
    QCOMPARE(sync().code, 0);
    QCOMPARE(body("Home/Home.md"), std::string("Alpha of the wiki."));
    QCOMPARE(parsePageFile(readFile(path("Child.md"))).id, std::optional(kid));
    QCOMPARE(parsePageFile(readFile(path("Home/Fresh.md"))).id, std::optional(fresh));
    QVERIFY(!std::filesystem::exists(path("Late.md")) && !std::filesystem::exists(path("Home/Kid.md")));
    expectQuiet();

    // From the files: the same.
    writeBody("Home/Home.md", "Alpha of git.");
    std::filesystem::rename(path("Child.md"), path("Home/Kid again.md"));
    std::filesystem::remove(path("Home/Fresh.md"));
    writeFile(path("Home/Idea.md"), "An *idea*.\n");
    QCOMPARE(sync().code, 0);
    QVERIFY(has(value(home, "content"), "Alpha of git."));
    QVERIFY(has(value(home, "text_content"), "Alpha of git."));
    QCOMPARE(value(kid, "title"), std::string("Kid again"));
    QCOMPARE(value(kid, "parent_page_id"), home.str());
    QCOMPARE(m_wiki->run("select count(*) from pages where deleted_at is not null and id = '" + fresh.str() + "'"),
             std::string("1"));
    QCOMPARE(m_wiki->run("select parent_page_id from pages where title = 'Idea' and deleted_at is null"), home.str());
    QFETCH(const QString, store);
    if (store == QStringLiteral("fork")) QCOMPARE(value(home, "last_updated_source"), std::string("git-sync"));
    expectQuiet();
}

void CtlStoresTest::theSameSentenceWaitsForAPerson() {
    open();
    if (!m_wiki) return;
    const PageId page = addPage(1, "Torn", "Alpha.");
    const PageId other = addPage(2, "Other", "Other text.");
    QCOMPARE(sync().code, 0);
    const std::string json = m_wiki->isPostgres() ? "::jsonb" : "";
    update(page, "content = '" + testBody("Alpha of the wiki.") + "'" + json);
    writeBody("Torn.md", "Alpha of git.");
    writeBody("Other.md", "Other text of git.");
    const CtlRun torn = sync(4);
    QCOMPARE(torn.code, 4);
    QVERIFY(has(value(other, "content"), "Other text of git."));
    QVERIFY(has(value(page, "content"), "Alpha of the wiki."));
    QCOMPARE(body("Torn.md"), std::string("Alpha of git."));
    const QJsonObject conflict = m_ctl->run("conflicts general --json").array()[0].toObject();
    QCOMPARE(conflict.value(QStringLiteral("id")).toString().toStdString(), page.str());
    const CtlRun settled =
        m_ctl->run(words("conflict resolve") << QString::fromStdString(page.str()) << words("--take both --json"));
    QVERIFY2(settled.code == 0, settled.out.constData());
    QCOMPARE(body("Torn.md"), std::string("Alpha of the wiki.\n\nAlpha of git."));
    QVERIFY(has(value(page, "content"), "Alpha of the wiki.") && has(value(page, "content"), "Alpha of git."));
    QCOMPARE(m_ctl->run("conflicts --json").out, QByteArray("[]\n"));
    expectQuiet();
}

void CtlStoresTest::anOpenPageIsNotWritten() {
    open();
    if (!m_wiki) return;
    const auto redis = RedisServer::start();
    if (!redis && redis.error().code == ErrorCode::NotFound) QSKIP(redis.error().detail.c_str());
    QVERIFY(redis.has_value());
    m_ctl->set("REDIS_URL", (*redis)->url());
    const PageId page = addPage(1, "Open", "Alpha.");
    const PageId other = addPage(2, "Other", "Other text.");
    QCOMPARE(sync().code, 0);
    const std::string key = "collabLock:page." + page.str();
    (*redis)->run({"SET", key, "collab-host-1", "PX", "600000"});
    writeBody("Open.md", "Alpha of git.");
    writeBody("Other.md", "Other text of git.");
    const CtlRun held = sync(1);
    QCOMPARE(held.code, 1);
    QVERIFY2(held.out.contains("\"being-edited\""), held.out.constData());
    QVERIFY(has(value(page, "content"), "\"Alpha.\""));
    QVERIFY(has(value(other, "content"), "Other text of git."));
    (*redis)->run({"DEL", key});
    QCOMPARE(sync().code, 0);
    QVERIFY(has(value(page, "content"), "Alpha of git."));
    expectQuiet();
}

void CtlStoresTest::aFailingPageStopsNoOther() {
    open();
    if (!m_wiki) return;
    const PageId bad = addPage(1, "Bad", "Bad text.");
    const PageId good = addPage(2, "Good", "Good text.");
    QCOMPARE(sync().code, 0);
    if (m_wiki->isPostgres())
        execute(
            "create function planted() returns trigger language plpgsql as $$ begin raise exception 'planted failure'; "
            "end $$; create trigger planted before update of content on pages for each row when (new.title = 'Bad') "
            "execute function planted()");
    else
        execute(
            "create trigger planted before update of content on pages when new.title = 'Bad' begin select "
            "raise(abort, 'planted failure'); end");
    writeBody("Bad.md", "Bad text of git.");
    writeBody("Good.md", "Good text of git.");
    const CtlRun run = sync(1);
    QCOMPARE(run.code, 1);
    QVERIFY2(run.out.contains("planted failure"), run.out.constData());
    QCOMPARE(sum(run.array(), "push", "failures"), 1);
    QVERIFY(has(value(good, "content"), "Good text of git."));
    execute(m_wiki->isPostgres() ? "drop trigger planted on pages" : "drop trigger planted");
    QCOMPARE(sync().code, 0);
    QVERIFY(has(value(bad, "content"), "Bad text of git."));
    expectQuiet();
}

QTEST_GUILESS_MAIN(CtlStoresTest)
#include "ctl_stores_test.moc"
