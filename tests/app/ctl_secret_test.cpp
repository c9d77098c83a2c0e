#include "app/common/secret_command.h"
#include "tests/support/ctl_program.h"
#include "tests/support/keyring_session.h"
#include "tests/support/postgres_server.h"
#include "tests/support/temp_vault.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <filesystem>

using namespace wikivault;
using namespace wikivault::test;

/// Secrets in a real keyring: kept, read by profile, forgotten, and never anywhere else.
class CtlSecretTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void aSecretIsKeptReadAndForgotten();
    void profilesHaveTheirOwn();
    void aProfileReadsItThroughItsCommand();
    void theDatabaseIsOpenedWithIt();
    void itStandsNowhereElse();
    void theDoctorKnowsTheKeyring();
    void aSessionWithoutAKeyringIsTold();
    void onlySecretsOfAProfileAreKept();
    void commandsWorkAsBefore();

private:
    /// `ok: The keyring answers.`
    [[nodiscard]] static QString keyringCheckOf(const CtlProgram &ctl);
    void lockKeyring() const;
    [[nodiscard]] CtlRun run(const char *arguments, const QByteArray &input = {}) const {
        return m_ctl->run(words(arguments), {}, input);
    }
    std::unique_ptr<KeyringSession> m_session;
    TempDir m_home;
    std::unique_ptr<CtlProgram> m_ctl;
};

void CtlSecretTest::initTestCase() {
    auto session = KeyringSession::start();
    if (!session) QSKIP(session.error().detail.c_str());
    m_session = std::move(*session);
    m_ctl = std::make_unique<CtlProgram>(m_home.path());
    m_ctl->set("DBUS_SESSION_BUS_ADDRESS", m_session->address());
}

void CtlSecretTest::aSecretIsKeptReadAndForgotten() {
    const CtlRun kept = run("secret store DOCMOST_PASSWORD", "canary of the keyring\n");
    QVERIFY2(kept.code == 0, kept.err.constData());
    QVERIFY2(kept.out.contains("DOCMOST_PASSWORD_COMMAND = keyring"), kept.out.constData());
    QCOMPARE(run("secret show DOCMOST_PASSWORD").out, QByteArray("canary of the keyring\n"));
    QCOMPARE(run("secret store DOCMOST_PASSWORD", "another\n").code, 0);
    QCOMPARE(run("secret show DOCMOST_PASSWORD").out, QByteArray("another\n"));
    QCOMPARE(run("secret forget DOCMOST_PASSWORD").code, 0);
    const CtlRun gone = run("secret show DOCMOST_PASSWORD");
    QCOMPARE(gone.code, 2);
    QVERIFY2(gone.err.contains("secret store") && gone.out.isEmpty(), gone.err.constData());
    QCOMPARE(run("secret forget DOCMOST_PASSWORD").out, QByteArray("Forgotten.\n"));
}

void CtlSecretTest::profilesHaveTheirOwn() {
    QCOMPARE(run("secret store WIKIVAULT_HTTP_TOKEN --profile one", "token of one\n").code, 0);
    QCOMPARE(run("secret store WIKIVAULT_HTTP_TOKEN --profile two", "token of two\n").code, 0);
    QCOMPARE(run("secret show WIKIVAULT_HTTP_TOKEN --profile one").out, QByteArray("token of one\n"));
    QCOMPARE(run("secret show WIKIVAULT_HTTP_TOKEN --profile two").out, QByteArray("token of two\n"));
    QCOMPARE(run("secret show WIKIVAULT_HTTP_TOKEN").code, 2);
}

void CtlSecretTest::aProfileReadsItThroughItsCommand() {
    qputenv("DBUS_SESSION_BUS_ADDRESS", QByteArray::fromStdString(m_session->address()));
    QVERIFY(storeInKeyring("one", "DOCMOST_PASSWORD", "canary through the program").has_value());
    const auto read = secretFrom({kKeyringCommand, "DOCMOST_PASSWORD_COMMAND", "one"});
    QVERIFY2(read.has_value(), read ? "" : read.error().detail.c_str());
    QCOMPARE(*read, std::string("canary through the program"));
    QVERIFY(forgetInKeyring("one", "DOCMOST_PASSWORD").has_value());
    const auto gone = secretFrom({kKeyringCommand, "DOCMOST_PASSWORD_COMMAND", "one"});
    QVERIFY(!gone && gone.error().detail.find("holds nothing") != std::string::npos);
}

void CtlSecretTest::theDatabaseIsOpenedWithIt() {
    auto server = PostgresServer::startWithDocmost();
    if (!server) QSKIP(server.error().detail.c_str());
    QVERIFY((*server)->run("docmost", "grant select on all tables in schema public to guarded"));
    CtlProgram ctl(m_home.path());
    ctl.set("DBUS_SESSION_BUS_ADDRESS", m_session->address());
    ctl.set("DATABASE_URL", "postgresql://guarded@127.0.0.1:" + std::to_string((*server)->port()) + "/docmost");
    const CtlRun refused = ctl.run(words("spaces"));
    QCOMPARE(refused.code, 2);
    QCOMPARE(ctl.run(words("secret store DATABASE_PASSWORD"), {}, "wrong\n").code, 0);
    ctl.set("DATABASE_PASSWORD_COMMAND", "keyring");
    const CtlRun wrong = ctl.run(words("spaces"));
    QVERIFY2(wrong.code == 2 && wrong.err.contains("refused the user name or password"), wrong.err.constData());
    QCOMPARE(ctl.run(words("secret store DATABASE_PASSWORD"), {}, "right\n").code, 0);
    const CtlRun opened = ctl.run(words("spaces"));
    QVERIFY2(opened.code == 0 && opened.out.contains("general"), opened.err.constData());
    const CtlRun doctor = ctl.run(words("doctor --json"));
    for (const QJsonValue &check : QJsonDocument::fromJson(doctor.out).array())
        QVERIFY2(check[QStringLiteral("status")] != QStringLiteral("unknown"),
                 qPrintable(check[QStringLiteral("name")].toString() + check[QStringLiteral("detail")].toString()));
    QVERIFY2(!doctor.out.contains("right@"), doctor.out.constData());
    QCOMPARE(ctl.run(words("secret forget DATABASE_PASSWORD")).code, 0);
    ctl.set("DATABASE_PASSWORD_COMMAND", "printf right");
    QCOMPARE(ctl.run(words("spaces")).code, 0);
    ctl.set("DATABASE_PASSWORD_COMMAND", "");
    ctl.set("DATABASE_PASSWORD", "right");
    QCOMPARE(ctl.run(words("spaces")).code, 0);
}

void CtlSecretTest::itStandsNowhereElse() {
    QCOMPARE(run("secret store GIT_SYNC_HTTPS_TOKEN", "canary of git\n").code, 0);
    for (const auto &entry : std::filesystem::recursive_directory_iterator(m_home.path()))
        if (entry.is_regular_file())
            QVERIFY2(readFile(entry.path().string()).find("canary") == std::string::npos, entry.path().c_str());
}

void CtlSecretTest::onlySecretsOfAProfileAreKept() {
    const CtlRun refused = run("secret store DATABASE_URL", "x\n");
    QCOMPARE(refused.code, 64);
    QVERIFY2(refused.err.contains("DOCMOST_PASSWORD"), refused.err.constData());
    QCOMPARE(run("secret store DOCMOST_PASSWORD", "\n").code, 64);
}

QString CtlSecretTest::keyringCheckOf(const CtlProgram &ctl) {
    for (const QJsonValue &check : ctl.run(words("doctor --json")).array())
        if (check[QStringLiteral("name")] == QStringLiteral("keyring"))
            return check[QStringLiteral("status")].toString() + QStringLiteral(": ") +
                   check[QStringLiteral("detail")].toString();
    return {};
}

void CtlSecretTest::lockKeyring() const {
    const QString name = QStringLiteral("lock-test"), service = QStringLiteral("org.freedesktop.secrets");
    auto bus = QDBusConnection::connectToBus(QString::fromStdString(m_session->address()), name);
    QDBusMessage lock =
        QDBusMessage::createMethodCall(service, QStringLiteral("/org/freedesktop/secrets"),
                                       QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("Lock"));
    const QDBusObjectPath keyring(QStringLiteral("/org/freedesktop/secrets/aliases/default"));
    lock << QVariant::fromValue(QList<QDBusObjectPath>{keyring});
    const QDBusMessage locked = bus.call(lock);
    QDBusConnection::disconnectFromBus(name);
    QVERIFY2(locked.type() == QDBusMessage::ReplyMessage, qPrintable(locked.errorMessage()));
}

void CtlSecretTest::theDoctorKnowsTheKeyring() {
    CtlProgram ctl(m_home.path());
    ctl.set("DBUS_SESSION_BUS_ADDRESS", m_session->address());
    ctl.set("DATABASE_URL", "postgresql://guarded@127.0.0.1:1/docmost");
    QCOMPARE(keyringCheckOf(ctl), QStringLiteral("ok: There is a keyring; no secret of this profile is kept there."));
    ctl.set("DATABASE_PASSWORD_COMMAND", "keyring");
    QCOMPARE(keyringCheckOf(ctl), QStringLiteral("ok: The keyring answers and is unlocked."));
    ctl.set("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + m_home / "no-bus");
    QVERIFY(keyringCheckOf(ctl).startsWith(QStringLiteral("fail: A secret of this profile is kept in the keyring")));
    ctl.set("DBUS_SESSION_BUS_ADDRESS", m_session->address());
    lockKeyring();
    QVERIFY2(keyringCheckOf(ctl).startsWith(QStringLiteral("warn: The keyring is locked")),
             qPrintable(keyringCheckOf(ctl)));
}

void CtlSecretTest::aSessionWithoutAKeyringIsTold() {
    CtlProgram none(m_home.path());
    none.set("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + m_home / "no-bus");
    const CtlRun noBus = none.run(words("secret show DOCMOST_PASSWORD"));
    QCOMPARE(noBus.code, 2);
    QVERIFY2(noBus.err.contains("There is no keyring") && noBus.err.contains("environment"), noBus.err.constData());
    m_session->stopKeyring();
    const CtlRun noService = run("secret show DOCMOST_PASSWORD");
    QCOMPARE(noService.code, 2);
    QVERIFY2(noService.err.contains("org.freedesktop.secrets"), noService.err.constData());
    m_ctl->set("DATABASE_URL", "postgresql://guarded@127.0.0.1:1/docmost");
    m_ctl->set("DATABASE_PASSWORD_COMMAND", "keyring");
    QVERIFY(keyringCheckOf(*m_ctl).contains(QStringLiteral("nobody offers one")));
}

void CtlSecretTest::commandsWorkAsBefore() {
    const auto printed = secretFrom({"printf 'a secret\\nmore'", "DOCMOST_PASSWORD_COMMAND", "default"});
    QVERIFY(printed && *printed == "a secret");
    const auto failed = secretFrom({"exit 3", "DOCMOST_PASSWORD_COMMAND", "default"});
    QVERIFY(!failed && failed.error().detail.find("exit code 3") != std::string::npos);
    const auto nothing = secretFrom({"true", "DOCMOST_PASSWORD_COMMAND", "default"});
    QVERIFY(!nothing && nothing.error().detail.find("printed nothing") != std::string::npos);
}

QTEST_GUILESS_MAIN(CtlSecretTest)
#include "ctl_secret_test.moc"
