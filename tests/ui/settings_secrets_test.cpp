#include "tests/ui/open_settings.h"
#include "tests/ui/own_window.h"

using namespace wikivault;

/// Passwords in the settings: kept in the keyring, forgotten, never kept silently.
class SettingsSecretsTest : public OwnWindow {
    Q_OBJECT

private slots:
    void passwordsAreNotKeptSilently();
    void aPasswordIsKeptInTheKeyringAndForgotten();
    void theDatabaseHasItsPasswordBesideIt();
    void aKeyringThatIsNotThereIsTold();
};

void SettingsSecretsTest::passwordsAreNotKeptSilently() {
    openSettings(*m_world);
    QVERIFY(!m_world->isShown("settingsNote"));
    type(*m_world, "databaseField", QStringLiteral("postgresql://kim:secret@wiki.example.org/docmost"));
    QTRY_VERIFY(m_world->isShown("settingsNote"));
    QVERIFY(m_world->textOf("settingsNote").contains(QStringLiteral("not saved")));
}

void SettingsSecretsTest::aPasswordIsKeptInTheKeyringAndForgotten() {
    Settings settings = worldSettings();
    settings.apiUrl = "https://wiki.example.org/api";
    settings.apiEmail = "sync@example.org";
    settings.apiPasswordCommand = "pass show wiki";
    m_world->filled().open(settings);
    openSettings(*m_world);
    QVERIFY(m_world->textOf("apiPasswordFieldState").contains(QStringLiteral("pass show wiki")));
    QVERIFY(!m_world->find<QAbstractButton>("apiPasswordFieldKeep")->isEnabled());
    type(*m_world, "apiPasswordField", QStringLiteral("canary"));
    QVERIFY(m_world->press("apiPasswordFieldKeep"));
    QTRY_VERIFY(m_world->textOf("apiPasswordFieldState").startsWith(QStringLiteral("Kept")));
    {
        const std::lock_guard guard(m_world->mutex);
        QCOMPARE(m_world->secrets.size(), std::size_t(1));
        QCOMPARE(m_world->secrets[0].variable, std::string("DOCMOST_PASSWORD"));
        QCOMPARE(m_world->secrets[0].profile, std::string("demo"));
        QCOMPARE(m_world->secrets[0].secret, std::optional<std::string>("canary"));
        QVERIFY2(m_world->secretThread != std::this_thread::get_id(), "a keyring may wait for a person");
    }
    QVERIFY(m_world->press("saveButton"));
    QTRY_COMPARE(m_world->savedSettings().size(), std::size_t(1));
    QCOMPARE(m_world->savedSettings().front().apiPasswordCommand, std::string("keyring"));
    QVERIFY(m_world->savedSettings().front().apiPassword.empty());
    openSettings(*m_world);
    QVERIFY(m_world->press("apiPasswordFieldForget"));
    QTRY_VERIFY2(m_world->textOf("settingsProblem").contains(QStringLiteral("none for the account sync@example.org")),
                 qPrintable(m_world->textOf("settingsProblem")));
}

void SettingsSecretsTest::theDatabaseHasItsPasswordBesideIt() {
    openSettings(*m_world);
    QVERIFY(m_world->textOf("databasePasswordFieldState").contains(QStringLiteral("~/.pgpass")));
    type(*m_world, "databasePasswordField", QStringLiteral("canary"));
    QVERIFY(m_world->press("databasePasswordFieldKeep"));
    QTRY_VERIFY(m_world->textOf("databasePasswordFieldState").startsWith(QStringLiteral("Kept")));
    {
        const std::lock_guard guard(m_world->mutex);
        QCOMPARE(m_world->secrets[0].variable, std::string("DATABASE_PASSWORD"));
    }
    // An address with a password of its own, or of a file, needs none beside it.
    type(*m_world, "databaseField", QStringLiteral("postgresql://kim:own@wiki.example.org/docmost"));
    QVERIFY(!m_world->find("databasePasswordField")->isEnabled());
    type(*m_world, "databaseField", QStringLiteral("sqlite:///srv/wiki.db"));
    QVERIFY(!m_world->find("databasePasswordField")->isEnabled());
    type(*m_world, "databaseField", QStringLiteral("postgresql://kim@wiki.example.org/docmost"));
    QVERIFY(m_world->find("databasePasswordField")->isEnabled());
    QVERIFY(m_world->press("saveButton"));
    QTRY_COMPARE(m_world->savedSettings().size(), std::size_t(1));
    QCOMPARE(m_world->savedSettings().front().databasePasswordCommand, std::string("keyring"));
    QVERIFY(m_world->savedSettings().front().databasePassword.empty());
}

void SettingsSecretsTest::aKeyringThatIsNotThereIsTold() {
    m_world->keepResult = fail(ErrorCode::Unavailable, "There is no keyring to ask in this session.");
    Settings settings = worldSettings();
    settings.apiUrl = "https://wiki.example.org/api";
    settings.apiEmail = "sync@example.org";
    settings.apiPassword = "for this session";
    m_world->filled().open(settings);
    openSettings(*m_world);
    QVERIFY(m_world->press("apiPasswordFieldKeep"));
    QTRY_VERIFY(m_world->textOf("apiPasswordFieldState").contains(QStringLiteral("no keyring to ask")));
    QCOMPARE(m_world->find("apiPasswordFieldState")->property("role").toString(), QStringLiteral("error"));
    QVERIFY(m_world->find<QAbstractButton>("apiPasswordFieldKeep")->isEnabled());
}

QTEST_MAIN(SettingsSecretsTest)
#include "settings_secrets_test.moc"
