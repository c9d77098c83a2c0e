#include "app/common/logging.h"
#include "app/common/settings_reader.h"
#include "app/common/settings_writer.h"
#include "tests/support/profile_home.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace wikivault;
using namespace wikivault::test;

/// What stands in a profile file, and what never does.
class SettingsProfileTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void profilesHoldNoSecrets();
    void profilesAreChecked();
    void aWrittenProfileReadsTheSame();
    void secretsAreMaskedInLogs();

private:
    std::unique_ptr<ProfileHome> m_home;
};

void SettingsProfileTest::init() {
    m_home = std::make_unique<ProfileHome>();
}

void SettingsProfileTest::profilesHoldNoSecrets() {
    m_home->write("default",
                  "DOCMOST_PASSWORD = planted\nDOCMOST_TOKEN=planted\n"
                  "DATABASE_URL = postgresql://kim:planted@db/docmost\nREDIS_URL=redis://:planted@h\n");
    const auto reading = readSettings({{}, m_home->environment()});
    QCOMPARE(reading.problems.size(), 4U);
    QVERIFY(!has(sentences(reading), "planted"));
    QVERIFY(has(sentences(reading), "DOCMOST_TOKEN"));
}

void SettingsProfileTest::profilesAreChecked() {
    m_home->write("default", "DATABSE_URL = x\nnonsense\n");
    const std::string text = sentences(readSettings({{}, m_home->environment()}));
    QVERIFY2(has(text, "DATABSE_URL") && has(text, "line 2"), text.c_str());
}

void SettingsProfileTest::aWrittenProfileReadsTheSame() {
    Settings settings = readSettings({{}, m_home->environment()}).settings;
    settings.databaseUrl = "postgresql://kim:planted@db:5432/docmost";
    settings.redisUrl = "redis://:planted@cache:6379/1";
    settings.apiUrl = "https://wiki.example.org/api";
    settings.apiEmail = "sync@example.org";
    settings.apiPassword = "planted";
    settings.enabled = true;
    settings.unflagged = Unflagged::None;
    settings.conflictPolicy = ConflictPolicy::GitWins;
    settings.serviceUserId = "5f0c7d4e-9a51-4b21-8c3b-2f4f1a0f7b11";
    settings.environment = "staging";
    settings.sharedJournal = true;
    settings.keepRunsDays = 30;
    settings.httpPort = 8123;
    settings.httpTokenCommand = "cat /run/token";
    const std::string path = profilePath(m_home->environment(), "default");
    QVERIFY(writeProfile(settings, path));
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("planted"));
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(file.permissions() & others));
    const auto reading = readSettings({{}, m_home->environment({{"DOCMOST_PASSWORD", "again"}})});
    QCOMPARE(sentences(reading), std::string());
    settings.databaseUrl = "postgresql://kim@db:5432/docmost";
    settings.redisUrl = "redis://cache:6379/1";
    settings.apiPassword = "again";
    QVERIFY(reading.settings == settings);
    QVERIFY(!writeProfile(settings, "/proc/nowhere/default.ini"));
}

void SettingsProfileTest::secretsAreMaskedInLogs() {
    QTemporaryDir folder;
    std::vector<LogLine> lines;
    startLogging({"info", folder.path().toStdString(), [&](const LogLine &line) { lines.push_back(line); }});
    qWarning("cannot open postgresql://kim:planted@db/docmost with password=planted now");
    QCOMPARE(lines.size(), 1U);
    QCOMPARE(lines.front().text, std::string("cannot open postgresql://kim:***@db/docmost with password=*** now"));
    QCOMPARE(lines.front().level, std::string("warn"));
    QFile log(folder.filePath(QStringLiteral(".wikivault/wikivault.log")));
    QVERIFY(log.open(QIODevice::ReadOnly));
    const QByteArray text = log.readAll();
    QVERIFY(text.contains("kim:***@db") && !text.contains("planted"));
    QVERIFY(!(log.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
    startLogging({"warn", "", {}});
    qInstallMessageHandler(nullptr);
}

QTEST_GUILESS_MAIN(SettingsProfileTest)
#include "settings_profile_test.moc"
