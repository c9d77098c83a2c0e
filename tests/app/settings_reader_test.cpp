#include "app/common/settings_reader.h"
#include "app/common/settings_writer.h"
#include "tests/support/profile_home.h"

#include <QFile>
#include <QTest>

#include <algorithm>

using namespace wikivault;
using namespace wikivault::test;

namespace {

constexpr const char *kUser = "5F0C7D4E-9A51-4B21-8C3B-2F4F1A0F7B11";

}  // namespace

class SettingsReaderTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void defaultsAreThoseOfTheManual();
    void everySettingIsRead();
    void anApiAloneIsEnough();
    void commandLineBeatsEnvironmentBeatsProfile();
    void aSpaceMayHaveAPolicyOfItsOwn();
    void badValuesAreNamed_data();
    void badValuesAreNamed();
    void allProblemsAreListedAtOnce();
    void onlyAbsoluteXdgFoldersCount();

private:
    std::unique_ptr<ProfileHome> m_home;
};

void SettingsReaderTest::init() {
    m_home = std::make_unique<ProfileHome>();
}

void SettingsReaderTest::defaultsAreThoseOfTheManual() {
    const SettingsReading reading = readSettings({{}, m_home->environment()});
    QCOMPARE(sentences(reading), std::string());
    Settings expected;
    expected.dataDir = m_home->path() + "/.local/share/wikivault";
    expected.databaseUrl = "sqlite://" + expected.dataDir + "/wiki.db";
    QVERIFY(reading.settings == expected);
    QCOMPARE(reading.sqlitePath, expected.dataDir + "/wiki.db");
    QCOMPARE(reading.profileFile, m_home->path() + "/.config/wikivault/default.ini");
    QVERIFY(!QFileInfo::exists(QString::fromStdString(expected.dataDir)));
}

void SettingsReaderTest::everySettingIsRead() {
    const SettingsReading reading = readSettings(
        {{},
         m_home->environment({{"DATABASE_URL", "postgresql://kim:p%40ss@db:5432/docmost?sslmode=require"},
                              {"REDIS_URL", "redis://kim:x@cache:6379/2"},
                              {"DOCMOST_API_URL", "https://wiki.example.org/api"},
                              {"DOCMOST_EMAIL", "sync@example.org"},
                              {"DOCMOST_PASSWORD", "secret"},
                              {"GIT_SYNC_ENABLED", "true"},
                              {"GIT_SYNC_DATA_DIR", "/srv/vaults/"},
                              {"GIT_SYNC_SERVICE_USER_ID", kUser},
                              {"GIT_SYNC_POLL_INTERVAL_MS", "5000"},
                              {"GIT_SYNC_DEBOUNCE_MS", "100"},
                              {"GIT_SYNC_REMOTE_TEMPLATE", "git@host:{slug}/vault-{spaceId}-{spaceId}.git"},
                              {"WIKIVAULT_JOURNAL", "shared"},
                              {"WIKIVAULT_KEEP_RUNS_DAYS", "90"},
                              {"WIKIVAULT_HTTP_PORT", "8123"},
                              {"WIKIVAULT_HTTP_TOKEN", "0123456789abcdef"},
                              {"WIKIVAULT_WRITER", "sql"},
                              {"WIKIVAULT_UNFLAGGED", "none"},
                              {"WIKIVAULT_CONFLICT_POLICY", "wiki-wins"},
                              {"WIKIVAULT_OPEN_PAGES", "merge"},
                              {"WIKIVAULT_WIKI_URL", "https://wiki.example.org"},
                              {"WIKIVAULT_QUIET_HOURS", "22:00-06:30"},
                              {"WIKIVAULT_ENVIRONMENT", "production"},
                              {"LOG_LEVEL", "debug"}})});
    QCOMPARE(sentences(reading), std::string());
    const Settings &settings = reading.settings;
    QCOMPARE(settings.databaseUrl, std::string("postgresql://kim:p%40ss@db:5432/docmost?sslmode=require"));
    QCOMPARE(settings.redisUrl, std::string("redis://kim:x@cache:6379/2"));
    QCOMPARE(settings.apiPassword, std::string("secret"));
    QVERIFY(settings.enabled);
    QCOMPARE(settings.dataDir, std::string("/srv/vaults"));
    QCOMPARE(settings.serviceUserId, std::string("5f0c7d4e-9a51-4b21-8c3b-2f4f1a0f7b11"));
    QCOMPARE(settings.pollIntervalMs, 5000);
    QCOMPARE(settings.debounceMs, 100);
    QVERIFY(settings.sharedJournal && settings.keepRunsDays == 90);
    QCOMPARE(settings.httpPort, 8123);
    QCOMPARE(settings.httpToken, std::string("0123456789abcdef"));
    QVERIFY(settings.writer == WriterChoice::Sql && settings.unflagged == Unflagged::None);
    QVERIFY(settings.conflictPolicy == ConflictPolicy::WikiWins && settings.openPages == OpenPages::MergeNow);
    QCOMPARE(settings.wikiUrl, std::string("https://wiki.example.org"));
    QVERIFY((settings.quietHours == QuietHours{true, 22 * 60, 6 * 60 + 30}));
    QCOMPARE(settings.environment + settings.logLevel, std::string("productiondebug"));
}

/// An installation that gives nobody its database: read and written through the API, the password from a command.
void SettingsReaderTest::anApiAloneIsEnough() {
    const std::map<std::string, std::string> account{{"DOCMOST_API_URL", "https://wiki.example.org"},
                                                     {"DOCMOST_EMAIL", "sync@example.org"},
                                                     {"DOCMOST_PASSWORD_COMMAND", "pass show wiki"},
                                                     {"WIKIVAULT_OPEN_PAGES.handbook", "merge"},
                                                     {"GIT_SYNC_ENABLED", "true"}};
    const auto reading = readSettings({{}, m_home->environment(account)});
    QCOMPARE(sentences(reading), std::string());
    QCOMPARE(reading.settings.databaseUrl, std::string());
    QVERIFY(effectiveWriter(reading.settings) == WriterChoice::Api);
    QVERIFY(reading.settings.openPagesFor("", "handbook") == OpenPages::MergeNow);
    QVERIFY(reading.settings.openPagesFor("", "product") == OpenPages::Wait);
    QVERIFY(!readSettings({{{"WIKIVAULT_WRITER", "sql"}}, m_home->environment(account)}).problems.empty());
    const auto nobody = readSettings({{}, m_home->environment({{"DOCMOST_API_URL", "https://wiki.example.org"}})});
    QVERIFY2(sentences(nobody).starts_with("DOCMOST_EMAIL: found no account") &&
                 sentences(nobody).find("DOCMOST_TOKEN") != std::string::npos,
             sentences(nobody).c_str());
}

void SettingsReaderTest::commandLineBeatsEnvironmentBeatsProfile() {
    m_home->write("team",
                  "# a comment\n[general]\nLOG_LEVEL = error\nGIT_SYNC_DEBOUNCE_MS=7\n"
                  "GIT_SYNC_POLL_INTERVAL_MS = \"9\"\n");
    const auto reading =
        readSettings({{{"WIKIVAULT_PROFILE", "team"}, {"GIT_SYNC_DEBOUNCE_MS", "5"}},
                      m_home->environment(
                          {{"LOG_LEVEL", "warn"}, {"GIT_SYNC_DEBOUNCE_MS", "6"}, {"GIT_SYNC_POLL_INTERVAL_MS", ""}})});
    QCOMPARE(sentences(reading), std::string());
    QCOMPARE(reading.settings.profile, std::string("team"));
    QCOMPARE(reading.settings.logLevel, std::string("warn"));
    QCOMPARE(reading.settings.debounceMs, 5);
    QCOMPARE(reading.settings.pollIntervalMs, 9);
}

void SettingsReaderTest::aSpaceMayHaveAPolicyOfItsOwn() {
    m_home->write("team",
                  "WIKIVAULT_CONFLICT_POLICY = git-wins\nWIKIVAULT_CONFLICT_POLICY.handbook = review\n"
                  "WIKIVAULT_CONFLICT_POLICY.5F0C7D4E-9A51-4B21-8C3B-2F4F1A0F7B11 = wiki-wins\n");
    const auto reading = readSettings(
        {{{"WIKIVAULT_PROFILE", "team"}, {"WIKIVAULT_CONFLICT_POLICY.hr", "wiki-wins"}}, m_home->environment()});
    QCOMPARE(sentences(reading), std::string());
    const Settings &settings = reading.settings;
    const std::string id = "5f0c7d4e-9a51-4b21-8c3b-2f4f1a0f7b11";
    QVERIFY(settings.policyFor("x", "sales") == ConflictPolicy::GitWins);
    QVERIFY(settings.policyFor("x", "handbook") == ConflictPolicy::Review);
    QVERIFY(settings.policyFor("x", "hr") == ConflictPolicy::WikiWins);
    QVERIFY(settings.policyFor(id, "handbook") == ConflictPolicy::WikiWins);
    const std::string path = m_home->path() + "/written.ini";
    QVERIFY(writeProfile(settings, path).has_value());
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY2(text.contains("WIKIVAULT_CONFLICT_POLICY.handbook = review\n"), text.constData());
    QVERIFY2(text.contains(("WIKIVAULT_CONFLICT_POLICY." + id + " = wiki-wins\n").c_str()), text.constData());

    const auto wrong = readSettings({{{"WIKIVAULT_CONFLICT_POLICY.hr", "mine"}}, m_home->environment()});
    QVERIFY2(sentences(wrong).find("WIKIVAULT_CONFLICT_POLICY.hr: found \"mine\"") != std::string::npos,
             sentences(wrong).c_str());
}

void SettingsReaderTest::badValuesAreNamed_data() {
    QTest::addColumn<std::string>("variable");
    QTest::addColumn<std::string>("value");
    QTest::addColumn<std::string>("part");
    const auto row = [](const char *name, const char *variable, const char *value, const char *part) {
        QTest::newRow(name) << std::string(variable) << std::string(value) << std::string(part);
    };
    row("another database", "DATABASE_URL", "mysql://kim:hidden@db/x", "postgresql://");
    row("no database name", "DATABASE_URL", "postgresql://db", "postgresql://");
    row("two slashes", "DATABASE_URL", "sqlite://wiki.db", "sqlite:///srv/x.db");
    row("one slash", "DATABASE_URL", "sqlite:/srv/wiki.db", "sqlite:///srv/x.db");
    row("no file", "DATABASE_URL", "sqlite:///", "sqlite:///srv/x.db");
    row("another file for TLS", "REDIS_URL", "rediss://kim:hidden@cache:6380/0?cafile=/x", "?ca=/FILE");
    row("a certificate without key", "REDIS_URL", "rediss://kim:hidden@cache:6380/0?cert=/x", "?ca=/FILE");
    row("files without TLS", "REDIS_URL", "redis://kim:hidden@cache:6380/0?ca=/x", "?ca=/FILE");
    row("redis without host", "REDIS_URL", "redis://", "host:port/db");
    row("no boolean", "GIT_SYNC_ENABLED", "yes", "true or false");
    row("zero", "GIT_SYNC_POLL_INTERVAL_MS", "0", "positive whole number");
    row("negative", "GIT_SYNC_DEBOUNCE_MS", "-1", "positive whole number");
    row("a unit", "GIT_SYNC_DEBOUNCE_MS", "2s", "positive whole number");
    row("too large", "GIT_SYNC_POLL_INTERVAL_MS", "99999999999", "positive whole number");
    row("a journal nobody shares", "WIKIVAULT_JOURNAL", "shared", "postgresql://");
    row("another journal", "WIKIVAULT_JOURNAL", "team", "local or shared");
    row("no days", "WIKIVAULT_KEEP_RUNS_DAYS", "0", "days, such as 365");
    row("no port", "WIKIVAULT_HTTP_PORT", "http", "between 1 and 65535");
    row("a port too large", "WIKIVAULT_HTTP_PORT", "65536", "between 1 and 65535");
    row("a token to guess", "WIKIVAULT_HTTP_TOKEN", "secret", "at least 16");
    row("no uuid", "GIT_SYNC_SERVICE_USER_ID", "kim", "UUID");
    row("template without space", "GIT_SYNC_REMOTE_TEMPLATE", "git@host:vault.git", "{spaceId}");
    row("no key", "GIT_SYNC_SSH_KEY_PATH", "/nowhere/id", "private key");
    row("another writer", "WIKIVAULT_WRITER", "rest", "auto, api, sql or none");
    row("API writer without API", "WIKIVAULT_WRITER", "api", "DOCMOST_API_URL");
    row("another choice for open pages", "WIKIVAULT_OPEN_PAGES", "never", "wait or merge");
    row("no hours", "WIKIVAULT_QUIET_HOURS", "at night", "22:00-07:00");
    row("no address of the wiki", "WIKIVAULT_WIKI_URL", "wiki.example.org", "https://");
    row("another fallback", "WIKIVAULT_UNFLAGGED", "some", "all or none");
    row("another policy", "WIKIVAULT_CONFLICT_POLICY", "mine", "review, git-wins or wiki-wins");
    row("no API address", "DOCMOST_API_URL", "wiki.example.org", "https://");
    row("another level", "LOG_LEVEL", "loud", "debug, info, warn or error");
    row("a profile that is none", "WIKIVAULT_PROFILE", "missing", "a profile");
    row("a profile outside", "WIKIVAULT_PROFILE", "../other", "letters");
}

void SettingsReaderTest::badValuesAreNamed() {
    QFETCH(std::string, variable);
    QFETCH(std::string, value);
    QFETCH(std::string, part);
    const auto reading = readSettings({{}, m_home->environment({{variable, value}})});
    QVERIFY(!reading.problems.empty());
    QVERIFY(std::any_of(reading.problems.begin(), reading.problems.end(),
                        [&](const SettingsProblem &p) { return p.variable == variable && has(p.expected, part); }));
    QVERIFY(!has(sentences(reading), "hidden"));
}

void SettingsReaderTest::allProblemsAreListedAtOnce() {
    const auto reading = readSettings({{},
                                       m_home->environment({{"DATABASE_URL", "nonsense"},
                                                            {"GIT_SYNC_ENABLED", "true"},
                                                            {"GIT_SYNC_DEBOUNCE_MS", "x"},
                                                            {"LOG_LEVEL", "loud"}})});
    const std::string text = sentences(reading);
    for (const char *variable : {"DATABASE_URL", "GIT_SYNC_DEBOUNCE_MS", "LOG_LEVEL", "GIT_SYNC_SERVICE_USER_ID"})
        QVERIFY2(has(text, variable), text.c_str());
    const auto alone = readSettings({{}, m_home->environment({{"GIT_SYNC_ENABLED", "true"}})});
    QCOMPARE(sentences(alone), std::string());
}

void SettingsReaderTest::onlyAbsoluteXdgFoldersCount() {
    const auto reading =
        readSettings({{}, m_home->environment({{"XDG_DATA_HOME", "/data"}, {"XDG_CONFIG_HOME", "relative"}})});
    QCOMPARE(reading.settings.dataDir, std::string("/data/wikivault"));
    QCOMPARE(reading.profileFile, m_home->path() + "/.config/wikivault/default.ini");
    QVERIFY(has(sentences(readSettings({{}, {}})), "GIT_SYNC_DATA_DIR"));
}

QTEST_GUILESS_MAIN(SettingsReaderTest)
#include "settings_reader_test.moc"
