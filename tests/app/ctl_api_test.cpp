#include "engine/core/page_file.h"
#include "engine/run/file_reader.h"
#include "tests/fakes/api_desk.h"
#include "tests/support/redis_server.h"
#include "tests/support/verify.h"

#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

/// The main job through the built program on a wiki that is up: everything is written through its API.
class CtlApiTest : public QObject, protected ApiStory {
    Q_OBJECT

private slots:
    void initTestCase_data() { ApiDesks::addStores(); }
    void init() { begin(); }
    void cleanup() { end(); }
    void everyKindOfChangeReachesTheWiki();
    void whatSomebodyTypesIsMerged();
    void anOpenPageWaitsTenMinutesAtMost();
    void anOpenPageMayBeMergedAtOnce();
    void aWikiMayBeReadThroughItsApiAlone();
    void GSEDITREVERT_whoTypesIsLeftAlone();
    void startOfDoc_aHeadingComesOnce();
    void openingIsAnEdit_whoOnlyLooksChangesNothing();
};

void CtlApiTest::everyKindOfChangeReachesTheWiki() {
    QCOMPARE(m_desk->sync().code, 0);
    QCOMPARE(m_desk->body("Anchor.md"), std::string("alpha"));
    m_desk->writeBody("Anchor.md", "alpha from git");
    writeFile(m_desk->path("Project/Task.md"), "a task\n");
    writeFile(m_desk->path("Project/Project.md"), "the project\n");
    writeFile(m_desk->path("Note.md"), "");
    std::filesystem::create_directories(m_desk->path("Anchor"));
    std::filesystem::rename(m_desk->path("Branch.md"), m_desk->path("Anchor/Branch.md"));
    const CtlRun run = m_desk->sync();
    QCOMPARE(run.code, 0);
    const std::string anchor = "select cast(content as text) from pages where id = '" + testPage(1).str() + "'";
    QVERIFY(has(m_desk->ask(anchor), "alpha from git"));
    QCOMPARE(m_desk->ask("select parent_page_id from pages where title = 'Branch'"), testPage(1).str());
    QCOMPARE(m_desk->idIn("Project/Task.md"), m_desk->idOf("Task"));
    QCOMPARE(m_desk->ask("select parent_page_id from pages where title = 'Task'"), m_desk->idOf("Project"));
    QCOMPARE(m_desk->idIn("Note.md"), m_desk->idOf("Note"));
    m_desk->expectQuiet();
    std::filesystem::rename(m_desk->path("Note.md"), m_desk->path("Remark.md"));
    std::filesystem::remove(m_desk->path("Anchor/Branch.md"));
    QCOMPARE(m_desk->sync().code, 0);
    QVERIFY(!m_desk->idOf("Remark").empty() && m_desk->idOf("Note").empty());
    QVERIFY(m_desk->idOf("Branch").empty());
    m_desk->expectQuiet();
}

void CtlApiTest::whatSomebodyTypesIsMerged() {
    QCOMPARE(m_desk->sync().code, 0);
    m_desk->writeBody("Anchor.md", "alpha\n\nfrom git");
    m_desk->server().type(testPage(1),
                          R"({"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"typed"}]},)"
                          R"({"type":"paragraph","content":[{"type":"text","text":"alpha"}]}]})");
    const CtlRun held = m_desk->sync(1);
    QCOMPARE(held.code, 1);
    QVERIFY(held.out.contains("\"stale\""));
    QCOMPARE(m_desk->sync().code, 0);
    QCOMPARE(m_desk->body("Anchor.md"), std::string("typed\n\nalpha\n\nfrom git"));
    const std::string stored =
        m_desk->ask("select cast(content as text) from pages where id = '" + testPage(1).str() + "'");
    QVERIFY(has(stored, "typed") && has(stored, "from git"));
    m_desk->expectQuiet();
}

void CtlApiTest::anOpenPageWaitsTenMinutesAtMost() {
    const auto redis = RedisServer::start();
    if (!redis && redis.error().code == ErrorCode::NotFound) QSKIP(redis.error().detail.c_str());
    QVERIFY(redis.has_value());
    m_desk->ctl().set("REDIS_URL", (*redis)->url());
    QCOMPARE(m_desk->sync().code, 0);
    for (const int page : {1, 2})
        (*redis)->run({"SET", "collabLock:page." + testPage(page).str(), "collab-host-1", "PX", "600000"});
    m_desk->writeBody("Anchor.md", "alpha from git");
    std::filesystem::rename(m_desk->path("Branch.md"), m_desk->path("Twig.md"));
    QVERIFY2(m_desk->ctl().run("spaces").out.contains("Open in the wiki's editor: 2 pages"),
             m_desk->ctl().run("spaces").out.constData());
    const CtlRun plan = m_desk->ctl().run("plan general --json");
    QVERIFY2(plan.out.contains("has the page open"), plan.out.constData());
    const CtlRun held = m_desk->sync(1);
    QVERIFY2(held.out.contains("being-edited"), held.out.constData());
    const std::string anchor = "select cast(content as text) from pages where id = '" + testPage(1).str() + "'";
    QVERIFY(!has(m_desk->ask(anchor), "from git"));
    QVERIFY(!m_desk->idOf("Twig").empty());  // titles are no part of what editors hold
    QCOMPARE(m_desk->sync(1).code, 1);
    // Ten minutes pass.
    QProcess shell;
    shell.start(QStringLiteral("sqlite3"),
                {QString::fromStdString(m_desk->path(".git/wikivault/cache.db")),
                 QString::fromStdString("update named_values_1 set value = '" + testPage(1).str() +
                                        " 2026-01-01T00:00:00.000Z\n' where name = 'being-edited' and value like '" +
                                        testPage(1).str() + "%'")});
    QVERIFY(shell.waitForFinished() && shell.exitCode() == 0);
    QCOMPARE(m_desk->sync().code, 0);
    QVERIFY(has(m_desk->ask(anchor), "alpha from git"));
    m_desk->expectQuiet();
}

void CtlApiTest::anOpenPageMayBeMergedAtOnce() {
    const auto redis = RedisServer::start();
    if (!redis && redis.error().code == ErrorCode::NotFound) QSKIP(redis.error().detail.c_str());
    QVERIFY(redis.has_value());
    m_desk->ctl().set("REDIS_URL", (*redis)->url());
    m_desk->ctl().set("WIKIVAULT_OPEN_PAGES", "merge");
    QCOMPARE(m_desk->sync().code, 0);
    (*redis)->run({"SET", "collabLock:page." + testPage(1).str(), "collab-host-1", "PX", "600000"});
    m_desk->writeBody("Anchor.md", "alpha from git");
    QCOMPARE(m_desk->sync().code, 0);
    QVERIFY(has(m_desk->ask("select cast(content as text) from pages where title = 'Anchor'"), "from git"));
    m_desk->expectQuiet();
}

void CtlApiTest::aWikiMayBeReadThroughItsApiAlone() {
    QCOMPARE(m_desk->sync().code, 0);
    const auto first = snapshot(m_desk->path("."));
    m_desk->ctl().set("DATABASE_URL", "");
    const std::string other = m_desk->folder() + "/other";
    m_desk->ctl().set("GIT_SYNC_DATA_DIR", other);
    QCOMPARE(m_desk->sync().code, 0);
    const std::string vault = other + "/" + m_desk->wiki().general().str();
    int compared = 0;
    for (const auto &[file, state] : first) {
        if (!file.ends_with(".md") || has(file, ".git/")) continue;
        // The stand-in does not keep the order of attributes, so the bytes may differ.
        const std::string here = readFile(vault + "/" + file), there = readFile(m_desk->path(file));
        QVERIFY2(equalBodyTexts(parsePageFile(here).body, parsePageFile(there).body), (here + there).c_str());
        ++compared;
    }
    QVERIFY(compared >= 2);
    writeFile(vault + "/Fresh.md", "fresh text\n");
    writeFile(vault + "/Anchor.md", withBody(readFile(vault + "/Anchor.md"), "alpha over the API"));
    QCOMPARE(m_desk->sync().code, 0);
    QVERIFY(has(m_desk->ask("select cast(content as text) from pages where title = 'Anchor'"), "over the API"));
    QCOMPARE(m_desk->ask("select count(*) from pages where title = 'Fresh'"), std::string("1"));
    m_desk->expectQuiet();
}

/// Git has nothing new, so nothing is sent, whatever an editor has not saved yet.
void CtlApiTest::GSEDITREVERT_whoTypesIsLeftAlone() {
    QCOMPARE(m_desk->sync().code, 0);
    m_desk->writeBody("Anchor.md", "alpha from git");
    QCOMPARE(m_desk->sync().code, 0);
    m_desk->server().type(testPage(1), testBody("typed and not saved"));
    const int before = m_desk->writes();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(m_desk->ctl().run("sync general --full").code, 0);
    QCOMPARE(m_desk->writes(), before);
    // What is typed by then goes where it belongs once git has something new.
    m_desk->writeBody("Branch.md", "beta from git");
    QCOMPARE(m_desk->sync().code, 0);
    QVERIFY(!has(m_desk->contentOf("Branch"), "typed") && has(m_desk->contentOf("Branch"), "from git"));
    m_desk->expectQuiet();
}

void CtlApiTest::startOfDoc_aHeadingComesOnce() {
    QCOMPARE(m_desk->sync().code, 0);
    m_desk->writeBody("Anchor.md", "# Top\n\nalpha");
    for (int i = 0; i < 3; ++i)
        QCOMPARE(m_desk->ctl().run("sync general --full").code, 0);
    const auto tops = [this] { return QByteArray::fromStdString(m_desk->contentOf("Anchor")).count("Top"); };
    QCOMPARE(tops(), 1);
    m_desk->server().type(testPage(1), R"({"type":"doc","content":[{"type":"heading","attrs":{"level":1},"content":)"
                                       R"([{"type":"text","text":"Top"}]},{"type":"paragraph","content":[{"type":)"
                                       R"("text","text":"alpha typed"}]}]})");
    m_desk->writeBody("Anchor.md", "# Top\n\nalpha\n\nend");
    m_desk->sync(1);
    QCOMPARE(m_desk->sync().code, 0);
    QCOMPARE(tops(), 1);
    QVERIFY(has(m_desk->contentOf("Anchor"), "alpha typed") && has(m_desk->contentOf("Anchor"), "end"));
    m_desk->expectQuiet();
}

/// Its editor gives an id to each block that has none: ours have theirs. Where it ends the page with an empty
/// paragraph, that stands in the file, since nothing of a page is lost, and nothing goes back to the wiki.
void CtlApiTest::openingIsAnEdit_whoOnlyLooksChangesNothing() {
    QCOMPARE(m_desk->sync().code, 0);
    m_desk->writeBody("Anchor.md",
                      "# Top\n\nalpha from git\n\n- one\n- two\n\n| a | b |\n| --- | --- |\n| c | d |\n\n> said");
    QCOMPARE(m_desk->sync().code, 0);
    const QJsonObject stored = QJsonDocument::fromJson(QByteArray::fromStdString(m_desk->contentOf("Anchor"))).object();
    QStringList nameless;
    const std::function<void(const QJsonObject &)> look = [&](const QJsonObject &node) {
        const QString type = node[QLatin1String("type")].toString();
        const QString id = node[QLatin1String("attrs")][QLatin1String("id")].toString();
        const bool hasId = type == QLatin1String("paragraph") || type == QLatin1String("heading");
        if (hasId && id.size() != 12) nameless << type;
        for (const QJsonValue child : node[QLatin1String("content")].toArray())
            look(child.toObject());
    };
    look(stored);
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char(' '))));
    QJsonObject opened = stored;
    QJsonArray blocks = stored[QLatin1String("content")].toArray();
    QVERIFY(blocks.size() >= 5);
    blocks.append(
        QJsonObject{{QStringLiteral("type"), QStringLiteral("paragraph")},
                    {QStringLiteral("attrs"), QJsonObject{{QStringLiteral("id"), QStringLiteral("abcdefghijkl")}}}});
    opened[QLatin1String("content")] = blocks;
    const std::string file = readFile(m_desk->path("Anchor.md"));
    QCOMPARE(
        m_desk->ask("update pages set updated_at = '2099-01-01T00:00:00.000Z', content = '" +
                    QJsonDocument(opened).toJson(QJsonDocument::Compact).toStdString() + "' where title = 'Anchor'"),
        std::string());
    const int before = m_desk->writes();
    QCOMPARE(m_desk->sync().code, 0);
    QCOMPARE(QString::fromStdString(readFile(m_desk->path("Anchor.md"))),
             QString::fromStdString(file + "\n<!--p-->\n"));
    QCOMPARE(m_desk->writes(), before);
    m_desk->expectQuiet();
}

QTEST_GUILESS_MAIN(CtlApiTest)
#include "ctl_api_test.moc"
