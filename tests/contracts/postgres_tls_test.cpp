#include "engine/adapters/sql/wiki_database.h"

#include "tests/support/certificates.h"
#include "tests/support/postgres_server.h"
#include "tests/support/verify.h"

#include <QFile>
#include <QTest>

#include <pwd.h>
#include <unistd.h>

using namespace wikivault;
using namespace wikivault::test;

/// A PostgreSQL server behind TLS: whoever it cannot prove to be is told nothing, the password least of all.
class PostgresTlsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void F079_aServerProvesWhoItIs_data();
    void F079_aServerProvesWhoItIs();

private:
    [[nodiscard]] QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    void present(const char *certificate);

    QTemporaryDir m_folder;
    std::unique_ptr<PostgresServer> m_server;
};

void PostgresTlsTest::initTestCase() {
    auto server = PostgresServer::start();
    if (!server && server.error().code == ErrorCode::NotFound) QSKIP(server.error().detail.c_str());
    VERIFY_DONE(server);
    m_server = std::move(*server);
    VERIFY_DONE(makeCertificates(m_folder.path()));
    QProcess shell;
    shell.setWorkingDirectory(m_folder.path());
    shell.start(QStringLiteral("openssl"),
                QStringLiteral("x509 -req -days -1 -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile "
                               "server.ext -out expired.pem")
                    .split(QLatin1Char(' ')));
    QVERIFY(shell.waitForFinished(60'000) && shell.exitCode() == 0);
    // The server, which is nobody else's, reads its key itself.
    QVERIFY(QFile::setPermissions(
        m_folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther));
    if (const struct passwd *user = ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr)
        QCOMPARE(::chown(path("server.key").toUtf8().constData(), user->pw_uid, user->pw_gid), 0);
}

void PostgresTlsTest::present(const char *certificate) {
    const std::vector<std::pair<std::string, std::string>> settings = {
        {"ssl_cert_file", path(certificate).toStdString()},
        {"ssl_key_file", path("server.key").toStdString()},
        {"ssl", "on"}};
    for (const auto &[name, value] : settings)
        VERIFY_DONE(m_server->run("postgres", "alter system set " + name + " = '" + value + "'"));
    VERIFY_DONE(m_server->crash());
}

void PostgresTlsTest::F079_aServerProvesWhoItIs_data() {
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QByteArray>("issuer");
    QTest::addColumn<QString>("words");
    const QString distrust = QStringLiteral("its TLS certificate could not be verified");
    // Whoever gets so far is connected.
    const QString connected = QStringLiteral("is not a Docmost wiki");
    const QString localhost = QStringLiteral("localhost"), address = QStringLiteral("127.0.0.1");
    const QByteArray server = "server.pem", ca = "ca.pem";
    QTest::newRow("its name and issuer are known") << server << localhost << ca << connected;
    QTest::newRow("another issuer") << server << localhost << QByteArray("other-ca.pem") << distrust;
    QTest::newRow("another name") << server << address << ca << distrust;
    QTest::newRow("it has expired") << QByteArray("expired.pem") << localhost << ca << distrust;
}

void PostgresTlsTest::F079_aServerProvesWhoItIs() {
    QFETCH(const QByteArray, certificate);
    QFETCH(const QString, host);
    QFETCH(const QByteArray, issuer);
    QFETCH(const QString, words);
    present(certificate.constData());
    sql::WikiDatabaseRequest request;
    request.databaseUrl = QStringLiteral("postgresql://guarded:right@%1:%2/postgres?sslmode=verify-full&sslrootcert=%3")
                              .arg(host)
                              .arg(m_server->port())
                              .arg(path(issuer.constData()))
                              .toStdString();
    const auto opened = sql::openWiki(request);
    QVERIFY(!opened);
    const std::string &detail = opened.error().detail;
    QVERIFY2(QString::fromStdString(detail).contains(words), detail.c_str());
    QVERIFY2(detail.find("right@") == std::string::npos, detail.c_str());
}

QTEST_GUILESS_MAIN(PostgresTlsTest)
#include "postgres_tls_test.moc"
