#include "app/common/database_address.h"
#include "app/common/settings_writer.h"
#include "engine/adapters/sql/database_url.h"
#include "tests/support/temp_vault.h"

#include <QTest>

#include <filesystem>

using namespace wikivault;

/// The password that stands beside the address of a database.
class DatabaseAddressTest : public QObject {
    Q_OBJECT

private slots:
    void aPasswordIsReadBackAsItIs_data();
    void aPasswordIsReadBackAsItIs();
    void aPasswordInTheAddressIsNeitherShownNorKept();
    void theAddressIsStronger();
    void aRefusedPasswordNamesItsSource();
    void aCommandIsAskedOnce();
    void aCommandThatFailsIsLeftAlone();

private:
    [[nodiscard]] static Settings settings(const std::string &url) {
        Settings settings;
        settings.databaseUrl = url;
        return settings;
    }
    /// Prints `answer` and leaves a line in the file each time.
    [[nodiscard]] std::string counted(const std::string &answer) const {
        return "echo x >> " + m_folder / "asked" + "; " + answer;
    }
    [[nodiscard]] std::string asked() const { return test::readFile(m_folder / "asked"); }
    test::TempDir m_folder;
};

void DatabaseAddressTest::aPasswordIsReadBackAsItIs_data() {
    QTest::addColumn<QString>("url");
    for (const char *url :
         {"postgresql://kim@db.example.org:5432/docmost?sslmode=require", "postgres://kim:@db/docmost",
          "postgresql://db/docmost", "postgresql://kim@one:1,two:2/docmost", "postgresql:///docmost"})
        QTest::newRow(url) << QString::fromLatin1(url);
}

void DatabaseAddressTest::aPasswordIsReadBackAsItIs() {
    QFETCH(QString, url);
    const std::string password = "p@ss:w/o?r#d %41é";
    const auto before = sql::parseDatabaseUrl(url.toStdString());
    Settings given = settings(url.toStdString());
    given.databasePassword = password;
    const auto whole = DatabaseAddress(given).url();
    QVERIFY(before && whole);
    const auto after = sql::parseDatabaseUrl(*whole);
    QVERIFY2(after.has_value(), whole->c_str());
    QCOMPARE(after->password, password);
    QCOMPARE(after->user + "@" + after->host + "/" + after->database,
             before->user + "@" + before->host + "/" + before->database);
    QVERIFY2(maskedUrl(*whole).find("w%2Fo") == std::string::npos, maskedUrl(*whole).c_str());
}

void DatabaseAddressTest::aPasswordInTheAddressIsNeitherShownNorKept() {
    const std::array<std::array<std::string, 3>, 5> addresses{
        {{"postgresql://kim:own@db/wiki", "postgresql://kim:***@db/wiki", "postgresql://kim@db/wiki"},
         {"postgresql://:own@db/wiki", "postgresql://:***@db/wiki", "postgresql://db/wiki"},
         {"postgresql://kim@db/wiki?password=own", "postgresql://kim@db/wiki?password=***", "postgresql://kim@db/wiki"},
         {"postgresql://db/wiki?password=own&sslmode=require", "postgresql://db/wiki?password=***&sslmode=require",
          "postgresql://db/wiki?sslmode=require"},
         {"postgresql://db/wiki?user=kim&password=own", "postgresql://db/wiki?user=kim&password=***",
          "postgresql://db/wiki?user=kim"}}};
    // Nobody percent-encoded these.
    for (const std::string password : {"o#wn", "o/wn", "o?wn", "o@wn", "o@w/n", "o:w@n", "12/wn", "12#wn"}) {
        QCOMPARE(maskedUrl("postgresql://kim:" + password + "@db:5432/wiki"),
                 std::string("postgresql://kim:***@db:5432/wiki"));
        QCOMPARE(maskedUrl("redis://:" + password + "@db:6379/0"), std::string("redis://:***@db:6379/0"));
        const auto parsed = sql::parseDatabaseUrl("postgresql://kim:" + password + "@db/wiki");
        QVERIFY2(parsed || parsed.error().detail.find("wn") == std::string::npos, parsed.error().detail.c_str());
    }
    for (const std::string plain : {"https://db:8080/@scope/x", "https://db/@scope", "postgresql://kim@db:5432/wiki"})
        QCOMPARE(maskedUrl(plain), plain);
    for (const auto &[url, shown, kept] : addresses) {
        QCOMPARE(maskedUrl(url), shown);
        QCOMPARE(withoutPassword(url), kept);
    }
}

void DatabaseAddressTest::theAddressIsStronger() {
    for (const std::string url :
         {"postgresql://kim:own@db/docmost", "postgresql://kim@db/docmost?password=own", "sqlite:///srv/wiki.db", ""}) {
        Settings given = settings(url);
        given.databasePasswordCommand = "exit 3";
        const auto whole = DatabaseAddress(given).url();
        QVERIFY2(whole && *whole == url, url.c_str());
    }
}

void DatabaseAddressTest::aCommandIsAskedOnce() {
    Settings given = settings("postgresql://kim@db/docmost");
    given.databasePasswordCommand = counted("echo first");
    DatabaseAddress address(given);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(address.url().value_or(""), std::string("postgresql://kim:first@db/docmost"));
    QCOMPARE(asked(), std::string("x\n"));
    address.forget();  // the server did not take it
    QVERIFY(address.url().has_value());
    QCOMPARE(asked(), std::string("x\nx\n"));
}

void DatabaseAddressTest::aCommandThatFailsIsLeftAlone() {
    std::filesystem::remove(m_folder / "asked");
    Settings given = settings("postgresql://kim@db/docmost");
    given.databasePasswordCommand = counted("exit 3");
    DatabaseAddress address(given);
    for (int i = 0; i < 3; ++i) {
        const auto whole = address.url();
        QVERIFY(!whole && whole.error().detail.find("DATABASE_PASSWORD_COMMAND") != std::string::npos);
    }
    address.forget();
    QCOMPARE(asked(), std::string("x\n"));  // a keyring that stays locked does not ask a person every ten seconds
}

void DatabaseAddressTest::aRefusedPasswordNamesItsSource() {
    const Error refused{ErrorCode::Denied,
                        "the PostgreSQL server at db refused the user name or password; check DATABASE_URL"};
    const auto advice = [&](const Settings &given) { return DatabaseAddress(given).explained(refused).detail; };
    Settings given = settings("postgresql://kim@db/docmost");
    QVERIFY(advice(given).ends_with("~/.pgpass, where the password came from"));
    given.databasePasswordCommand = "echo x";
    QVERIFY(advice(given).ends_with("DATABASE_PASSWORD_COMMAND, where the password came from"));
    given.databasePassword = "x";
    QVERIFY(advice(given).ends_with("DATABASE_PASSWORD, where the password came from"));
    given.databaseUrl = "postgresql://kim:secret@db/docmost";
    QCOMPARE(advice(given), refused.detail);
    QCOMPARE(DatabaseAddress(settings("postgresql://kim@db/docmost")).explained({ErrorCode::Denied, "x"}).detail,
             std::string("x"));
}

QTEST_GUILESS_MAIN(DatabaseAddressTest)
#include "database_address_test.moc"
