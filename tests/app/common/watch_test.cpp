#include "app/common/composition.h"
#include "engine/adapters/sql/shared_schema.h"
#include "tests/support/temp_vault.h"
#include "tests/support/test_wiki.h"
#include "tests/support/verify.h"

#include <QTest>

#include <sys/inotify.h>
#include <unistd.h>
#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

namespace {

/// Notices whoever opens one of these folders or a file in it.
class OpenWatch {
public:
    explicit OpenWatch(const std::vector<std::string> &folders) {
        for (const std::string &folder : folders)
            if (::inotify_add_watch(m_notes, folder.c_str(), IN_OPEN) < 0) qFatal("%s is not watched", folder.c_str());
    }
    ~OpenWatch() { ::close(m_notes); }
    OpenWatch(const OpenWatch &) = delete;
    OpenWatch &operator=(const OpenWatch &) = delete;
    /// Since the last call.
    [[nodiscard]] bool hasSeen() const {
        alignas(inotify_event) std::array<char, 65536> buffer{};
        return ::read(m_notes, buffer.data(), buffer.size()) > 0;
    }

private:
    int m_notes = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
};

}  // namespace

/// What a driver's look costs: questions to a real server, counted in its log, and files that are opened.
class WatchTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { NEED_DOCMOST(m_server); }
    void init() {
        auto wiki = TestWiki::postgres(*m_server, "docmost");
        VERIFY_DONE(wiki);
        m_wiki = std::move(*wiki);
        QCOMPARE(m_wiki->run(sql::sharedSchemaSql()), std::string());
        const std::string database = m_wiki->url().substr(m_wiki->url().rfind('/') + 1);
        QCOMPARE(m_wiki->run("alter database " + database + " set log_statement = 'all'"), std::string());
        m_folder = std::make_unique<TempDir>();
        Settings settings;
        settings.databaseUrl = m_wiki->url();
        settings.dataDir = m_folder->path();
        settings.serviceUserId = m_wiki->user().str();
        settings.enabled = settings.sharedJournal = true;
        m_composition = std::make_unique<Composition>(settings, "serve");
    }
    void cleanup() {
        m_composition.reset();
        m_folder.reset();
        m_wiki.reset();
    }

    void aLookAsksTheSameHoweverManySpaces() {
        QVERIFY(look());  // opens what stays open
        const QStringList few = questionsOfALook();
        QCOMPARE(m_spaces.size(), std::size_t(2));
        QCOMPARE(m_wiki->run("insert into spaces (name, slug, workspace_id) select 'S' || n, 's' || n, workspace_id "
                             "from spaces, generate_series(1, 198) n where slug = 'general'; insert into pages "
                             "(slug_id, title, space_id, workspace_id) select 'p' || row_number() over (), 'P', "
                             "spaces.id, workspace_id from spaces, generate_series(1, 5) n"),
                 std::string());
        VERIFY_DONE(m_composition->desks().spaces.setPause(m_wiki->general(), Pause{std::nullopt, "why", ""}));
        VERIFY_DONE(endRun(m_wiki->engineering()));
        const QStringList many = questionsOfALook();
        QCOMPARE(m_spaces.size(), std::size_t(200));
        QCOMPARE(std::ranges::count_if(m_spaces, [](const WatchedSpace &one) { return one.pause.has_value(); }), 1);
        QCOMPARE(std::ranges::count_if(m_spaces, [](const WatchedSpace &one) { return one.lastSuccess.has_value(); }),
                 1);
        QVERIFY2(many.size() == few.size(), qPrintable(many.join(QLatin1Char('\n'))));
        QCOMPARE(asking(many, "from spaces"), 1);
        QCOMPARE(asking(many, "from pages"), 1);
        QCOMPARE(asking(many, "from pauses"), 1);
        QCOMPARE(asking(many, "from runs"), 1);
    }

    void aLookOpensNoVault() {
        const std::string vault = m_folder->path() + "/" + m_wiki->general().str(), git = vault + "/.git";
        std::filesystem::create_directories(git + "/wikivault");
        writeFile(git + "/wikivault/lock", "");
        QVERIFY(look());
        const OpenWatch watch({vault, git, git + "/wikivault"});
        QVERIFY(look());
        QVERIFY(!watch.hasSeen());
        VERIFY_DONE(m_composition->desks().spaces.spaces({}));
        QVERIFY(watch.hasSeen());
    }

private:
    bool look() {
        auto spaces = m_composition->desks().spaces.watch({});
        if (spaces) m_spaces = std::move(*spaces);
        return spaces.has_value();
    }
    /// Statements the server was sent.
    QStringList questionsOfALook() {
        const std::size_t before = m_server->log().size();
        if (!look()) return {};
        QStringList asked;
        for (const QString &line : QString::fromStdString(m_server->log().substr(before)).split(QLatin1Char('\n')))
            if (line.contains(QLatin1String("LOG:"))) asked << line.toLower();
        return asked;
    }
    static int asking(const QStringList &asked, const char *words) {
        return int(
            std::ranges::count_if(asked, [&](const QString &one) { return one.contains(QLatin1String(words)); }));
    }
    Result<> endRun(const SpaceId &space) {
        TRY_ASSIGN(sql::StateDatabase *const state, m_composition->ports().state());
        RunRecord run;
        run.space = space;
        run.outcome = "running";
        TRY_ASSIGN(run.id, state->journal->begin(run));
        run.outcome = "done";
        run.endedAt = m_composition->ports().clock().now();
        return state->journal->finish(run, {});
    }

    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<TestWiki> m_wiki;
    std::unique_ptr<TempDir> m_folder;
    std::unique_ptr<Composition> m_composition;
    std::vector<WatchedSpace> m_spaces;
};

QTEST_GUILESS_MAIN(WatchTest)
#include "watch_test.moc"
